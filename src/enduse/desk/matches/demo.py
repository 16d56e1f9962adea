"""Screening for the tour: invented parties looked for on an invented list."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Case
from enduse.desk.matches.models import Match
from enduse.desk.matches.services import judge_match, screen_case
from enduse.domain.screening import (
    Coverage,
    Identifier,
    ListedName,
    Listing,
    NameKind,
    PartyKind,
    Verdict,
    WatchlistEntry,
)
from enduse.screening.index import Index
from enduse.screening.watchlist import Watchlist

_LIST = "tour-list"
_ELSEWHERE = "tour-list:2"
_ENTRIES = (
    WatchlistEntry(
        "tour-list:1",
        PartyKind.ORGANISATION,
        (
            ListedName("Dune Trading and Logistics FZE"),
            ListedName("Dune Trading", NameKind.ALIAS),
            ListedName("Al Kathib Trading", NameKind.FORMER),
        ),
        (Listing(_LIST, "1", ("TOUR",), effective_on=date(2021, 3, 1), source="tour", row=1),),
        ("ARE",),
        addresses=("Warehouse 9, Free Zone South",),
        identifiers=(Identifier("registration", "FZ-0417", "ARE"),),
    ),
    WatchlistEntry(
        _ELSEWHERE,
        PartyKind.ORGANISATION,
        (ListedName("Dune Trading LLC"),),
        (Listing(_LIST, "2", ("TOUR",), effective_on=date(2019, 6, 1), source="tour", row=2),),
        ("OMN",),
    ),
)


def screen_demo(case: Case, people: Mapping[str, User], *, judge: bool) -> None:
    """Look for the parties of a case of the tour, and tell the firm in the other country apart.

    Args:
        case: the case.
        people: the people of the tour, by the first part of their address.
        judge: whether somebody judges.
    """
    run = screen_case(case, actor=people["castro"], index=_invented_lists(), via="command")
    found = Match.objects.filter(party__run=run, entry_id=_ELSEWHERE)
    for match in found.select_related("party__run__case") if judge else ():
        judge_match(
            match,
            actor=people["castro"],
            verdict=Verdict.DIFFERENT,
            reason="Another country and another owner, by the extract of the register.",
            until=timezone.localdate() + timedelta(days=180),
            via="command",
        )


def _invented_lists() -> Index:
    today = timezone.localdate()
    title, publisher = "Invented list of the tour", "nobody"
    coverage = Coverage(_LIST, title, publisher, today, len(_ENTRIES), len(_ENTRIES), today)
    return Index.of(Watchlist(_ENTRIES, (coverage,), "tour"))
