"""`enduse screen-batch`: every row of a file."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.screen_rows import run_batch
from enduse.cli.screening_options import Folder, Kind, Threshold, index_file
from enduse.domain.screening import PartyKind
from enduse.screening.index import DEFAULT_THRESHOLD


def screen_batch(
    source: Annotated[Path, typer.Argument(help="CSV, Parquet or JSON lines.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    name_column: str = "name",
    country_column: str = "country",
    kind: Kind = PartyKind.UNKNOWN,
    threshold: Threshold = DEFAULT_THRESHOLD,
    workers: Annotated[int, typer.Option(min=1)] = 1,
    watchlist: Folder = None,
) -> None:
    """Screen every row of a file; started again, it goes on where it stopped."""
    summary = run_batch(
        source, out, index_file(watchlist), name_column=name_column,
        country_column=country_column, kind=kind, threshold=threshold, workers=workers,
        progress=lambda text: typer.echo(text, err=True),
    )  # fmt: skip
    typer.echo(
        f"{summary.rows} rows, {summary.matches} matches, {summary.rejected} rows rejected -> {out}"
    )
