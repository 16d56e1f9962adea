"""A new watchlist out of the publishers' files and what was known before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from enduse.domain.screening import Coverage, Listing, WatchlistEntry
from enduse.screening.lists.check import CheckedSource
from enduse.screening.lists.merge import fold_name, merge_records
from enduse.screening.lists.record import ListRecord
from enduse.screening.lists.sources import ListSource
from enduse.screening.store import KeptSource
from enduse.screening.watchlist import Watchlist, content_version, live_counts

_OWN_NUMBERS = (("us-ofac-", "ofac:"), ("un-sc", "un:"))


def renew_watchlist(
    fresh: Sequence[CheckedSource],
    *,
    kept: Mapping[str, KeptSource],
    before: Watchlist,
    packaged: Watchlist,
    as_of: date,
) -> Watchlist:
    """Put together what the sources say now and what no source speaks of.

    A list that a source holds whole is as the source has it; who is no longer on it becomes
    formerly listed from the date of the data. Other lists stay as the package has them. The
    sources of one list are taken in the order given: the first of them speaks for it.

    Args:
        fresh: every source in use, the one to be believed first in front.
        kept: source id -> when its data is of.
        before: the watchlist in use until now.
        packaged: the watchlist that ships with the package.
        as_of: the day on which listings are counted.
    """
    speaks = {list_id: c for c in reversed(fresh) for list_id in c.source.lists}
    records = [
        record
        for checked in fresh
        for record in checked.records
        if speaks[record.list_id] is checked
    ]
    ends = {list_id: kept[c.source.id].data_on for list_id, c in speaks.items()}
    there = _Present(records)
    for entry, line in _lines(packaged):
        if line.list_id not in speaks:
            records.append(_record(entry, line, line.ended_on))
    for entry, line in _lines(before):
        if line.list_id in speaks and not there.has(entry, line):
            end = ends[line.list_id]
            records.append(_record(entry, line, min(line.ended_on or end, end)))
    entries = _with_known_ids(merge_records(records), before)
    coverage = _coverage(entries, speaks, kept, packaged, as_of)
    return Watchlist(entries, coverage, content_version(entries))


class _Present:
    """Who is on the lists now: by number where the list has numbers, else by any name."""

    def __init__(self, records: Iterable[ListRecord]) -> None:
        self._numbers: set[tuple[str, str]] = set()
        self._names: set[tuple[str, str]] = set()
        for record in records:
            if record.source_id:
                self._numbers.add((record.list_id, record.source_id))
            self._names |= {(record.list_id, fold_name(name.text)) for name in record.names}
        self._numbered = {list_id for list_id, _ in self._numbers}

    def has(self, entry: WatchlistEntry, line: Listing) -> bool:
        """Say whether the party of a listing is still on its list."""
        if line.source_id and line.list_id in self._numbered:
            return (line.list_id, line.source_id) in self._numbers
        return any((line.list_id, fold_name(name.text)) in self._names for name in entry.names)


def _with_known_ids(
    entries: Sequence[WatchlistEntry], before: Watchlist
) -> tuple[WatchlistEntry, ...]:
    """Give parties the ids they had, so that what people said of them still holds.

    An id is made from one of a party's listings; a list that is new would change it.
    """
    known = {key: entry.id for entry in before.entries for key in _id_keys(entry)}
    named: dict[str, WatchlistEntry] = {}
    for entry in entries:
        had = {known[key] for key in _id_keys(entry) if key in known}
        free = sorted(had - named.keys()) or [entry.id, *_id_keys(entry)]
        id_ = next(id_ for id_ in (*free, f"{entry.id}~") if id_ not in named)
        named[id_] = replace(entry, id=id_)
    return tuple(named[id_] for id_ in sorted(named))


def _id_keys(entry: WatchlistEntry) -> Iterator[str]:
    yield entry.id
    for line in entry.listings:
        yield f"{line.list_id}:{line.source_id or fold_name(entry.name)}"


def _lines(watchlist: Watchlist) -> Iterator[tuple[WatchlistEntry, Listing]]:
    return ((entry, line) for entry in watchlist.entries for line in entry.listings)


def _record(entry: WatchlistEntry, line: Listing, ended_on: date | None) -> ListRecord:
    """Make one listing of an entry a record again; the entry's numbers keep it together."""
    return ListRecord(
        list_id=line.list_id,
        source_id=line.source_id,
        kind=entry.kind,
        names=entry.names,
        row=line.row,
        countries=entry.countries,
        addresses=entry.addresses,
        identifiers=entry.identifiers,
        birth_dates=entry.birth_dates,
        programmes=line.programmes,
        licence_policy=line.licence_policy,
        citation=line.citation,
        effective_on=line.effective_on,
        ended_on=ended_on,
        source=line.source,
        remarks=line.remarks,
        same_as=(f"entry:{entry.id}", *_numbers(entry)),
        is_kept=True,
    )


def _numbers(entry: WatchlistEntry) -> Iterator[str]:
    for line in entry.listings:
        if line.source_id:
            yield f"id:{line.list_id}:{line.source_id}"
            for start, mark in _OWN_NUMBERS:
                if line.list_id.startswith(start):
                    yield f"{mark}{line.source_id}"


def _coverage(
    entries: Sequence[WatchlistEntry],
    speaks: Mapping[str, CheckedSource],
    kept: Mapping[str, KeptSource],
    packaged: Watchlist,
    as_of: date,
) -> tuple[Coverage, ...]:
    """Say what part of each list is held.

    A whole file is its own official count, unless the publisher counted at a later day.
    """
    counts = {checked.source.id: checked.counts(as_of) for checked in speaks.values()}
    rows = {row.list_id: row for row in packaged.coverage}
    for list_id, checked in speaks.items():
        official = counts[checked.source.id].get(list_id, 0)
        if official or list_id in rows:  # else: a list the file could hold, with nobody on it
            fresh = _row(list_id, checked.source, kept[checked.source.id], official)
            rows[list_id] = _later_count(fresh, rows.get(list_id))
    held = live_counts(entries, as_of)
    return tuple(replace(row, held=held.get(row.list_id, 0)) for row in rows.values())


def _row(list_id: str, source: ListSource, kept: KeptSource, official: int) -> Coverage:
    note = "" if kept.dated_by.is_told else f"dated by {kept.dated_by}"
    day = kept.data_on
    return Coverage(list_id, source.lists[list_id], source.publisher, day, 0, official, day, note)


def _later_count(fresh: Coverage, known: Coverage | None) -> Coverage:
    later = known and known.official_on and known.official_on > fresh.data_on
    if not known or not later:
        return fresh
    return replace(fresh, official=known.official, official_on=known.official_on)
