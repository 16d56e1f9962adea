"""`enduse questionnaire`: ask a buyer or reseller, and take the answers as claims."""

import hashlib
import json
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import parse_json, read_transaction, transaction_from
from enduse.cli.files import give_bytes, not_onto, read_bytes, write_whole
from enduse.cli.options import today
from enduse.cli.toml_edit import add_tables
from enduse.documents.questionnaire import claims_from, make_questionnaire
from enduse.documents.questionnaire_file import (
    QuestionnaireFormat,
    claim_row,
    read_returned,
    write_questionnaire,
)
from enduse.domain.dates import parse_day
from enduse.domain.errors import InvalidInputError
from enduse.domain.transactions import Claim
from enduse.domain.vocabulary import Role
from enduse.guidance.questionnaires import load_questionnaires

app = typer.Typer(
    help="Ask a buyer or reseller, and take the answers as claims.", no_args_is_help=True
)


class Audience(StrEnum):
    """Who is asked."""

    BUYER = "buyer"
    RESELLER = "reseller"


File = Annotated[Path, typer.Argument(help="The transaction: a .toml or .json file.")]


@app.command("export")
def export(
    file: File,
    out: Annotated[Path, typer.Option("--out", help="Write to this file.")],
    audience: Annotated[Audience, typer.Option("--for", help="Who is asked.")] = Audience.BUYER,
    output: Annotated[
        QuestionnaireFormat, typer.Option("--format", help="A workbook or a Word document.")
    ] = QuestionnaireFormat.XLSX,
    everything: Annotated[
        bool, typer.Option("--all", help="Ask also what is answered already.")
    ] = False,
) -> None:
    """Write a questionnaire: what is not answered yet, in words for the one who answers."""
    not_onto(file, out)
    engine = load_engine()
    transaction = read_transaction(file, engine.known)
    listed = load_questionnaires()[Role(audience.value)]
    made = make_questionnaire(transaction, listed, engine.pack.answer_keys, everything=everything)
    if not made.questions:
        raise InvalidInputError(f"{file}: nothing is left to ask; --all asks everything again")
    give_bytes(write_questionnaire(made, output), out)
    typer.echo(f"{len(made.questions)} questions to the {audience.value}", err=True)


@app.command("import")
def import_(
    file: File,
    answered: Annotated[Path, typer.Argument(help="The .xlsx or .docx file that came back.")],
    by: Annotated[str, typer.Option("--by", help="The person who answered.")],
    out: Annotated[Path, typer.Option("--out", help="The new transaction file to write.")],
    on: Annotated[
        str | None, typer.Option("--on", help="YYYY-MM-DD of the answers; today without it.")
    ] = None,
) -> None:
    """Take the answers into a new transaction file as claims, each with who, when and from what."""
    not_onto(file, out)
    not_onto(answered, out)
    if not by.strip():
        raise InvalidInputError("--by: name the person who answered")
    engine = load_engine()
    transaction = read_transaction(file, engine.known)
    content = read_bytes(answered)
    day = parse_day(on) if on else today()
    try:
        claims = claims_from(
            read_returned(answered.name, content),
            transaction,
            engine.pack.answer_keys,
            by=by.strip(),
            on=day,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    except InvalidInputError as error:
        raise InvalidInputError(f"{answered}: {error}; nothing was changed") from None
    text = _with_claims(file, claims)
    transaction_from(_parsed(text, file), engine.known)
    write_whole(out, text)
    typer.echo(f"Wrote {out}: {len(claims)} claims of {by.strip()}, {day.isoformat()}", err=True)


def _with_claims(file: Path, claims: tuple[Claim, ...]) -> str:
    """The transaction with the claims added; a TOML file keeps every character it has."""
    rows = [claim_row(claim) for claim in claims]
    text = read_bytes(file).decode("utf-8-sig")
    if file.suffix.lower() == ".toml":
        return add_tables(text, "claims", rows)
    content = json.loads(text)
    content["claims"] = [*content.get("claims", []), *rows]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _parsed(text: str, file: Path) -> object:
    if file.suffix.lower() == ".toml":
        return tomllib.loads(text)
    return parse_json(text.encode())
