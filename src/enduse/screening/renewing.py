"""One update of the watchlist: files are taken one source after another, then all are published.

Nothing that goes wrong with one source touches the others, or the version in use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.screening.lists.check import CheckedSource, check_source, refuse_shrunken
from enduse.screening.lists.sources import ListSource
from enduse.screening.renewal import renew_watchlist
from enduse.screening.store import DatedBy, KeptFile, KeptSource, WatchlistStore
from enduse.screening.watchlist import Watchlist, read_watchlist


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """One file of a source as it came; without a path it is an optional one that is not there."""

    name: str
    path: Path | None
    etag: str = ""
    last_modified: str = ""
    modified_on: date | None = None


@dataclass(slots=True)
class Renewal:
    """An update that has begun."""

    store: WatchlistStore
    known: Mapping[str, ListSource]  # every source that can be read, by id
    packaged: Watchlist  # the watchlist that ships with the package
    now: datetime  # UTC
    begun_at: str = field(init=False)  # the version in use when it began
    kept: dict[str, KeptSource] = field(init=False)
    _fresh: dict[str, CheckedSource] = field(init=False, default_factory=dict)
    _dropped: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.begun_at = self.store.current_name()
        self.kept = self.store.kept_sources()

    def take(
        self, source: ListSource, files: Sequence[ArrivedFile], *, accept_shrunken: bool = False
    ) -> KeptSource:
        """Read the files of a source to their end, and keep them when nothing is wrong.

        Raises:
            InvalidInputError: a file is broken, of another list, or too much is missing from it.
        """
        try:
            checked, (data_on, dated_by) = self._checked(
                source, files, shrunken_is_fine=accept_shrunken
            )
        except EnduseError:
            for file in files:
                if file.path and file.path.parent == self.store.incoming(source.id):
                    file.path.unlink(missing_ok=True)
            raise
        for file, sha256 in zip(files, checked.sha256, strict=True):
            if file.path:
                self.store.keep(file.path, sha256)
        made = KeptSource(
            id=source.id,
            title=source.title,
            licence=source.licence,
            files=tuple(
                KeptFile(file.name, sha256, file.etag, file.last_modified)
                for file, sha256 in zip(files, checked.sha256, strict=True)
            ),
            counts=checked.counts(self.now.date()),
            data_on=data_on,
            dated_by=dated_by,
            retrieved_on=self.now.date(),
        )
        self._fresh[source.id] = checked
        self.kept[source.id] = made
        return made

    def _checked(
        self, source: ListSource, files: Sequence[ArrivedFile], *, shrunken_is_fine: bool
    ) -> tuple[CheckedSource, tuple[date, DatedBy]]:
        checked = check_source(source, [file.path for file in files])
        data_on, dated_by = self._dated(checked, files)
        if not shrunken_is_fine:
            refuse_shrunken(checked, self._before(source), self.now.date())
            self._refuse_older(source, data_on, dated_by)
        return checked, (data_on, dated_by)

    def _dated(self, checked: CheckedSource, files: Sequence[ArrivedFile]) -> tuple[date, DatedBy]:
        """Give the date of the data: the file's own, the server's, or what can be inferred."""
        if checked.data_on:
            return checked.data_on, DatedBy.FILE
        if files[0].modified_on:
            return files[0].modified_on, DatedBy.SERVER
        today = self.now.date()
        days = (r.effective_on for r in checked.records if r.effective_on)
        newest = max((day for day in days if day <= today), default=None)
        return (newest, DatedBy.NEWEST) if newest else (today, DatedBy.TAKEN)

    def _refuse_older(self, source: ListSource, data_on: date, dated_by: DatedBy) -> None:
        """Refuse data older than what is in use; an address may lead to a forgotten file."""
        kept = self.kept.get(source.id)
        if kept:
            known = [kept.data_on] if kept.dated_by.is_told == dated_by.is_told else []
        else:
            rows = (row for row in self.packaged.coverage if row.list_id in source.lists)
            known = [row.data_on for row in rows] if dated_by.is_told else []
        if known and data_on < min(known):
            raise InvalidInputError(
                "the file is older than what is in use",
                source=source.id,
                data_on=data_on.isoformat(),
                in_use=min(known).isoformat(),
            )

    def drop(self, source_id: str) -> None:
        """Leave a source out from now on; its lists go back to what the package holds.

        Raises:
            InvalidInputError: no version in use was made from it.
        """
        if source_id not in self.kept:
            raise InvalidInputError(
                "the watchlist in use is not made from this source",
                source=source_id,
                made_from=sorted(self.kept),
            )
        del self.kept[source_id]
        self._dropped = True

    def _before(self, source: ListSource) -> dict[str, int]:
        """Give the parties of each list: as they were last, or by the publisher's own count."""
        if source.id in self.kept:
            return dict(self.kept[source.id].counts)
        return {
            row.list_id: row.official
            for row in self.packaged.coverage
            if row.official is not None and row.list_id in source.lists
        }

    def publish(self) -> str:
        """Write the new version and give its name; empty when nothing is other than before.

        Raises:
            InvalidInputError: the version in use was made from a source that is no longer known.
            BadDataError: a kept file is gone or was changed.
            ConflictError: another update finished meanwhile.
        """
        if not self._fresh and not self._dropped:
            return ""
        before = read_watchlist(self.store.current()) if self.begun_at else self.packaged
        made = renew_watchlist(
            sorted(self._every(), key=self._trust),
            kept=self.kept,
            before=before,
            packaged=self.packaged,
            as_of=self.now.date(),
        )
        if made == before:
            return ""
        return self.store.publish(made, self.kept, now=self.now, after=self.begun_at)

    def _every(self) -> list[CheckedSource]:
        return [self._fresh.get(id_) or self._again(kept) for id_, kept in self.kept.items()]

    def _again(self, kept: KeptSource) -> CheckedSource:
        """Read the kept files of a source that did not change."""
        if kept.id not in self.known:
            raise InvalidInputError(
                "the watchlist in use was made from a source that is not described any more;"
                " describe it again, or leave it out with --drop",
                source=kept.id,
            )
        return check_source(
            self.known[kept.id], [self.store.kept_path(file) for file in kept.files]
        )

    def _trust(self, checked: CheckedSource) -> tuple[int, int, str]:
        """Put the publisher of a few lists before one that collects many, newer before older."""
        source = checked.source
        return len(source.lists), -self.kept[source.id].data_on.toordinal(), source.id
