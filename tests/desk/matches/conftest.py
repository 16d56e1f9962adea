from datetime import date, timedelta

import pytest

from enduse.desk.cases import services as cases
from enduse.domain.screening import (
    Coverage,
    Identifier,
    ListedName,
    Listing,
    Marker,
    NameKind,
    PartyKind,
    WatchlistEntry,
)
from enduse.screening.index import Index
from enduse.screening.watchlist import Watchlist
from tests.desk.cases.conftest import _one_factor, ana, case, example, opened, rui  # noqa: F401

NORVIK = WatchlistEntry(
    "xx:1",
    PartyKind.ORGANISATION,
    (ListedName("Norvik Trading FZE"), ListedName("Norvik General", NameKind.ALIAS)),
    (Listing("xx-list", "1", ("P1",), effective_on=date(2020, 1, 1), source="xx", row=7),),
    ("ARE",),
    identifiers=(Identifier("registration", "77-1", "ARE"),),
    markers=(Marker.GLOMAG,),
)
OTHER = WatchlistEntry(
    "xx:2", PartyKind.UNKNOWN, (ListedName("Steppe Carrier"),), (Listing("xx-list", "2"),), ("KAZ",)
)
COVERAGE = (
    Coverage("xx-list", "A list", "Its publisher", date(2026, 11, 1), 2, 2, date(2026, 11, 1)),
    Coverage("yy-list", "An old list", "Another", date(2019, 1, 1), 5, 90),
    Coverage("zz-list", "A list without a count", "A third", date(2026, 11, 1), 9),
)


def index_of(*entries, version="1"):
    return Index.of(Watchlist(entries, COVERAGE, version))


@pytest.fixture(scope="session")
def lists():
    return index_of(NORVIK, OTHER)


@pytest.fixture(autouse=True)
def _own_lists(lists, monkeypatch):
    """Screen on a list of two, so that no test waits for the index of the real ones."""
    monkeypatch.setattr("enduse.desk.matches.services.watchlist", lambda: lists)
    monkeypatch.setattr("enduse.desk.matches.tasks.watchlist_version", lambda: lists.version)


def sale(*parties):
    user = {"role": "end_user", "name": "Border Service", "country": "KEN", "type": "border"}
    return {"product": {"name": "Vantage"}, "parties": [user, *parties]}


RESELLER = {"role": "reseller", "name": "Norvik FZE", "country": "ARE", "type": "private"}


@pytest.fixture
def with_reseller(ana):  # noqa: F811
    """A function that opens a case on a sale through a reseller like a listed firm."""

    def make(actor=ana, **said):
        return cases.open_case(actor=actor, title="Gates", content=sale({**RESELLER, **said}))

    return make


@pytest.fixture
def in_a_month():
    return date.today() + timedelta(days=30)  # noqa: DTZ011 - the desk of tests runs on UTC
