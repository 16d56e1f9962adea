"""Which watchlist a command uses: the one named, the firm's own newest, or the packaged one."""

from pathlib import Path
from typing import Annotated

import typer

import enduse.snapshots
from enduse.cli.data_folder import data_folder
from enduse.screening.store import WatchlistStore, is_store

Dir = Annotated[Path | None, typer.Option("--dir", help="Where versions of the lists are kept.")]

PACKAGED, CURRENT = "packaged", "current"


def embedded_watchlist() -> Path:
    """Give the folder of the watchlist that ships with the package."""
    return Path(next(iter(enduse.snapshots.__path__))) / "watchlist"


def list_store(given: Path | None) -> WatchlistStore:
    """Give the store of the user's own versions of the lists; it need not exist yet."""
    return WatchlistStore(given or data_folder(None) / "watchlist")


def watchlist_in_use(given: Path | None) -> Path:
    """Give the watchlist folder to screen against.

    Args:
        given: a watchlist folder, or one that holds versions; None for the firm's own version in
            use, or the packaged watchlist where nothing was ever updated.
    """
    folder = given or list_store(None).folder
    if is_store(folder):
        return WatchlistStore(folder).current()
    return given or embedded_watchlist()


def named_watchlist(name: str, store: WatchlistStore) -> Path:
    """Give the folder of a version name, a path, `current` or `packaged`."""
    if name == PACKAGED:
        return embedded_watchlist()
    if name == CURRENT:
        return store.current()
    path = Path(name)
    return watchlist_in_use(path) if path.is_dir() else store.version(name)
