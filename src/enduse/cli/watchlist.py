"""`enduse watchlist`: the lists that names are screened against."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from enduse.cli.screening_options import Folder, Format, index_file, plain
from enduse.screening.delta import compare_watchlists
from enduse.screening.index import Index, write_index
from enduse.screening.watchlist import read_watchlist

app = typer.Typer(help="The lists that names are screened against.", no_args_is_help=True)


@app.command()
def status(watchlist: Folder = None, format: Format = "text") -> None:  # noqa: A002 - as above
    """Show which lists are held, how complete they are and how old."""
    index = Index.open(index_file(watchlist))
    if format == "json":
        rows = [asdict(row) | {"share": row.share} for row in index.coverage]
        typer.echo(json.dumps({"version": index.version, "lists": rows}, default=plain, indent=1))
        return
    entries, names, _ = index.size
    typer.echo(f"watchlist {index.version}: {entries} entries, {names} names")
    for row in index.coverage:
        share = "not countable" if row.share is None else f"{row.share:.0%} of {row.official}"
        typer.echo(f"  {row.list_id:18} {row.held:6} {share:16} data of {row.data_on}  {row.note}")


@app.command()
def build(folder: Path, out: Path) -> None:
    """Build the index file of a watchlist folder."""
    write_index(read_watchlist(folder), out)
    typer.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


@app.command()
def diff(before: Path, after: Path) -> None:
    """Show what one watchlist folder has that another has not."""
    delta = compare_watchlists(read_watchlist(before), read_watchlist(after))
    for sign, entries in (("+", delta.added), ("-", delta.removed)):
        for entry in entries:
            typer.echo(f"{sign} {entry.id}  {entry.name}")
    for _, entry in delta.changed:
        typer.echo(f"~ {entry.id}  {entry.name}")
    typer.echo(
        f"{len(delta.added)} added, {len(delta.removed)} removed, {len(delta.changed)} changed"
    )
