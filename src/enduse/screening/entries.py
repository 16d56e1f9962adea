"""Entries as lines of JSON: kept beside the index and read only when one is shown."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from enduse.domain.screening import (
    Identifier,
    ListedName,
    Listing,
    Marker,
    NameKind,
    PartyKind,
    WatchlistEntry,
)


def pack_entry(entry: WatchlistEntry) -> bytes:
    """Write an entry as JSON; the same entry gives the same bytes."""
    value = [
        entry.id,
        entry.kind.value,
        [[name.text, name.kind.value, name.script] for name in entry.names],
        [_listing_row(listing) for listing in entry.listings],
        entry.countries,
        entry.addresses,
        [[i.type, i.value, i.country] for i in entry.identifiers],
        entry.birth_dates,
        [marker.value for marker in entry.markers],
    ]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_entry(data: bytes) -> WatchlistEntry:
    """Read what `pack_entry` wrote."""
    id_, kind, names, listings, countries, addresses, numbers, births, markers = json.loads(data)
    return WatchlistEntry(
        id=id_,
        kind=PartyKind(kind),
        names=tuple(ListedName(text, NameKind(k), script) for text, k, script in names),
        listings=tuple(_listing(row) for row in listings),
        countries=tuple(countries),
        addresses=tuple(addresses),
        identifiers=tuple(Identifier(*row) for row in numbers),
        birth_dates=tuple(births),
        markers=tuple(Marker(text) for text in markers),
    )


def without_place(entry: WatchlistEntry) -> WatchlistEntry:
    """Give the entry without the file and row that each listing was read from.

    A list that gains a line at its top moves every row below it: what it says of the parties
    there has not changed. Listings stand in a fixed order, whichever file was read first.
    """
    plain = (replace(listing, source="", row=0) for listing in entry.listings)
    ordered = sorted(plain, key=lambda line: (line.list_id, line.source_id, repr(line)))
    return replace(entry, listings=tuple(ordered))


def _listing_row(listing: Listing) -> list[Any]:
    return [
        listing.list_id, listing.source_id, listing.programmes, listing.licence_policy,
        listing.citation, _text(listing.effective_on), _text(listing.ended_on), listing.source,
        listing.row, listing.remarks,
    ]  # fmt: skip


def _listing(row: list[Any]) -> Listing:
    list_id, source_id, programmes, policy, citation, effective, ended, *place = row
    return Listing(
        list_id, source_id, tuple(programmes), policy, citation, _day(effective), _day(ended),
        *place,
    )  # fmt: skip


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
