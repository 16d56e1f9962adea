"""Records of many lists put together: one entry a party, every listing kept."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from enduse.domain.screening import ListedName, Listing, Marker, NameKind, PartyKind, WatchlistEntry
from enduse.screening.lists.record import ListRecord, without_repeats

_LONG_NAME = 6
_NUMBER_LENGTH = 6
_PROGRAMME_MARKERS = {
    marker.value: marker
    for marker in (
        Marker.GLOMAG, Marker.MAGNIT, Marker.IRAN_HR, Marker.IRAN_TRA, Marker.HRIT_IR,
        Marker.HRIT_SY,
    )
}  # fmt: skip
_NAME_ORDER = {
    NameKind.PRIMARY: 0,
    NameKind.ALIAS: 1,
    NameKind.FORMER: 2,
    NameKind.ORIGINAL: 3,
    NameKind.WEAK: 4,
}


def merge_records(records: Sequence[ListRecord]) -> tuple[WatchlistEntry, ...]:
    """Put records that are one party together.

    Records are one party when a publisher says so by number, or when organisations share the
    primary name and a country, persons the name and the whole birth date, ships the IMO number.
    Names alone never join persons. The first record of a party names it, so newer and more
    official files go first. The outcome does not depend on the order of parties.
    """
    groups = _Groups(len(records))
    first_with: dict[str, int] = {}
    for number, record in enumerate(records):
        for key in _keys(record):
            groups.join(first_with.setdefault(key, number), number)
    members: dict[int, list[ListRecord]] = {}
    for number, record in enumerate(records):
        if record.names:
            members.setdefault(groups.top(number), []).append(record)
    return tuple(sorted(map(_entry, members.values()), key=lambda entry: entry.id))


def fold_name(text: str) -> str:
    """Give the words of a name without case, marks or order: the key of equal names."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(sorted(re.findall(r"\w+", plain)))


class _Groups:
    """Union-find over record numbers."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def top(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.top(one), self.top(other)))
        self._above[second] = first


def _keys(record: ListRecord) -> Iterator[str]:
    """Yield the keys that only records of one party share."""
    yield from record.same_as
    if not record.names:
        return
    name = fold_name(record.names[0].text)
    if record.is_kept:
        # its names and dates are those of all its lists: they would join what was never one
        if record.kind not in {PartyKind.PERSON, PartyKind.VESSEL, PartyKind.AIRCRAFT}:
            yield from _places(name, record)
        return
    yield f"id:{_id(record)}"
    if record.kind is PartyKind.VESSEL:
        yield from (f"imo:{i.value}" for i in record.identifiers if i.type == "imo")
    elif record.kind is PartyKind.PERSON:
        yield from (
            f"{name}:{day}" for day in record.birth_dates if day.count("-") == 2
        )  # a whole day
    elif record.kind is not PartyKind.AIRCRAFT and len(name) >= _LONG_NAME:
        yield from _places(name, record)
        yield from (
            f"{i.type}:{i.value}:{i.country}"
            for i in record.identifiers
            if i.type in {"registration", "tax"} and i.country and len(i.value) > _NUMBER_LENGTH
        )


def _places(name: str, record: ListRecord) -> Iterator[str]:
    if len(name) >= _LONG_NAME:
        yield from (f"{name}:{country}" for country in record.countries)


def _entry(records: list[ListRecord]) -> WatchlistEntry:
    names = sorted(
        without_repeats(name for record in records for name in record.names),
        key=lambda name: _NAME_ORDER[name.kind],
    )
    listings = tuple(_listings(records))
    return WatchlistEntry(
        id=min(map(_id, records)),
        kind=_kind(records),
        names=_one_primary(names),
        listings=listings,
        countries=_together(record.countries for record in records),
        addresses=_together(record.addresses for record in records),
        identifiers=tuple(dict.fromkeys(i for record in records for i in record.identifiers)),
        birth_dates=tuple(sorted({day for record in records for day in record.birth_dates})),
        markers=markers_of(listings),
    )


def _id(record: ListRecord) -> str:
    if record.source_id:
        return f"{record.list_id}:{record.source_id}"
    digest = hashlib.sha256(fold_name(record.names[0].text).encode()).hexdigest()
    return f"{record.list_id}:{digest[:12]}"


def _kind(records: list[ListRecord]) -> PartyKind:
    known = [record.kind for record in records if record.kind is not PartyKind.UNKNOWN]
    return known[0] if known else PartyKind.UNKNOWN


def _one_primary(names: list[ListedName]) -> tuple[ListedName, ...]:
    others = (
        replace(name, kind=NameKind.ALIAS) if name.kind is NameKind.PRIMARY else name
        for name in names[1:]
    )
    return (names[0], *others)


def _together(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in parts for text in part))


def _listings(records: list[ListRecord]) -> Iterator[Listing]:
    """Give every line of the newest file of each list; older files only fill its gaps."""
    same: dict[tuple[str, str], list[ListRecord]] = {}
    numbered = {record.list_id: record.source_id for record in records if record.source_id}
    for record in records:
        # a file without the publisher's numbers speaks of the same line as one with them
        number = record.source_id or numbered.get(record.list_id, "")
        same.setdefault((record.list_id, number), []).append(record)
    for (list_id, source_id), group in same.items():
        for record in group:
            if record.source == group[0].source:
                yield _listing(list_id, source_id, record, group)


def _listing(list_id: str, source_id: str, record: ListRecord, group: list[ListRecord]) -> Listing:
    together = (record, *group)
    return Listing(
        list_id=list_id,
        source_id=source_id,
        programmes=next((r.programmes for r in together if r.programmes), ()),
        licence_policy=next((r.licence_policy for r in together if r.licence_policy), ""),
        citation=next((r.citation for r in together if r.citation), ""),
        effective_on=next((r.effective_on for r in together if r.effective_on), None),
        ended_on=record.ended_on,
        source=record.source,
        row=record.row,
        remarks=next((r.remarks for r in together if r.remarks), ""),
    )


def markers_of(listings: Iterable[Listing]) -> tuple[Marker, ...]:
    """Why these listings matter to human rights or surveillance."""
    found = set()
    for listing in listings:
        found |= {_PROGRAMME_MARKERS[p] for p in listing.programmes if p in _PROGRAMME_MARKERS}
        if "1A004.c" in listing.licence_policy:
            found.add(Marker.XINJIANG)
        if listing.list_id == "us-dhs-uflpa":
            found.add(Marker.UFLPA)
        if listing.list_id == "research-vendors":
            found.add(Marker.SURVEILLANCE_VENDOR)
    return tuple(sorted(found))
