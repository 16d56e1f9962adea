"""What people do on a case: answers, findings, words, tasks, parts set aside."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from enduse.desk.api.access import caller
from enduse.desk.api.operations.cases import VIA, case_of, changed, person
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Because, Changes, Id, Number, Person, Reason, Taken, Words
from enduse.desk.cases import answering, collaboration, findings, services
from enduse.desk.cases.answering import Given, Ground
from enduse.desk.cases.models import Case, ResolutionKind
from enduse.desk.evidence.services import get_file
from enduse.domain.errors import NotFoundError

router = Operations(tags=["work on cases"])

Name = Annotated[str, Field(max_length=100)]
Place = Annotated[str, Field(max_length=20, description="consideration or question; empty: case")]
Value = Annotated[str, Field(max_length=20_000)] | list[Annotated[str, Field(max_length=500)]]


class AnswerShown(Schema):
    """What stands under one question."""

    question: str
    values: dict[str, Value]
    source: str
    locator: str
    dated_on: date | None
    note: str
    evidence: UUID | None
    number: int
    is_settled: bool


class OneAnswer(Taken):
    """One question answered."""

    question: str = Field(max_length=20)
    values: dict[Name, Value] = Field(description="fact name to what is said")
    source: str = Field("", max_length=500)
    locator: str = Field("", max_length=200)
    dated_on: date | None = None
    note: Words = ""
    evidence: UUID | None = None
    seen: Number | None = Field(None, description="`number` of the answer that was looked at")


class NewAnswers(Taken):
    """Answers to one or more questions, saved together or not at all."""

    answers: list[OneAnswer] = Field(min_length=1, max_length=200)
    reason: str = Field("", max_length=4_000)

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "answers": [
                    {"question": "C3-Q04", "values": {"law.rights_law_supreme": "not_known"}}
                ]
            }
        },
    )


class ResolutionShown(Schema):
    """What someone said to a finding."""

    kind: ResolutionKind
    reason: str
    until: date
    made_by: Person
    made_at: datetime


class FindingShown(Schema):
    """One red flag and what holds about it."""

    red_flag: str
    consideration: str
    title: str
    severity: str
    answer: str
    was: str
    changed_at: datetime
    state: str
    needs_attention: bool
    resolution: ResolutionShown | None


class NewResolution(Because):
    """An answer for a raised finding, until a day."""

    until: date

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"reason": "Seen on site", "until": "2099-01-01"}},
    )


class CommentShown(Schema):
    """Something said about a case."""

    id: int
    place: str
    text: str
    made_by: Person
    made_at: datetime


class NewComment(Taken):
    """Something to say."""

    text: str = Field(min_length=1, max_length=10_000)
    place: Place = ""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"text": "The buyer called"}}
    )


class AssignmentShown(Schema):
    """Something that someone is asked to do."""

    id: int
    place: str
    to: Person
    due_on: date | None
    note: str
    state: str


class NewAssignment(Taken):
    """Something to ask of someone."""

    to: UUID
    place: Place = ""
    due_on: date | None = None
    note: str = Field("", max_length=4_000)

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"to": "00000000-0000-4000-8000-000000000001"}},
    )


class SetAside(Schema):
    """A consideration that does not apply, and why."""

    consideration: str
    reason: str
    made_at: datetime


class NewSetAside(Taken):
    """A consideration to set aside."""

    consideration: str = Field(max_length=4)
    reason: Reason

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"consideration": "C8", "reason": "A sample, not a sale"}},
    )


@router.reads("/cases/{case}/answers", "case:view", list[AnswerShown])
def list_answers(request: HttpRequest, case: Path[Id]) -> Any:
    """What stands under every question of the catalogue."""
    found = case_of(request, case)
    answered = answering.all_answered(found, services.content_of(found))
    return [_shown(one) for one in answered.values()]


@router.does("/cases/{case}/answers", "case:answer", Changes)
def give_answers(request: HttpRequest, case: Path[Id], new: NewAnswers) -> Any:
    """Answer questions; says which findings changed."""
    found = case_of(request, case)
    given = [_given(request, one) for one in new.answers]
    changes = answering.give_answers(
        found, given, actor=caller(request), reason=new.reason, via=VIA
    )
    return changed(found, changes)


@router.reads("/cases/{case}/findings", "case:view", list[FindingShown])
def list_findings(request: HttpRequest, case: Path[Id]) -> Any:
    """The red flags of a case and what holds about each."""
    return [_finding(one) for one in findings.told(case_of(request, case))]


@router.makes("/cases/{case}/findings/{red_flag}/acceptance", "finding:accept", ResolutionShown)
def accept_finding(
    request: HttpRequest, case: Path[Id], red_flag: Path[str], new: NewResolution
) -> Any:
    """Accept a raised finding with a reason, until a day. The author of the case never does."""
    return _resolve(request, case_of(request, case), red_flag, new, ResolutionKind.ACCEPTED)


@router.makes(
    "/cases/{case}/findings/{red_flag}/false-positive", "finding:resolve", ResolutionShown
)
def call_false_positive(
    request: HttpRequest, case: Path[Id], red_flag: Path[str], new: NewResolution
) -> Any:
    """Say why a raised finding does not fit this case, until a day."""
    return _resolve(request, case_of(request, case), red_flag, new, ResolutionKind.FALSE_POSITIVE)


@router.reads("/cases/{case}/comments", "case:view", list[CommentShown])
def list_comments(request: HttpRequest, case: Path[Id]) -> Any:
    """What was said about a case, in its order."""
    return list(case_of(request, case).comments.select_related("made_by"))


@router.makes("/cases/{case}/comments", "case:comment", CommentShown)
def add_comment(request: HttpRequest, case: Path[Id], new: NewComment) -> Any:
    """Say something about a case, or about one part of it."""
    found = case_of(request, case)
    return collaboration.comment(
        found, actor=caller(request), text=new.text, place=new.place, via=VIA
    )


@router.reads("/cases/{case}/assignments", "case:view", list[AssignmentShown])
def list_assignments(request: HttpRequest, case: Path[Id]) -> Any:
    """Who is asked to do what, by when."""
    return list(case_of(request, case).assignments.select_related("to"))


@router.makes("/cases/{case}/assignments", "case:assign", AssignmentShown)
def assign(request: HttpRequest, case: Path[Id], new: NewAssignment) -> Any:
    """Ask someone to see to a part of a case."""
    return collaboration.assign(
        case_of(request, case),
        actor=caller(request),
        to=person(new.to, "to"),
        place=new.place,
        due_on=new.due_on,
        note=new.note,
        via=VIA,
    )


@router.does("/cases/{case}/assignments/{assignment}/done", "case:view", AssignmentShown)
def finish_assignment(request: HttpRequest, case: Path[Id], assignment: Path[Id]) -> Any:
    """Say that what was asked is done: who was asked may, and who may assign."""
    rows = case_of(request, case).assignments.select_related("to", "case")
    row = rows.filter(pk=assignment).first()
    if row is None:
        raise NotFoundError("there is no such assignment")
    collaboration.finish_assignment(row, actor=caller(request), via=VIA)
    row.refresh_from_db()
    return row


@router.reads("/cases/{case}/set-aside", "case:view", list[SetAside])
def list_set_aside(request: HttpRequest, case: Path[Id]) -> Any:
    """The considerations that do not apply, and why."""
    return list(case_of(request, case).set_aside.filter(ended_at=None))


@router.makes("/cases/{case}/set-aside", "case:edit", list[SetAside])
def set_aside(request: HttpRequest, case: Path[Id], new: NewSetAside) -> Any:
    """Say that a consideration does not apply."""
    found = case_of(request, case)
    collaboration.set_aside(
        found,
        actor=caller(request),
        consideration=new.consideration,
        reason=new.reason,
        via=VIA,
    )
    return list(found.set_aside.filter(ended_at=None))


@router.does("/cases/{case}/set-aside/{consideration}/end", "case:edit", list[SetAside])
def take_up_again(request: HttpRequest, case: Path[Id], consideration: Path[str]) -> Any:
    """Let a consideration apply after all."""
    found = case_of(request, case)
    collaboration.take_up_again(found, actor=caller(request), consideration=consideration, via=VIA)
    return list(found.set_aside.filter(ended_at=None))


def _shown(one: answering.Answered) -> dict[str, Any]:
    ground = one.ground
    return {
        "question": one.question.id,
        "values": one.values,
        "source": ground.source,
        "locator": ground.locator,
        "dated_on": ground.dated_on,
        "note": ground.note,
        "evidence": ground.evidence.pk if ground.evidence else None,
        "number": one.number,
        "is_settled": one.is_settled,
    }


def _given(request: HttpRequest, one: OneAnswer) -> Given:
    file = get_file(caller(request), one.evidence) if one.evidence else None
    ground = Ground(one.source, one.locator, one.dated_on, one.note, file)
    return Given(one.question, one.values, ground, one.seen)


def _finding(one: findings.Told) -> dict[str, Any]:
    row = one.finding
    names = ("red_flag", "consideration", "title", "severity", "answer", "was", "changed_at")
    return {
        **{name: getattr(row, name) for name in names},
        "state": one.state,
        "needs_attention": one.needs_attention,
        "resolution": one.resolution,
    }


def _resolve(
    request: HttpRequest, case: Case, red_flag: str, new: NewResolution, kind: ResolutionKind
) -> Any:
    finding = findings.get_finding(case, red_flag).finding
    return findings.resolve_finding(
        finding, actor=caller(request), kind=kind, reason=new.reason, until=new.until, via=VIA
    )
