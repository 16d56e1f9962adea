"""Decisions and their conditions: whether a case may ship, and what stands in the way.

Putting a decision forward and signing one are left to people: a token cannot prove who holds it.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from enduse.desk.api.access import caller
from enduse.desk.api.operations.cases import VIA, case_of
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Because, Document, Id, Person, Taken
from enduse.desk.decisions import conditions
from enduse.desk.decisions.exports import decisions_as_json
from enduse.desk.decisions.models import Condition
from enduse.desk.decisions.shipment import shipment
from enduse.desk.evidence.services import get_file

router = Operations(tags=["decisions"])


class ConditionShown(Schema):
    """Something that has to be so before, or after, a sale goes ahead."""

    id: int
    position: int
    text: str
    proof: str
    blocks_shipment: bool
    owner: Person
    due_on: date
    state: str
    evidence: UUID | None
    released_at: datetime | None


class ShipmentShown(Schema):
    """Whether a case may ship today."""

    may_ship: bool
    because: list[str]
    decision: int | None
    conditions: list[ConditionShown]


class NewProof(Taken):
    """A file of the case that proves a condition."""

    evidence: UUID
    note: str = Field("", max_length=4_000)

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"evidence": "00000000-0000-4000-8000-000000000002"}},
    )


@router.reads("/cases/{case}/decisions", "case:view", list[Document])
def list_decisions(request: HttpRequest, case: Path[Id]) -> Any:
    """Every decision of a case with its signatures, the withdrawn and superseded ones too."""
    return decisions_as_json(case_of(request, case))["decisions"]


@router.reads("/cases/{case}/shipment", "case:view", ShipmentShown)
def get_shipment(request: HttpRequest, case: Path[Id]) -> Any:
    """Whether a case may ship today, and if not, everything that stands in the way."""
    found = shipment(case_of(request, case))
    return {
        "may_ship": found.may_ship,
        "because": [str(one) for one in found.because],
        "decision": found.decision.number if found.decision else None,
        "conditions": [_shown(one) for one in found.conditions],
    }


@router.does("/cases/{case}/conditions/{condition}/proof", "condition:prove", ConditionShown)
def prove_condition(
    request: HttpRequest, case: Path[Id], condition: Path[Id], new: NewProof
) -> Any:
    """Bring a file that proves a condition; a decider looks at it before it counts."""
    found = conditions.get_condition(case_of(request, case), condition)
    file = get_file(caller(request), new.evidence)
    conditions.prove_condition(found, actor=caller(request), evidence=file, note=new.note, via=VIA)
    return _again(request, case, condition)


@router.does("/cases/{case}/conditions/{condition}/refusal", "condition:release", ConditionShown)
def refuse_proof(request: HttpRequest, case: Path[Id], condition: Path[Id], why: Because) -> Any:
    """Say that a proof does not hold; the condition is open again."""
    found = conditions.get_condition(case_of(request, case), condition)
    conditions.refuse_proof(found, actor=caller(request), reason=why.reason, via=VIA)
    return _again(request, case, condition)


def _again(request: HttpRequest, case: int, condition: int) -> dict[str, Any]:
    return _shown(conditions.get_condition(case_of(request, case), condition))


def _shown(one: Condition) -> dict[str, Any]:
    names = ("id", "position", "text", "proof", "blocks_shipment", "due_on", "released_at")
    return {
        **{name: getattr(one, name) for name in names},
        "owner": one.owner,
        "state": one.state_on(timezone.localdate()),
        "evidence": one.evidence_id,
    }
