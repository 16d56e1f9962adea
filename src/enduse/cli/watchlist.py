"""`enduse watchlist`: the lists that names are screened against."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.screening_options import Folder, Format, index_file, plain
from enduse.cli.watchlist_folder import Dir, list_store, named_watchlist
from enduse.screening.delta import compare_watchlists, delta_as_json, delta_lines
from enduse.screening.index import Index, write_index
from enduse.screening.lists.own_sources import OWN_SOURCES, read_own_sources
from enduse.screening.lists.sources import SOURCES, USUAL
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
def diff(
    before: Annotated[str, typer.Argument(help="A version, a folder, `packaged` or `current`.")],
    after: Annotated[str, typer.Argument(help="The same.")],
    folder: Dir = None,
    format: Format = "text",  # noqa: A002 - as above
) -> None:
    """Say what came, went and changed from one version of the lists to another."""
    store = list_store(folder)
    old, new = (read_watchlist(named_watchlist(name, store)) for name in (before, after))
    delta = compare_watchlists(old, new)
    if format == "json":
        typer.echo(json.dumps(delta_as_json(delta), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(delta_lines(delta)))


@app.command()
def sources(folder: Dir = None) -> None:
    """Say which lists can be brought up to date, in which layouts, and their files' names."""
    own = list_store(folder).folder / OWN_SOURCES
    for source in (read_own_sources(own) if own.exists() else SOURCES).values():
        mark = "*" if source.id in USUAL else " "
        typer.echo(f"{mark} {source.id:22} {source.title} ({source.publisher}; {source.licence})")
        for file in source.files:
            typer.echo(f"    {file.name:44} {file.url or 'no address: give the file with --from'}")
    typer.echo("* what `enduse data update` fetches when nothing is named")


@app.command()
def versions(folder: Dir = None) -> None:
    """List the versions that are kept; > marks the one in use."""
    store = list_store(folder)
    for name in store.version_names():
        typer.echo(f"{'>' if name == store.current_name() else ' '} {name}")


@app.command()
def use(version: str, folder: Dir = None) -> None:
    """Go back to an earlier version, or forward to a later one."""
    store = list_store(folder)
    store.use(version)
    typer.echo(f"the watchlist in use is now {version}")


@app.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest stay.")] = 5,
    folder: Dir = None,
) -> None:
    """Take away old versions, and the publishers' files that only they were made from."""
    gone = list_store(folder).prune(keep)
    typer.echo("\n".join([*gone, f"{len(gone)} taken away"]))
