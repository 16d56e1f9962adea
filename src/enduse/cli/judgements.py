"""`enduse judgements`: what people said of matches, and searches that were kept as evidence."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import typer

from enduse.assessment.engine import JUDGEMENTS
from enduse.cli.data_folder import data_folder
from enduse.cli.options import DataDir, TextJsonFormat, TextOrJson, today
from enduse.cli.screening_options import Folder, index_file, plain
from enduse.domain.screening import Judgement
from enduse.screening.index import Index
from enduse.screening.judgements import holds, read_judgements
from enduse.screening.searches import SEARCHES, read_searches

app = typer.Typer(help="What people said of matches.", no_args_is_help=True)


def judgements_on_file(folder: Path) -> tuple[Judgement, ...]:
    """Read the judgements of a data folder; none where there is no file."""
    file = folder / JUDGEMENTS
    return read_judgements(file.read_bytes(), str(file)) if file.is_file() else ()


@app.command("list")
def list_(
    watchlist: Folder = None,
    data_dir: DataDir = None,
    output: TextJsonFormat = TextOrJson.TEXT,
) -> None:
    """Show every judgement, and whether it still holds for the lists in use."""
    said = judgements_on_file(data_folder(data_dir))
    index = Index.open(index_file(watchlist))
    states = [(one, _state(one, index)) for one in said]
    if output is TextOrJson.JSON:
        rows = [asdict(one) | {"state": state} for one, state in states]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=plain))
    else:
        typer.echo("\n".join(_lines(states)) or "No judgement is kept.")


@app.command()
def searches(data_dir: DataDir = None) -> None:
    """Show the searches that were kept as evidence (`enduse screen --keep`)."""
    file = data_folder(data_dir) / SEARCHES
    kept = read_searches(file.read_bytes(), str(file)) if file.is_file() else ()
    typer.echo("\n".join(one.says for one in kept) or "No search is kept.")


def _state(judgement: Judgement, index: Index) -> str:
    """Whether a judgement holds today on these lists."""
    matches = index.search(judgement.party, threshold=0.05).matches
    entry = next((one.entry for one in matches if one.entry.id == judgement.entry_id), None)
    if entry is None:
        return "the entry is no longer on the lists"
    if holds(judgement, entry, today()):
        return "holds"
    return "lapsed: it expired, or the entry changed; look again"


def _lines(states: list[tuple[Judgement, str]]) -> Iterator[str]:
    for one, state in states:
        until = f", until {one.expires_on}" if one.expires_on else ""
        of = f" ({', '.join(value for _, value in one.context)})" if one.context else ""
        yield f"{one.party}{of} / {one.entry_id}: {one.verdict.value}; {state}"
        yield f"    {one.judged_by}, {one.judged_on}{until}: {one.reason}"
