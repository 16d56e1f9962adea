"""`enduse data update`: the lists as their publishers have them now, checked before they count."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import httpx
import typer

from enduse.cli.download import Validators, download, new_client
from enduse.cli.exits import FAILED
from enduse.cli.folder_lists import copy_files, has_source
from enduse.cli.screening_options import index_file
from enduse.cli.watchlist_folder import Dir, embedded_watchlist, list_store
from enduse.domain.errors import EnduseError, InvalidInputError, NotFoundError
from enduse.screening.lists.own_sources import OWN_SOURCES, chosen_sources, read_own_sources
from enduse.screening.lists.sources import SOURCES, USUAL, ListSource
from enduse.screening.renewing import ArrivedFile, Renewal
from enduse.screening.store import WatchlistStore
from enduse.screening.watchlist import read_watchlist

Obtain = Callable[[ListSource, Renewal], Sequence[ArrivedFile] | None]
"""Gives the files of a source, or None when its publisher has nothing new."""


def update(
    source: Annotated[
        list[str] | None,
        typer.Option(help="A source; again for more. See `enduse watchlist sources`."),
    ] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", help="A folder of downloaded files; no network.")
    ] = None,
    folder: Dir = None,
    drop: Annotated[list[str] | None, typer.Option(help="A source to leave out.")] = None,
    accept_shrunken: Annotated[
        bool,
        typer.Option("--accept-shrunken", help="Take a list that lost many parties, or is older."),
    ] = False,
) -> None:
    """Bring the lists up to date; what is broken or half there is refused, the rest is used."""
    store = list_store(folder)
    own = store.folder / OWN_SOURCES
    known = read_own_sources(own) if own.exists() else dict(SOURCES)
    packaged = read_watchlist(embedded_watchlist())
    renewal = Renewal(store, known, packaged, datetime.now(tz=UTC))
    for id_ in drop or ():
        renewal.drop(id_)
    with new_client() as client:
        obtain = from_folder(from_) if from_ else from_network(client)
        wanted = _wanted(renewal, source, from_, only_drops=bool(drop))
        refused = take_all(renewal, wanted, obtain, accept_shrunken=accept_shrunken)
    _tell(renewal.publish(), store)
    if refused:
        raise typer.Exit(FAILED)


def _wanted(
    renewal: Renewal, ids: list[str] | None, folder: Path | None, *, only_drops: bool
) -> list[ListSource]:
    """Give the sources named, else those in use or in the folder, else one of each list."""
    if ids:
        return chosen_sources(renewal.known, ids)
    if folder is None:
        usual = () if only_drops else USUAL
        return chosen_sources(renewal.known, tuple(renewal.kept) or usual)
    found = [source for source in renewal.known.values() if has_source(source, folder)]
    if not found:
        names = sorted({file.name for source in renewal.known.values() for file in source.files})
        raise NotFoundError("the folder holds no list", folder=str(folder), names=names)
    return found


def take_all(
    renewal: Renewal, sources: Iterable[ListSource], obtain: Obtain, *, accept_shrunken: bool
) -> int:
    """Take each source that can be had; say of each what became of it. Gives how many failed."""
    failed = 0
    for source in sources:
        try:
            files = obtain(source, renewal)
            if files is None:
                typer.echo(f"{source.id}: nothing new")
                continue
            kept = renewal.take(source, files, accept_shrunken=accept_shrunken)
            parties = sum(kept.counts.values())
            typer.echo(
                f"{source.id}: {parties} parties, data of {kept.data_on}, by {kept.dated_by}"
            )
        except EnduseError as error:
            failed += 1
            stays = "what was in use stays" if source.id in renewal.kept else "not used"
            typer.echo(f"{source.id}: {error}; {stays}", err=True)
    return failed


def from_folder(folder: Path) -> Obtain:
    """Make the way to get files out of a folder."""

    def obtain(source: ListSource, renewal: Renewal) -> Sequence[ArrivedFile]:
        return copy_files(source, folder, renewal.store.incoming(source.id))

    return obtain


def from_network(client: httpx.Client) -> Obtain:
    """Make the way to get files from their publishers."""

    def obtain(source: ListSource, renewal: Renewal) -> Sequence[ArrivedFile] | None:
        incoming = renewal.store.incoming(source.id)
        kept = renewal.kept.get(source.id)
        known = {file.name: file for file in kept.files} if kept else {}
        arrived: list[ArrivedFile] = []
        changed = False
        for file in source.files:
            if not file.url:
                raise InvalidInputError(
                    "the source has no address; give its file with --from", source=source.id
                )
            old = known.get(file.name)
            validators = Validators(old.etag, old.last_modified) if old else Validators()
            got = download(client, file.url, incoming / file.name, validators)
            changed = changed or got is not None
            if got:
                told = got.validators
                arrived.append(
                    ArrivedFile(file.name, got.path, told.etag, told.last_modified, got.modified_on)
                )
            elif old:
                path = renewal.store.kept_path(old)
                arrived.append(ArrivedFile(file.name, path, old.etag, old.last_modified))
        return arrived if changed else None

    return obtain


def _tell(made: str, store: WatchlistStore) -> None:
    if not made:
        typer.echo("the watchlist in use is as it was")
        return
    typer.echo(f"the watchlist in use is now {made}")
    index_file(store.current())
