from datetime import date
from pathlib import Path

import pytest

import enduse.snapshots
from enduse.domain.screening import (
    Coverage,
    ListedName,
    Listing,
    NameKind,
    PartyKind,
    WatchlistEntry,
)
from enduse.screening.index import Index
from enduse.screening.watchlist import Watchlist, content_version, read_watchlist

COVERAGE = (
    Coverage("us-bis-el", "Entity List", "BIS", date(2026, 8, 18), 10, 10, date(2026, 8, 18)),
    Coverage("us-ofac-sdn", "SDN", "OFAC", date(2025, 12, 24), 70, 100, date(2026, 6, 11)),
)


def make_entry(number, *names, kind=PartyKind.UNKNOWN, countries=(), ended_on=None, **more):
    listed = tuple(
        ListedName(name, NameKind.ALIAS if place else NameKind.PRIMARY)
        for place, name in enumerate(names)
    )
    listing = Listing("us-bis-el", str(number), ended_on=ended_on, source="test", row=number)
    return WatchlistEntry(
        f"us-bis-el:{number}", kind, listed, (listing,), countries=countries, **more
    )


def make_index(entries):
    entries = tuple(entries)
    return Index.of(Watchlist(entries, COVERAGE, content_version(entries)))


@pytest.fixture(scope="session")
def embedded():
    return read_watchlist(Path(enduse.snapshots.__path__[0]) / "watchlist")


@pytest.fixture(scope="session")
def real_index(embedded):
    return Index.of(embedded)
