"""Versions of a watchlist in one folder: written whole, switched at once, kept by hash.

    current          the name of the version in use
    versions/NAME/   a watchlist folder, and `sources.json`: the files it was made from
    files/SHA256     the publishers' files
    incoming/        downloads that are not finished

A version is written beside the others and takes its name when all of it is on the disk; then
`current` is replaced. Whenever the machine stops, `current` names a whole version.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from enduse.domain.errors import BadDataError, ConflictError, NotFoundError
from enduse.screening.lists.check import file_hash
from enduse.screening.watchlist import LISTS, Watchlist, lists_text, write_tables

CURRENT = "current"
_SOURCES = "sources.json"
_VERSIONS, _FILES, _INCOMING = "versions", "files", "incoming"


class DatedBy(StrEnum):
    """How the date of a list's data is known."""

    FILE = "the file"
    SERVER = "the server"
    NEWEST = "its newest listing; the file gives no date"
    TAKEN = "the day it was taken; the file gives no date"

    @property
    def is_told(self) -> bool:
        """True when the publisher says it."""
        return self in (DatedBy.FILE, DatedBy.SERVER)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a source as it is kept."""

    name: str
    sha256: str  # empty: an optional file that is not there
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class KeptSource:
    """What a version was made from, of one source."""

    id: str
    title: str
    licence: str
    files: tuple[KeptFile, ...]
    counts: Mapping[str, int]  # parties by list
    data_on: date
    dated_by: DatedBy
    retrieved_on: date


@dataclass(frozen=True, slots=True)
class WatchlistStore:
    """The folder that holds a firm's own versions of the watchlist."""

    folder: Path

    def current_name(self) -> str:
        """Give the name of the version in use; empty when there is none yet."""
        try:
            return (self.folder / CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return ""

    def current(self) -> Path:
        """Give the folder of the version in use.

        Raises:
            NotFoundError: nothing was updated yet.
            BadDataError: the version that `current` names is not there.
        """
        name = self.current_name()
        if not name:
            raise NotFoundError("there is no updated watchlist here", folder=str(self.folder))
        return self.version(name)

    def version(self, name: str) -> Path:
        """Give the folder of a version by its name.

        Raises:
            BadDataError: there is no such version.
        """
        path = self.folder / _VERSIONS / name
        if Path(name).name != name or not (path / LISTS).is_file():
            raise BadDataError(
                "there is no such version", version=name, known=list(self.version_names())
            )
        return path

    def version_names(self) -> tuple[str, ...]:
        """Give the names of all whole versions, the oldest first: they begin with the time."""
        found = (self.folder / _VERSIONS).glob(f"*/{LISTS}")
        return tuple(sorted(p.parent.name for p in found if not p.parent.name.startswith(".")))

    def kept_sources(self) -> dict[str, KeptSource]:
        """Give the sources of the version in use, by id."""
        if not self.current_name():
            return {}
        return _read_sources(self.current())

    def kept_path(self, file: KeptFile) -> Path | None:
        """Give a kept file, or None for an optional one that is not there.

        Raises:
            BadDataError: it is gone, or is not the one that was kept.
        """
        if not file.sha256:
            return None
        path = self.folder / _FILES / file.sha256
        if not path.is_file() or file_hash(path) != file.sha256:
            raise BadDataError("a kept file is gone or was changed", file=file.name, path=str(path))
        return path

    def incoming(self, source_id: str) -> Path:
        """Give the folder for unfinished downloads of a source."""
        path = self.folder / _INCOMING / source_id
        path.mkdir(parents=True, exist_ok=True)
        return path

    def keep(self, path: Path, sha256: str) -> None:
        """Move a checked file to where it is kept under its hash."""
        target = self.folder / _FILES / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        sync(path)
        path.replace(target)
        sync(target.parent)

    def publish(
        self,
        watchlist: Watchlist,
        sources: Mapping[str, KeptSource],
        *,
        now: datetime,
        after: str,
    ) -> str:
        """Write a version whole, make it the one in use, and give its name.

        Args:
            watchlist: what to write.
            sources: what it was made from.
            now: the time, which begins the name of the version.
            after: the version that was in use when the work began.

        Raises:
            ConflictError: another version came into use meanwhile.
        """
        name = f"{now:%Y%m%dT%H%M%S.%fZ}-{watchlist.version}"
        versions = self.folder / _VERSIONS
        half = versions / f".{name}.part"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        write_tables(watchlist.entries, half)
        (half / LISTS).write_text(lists_text(watchlist, now.date()), "utf-8")
        (half / _SOURCES).write_text(_sources_text(sources), "utf-8")
        for path in half.iterdir():
            sync(path)
        sync(half)
        shutil.rmtree(versions / name, ignore_errors=True)
        half.replace(versions / name)
        sync(versions)
        if self.current_name() != after:
            raise ConflictError("another update finished meanwhile; run this one again", made=name)
        self.use(name)
        return name

    def use(self, name: str) -> None:
        """Make a version the one in use."""
        self.version(name)
        half = self.folder / f".{CURRENT}.{os.getpid()}.part"
        half.write_text(f"{name}\n", "utf-8")
        sync(half)
        half.replace(self.folder / CURRENT)
        sync(self.folder)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Take away all but the newest versions and the one in use, and what only they used.

        Args:
            keep: how many of the newest versions stay; at least 1.

        Returns:
            The names of the versions that went.
        """
        names = self.version_names()
        gone = [n for n in names[: max(0, len(names) - keep)] if n != self.current_name()]
        for name in gone:
            # out of sight first: a version that is only half there is none
            hidden = self.folder / _VERSIONS / f".{name}.gone"
            (self.folder / _VERSIONS / name).replace(hidden)
            shutil.rmtree(hidden)
        self._drop_leftovers()
        return tuple(gone)

    def _drop_leftovers(self) -> None:
        for path in (self.folder / _VERSIONS).glob(".*"):
            shutil.rmtree(path)
        shutil.rmtree(self.folder / _INCOMING, ignore_errors=True)
        used = {
            file.sha256
            for name in self.version_names()
            for source in _read_sources(self.version(name)).values()
            for file in source.files
        }
        for path in (self.folder / _FILES).glob("*"):
            if path.name not in used:
                path.unlink()


def is_store(folder: Path) -> bool:
    """Say whether the folder holds versions, and is not a watchlist folder itself."""
    return (folder / CURRENT).is_file()


def sync(path: Path) -> None:
    """Put a file or the names in a folder on the disk, where the system can."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps no handle on a folder; its renames are on the disk
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sources_text(sources: Mapping[str, KeptSource]) -> str:
    rows = [asdict(source) for _, source in sorted(sources.items())]
    return json.dumps(rows, default=str, indent=1, ensure_ascii=False) + "\n"


def _read_sources(version: Path) -> dict[str, KeptSource]:
    try:
        rows: list[dict[str, Any]] = json.loads((version / _SOURCES).read_text("utf-8"))
        found = [_source(row) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadDataError(
            "what the version was made from cannot be read", version=version.name, why=str(error)
        ) from None
    return {source.id: source for source in found}


def _source(row: Mapping[str, Any]) -> KeptSource:
    return KeptSource(
        id=row["id"],
        title=row["title"],
        licence=row["licence"],
        files=tuple(KeptFile(**file) for file in row["files"]),
        counts=dict(row["counts"]),
        data_on=date.fromisoformat(row["data_on"]),
        dated_by=DatedBy(row["dated_by"]),
        retrieved_on=date.fromisoformat(row["retrieved_on"]),
    )
