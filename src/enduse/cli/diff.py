"""`enduse diff`: two assessments, and what changed between them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.comparison import Change, Comparison, Document, compare
from enduse.cli.files import give, read_bytes
from enduse.cli.options import Out, TextJsonFormat, TextOrJson
from enduse.domain.errors import InvalidInputError

_TITLES = {
    "scope": "Scope",
    "route": "Route",
    "finding": "Findings",
    "right": "Rights at risk",
    "unknown": "Unknowns",
    "safeguard": "Safeguards",
}


def diff(
    before: Annotated[Path, typer.Argument(metavar="A.json", help="The earlier assessment.")],
    after: Annotated[Path, typer.Argument(metavar="B.json", help="The later assessment.")],
    output: TextJsonFormat = TextOrJson.TEXT,
    out: Out = None,
) -> None:
    """Say what changed between two assessments, and what it changed with."""
    give(write_comparison(compare(read_document(before), read_document(after)), output), out)


def read_document(path: Path) -> Document:
    """Read an assessment document, alone or as one result of a batch.

    Raises:
        InvalidInputError: the file cannot be read or is no JSON; the message names it.
    """
    try:
        content = json.loads(read_bytes(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"{path}: not JSON: {error}") from None
    if isinstance(content, dict) and content.get("status") == "ok":
        content = content.get("assessment")
    if not isinstance(content, dict):
        raise InvalidInputError(f"{path}: should hold one assessment in JSON")
    try:
        compare(content, content)
    except InvalidInputError as error:
        raise InvalidInputError(f"{path}: {error}") from None
    return content


def write_comparison(comparison: Comparison, output: TextOrJson) -> str:
    """Write a comparison in one of the two forms."""
    if output is TextOrJson.JSON:
        return json.dumps(asdict(comparison), indent=2, ensure_ascii=False) + "\n"
    lines = [f"Before: {comparison.before}", f"After:  {comparison.after}", ""]
    if comparison.same:
        return "\n".join([*lines, "Nothing differs.\n"])
    lines += ["What went in", *_told(comparison.inputs, "  The same in both."), ""]
    if not comparison.outcomes:
        lines += ["What came out", "  The same in both.", ""]
    for kind, title in _TITLES.items():
        changes = [change for change in comparison.outcomes if change.kind == kind]
        if changes:
            lines += [title, *_told(changes, ""), ""]
    return "\n".join(lines)


def _told(changes: Iterable[Change], none: str) -> list[str]:
    lines = []
    for change in changes:
        name = change.title if change.kind in {"input", "scope", "route", "right"} else change.id
        lines.append(f"  {name}: {change.before} -> {change.after}")
        if name != change.title:
            lines.append(f"      {change.title}")
        lines += [f"      {because}" for because in change.because]
    return lines or [none]
