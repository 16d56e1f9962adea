"""The plan: what to do about each finding, who, by when, what proves it, and what risk is left."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enduse.domain.assessment import (
    LIKELIHOOD_WORDS,
    SEVERITY_WORDS,
    Assessment,
    RightAtRisk,
    SafeguardAsked,
)
from enduse.domain.catalogue import Safeguard
from enduse.domain.findings import Finding
from enduse.domain.transactions import Proof
from enduse.domain.vocabulary import Milestone, RouteLevel


class SafeguardKind(StrEnum):
    """Where a safeguard does its work."""

    TAILORING = "tailoring"  # the product itself is changed or limited
    CONTRACTUAL = "contractual"
    PROCEDURAL = "procedural"
    POST_SALE = "post_sale"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    SafeguardKind.TAILORING: "Change the product",
    SafeguardKind.CONTRACTUAL: "Agree in the contract",
    SafeguardKind.PROCEDURAL: "Do inside the firm",
    SafeguardKind.POST_SALE: "Keep up after the sale",
}


class SafeguardState(StrEnum):
    """How far one safeguard is. Only PROVED counts towards the risk that is left."""

    TO_DO = "to do"
    NOT_PROVED = "said to be done but not proved"
    PROVED = "done and proved"


@dataclass(frozen=True, slots=True)
class ProofKind:
    """One kind of proof, and the fields of a proof that must then be filled."""

    id: str
    reads_as: str
    needs: tuple[str, ...]  # names of fields of `Proof`


@dataclass(frozen=True, slots=True)
class Due:
    """When something must be done, seen from a step of the sale."""

    milestone: Milestone
    days: int  # after the milestone; negative for before
    every_days: int = 0  # again and again from then on; 0 for once
    on: date | None = None  # the calendar day, when the milestone has one
    overdue: bool = False  # the day has passed and no proof is on file

    @property
    def says(self) -> str:
        """When, in words, with the calendar day where there is one."""
        day = f", {self.on.isoformat()}" if self.on else ""
        return f"{_distance(self.milestone, self.days)}{_again(self.every_days)}{day}"


def _distance(milestone: Milestone, days: int) -> str:
    if days == 0:
        return f"by {milestone.label}"
    side = "after" if days > 0 else "before"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {side} {milestone.label}"


def _again(every_days: int) -> str:
    return f", then every {every_days} days" if every_days else ""


@dataclass(frozen=True, slots=True)
class PlannedSafeguard:
    """One safeguard of the plan."""

    asked: SafeguardAsked
    kind: SafeguardKind
    answers: tuple[str, ...]  # raised red flags
    because: str
    due: Due
    proofs: tuple[ProofKind, ...]  # any one of them proves it
    blocks_shipment: bool
    state: SafeguardState
    done_on: date | None
    proof: Proof | None
    shortfall: str  # why what is on file is no proof; empty when it is, or nothing is on file
    left_if_done: str
    left_if_not: str

    @property
    def safeguard(self) -> Safeguard:
        """The entry of the catalogue."""
        return self.asked.safeguard

    @property
    def owner(self) -> str:
        """The role that sees to it."""
        return self.asked.owner


@dataclass(frozen=True, slots=True)
class TailoringOption:
    """A change of the product that lowers the risk of one of its capabilities."""

    capability_id: str
    capability: str
    text: str
    declared: bool  # False: the capability is only guessed from the text


@dataclass(frozen=True, slots=True)
class PlannedFinding:
    """One raised or unknown finding, and what the plan does about it."""

    finding: Finding
    safeguards: tuple[str, ...]  # ids; for an unknown finding, those to take up if it is raised
    settled_by: tuple[str, ...]  # questions that would settle an unknown one
    asks_first: bool  # unknown, of weight high or stop: settle it before shipment
    gap: str  # why nothing answers it; empty when something does


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two parts of the plan that cannot both hold, or that pull against each other."""

    first: str  # a safeguard id, or `capability_id: tailoring option`
    second: str
    exclusive: bool  # False: both can hold, each at some cost to the other
    because: str
    resolve: str


@dataclass(frozen=True, slots=True)
class Relief:
    """Proved safeguards that make misuse less likely, and how they do so."""

    id: str  # the row of the table
    safeguards: tuple[str, ...]
    reads_as: str


@dataclass(frozen=True, slots=True)
class ResidualRight:
    """One right at risk, before and after what is proved. Severity never moves."""

    inherent: RightAtRisk
    likelihood: int  # 0 to 3, never above the inherent one
    reliefs: tuple[Relief, ...]

    @property
    def says(self) -> str:
        """Before and after, in one sentence."""
        right, before = self.inherent, LIKELIHOOD_WORDS[self.inherent.likelihood]
        start = f"{right.right.label}: severity {SEVERITY_WORDS[right.severity]}, misuse {before}"
        if self.likelihood == right.likelihood:
            return f"{start}; nothing proved changes that."
        because = "; ".join(relief.reads_as for relief in self.reliefs)
        return (
            f"{start} without the safeguards, {LIKELIHOOD_WORDS[self.likelihood]} with those "
            f"that are proved: {because}. The severity stays."
        )


@dataclass(frozen=True, slots=True)
class Residual:
    """The risk that is left by what is proved so far, and by the whole plan once proved."""

    rights: tuple[ResidualRight, ...]
    route: RouteLevel  # what the route table would propose on the proved safeguards
    if_all_proved: tuple[ResidualRight, ...]
    route_if_all_proved: RouteLevel
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SafeguardPlan:
    """What to do about every raised and unknown finding of one assessment."""

    assessment: Assessment
    safeguards: tuple[PlannedSafeguard, ...]
    tailoring: tuple[TailoringOption, ...]
    findings: tuple[PlannedFinding, ...]  # every raised and every unknown one
    conflicts: tuple[Conflict, ...]
    residual: Residual
    version: str  # of the table of safeguards

    @property
    def blocking(self) -> tuple[PlannedSafeguard, ...]:
        """What must be proved before shipment and is not."""
        return tuple(one for one in self.safeguards if one.blocks_shipment)

    @property
    def gaps(self) -> tuple[PlannedFinding, ...]:
        """The findings that no safeguard answers."""
        return tuple(one for one in self.findings if one.gap)

    @property
    def settle_first(self) -> tuple[PlannedFinding, ...]:
        """The unknown findings to settle before shipment."""
        return tuple(one for one in self.findings if one.asks_first)
