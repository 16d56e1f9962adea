"""Cases as a whole: listed, opened, described, assessed, moved."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field

from enduse.desk.accounts.authority import visible
from enduse.desk.accounts.models import User
from enduse.desk.api.access import caller
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import (
    Because,
    Changes,
    Document,
    Id,
    Number,
    Page,
    PageAsked,
    Person,
    Taken,
    page_of,
)
from enduse.desk.cases import services, standing
from enduse.desk.cases.exports import case_as_json
from enduse.desk.cases.models import Case, Classification, Stage, TeamRole
from enduse.desk.cases.services import Links
from enduse.desk.cases.timeline import PAGE, timeline
from enduse.desk.pages.search import matching
from enduse.desk.record.models import Via
from enduse.desk.registers.models import Agency, Party, Product
from enduse.desk.registers.services import get_entry
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.vocabulary import RouteLevel

router = Operations(tags=["cases"])
VIA = Via.API

_SALE: Any = {
    "product": {"name": "Gate", "description": "Compares a face with a passport picture"},
    "parties": [
        {"role": "end_user", "name": "Ministry of the Interior", "country": "KEN", "type": "police"}
    ],
}


class CaseRow(Schema):
    """A case as lists show it."""

    id: int
    reference: str
    title: str
    stage: Stage
    classification: Classification
    owner: Person
    author: Person
    product_name: str
    end_user_name: str
    country: str
    route: str
    is_paused: bool
    raised_weighty: int
    unknown_weighty: int
    answered: int
    version: int
    created_at: datetime
    updated_at: datetime


class CaseWhole(CaseRow):
    """A case with the sale as it is described now."""

    transaction: Document


class CasesAsked(PageAsked):
    """Which cases."""

    stage: Stage | None = None
    route: RouteLevel | None = None
    country: str | None = Field(None, max_length=3, description="ISO 3166-1 alpha-3")
    q: str = Field("", max_length=200, description="words that all stand in the case")


class NewCase(Taken):
    """A sale to open a case on."""

    title: str = Field(max_length=300)
    transaction: Document = Field(description="as docs/reference/schemas/transaction.json has it")
    owner: UUID | None = Field(None, description="who sees to it; you, if nobody is named")
    classification: Classification = Classification.CONFIDENTIAL
    product: Id | None = None
    agency: Id | None = None
    party: Id | None = None

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"title": "Gates", "transaction": _SALE}}
    )


class NewDescription(Taken):
    """The sale described anew; the answers stay."""

    transaction: Document
    seen: Number = Field(description="the version that the change was made from")
    reason: str = Field("", max_length=4_000)

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"transaction": _SALE, "seen": 1}}
    )


class Run(Schema):
    """An assessment that is kept."""

    number: int
    as_of: date
    route: str
    sha256: str
    rules_sha256: str
    made_at: datetime


class Superseding(Because):
    """Which case stands in place of this one, and why."""

    by: Id

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"by": 1, "reason": "Sold another product"}}
    )


class Member(Schema):
    """Someone on the team of a case."""

    user: Person
    role: TeamRole
    added_at: datetime


class NewMember(Taken):
    """Someone to tell of a case."""

    user: UUID
    role: TeamRole

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"user": "00000000-0000-4000-8000-000000000001", "role": "reviewer"}
        },
    )


class Happened(Schema):
    """One event of a case, in words."""

    seq: int
    at: datetime
    who: str
    what: str
    details: list[str]
    reason: str


def case_of(request: HttpRequest, pk: int) -> Case:
    """The case that an operation is about, if the caller may know of it.

    Raises:
        NotFoundError: there is none for them.
    """
    return services.get_case(caller(request), pk)


def person(pk: UUID, field: str) -> User:
    """Someone who is named in a request.

    Raises:
        InvalidInputError: there is no such person.
    """
    found = User.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise InvalidInputError(f"{field}: there is no such person")
    return found


@router.reads("/cases", "case:view", Page[CaseRow])
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> Any:
    """The cases one may see, the newest first."""
    found = visible(caller(request), Case.objects.select_related("owner", "author"))
    wanted = {"stage": asked.stage, "route": asked.route, "country": asked.country}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    return page_of(matching(found, asked.q) if asked.q else found, asked)


@router.makes("/cases", "case:open", CaseWhole)
def open_case(request: HttpRequest, new: NewCase) -> Any:
    """Open a case on a sale and assess it for the first time."""
    case = services.open_case(
        actor=caller(request),
        title=new.title,
        content=new.transaction,
        owner=person(new.owner, "owner") if new.owner else None,
        classification=new.classification,
        links=_links(caller(request), new),
        via=VIA,
    )
    return _whole(case)


@router.reads("/cases/{case}", "case:view", CaseWhole)
def get_case(request: HttpRequest, case: Path[Id]) -> Any:
    """A case, with the sale as it is described now."""
    return _whole(case_of(request, case))


@router.puts("/cases/{case}/transaction", "case:edit", Changes)
def save_transaction(request: HttpRequest, case: Path[Id], new: NewDescription) -> Any:
    """Describe the sale anew; answers stay, findings follow."""
    found = case_of(request, case)
    changes = services.save_transaction(
        found,
        actor=caller(request),
        content=new.transaction,
        seen=new.seen,
        reason=new.reason,
        via=VIA,
    )
    return changed(found, changes)


@router.reads("/cases/{case}/assessment", "case:view", Document)
def get_assessment(request: HttpRequest, case: Path[Id]) -> Any:
    """What the case comes to now, with why-trees."""
    return standing.read(case_of(request, case).standing.document)


@router.reads("/cases/{case}/runs", "case:view", list[Run])
def list_runs(request: HttpRequest, case: Path[Id]) -> Any:
    """The assessments that were kept, the newest first."""
    return list(case_of(request, case).runs.all())


@router.makes("/cases/{case}/runs", "case:assess", Run)
def keep_run(request: HttpRequest, case: Path[Id]) -> Any:
    """Assess on today's rules and data, and keep the result."""
    return services.keep_run(case_of(request, case), actor=caller(request), via=VIA)


@router.reads("/cases/{case}/runs/{number}", "case:view", Document)
def get_run(request: HttpRequest, case: Path[Id], number: Path[Number]) -> Any:
    """An assessment as it was kept."""
    run = case_of(request, case).runs.filter(number=number).first()
    if run is None:
        raise NotFoundError("there is no such run")
    return standing.read(run.document)


@router.makes("/cases/{case}/submission", "case:submit", Run)
def submit_case(request: HttpRequest, case: Path[Id]) -> Any:
    """Send a draft to review, with an assessment kept as it stands."""
    return services.submit_case(case_of(request, case), actor=caller(request), via=VIA)


@router.does("/cases/{case}/send-back", "case:review", CaseRow)
def send_back(request: HttpRequest, case: Path[Id], why: Because) -> Any:
    """Give a case in review back to its team."""
    found = case_of(request, case)
    services.send_back(found, actor=caller(request), reason=why.reason, via=VIA)
    return case_of(request, case)


@router.does("/cases/{case}/withdrawal", "case:withdraw", CaseRow)
def withdraw_case(request: HttpRequest, case: Path[Id], why: Because) -> Any:
    """Take a case off the table; it stays on record."""
    found = case_of(request, case)
    services.withdraw_case(found, actor=caller(request), reason=why.reason, via=VIA)
    return case_of(request, case)


@router.does("/cases/{case}/succession", "case:withdraw", CaseRow)
def supersede_case(request: HttpRequest, case: Path[Id], new: Superseding) -> Any:
    """Let another case stand in place of this one."""
    found = case_of(request, case)
    by = case_of(request, new.by)
    services.supersede_case(found, actor=caller(request), by=by, reason=new.reason, via=VIA)
    return case_of(request, case)


@router.reads("/cases/{case}/team", "case:view", list[Member])
def list_team(request: HttpRequest, case: Path[Id]) -> Any:
    """Who is told of a case, and what for."""
    return list(case_of(request, case).memberships.select_related("user"))


@router.makes("/cases/{case}/team", "case:assign", Member)
def add_member(request: HttpRequest, case: Path[Id], new: NewMember) -> Any:
    """Let someone know of a case."""
    found = case_of(request, case)
    who = person(new.user, "user")
    return services.add_member(found, actor=caller(request), user=who, role=new.role, via=VIA)


@router.does("/cases/{case}/team/{user}/removal", "case:assign", list[Member])
def remove_member(request: HttpRequest, case: Path[Id], user: Path[UUID], why: Because) -> Any:
    """Take someone off the team."""
    found = case_of(request, case)
    member = found.memberships.filter(user_id=user).select_related("user").first()
    if member is None:
        raise NotFoundError("they are not on the team")
    services.remove_member(
        found, actor=caller(request), user=member.user, reason=why.reason, via=VIA
    )
    return list(found.memberships.select_related("user"))


@router.reads("/cases/{case}/timeline", "case:view", Page[Happened])
def get_timeline(request: HttpRequest, case: Path[Id], before: Query[Id | None] = None) -> Any:
    """What happened to a case, the newest first."""
    shown = timeline(case_of(request, case), before)
    return {"items": shown, "next": shown[-1].seq if len(shown) == PAGE else None}


@router.reads("/cases/{case}/export", "case:export", Document)
def export_case(request: HttpRequest, case: Path[Id]) -> Any:
    """Everything on file about a case, to take elsewhere."""
    return case_as_json(case_of(request, case))


def changed(case: Case, changes: list[standing.Change]) -> dict[str, Any]:
    """What a change of a case did to its findings."""
    case.refresh_from_db(fields=["version"])
    return {"version": case.version, "changes": changes}


def _links(user: User, new: NewCase) -> Links:
    return Links(
        product=get_entry(user, Product, new.product) if new.product else None,
        agency=get_entry(user, Agency, new.agency) if new.agency else None,
        party=get_entry(user, Party, new.party) if new.party else None,
    )


def _whole(case: Case) -> Case:
    case.transaction = services.content_of(case)  # type: ignore[attr-defined]  # for the shape
    return case
