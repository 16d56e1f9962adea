"""Screening of a case: runs, what they found, and what people said of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from enduse.desk.api.access import caller
from enduse.desk.api.operations.cases import VIA, case_of, changed, person
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Changes, Document, Id, Number, Reason, Taken
from enduse.desk.matches import services
from enduse.desk.matches.models import Match
from enduse.domain.errors import NotFoundError
from enduse.domain.screening import Verdict
from enduse.screening.index import DEFAULT_THRESHOLD

router = Operations(tags=["screening of cases"])


class Screening(Schema):
    """One look for every party of a case."""

    number: int
    as_of: date
    threshold: float
    engine: str
    watchlist: str
    made_at: datetime


class MatchShown(Schema):
    """A listed party that may be ours, as the lists had it on that day."""

    id: int
    query: str
    entry_id: str
    entry_name: str
    score: float
    record: Document


class PartyShown(Schema):
    """One party as it was looked for."""

    name: str
    country: str
    kind: str
    roles: list[str]
    searches: list[dict[str, Any]]
    matches: list[MatchShown]


class ScreeningWhole(Screening):
    """A run with everything it found."""

    lists: list[dict[str, Any]]
    parties: list[PartyShown]


class NewScreening(Taken):
    """How widely to look."""

    threshold: float = Field(DEFAULT_THRESHOLD, ge=services.LOWEST_THRESHOLD, le=DEFAULT_THRESHOLD)

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"threshold": 0.75}})


class Question(Taken):
    """Who is asked whether the two are one."""

    to: UUID
    due_on: date | None = None
    note: str = Field("", max_length=4_000)


class NewJudgement(Taken):
    """What someone says of a match."""

    verdict: Verdict
    reason: Reason
    until: date
    ask: Question | None = Field(None, description="if, and only if, you cannot tell")

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "verdict": "different party",
                "reason": "Another country and line of business",
                "until": "2099-01-01",
            }
        },
    )


@router.reads("/cases/{case}/screenings", "match:view", list[Screening])
def list_screenings(request: HttpRequest, case: Path[Id]) -> Any:
    """The runs of a case, the newest first."""
    return list(case_of(request, case).screenings.all())


@router.makes("/cases/{case}/screenings", "match:judge", ScreeningWhole)
def screen_case(request: HttpRequest, case: Path[Id], new: NewScreening) -> Any:
    """Look for every party of a case on the watchlists, and keep the run."""
    found = case_of(request, case)
    run = services.screen_case(found, actor=caller(request), threshold=new.threshold, via=VIA)
    return _whole(run)


@router.reads("/cases/{case}/screenings/{number}", "match:view", ScreeningWhole)
def get_screening(request: HttpRequest, case: Path[Id], number: Path[Number]) -> Any:
    """One run with everything it found."""
    return _whole(services.get_run(case_of(request, case), number))


@router.makes("/cases/{case}/matches/{match}/judgements", "match:judge", Changes)
def judge_match(request: HttpRequest, case: Path[Id], match: Path[Id], new: NewJudgement) -> Any:
    """Say whether a party and a listed name are one; remembered until a day or a change."""
    held = case_of(request, case)
    rows = Match.objects.select_related("party__run__case")
    found = rows.filter(pk=match, party__run__case=held).first()
    if found is None:
        raise NotFoundError("there is no such match in this case")
    _, changes = services.judge_match(
        found,
        actor=caller(request),
        verdict=new.verdict,
        reason=new.reason,
        until=new.until,
        question=_question(new.ask),
        via=VIA,
    )
    return changed(held, changes)


def _question(asked: Question | None) -> services.Question | None:
    if asked is None:
        return None
    return services.Question(person(asked.to, "ask.to"), asked.due_on, asked.note)


def _whole(run: Any) -> dict[str, Any]:
    names = ("number", "as_of", "threshold", "engine", "watchlist", "made_at", "lists")
    parties = run.parties.prefetch_related("matches")
    fields = ("name", "country", "kind", "roles", "searches")
    return {
        **{name: getattr(run, name) for name in names},
        "parties": [
            {**{name: getattr(one, name) for name in fields}, "matches": list(one.matches.all())}
            for one in parties
        ],
    }
