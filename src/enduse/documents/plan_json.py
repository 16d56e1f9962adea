"""A safeguard plan as JSON. Its schema in the reference pages is generated from the shapes here."""

from typing import Any

import orjson
from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

from enduse.documents.assessment_json import proof_json
from enduse.documents.assessment_shape import Day, LikelihoodWord, ProofJson, SeverityWord
from enduse.domain.assessment import LIKELIHOOD_WORDS, SEVERITY_WORDS
from enduse.domain.findings import FindingAnswer
from enduse.domain.safeguard_plan import (
    Due,
    PlannedFinding,
    PlannedSafeguard,
    ResidualRight,
    SafeguardKind,
    SafeguardPlan,
    SafeguardState,
)
from enduse.domain.vocabulary import Milestone, Right, RouteLevel, Severity

_STRICT = ConfigDict(extra="forbid")


@with_config(_STRICT)
class DueJson(TypedDict):
    """When something must be done."""

    milestone: Milestone
    days: int  # after the milestone; negative for before
    every_days: int  # 0 for once
    on: Day | None
    overdue: bool
    says: str


@with_config(_STRICT)
class ProofKindJson(TypedDict):
    """One kind of proof that would do."""

    id: str
    reads_as: str
    needs: list[str]


@with_config(_STRICT)
class PlannedSafeguardJson(TypedDict):
    """One safeguard of the plan."""

    id: str
    text: str
    kind: SafeguardKind
    answers: list[str]
    because: str
    owner: str
    due: DueJson
    proofs: list[ProofKindJson]
    blocks_shipment: bool
    state: SafeguardState
    done_on: Day | None
    proof: ProofJson | None
    shortfall: str
    left_if_done: str
    left_if_not: str


@with_config(_STRICT)
class PlannedFindingJson(TypedDict):
    """One raised or unknown finding, and what the plan does about it."""

    id: str
    title: str
    answer: FindingAnswer
    weight: Severity
    safeguards: list[str]
    settled_by: list[str]
    asks_first: bool
    gap: str


@with_config(_STRICT)
class TailoringJson(TypedDict):
    """A change of the product that lowers the risk of one capability."""

    capability: str
    text: str
    declared: bool


@with_config(_STRICT)
class ConflictJson(TypedDict):
    """Two parts of the plan that get in each other's way."""

    first: str
    second: str
    exclusive: bool
    because: str
    resolve: str


@with_config(_STRICT)
class ResidualRightJson(TypedDict):
    """One right at risk, before and after."""

    right: Right
    severity: SeverityWord
    likelihood_before: LikelihoodWord
    likelihood_after: LikelihoodWord
    reliefs: list[str]
    says: str


@with_config(_STRICT)
class ResidualJson(TypedDict):
    """The risk that is left."""

    rights: list[ResidualRightJson]
    route: RouteLevel
    if_all_proved: list[ResidualRightJson]
    route_if_all_proved: RouteLevel
    says: list[str]


@with_config(_STRICT)
class PlanDocument(TypedDict):
    """A whole plan."""

    id: str | None
    as_of: Day
    route: RouteLevel
    safeguards: list[PlannedSafeguardJson]
    tailoring: list[TailoringJson]
    findings: list[PlannedFindingJson]
    conflicts: list[ConflictJson]
    residual: ResidualJson
    table_version: str
    rules_sha256: str


def plan_document(plan: SafeguardPlan) -> PlanDocument:
    """Give a plan as dictionaries, lists, texts and numbers."""
    assessment, residual = plan.assessment, plan.residual
    return {
        "id": assessment.transaction.id,
        "as_of": assessment.as_of.isoformat(),
        "route": assessment.route.level,
        "safeguards": [_safeguard(one) for one in plan.safeguards],
        "tailoring": [
            {"capability": one.capability_id, "text": one.text, "declared": one.declared}
            for one in plan.tailoring
        ],
        "findings": [_finding(one) for one in plan.findings],
        "conflicts": [
            {
                "first": one.first,
                "second": one.second,
                "exclusive": one.exclusive,
                "because": one.because,
                "resolve": one.resolve,
            }
            for one in plan.conflicts
        ],
        "residual": {
            "rights": [_right(one) for one in residual.rights],
            "route": residual.route,
            "if_all_proved": [_right(one) for one in residual.if_all_proved],
            "route_if_all_proved": residual.route_if_all_proved,
            "says": list(residual.says),
        },
        "table_version": plan.version,
        "rules_sha256": assessment.reproducibility.rules_sha256,
    }


def plan_json(plan: SafeguardPlan) -> str:
    """Write a plan as JSON, indented, with a newline at the end."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(plan_document(plan), option=option).decode()


def plan_schema() -> dict[str, Any]:
    """Give the JSON Schema of a plan."""
    return TypeAdapter(PlanDocument).json_schema()


def _safeguard(one: PlannedSafeguard) -> PlannedSafeguardJson:
    return {
        "id": one.safeguard.id,
        "text": one.safeguard.text,
        "kind": one.kind,
        "answers": list(one.answers),
        "because": one.because,
        "owner": one.owner,
        "due": _due(one.due),
        "proofs": [
            {"id": kind.id, "reads_as": kind.reads_as, "needs": list(kind.needs)}
            for kind in one.proofs
        ],
        "blocks_shipment": one.blocks_shipment,
        "state": one.state,
        "done_on": one.done_on.isoformat() if one.done_on else None,
        "proof": proof_json(one.proof) if one.proof else None,
        "shortfall": one.shortfall,
        "left_if_done": one.left_if_done,
        "left_if_not": one.left_if_not,
    }


def _due(due: Due) -> DueJson:
    return {
        "milestone": due.milestone,
        "days": due.days,
        "every_days": due.every_days,
        "on": due.on.isoformat() if due.on else None,
        "overdue": due.overdue,
        "says": due.says,
    }


def _finding(one: PlannedFinding) -> PlannedFindingJson:
    flag = one.finding.red_flag
    return {
        "id": flag.id,
        "title": flag.title,
        "answer": one.finding.answer,
        "weight": flag.severity,
        "safeguards": list(one.safeguards),
        "settled_by": list(one.settled_by),
        "asks_first": one.asks_first,
        "gap": one.gap,
    }


def _right(one: ResidualRight) -> ResidualRightJson:
    return {
        "right": one.inherent.right,
        "severity": SEVERITY_WORDS[one.inherent.severity],
        "likelihood_before": LIKELIHOOD_WORDS[one.inherent.likelihood],
        "likelihood_after": LIKELIHOOD_WORDS[one.likelihood],
        "reliefs": [relief.id for relief in one.reliefs],
        "says": one.says,
    }
