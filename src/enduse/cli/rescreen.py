"""`enduse rescreen`: results brought up to date after a change of lists or customers."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.rescreen_rows import Change, run_rescreen
from enduse.cli.screening_options import Folder, index_file
from enduse.cli.watchlist_folder import Dir, list_store, named_watchlist, watchlist_in_use
from enduse.screening.delta import compare_watchlists
from enduse.screening.watchlist import read_watchlist


def rescreen(
    source: Annotated[Path, typer.Argument(help="The customers now: CSV, Parquet, JSON lines.")],
    results: Annotated[Path, typer.Option(help="Folder of the results before the change.")],
    out: Annotated[Path, typer.Option(help="Folder for the results of now.")],
    since: Annotated[
        str, typer.Option(metavar="VERSION", help="The lists of those results; or a folder.")
    ],
    watchlist: Folder = None,
    folder: Dir = None,
) -> None:
    """Screen again only what changed; the results are those of a full run."""
    before = read_watchlist(named_watchlist(since, list_store(folder)))
    after = read_watchlist(watchlist_in_use(watchlist))
    delta = compare_watchlists(before, after)
    change = Change(source, results, out, index_file(watchlist), delta)
    summary = run_rescreen(change, lambda text: typer.echo(text, err=True))
    typer.echo(
        f"{delta.summary}; {summary.rows} rows, {summary.matches} matches, "
        f"{summary.rejected} rows rejected -> {out}"
    )
