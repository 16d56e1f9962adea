"""What the commands of screening share: options, the index that is kept, how a reason reads."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.watchlist_folder import watchlist_in_use
from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import PartyKind
from enduse.screening.index import index_name, write_index
from enduse.screening.watchlist import read_version, read_watchlist

Kind = Annotated[PartyKind, typer.Option(help="What the name names.")]
Threshold = Annotated[float, typer.Option(min=0.01, max=1.0, help="The least score.")]
Folder = Annotated[Path | None, typer.Option("--watchlist", help="A watchlist folder.")]
Format = Annotated[str, typer.Option(help="text or json")]


def index_file(folder: Path | None) -> Path:
    """Give the index of a watchlist folder, built at the first use and kept in the cache."""
    folder = watchlist_in_use(folder)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "enduse"
    path = cache / index_name(read_version(folder))
    if not path.exists():
        if sys.stderr.isatty():
            typer.echo("building the index of the watchlist, once ...", err=True)
        cache.mkdir(parents=True, exist_ok=True)
        write_index(read_watchlist(folder), path)
    return path


def told_reason(queried: str, listed: str, reason: str, weight: float) -> str:
    """Write one reason on one line."""
    pair = f"{queried or '-'} / {listed or '-'}: " if queried or listed else ""
    return f"       {pair}{reason}{f' ({weight:+.2f})' if weight else ''}"


def plain(value: Any) -> str:  # noqa: ANN401 - what json does not know
    """Write a date as json cannot."""
    if isinstance(value, date):
        return value.isoformat()
    raise InvalidInputError("the value has no plain form", value=repr(value))
