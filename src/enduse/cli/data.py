"""`enduse data`: what the package knows, how old it is, and adding official files to it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from enduse.cli.data_folder import data_folder
from enduse.cli.data_update import update
from enduse.domain.dates import parse_day
from enduse.evidence.imports.files import KINDS, import_file
from enduse.evidence.manifests import Manifest, load_manifests, verify

app = typer.Typer(
    help="The data the package rests on: status, import, update.", no_args_is_help=True
)

app.command()(update)

DataDir = Annotated[Path | None, typer.Option(help="Your data folder.", envvar="ENDUSE_DATA_DIR")]


@app.command()
def status(data_dir: DataDir = None, as_of: str | None = None) -> None:
    """Show every source's date, coverage, licence and whether a newer one is due."""
    today = parse_day(as_of) if as_of else datetime.now(tz=UTC).date()
    manifests = load_manifests(data_folder(data_dir))
    table = Table(title=f"Sources on {today.isoformat()}", title_justify="left", box=None)
    for heading in ("Source", "Speaks for", "Years", "Rows", "Review"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Licence", overflow="fold")
    for manifest in manifests.values():
        verify(manifest)
        table.add_row(*_status_row(manifest, today))
    Console().print(table)
    Console().print("Every file is the one its manifest describes.")


@app.command()
def sources(data_dir: DataDir = None) -> None:
    """Say of each source who publishes it, where, how to cite it, and its limits."""
    console = Console()
    for manifest in load_manifests(data_folder(data_dir)).values():
        console.print(f"[bold]{escape(manifest.title)}[/] ({escape(manifest.id)})")
        facts = (manifest.version, manifest.publisher, manifest.url, manifest.licence)
        for line in filter(None, (*facts, manifest.citation)):
            console.print(f"  {escape(line)}")
        for limit in manifest.limits:
            console.print(f"  [dim]- {escape(limit)}[/]")
        console.print()
    console.print("[bold]Files you can add[/]: enduse data import KIND FILE")
    for kind in KINDS.values():
        console.print(f"  {kind.id:20} {escape(kind.file_hint)}, from {kind.url}")


@app.command("import")
def import_(
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="The file as you downloaded it.")],
    data_dir: DataDir = None,
) -> None:
    """Add an official file that you downloaded; nothing is written if it is not as it should be."""
    today = datetime.now(tz=UTC).date()
    folder = data_folder(data_dir)
    with Console(stderr=True).status(f"Reading {file.name}"):
        manifest = import_file(kind, file, folder, retrieved_on=today)
    typer.echo(
        f"Imported {manifest.rows} figures of {len(manifest.indicators)} indicators, "
        f"{manifest.first_year} to {manifest.last_year}, into {folder / manifest.id}"
    )
    for limit in manifest.limits:
        typer.echo(f"  {limit}")


def _status_row(manifest: Manifest, today: date) -> tuple[str, ...]:
    years = f"{manifest.first_year}-{manifest.last_year}" if manifest.first_year else ""
    review = "no date" if manifest.dated is None else "not due"
    if manifest.is_stale(today):
        review = "[yellow]due[/]"
    return (
        escape(manifest.id),
        manifest.dated.isoformat() if manifest.dated else "",
        years,
        str(manifest.rows),
        review,
        escape(manifest.licence),
    )
