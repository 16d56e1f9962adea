"""`enduse capability`: what the taxonomy holds and what the reader sees in a text."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from enduse.capability.degree import Evidence
from enduse.capability.reading import FoundCapability, Reading, read_text
from enduse.capability.taxonomy import Capability, Taxonomy, load_taxonomy
from enduse.domain.errors import InvalidInputError

app = typer.Typer(help="What a product can do to people.", no_args_is_help=True)

MAX_FILE_BYTES = 10_000_000
_LONGEST_NAME = 1_000  # no file path is longer; more is text


class OutputFormat(StrEnum):
    """How to print."""

    TEXT = "text"
    JSON = "json"


Format = Annotated[OutputFormat, typer.Option("--format", help="text or json")]


@app.command("list")
def list_capabilities(output: Format = OutputFormat.TEXT) -> None:
    """List every capability of the taxonomy."""
    taxonomy = load_taxonomy()
    if output is OutputFormat.JSON:
        _print_json([_as_json(c, taxonomy) for c in taxonomy.capabilities])
        return
    table = Table("id", "risk", "name", title=f"Capabilities, as of {taxonomy.as_of}")
    for capability in taxonomy.capabilities:
        table.add_row(capability.id, capability.intrinsic_risk, capability.name)
    Console().print(table)


@app.command("show")
def show_capability(capability_id: str, output: Format = OutputFormat.TEXT) -> None:
    """Show one capability with its control-list entries."""
    taxonomy = load_taxonomy()
    capability = taxonomy.get(capability_id)
    if output is OutputFormat.JSON:
        _print_json(_as_json(capability, taxonomy))
        return
    console = Console()
    console.print(f"[bold]{capability.name}[/bold]  ({capability.id})")
    console.print(capability.definition)
    for heading, lines in _sections(capability, taxonomy):
        console.print(f"\n[bold]{heading}[/bold]")
        for line in lines:
            console.print(f"  - {line}", markup=False, highlight=False)


@app.command("read")
def read_capabilities(file_or_text: str, output: Format = OutputFormat.TEXT) -> None:
    """Show what the reader sees in a text file, or in the text itself."""
    text = _text_of(file_or_text)
    reading = read_text(text)
    if output is OutputFormat.JSON:
        _print_json(_reading_as_json(reading))
        return
    console = Console()
    _print_found(console, "Found", reading.found, text)
    _print_found(console, "Denied or opposed", reading.negated, text)
    _print_found(console, "Infrastructure", reading.infrastructure, text)
    console.print("[bold]Degree[/bold]")
    for mark in (*reading.degree.widening, *reading.degree.narrowing):
        console.print(Text(f"  {mark.kind}: ").append_text(_marked(mark.evidence, text)))
    _print_found(console, "Worth a question", reading.suggestions[:5], text)


def _text_of(file_or_text: str) -> str:
    if len(file_or_text) <= _LONGEST_NAME and Path(file_or_text).is_dir():
        raise InvalidInputError("this is a folder; name one text file in it", folder=file_or_text)
    if len(file_or_text) > _LONGEST_NAME or not Path(file_or_text).is_file():
        return file_or_text
    path = Path(file_or_text)
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InvalidInputError("the file is over 10 MB; give a part of it", file=file_or_text)
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInputError("the file is not text in UTF-8", file=file_or_text) from None


def _print_found(
    console: Console, heading: str, found: tuple[FoundCapability, ...], text: str
) -> None:
    if not found:
        return
    console.print(f"[bold]{heading}[/bold]")
    for capability in found:
        console.print(f"  {capability.id}  {capability.strength}  {capability.confidence:.2f}")
        for evidence in capability.evidence[:2]:
            line = Text("    ").append_text(_marked(evidence, text))
            console.print(line.append(f"  [{evidence.reason}; {evidence.stance}]", "dim"))


def _marked(evidence: Evidence, text: str) -> Text:
    """The sentence with the telling words in reverse."""
    at = text.find(evidence.sentence)
    marked = Text(evidence.sentence)
    marked.stylize("reverse", max(0, evidence.start - at), max(0, evidence.end - at))
    return marked


def _sections(capability: Capability, taxonomy: Taxonomy) -> list[tuple[str, list[str]]]:
    entries = [
        f"{entry.id} ({entry.list}, {entry.confidence}): {entry.title}"
        for entry in taxonomy.entries_of(capability.id)
    ]
    return [
        ("Intrinsic risk", [capability.intrinsic_risk]),
        ("Data collected", list(capability.data_collected)),
        ("What can make it graver", list(capability.aggravating)),
        ("Misuse", list(capability.misuse)),
        ("Legitimate uses", list(capability.legitimate_uses)),
        ("Tailoring that lowers the risk", list(capability.tailoring)),
        ("Control-list entries to review (leads, not a classification)", entries),
        ("Related", list(capability.related)),
    ]


def _as_json(capability: Capability, taxonomy: Taxonomy) -> dict[str, object]:
    entries = [asdict(entry) for entry in taxonomy.entries_of(capability.id)]
    return {**asdict(capability), "control_entries": entries}


def _reading_as_json(reading: Reading) -> dict[str, object]:
    marks = (*reading.degree.widening, *reading.degree.narrowing)
    return {
        "capabilities": [asdict(capability) for capability in reading.found],
        "negated": [asdict(capability) for capability in reading.negated],
        "infrastructure": [asdict(capability) for capability in reading.infrastructure],
        "degree": [asdict(mark) for mark in marks],
        "suggestions": [asdict(capability) for capability in reading.suggestions],
    }


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
