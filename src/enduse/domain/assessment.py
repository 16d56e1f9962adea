"""The dated, reproducible outcome: findings, rights at risk, a proposed route, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from enduse.domain.answers import Answer
from enduse.domain.catalogue import Safeguard
from enduse.domain.findings import Finding, Trace
from enduse.domain.screened import Screening
from enduse.domain.transactions import Transaction
from enduse.domain.vocabulary import MisuseForm, Right, RouteLevel

SEVERITY_WORDS = ("none", "minor", "moderate", "serious", "grave")  # by level 0 to 4
LIKELIHOOD_WORDS = ("unlikely", "possible", "likely", "very likely")  # by level 0 to 3


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether the Guidance reaches this transaction. UNKNOWN is treated as inside."""

    in_scope: Answer
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsiderationStatus:
    """How far one consideration has been worked through."""

    id: str
    title: str
    answered: int  # questions
    of: int
    raised: int  # red flags
    clear: int
    unknown: int


@dataclass(frozen=True, slots=True)
class RightAtRisk:
    """One right, how gravely misuse would harm it, and how likely that is.

    Severity is the maximum of scale, scope and irremediability (UNGP 14, 24), never a mean.
    """

    right: Right
    scale: int  # 1 to 4
    scope: int  # 1 to 4
    irremediability: int  # 1 to 4
    likelihood: int  # 0 to 3
    likelihood_because: str
    misuse_forms: tuple[MisuseForm, ...]

    @property
    def severity(self) -> int:
        """1 to 4."""
        return max(self.scale, self.scope, self.irremediability)


@dataclass(frozen=True, slots=True)
class WouldChange:
    """One fact, one value it may turn out to have, and the route it would lead to."""

    fact: str
    reads_as: str
    if_it_is: str
    route: RouteLevel
    question: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """What the assessment proposes, why, and what would change it."""

    level: RouteLevel
    pause_until: tuple[str, ...]  # facts to establish first, in words; empty for no pause
    because: tuple[str, ...]
    rule: str  # id of the row of route.toml that decided
    trace: Trace
    would_change: tuple[WouldChange, ...]
    provisional: bool  # rests on a guess, or on facts that are not on file


@dataclass(frozen=True, slots=True)
class SafeguardAsked:
    """A safeguard to ask for, with who sees to it, when, and which findings it answers."""

    safeguard: Safeguard
    owner: str
    phase: str
    answers: tuple[str, ...]  # red flags
    because: str
    blocks_shipment: bool
    in_hand: bool


@dataclass(frozen=True, slots=True)
class ReviewTrigger:
    """When to look again."""

    id: str
    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A legal question that stands beside the human-rights route, never inside it."""

    id: str
    state: str  # hold | check | not checked yet
    says: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """A public good that the stated use names. Weighed in words, never an offset."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing that is not known, why, and how to settle it."""

    fact: str
    reads_as: str
    silence: str
    question: str
    red_flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapabilityOnFile:
    """A capability of the product, as declared or as guessed from the text."""

    id: str
    name: str
    declared: bool
    confidence: float  # 1.0 when declared
    words: str  # the sentence that shows it, for a guess


@dataclass(frozen=True, slots=True)
class Reproducibility:
    """What to run again to get the same result to the byte."""

    engine: str
    rules_sha256: str
    snapshots: Mapping[str, str]  # snapshot id to sha256


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcome for one transaction on one as-of date."""

    transaction: Transaction
    as_of: date
    scope: Scope
    capabilities: tuple[CapabilityOnFile, ...]
    considerations: tuple[ConsiderationStatus, ...]
    findings: tuple[Finding, ...]
    rights: tuple[RightAtRisk, ...]
    affected_groups: tuple[str, ...]
    whole_population: Answer
    benefits: tuple[Benefit, ...]
    route: Route
    queue_order: int
    safeguards: tuple[SafeguardAsked, ...]
    conditions: tuple[str, ...]
    review_triggers: tuple[ReviewTrigger, ...]
    legal_holds: tuple[LegalHold, ...]
    screening: Screening
    unknowns: tuple[Unknown, ...]
    notes: tuple[str, ...]
    public_line: str
    reproducibility: Reproducibility
