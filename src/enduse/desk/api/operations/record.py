"""The record: its events, its signed checkpoints, proofs, and reading it all again."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field

from enduse.desk.accounts.authority import require, visible
from enduse.desk.api.access import caller
from enduse.desk.api.operations.cases import case_of
from enduse.desk.api.operations.jobs import JobShown, shown
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Id, Page, PageAsked, page_from
from enduse.desk.api.tasks import verify
from enduse.desk.jobs.services import start_job
from enduse.desk.record import notes
from enduse.desk.record.checkpoints import inclusion_proof, is_checkpoint_due, public_key
from enduse.desk.record.models import ChainHead, Checkpoint, Event
from enduse.desk.record.services import thing_name
from enduse.domain.errors import NotFoundError

router = Operations(tags=["record"])


class EventShown(Schema):
    """One event of the chain. What was said with it is shown for a case that one may see."""

    seq: int
    at: datetime
    actor: str
    via: str
    verb: str
    thing: str
    version: int
    body_hash: str
    prev_hash: str
    hash: str
    reason: str | None = None
    content: Any = None


class EventsAsked(PageAsked):
    """Which events, the newest first."""

    case: Id | None = Field(None, description="those of one case, with their words")
    verb: str = Field("", max_length=60)


class CheckpointShown(Schema):
    """A signed statement of what the record was."""

    size: int
    root: str
    note: str
    at: datetime


class RecordState(Schema):
    """How the record stands."""

    events: int
    hash: str
    newest_checkpoint: CheckpointShown | None
    is_checkpoint_due: bool
    public_key: str


class Proof(Schema):
    """That one event is in the record that a checkpoint signs (RFC 6962)."""

    seq: int
    hash: str
    index: int
    size: int
    path: list[str]
    note: str


@router.reads("/record", "record:read", RecordState)
def get_record(request: HttpRequest) -> Any:
    """How the record stands: its newest event and checkpoint, and the key that signs."""
    del request
    head = ChainHead.objects.first()
    return {
        "events": head.seq if head else 0,
        "hash": head.hash if head else "",
        "newest_checkpoint": Checkpoint.objects.order_by("-size").first(),
        "is_checkpoint_due": is_checkpoint_due(),
        "public_key": notes.verifier_key(public_key()),
    }


@router.reads("/record/events", "record:read", Page[EventShown])
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> Any:
    """Events, the newest first; their words only for one case that one may see."""
    found = visible(caller(request), Event.objects.all())
    if asked.case is not None:
        require(caller(request), "case:view")
        case = case_of(request, asked.case)
        found = found.filter(thing=thing_name(case)).select_related("body")
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.after is not None:
        found = found.filter(seq__lt=asked.after)
    page = page_from(found.order_by("-seq")[: asked.limit + 1], asked.limit)
    return {**page, "items": [_event(one, asked.case is not None) for one in page["items"]]}


@router.reads("/record/events/{seq}/proof", "record:read", Proof)
def prove_event(request: HttpRequest, seq: Path[Id]) -> Any:
    """Prove that an event is in the record that the newest checkpoint signs."""
    event = visible(caller(request), Event.objects.filter(seq=seq)).first()
    if event is None:
        raise NotFoundError("there is no such event")
    proof = inclusion_proof(event)
    return {
        "seq": event.seq,
        "hash": event.hash,
        "index": proof.index,
        "size": proof.size,
        "path": [node.hex() for node in proof.path],
        "note": proof.note,
    }


@router.reads("/record/checkpoints", "record:read", Page[CheckpointShown])
def list_checkpoints(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """The signed checkpoints, the newest first."""
    found = visible(caller(request), Checkpoint.objects.all())
    if asked.after is not None:
        found = found.filter(size__lt=asked.after)
    return page_from(found.order_by("-size")[: asked.limit + 1], asked.limit)


@router.makes("/record/verification", "record:verify", JobShown)
def verify_whole_record(request: HttpRequest) -> Any:
    """Read the whole record again, as a job; its `says` tells the outcome."""
    job = start_job(verify, owner=caller(request), title="Verify the record")
    return shown(job)


def _event(event: Event, with_words: bool) -> dict[str, Any]:  # noqa: FBT001 - one of two forms
    names = [name for name in EventShown.model_fields if hasattr(event, name)]
    said = {name: getattr(event, name) for name in names}
    body = getattr(event, "body", None) if with_words else None
    if body is not None:
        said |= {"reason": body.reason, "content": body.content}
    return said
