"""Screening runs and judgements of a case, to take elsewhere."""

from typing import Any

from enduse.desk.cases.models import Case
from enduse.desk.matches.models import ScreeningRun


def screening_as_json(case: Case) -> dict[str, Any]:
    """Every run of a case with what it found, and every judgement that was given in it."""
    runs = case.screenings.select_related("made_by").prefetch_related("parties__matches")
    return {
        "screenings": [_run(run) for run in runs.order_by("number")],
        "judgements": [
            {
                "party": one.party,
                "country": one.country,
                "entry": one.entry_id,
                "entry_hash": one.entry_hash,
                "verdict": one.verdict,
                "reason": one.reason,
                "expires_on": one.expires_on,
                "by": one.made_by.email,
                "at": one.made_at,
            }
            for one in case.judgements.select_related("made_by")
        ],
    }


def _run(run: ScreeningRun) -> dict[str, Any]:
    return {
        "number": run.number,
        "as_of": run.as_of,
        "threshold": run.threshold,
        "engine": run.engine,
        "watchlist": run.watchlist,
        "lists": run.lists,
        "by": run.made_by.email,
        "at": run.made_at,
        "parties": [
            {
                "name": party.name,
                "country": party.country,
                "kind": party.kind,
                "roles": party.roles,
                "searches": party.searches,
                "matches": [match.record for match in party.matches.all()],
            }
            for party in run.parties.all()
        ],
    }
