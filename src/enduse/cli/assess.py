"""`enduse assess`: one transaction, its findings, rights at risk and proposed route."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.transaction_file import read_transaction
from enduse.cli.data_folder import data_folder
from enduse.cli.files import give, not_onto
from enduse.cli.options import AsOf, DataDir, Out, PackDir, chosen_day
from enduse.cli.screening_options import Folder, index_file
from enduse.documents.assessment_instruments import instruments_json, read_instruments
from enduse.documents.assessment_json import assessment_document, dump
from enduse.documents.assessment_page import assessment_page
from enduse.documents.assessment_text import assessment_text
from enduse.domain.assessment import Assessment
from enduse.domain.errors import InvalidInputError


class Format(StrEnum):
    """How an assessment is given."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def assess(
    file: Annotated[Path, typer.Argument(help="The transaction: a .toml or .json file.")],
    as_of: AsOf = None,
    output: Annotated[Format, typer.Option("--format", help="How to give it.")] = Format.TEXT,
    out: Out = None,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="Everything: every why-tree; in JSON, related instruments too."
        ),
    ] = False,
    pack: PackDir = None,
    data_dir: DataDir = None,
    watchlist: Folder = None,
) -> None:
    """Assess one transaction and say what follows. A person decides; this proposes."""
    not_onto(file, out)
    engine = load_engine(pack, data_folder(data_dir), index_file(watchlist))
    text = write(assess_file(engine, file, as_of), output, engine, deep=deep)
    console = Console(highlight=False)
    if output is Format.TEXT and out is None and console.is_terminal:
        print_coloured(console, text)
    else:
        give(text, out)


def assess_file(engine: Engine, file: Path, as_of: str | None) -> Assessment:
    """Read and assess one file.

    Raises:
        InvalidInputError: the message names the file, the field and the remedy.
    """
    transaction = read_transaction(file, engine.known)
    day = chosen_day(as_of, transaction.as_of)
    try:
        return engine.assess(transaction, day)
    except InvalidInputError as error:
        raise InvalidInputError(f"{file}: {error}") from None


def write(assessment: Assessment, output: Format, engine: Engine, *, deep: bool) -> str:
    """Write an assessment in one of the three forms."""
    catalogue = engine.pack.catalogue
    match output:
        case Format.JSON:
            readings = read_instruments(assessment, catalogue) if deep else ()
            return dump(assessment_document(assessment, instruments_json(readings)))
        case Format.HTML:
            return assessment_page(assessment, base=engine.base, catalogue=catalogue)
        case Format.TEXT:
            return assessment_text(assessment, deep=deep, catalogue=catalogue)


def print_coloured(console: Console, text: str) -> None:
    """Print an assessment with its headings and its route standing out; the words stay the same."""
    for line in text.splitlines():
        style = "bold reverse" if line.startswith("PROPOSED ROUTE") else ""
        style = style or ("bold" if line[:1].strip() else "")
        console.print(Text(line, style), soft_wrap=True)
