"""`enduse screen`: one name on every list."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.data_folder import data_folder
from enduse.cli.files import whole_file
from enduse.cli.options import DataDir
from enduse.cli.screening_options import (
    Folder,
    Format,
    Kind,
    Threshold,
    index_file,
    plain,
    told_reason,
)
from enduse.domain.dates import parse_day
from enduse.domain.screening import PartyKind, SearchResult
from enduse.screening.index import DEFAULT_THRESHOLD, Index
from enduse.screening.searches import (
    SEARCHES,
    KeptSearch,
    keep_search,
    read_searches,
    write_searches,
)


def screen(
    name: str,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-3.")] = None,
    kind: Kind = PartyKind.UNKNOWN,
    threshold: Threshold = DEFAULT_THRESHOLD,
    as_of: Annotated[str | None, typer.Option(help="YYYY-MM-DD; today when not given.")] = None,
    limit: Annotated[int | None, typer.Option(help="The most matches to show.")] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the search, found or not, as evidence.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who searches, for --keep.")] = "",
    watchlist: Folder = None,
    data_dir: DataDir = None,
    format: Format = "text",  # noqa: A002 - the name of the option
) -> None:
    """Search a name on every list and say what was found, why, and on what data."""
    index = Index.open(index_file(watchlist))
    day = parse_day(as_of) if as_of else date.today()  # noqa: DTZ011 - the user's own day
    result = index.search(
        name, country=country, kind=kind, threshold=threshold, as_of=day, limit=limit
    )
    if keep:
        _keep(data_folder(data_dir), keep_search(result, datetime.now(tz=UTC), by))
    if format == "json":
        typer.echo(json.dumps(asdict(result), ensure_ascii=False, indent=1, default=plain))
    else:
        typer.echo("\n".join(_told(result)))


def _keep(folder: Path, search: KeptSearch) -> None:
    """Add a search at the end of the file; it is whole or as it was."""
    file = folder / SEARCHES
    earlier = read_searches(file.read_bytes(), str(file)) if file.is_file() else ()
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(file) as target:
        target.write(write_searches((*earlier, search)))


def _told(result: SearchResult) -> Iterator[str]:
    yield result.says
    for match in result.matches:
        lists = ", ".join(sorted({listing.list_id for listing in match.entry.listings}))
        marks = f" [{', '.join(match.entry.markers)}]" if match.entry.markers else ""
        named = f"{match.entry.name} [{match.entry.id}]"
        yield f"{match.score:.3f}  {named}  ({match.standing}: {lists}){marks}"
        if match.listed_name.text != match.entry.name:
            yield f"       by the name {match.listed_name.text}"
        for feature in match.features:
            if feature.queried or feature.listed:
                yield told_reason(feature.queried, feature.listed, feature.reason, feature.weight)
