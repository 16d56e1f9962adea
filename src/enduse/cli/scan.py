"""`enduse scan`: what a product can do, from its text, components, source code and profile."""

from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from enduse.capability.scan.exchange import dump_scan
from enduse.capability.scan.result import Scan
from enduse.capability.scan.scanner import Scanner
from enduse.capability.taxonomy import IntrinsicRisk, load_taxonomy
from enduse.cli.exits import FAILED
from enduse.cli.files import give
from enduse.cli.options import Out
from enduse.cli.profile_draft import keep_draft, open_profile
from enduse.cli.scan_batch import scan_lines
from enduse.cli.tree import files_of, named_file
from enduse.documents.scan_page import scan_page
from enduse.documents.scan_sarif import scan_sarif
from enduse.documents.scan_text import scan_text
from enduse.documents.scan_words import unjudged_level
from enduse.domain.errors import InvalidInputError


class Format(StrEnum):
    """How a scan is given."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    SARIF = "sarif"


def scan(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Folders or files of one product."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to give it.")] = Format.TEXT,
    out: Out = None,
    fail_on: Annotated[
        IntrinsicRisk | None,
        typer.Option("--fail-on", help="Exit 1 when anything unjudged weighs this or more."),
    ] = None,
    sbom: Annotated[
        list[Path] | None,
        typer.Option("--sbom", help="A bill of materials, CycloneDX or SPDX; may be repeated."),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", help="The product profile; a draft is written if it is missing."),
    ] = None,
    update_profile: Annotated[
        bool, typer.Option("--update-profile", help="Add what is new to the profile.")
    ] = False,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="IN.jsonl", help='Texts to scan: {"id", "text"} a line.'),
    ] = None,
) -> None:
    """Find what a product can do to people, where it shows, and how sure that is.

    A finding weighs the risk of its capability, one step less when it is only possible, nothing
    when it is only mentioned. Exit code 1 when anything weighs as much as --fail-on says and
    nobody has judged it yet: what the profile confirms or denies is known, and does not fail.
    """
    if batch is not None:
        _check_alone(paths, sbom, profile)
        scan_lines(batch, _needed(out), fail_on)
        return
    if not paths and not sbom:
        raise InvalidInputError("name a folder or file to scan, or a bill of materials by --sbom")
    known = open_profile(profile)
    result = Scanner().scan_files(
        files_of(paths or []), bills=[named_file(one) for one in sbom or []], profile=known
    )
    _give(result, output, out)
    if profile is not None:
        keep_draft(profile, result, known, update=update_profile)
    _stop_on(result, fail_on)


def _check_alone(*others: object) -> None:
    if any(others):
        raise InvalidInputError(
            "--batch reads texts from one file; give no PATH, --sbom, --profile"
        )


def _needed(out: Path | None) -> Path:
    if out is None:
        raise InvalidInputError("--batch writes many results; say where with --out OUT.jsonl")
    return out


def _give(result: Scan, output: Format, out: Path | None) -> None:
    text = _written(result, output)
    console = Console(highlight=False)
    if output is Format.TEXT and out is None and console.is_terminal:
        for line in text.splitlines():
            style = "bold" if line[:1].strip() else ""
            console.print(Text(line, style), soft_wrap=True)
    else:
        give(text, out)


def _written(result: Scan, output: Format) -> str:
    match output:
        case Format.TEXT:
            return scan_text(result)
        case Format.JSON:
            return dump_scan(result)
        case Format.HTML:
            return scan_page(result)
        case Format.SARIF:
            return scan_sarif(result, version=version("enduse"))


def _stop_on(result: Scan, fail_on: IntrinsicRisk | None) -> None:
    level = unjudged_level(result, load_taxonomy())
    if fail_on is not None and level is not None and level.rank >= fail_on.rank:
        typer.echo(f"enduse: found what weighs {level}; --fail-on is {fail_on}", err=True)
        raise typer.Exit(FAILED)
