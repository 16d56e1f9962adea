"""The published shape of an assessment in JSON: which keys there are and what they hold.

The JSON Schema in the reference pages is generated from this file.
"""

from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from enduse.domain.answers import Answer
from enduse.domain.assessment import LIKELIHOOD_WORDS, SEVERITY_WORDS
from enduse.domain.findings import FindingAnswer
from enduse.domain.ownership import OwnerKind
from enduse.domain.screened import Said, Standing
from enduse.domain.vocabulary import (
    Confidence,
    MisuseForm,
    PartyType,
    Right,
    Role,
    RouteLevel,
    Severity,
)

_STRICT = ConfigDict(extra="forbid")

SeverityWord = Annotated[str, Field(json_schema_extra={"enum": list(SEVERITY_WORDS)})]
LikelihoodWord = Annotated[str, Field(json_schema_extra={"enum": list(LIKELIHOOD_WORDS)})]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="YYYY-MM-DD")]


@with_config(_STRICT)
class SellerJson(TypedDict):
    """The firm that assesses."""

    name: str | None
    country: str | None


@with_config(_STRICT)
class ProductJson(TypedDict):
    """The product as the file describes it."""

    name: str | None
    vendor: str | None
    description: str | None
    capabilities: list[str] | None
    scan: NotRequired[dict[str, Any]]  # as the transaction gave it
    profile: NotRequired[dict[str, Any]]


@with_config(_STRICT)
class PartyJson(TypedDict):
    """One party as the file describes it."""

    role: Role
    name: str | None
    country: str | None
    type: PartyType | None
    region: str | None


@with_config(_STRICT)
class HoldingJson(TypedDict):
    """One share that one party holds of another."""

    owned: str
    owner: str
    share: float | None
    country: str | None
    kind: OwnerKind | None


@with_config(_STRICT)
class ProofJson(TypedDict):
    """What shows that a safeguard is in place."""

    kind: str
    reference: str | None
    sha256: str | None
    before_sha256: str | None
    by: str | None


@with_config(_STRICT)
class SafeguardInHandJson(TypedDict):
    """A safeguard that the file says is done."""

    id: str
    done_on: Day | None
    proof: ProofJson | None


@with_config(_STRICT)
class ClaimJson(TypedDict):
    """What a buyer or reseller answered: weak evidence, which never clears a red flag."""

    key: str
    answer: str | list[str]
    by: str
    role: Role
    on: Day
    words: str
    document_sha256: str | None


@with_config(_STRICT)
class TransactionJson(TypedDict):
    """The transaction that was assessed, in the shape of the transaction file."""

    id: str | None
    as_of: Day | None
    seller: SellerJson
    product: ProductJson
    parties: list[PartyJson]
    end_use: str | None
    answers: dict[str, bool | int | float | str | list[str] | dict[str, str]]
    safeguards: list[str | SafeguardInHandJson]
    milestones: dict[str, Day]
    claims: list[ClaimJson]
    ownership: NotRequired[list[HoldingJson]]


@with_config(_STRICT)
class ScopeJson(TypedDict):
    """Whether the Guidance reaches the transaction; unknown is treated as inside."""

    in_scope: Answer
    reasons: list[str]


@with_config(_STRICT)
class CapabilityJson(TypedDict):
    """One capability of the product, as declared or as guessed from the text."""

    id: str
    name: str
    declared: bool
    confidence: float
    words: str


@with_config(_STRICT)
class ConsiderationJson(TypedDict):
    """How far one of the eight considerations has been worked through."""

    id: str
    title: str
    answered: int
    of: int
    raised: int
    clear: int
    unknown: int


@with_config(_STRICT)
class ProvenanceJson(TypedDict):
    """Where a value came from. The hashes of the copies stand under `reproducibility`."""

    source: str
    locator: str
    published_on: Day | None
    retrieved_on: Day | None
    licence: str


@with_config(_STRICT)
class EvidenceJson(TypedDict):
    """A value in one sentence. `looked_for` is set when something was searched and not found.

    `decides` is false for what was looked at and did not make the answer what it is.
    """

    says: str
    decides: bool
    looked_for: str
    provenance: ProvenanceJson


@with_config(_STRICT)
class TraceJson(TypedDict):
    """One node of the why-tree of a condition; `evidence` holds places in the finding's list."""

    text: str
    answer: Answer
    value: str | None
    guessed: bool
    missing: list[str]
    evidence: list[int]
    children: list["TraceJson"]


@with_config(_STRICT)
class BasisJson(TypedDict):
    """What a red flag rests on, and how sure this project is of it."""

    document: str
    place: str
    confidence: Confidence
    label: str


@with_config(_STRICT)
class FindingJson(TypedDict):
    """What one red flag says about the transaction."""

    id: str
    title: str
    consideration: str
    answer: FindingAnswer
    severity: Severity
    reads_as: str
    guessed: bool
    missing: list[str]
    asks: list[str]
    basis: BasisJson
    evidence: list[EvidenceJson]
    trace: TraceJson


@with_config(_STRICT)
class RightSeverityJson(TypedDict):
    """How gravely misuse would harm a right; `level` is the highest of the three."""

    scale: SeverityWord
    scope: SeverityWord
    irremediability: SeverityWord
    level: SeverityWord


@with_config(_STRICT)
class RightLikelihoodJson(TypedDict):
    """How likely misuse is, and why."""

    level: LikelihoodWord
    because: str


@with_config(_STRICT)
class RightJson(TypedDict):
    """One right at risk."""

    right: Right
    label: str
    severity: RightSeverityJson
    likelihood: RightLikelihoodJson
    misuse_forms: list[MisuseForm]


@with_config(_STRICT)
class BenefitJson(TypedDict):
    """A public good that the stated use names; weighed in words, never an offset."""

    name: str
    words: list[str]


@with_config(_STRICT)
class WouldChangeJson(TypedDict):
    """One fact, one value it may have, and the route it would lead to."""

    fact: str
    reads_as: str
    if_it_is: str
    route: RouteLevel
    question: str


@with_config(_STRICT)
class RouteJson(TypedDict):
    """What the assessment proposes. A named person decides."""

    level: RouteLevel
    says: str
    pause_until: list[str]
    because: list[str]
    would_change: list[WouldChangeJson]
    provisional: bool
    rule: str
    trace: TraceJson
    evidence: list[EvidenceJson]


@with_config(_STRICT)
class SafeguardJson(TypedDict):
    """A safeguard to ask for."""

    id: str
    text: str
    consideration: str
    type: str
    owner: str
    phase: str
    answers: list[str]
    because: str
    blocks_shipment: bool
    in_hand: bool
    confidence: Confidence
    label: str


@with_config(_STRICT)
class ReviewTriggerJson(TypedDict):
    """When to look again."""

    id: str
    text: str
    due_on: Day | None


@with_config(_STRICT)
class LegalHoldJson(TypedDict):
    """A legal question beside the human-rights route."""

    id: str
    state: str
    says: str


@with_config(_STRICT)
class ListingJson(TypedDict):
    """One line of one list."""

    list_id: str
    programmes: list[str]
    effective_on: Day | None
    ended_on: Day | None
    source: str
    row: int


@with_config(_STRICT)
class JudgementJson(TypedDict):
    """What a person said of a match."""

    says: str
    reason: str
    judged_by: str
    judged_on: Day
    expires_on: Day | None


@with_config(_STRICT)
class PartyMatchJson(TypedDict):
    """A listed party that a party of the transaction may be."""

    entry: str
    name: str
    listed_name: str
    score: float
    standing: Standing
    markers: list[str]
    listings: list[ListingJson]
    said: Said
    judgement: JudgementJson | None


@with_config(_STRICT)
class PartyScreenedJson(TypedDict):
    """One party, or one owner of a party, and what was found for it."""

    name: str | None
    country: str | None
    roles: list[Role]
    owner_of: list[str]
    was_searched: bool
    matches: list[PartyMatchJson]


@with_config(_STRICT)
class OwnershipJson(TypedDict):
    """What listed parties hold of one party together, under one rule."""

    party: str
    rule: str
    title: str
    status: str
    source: str
    applies: bool
    answer: Answer
    least: float
    most: float
    paths: list[str]
    rests_on_open_match: bool


@with_config(_STRICT)
class ScreeningJson(TypedDict):
    """What the watchlists say of the parties. `gaps` names lists that are incomplete or old."""

    watchlist: str
    engine: str
    threshold: float
    lists: dict[str, Day]
    gaps: list[str]
    parties: list[PartyScreenedJson]
    ownership: list[OwnershipJson]


@with_config(_STRICT)
class UnknownJson(TypedDict):
    """One thing that is not known, why, and the question that settles it."""

    fact: str
    reads_as: str
    silence: str
    question: str
    red_flags: list[str]


@with_config(_STRICT)
class InstrumentElementJson(TypedDict):
    """One element of a related instrument, and how it stands in this assessment."""

    id: str
    kind: str
    text: str
    maps: list[str]
    raised: list[str]
    unknown: list[str]
    clear: list[str]
    says: str


@with_config(_STRICT)
class InstrumentJson(TypedDict):
    """The same assessment in the terms of one related instrument."""

    id: str
    name: str
    confidence: str
    elements: list[InstrumentElementJson]


@with_config(_STRICT)
class ReproducibilityJson(TypedDict):
    """What to run again for the same result to the byte."""

    engine: str
    rules_sha256: str
    snapshots: dict[str, str]


@with_config(_STRICT)
class AssessmentDocument(TypedDict):
    """One assessment. `queue_order` sorts a queue of cases and is no risk score."""

    id: str | None
    as_of: Day
    transaction: TransactionJson
    scope: ScopeJson
    route: RouteJson
    queue_order: int
    rights: list[RightJson]
    affected_groups: list[str]
    whole_population: Answer
    benefits: list[BenefitJson]
    capabilities: list[CapabilityJson]
    considerations: Annotated[list[ConsiderationJson], Field(min_length=8, max_length=8)]
    findings: list[FindingJson]
    safeguards: list[SafeguardJson]
    conditions: list[str]
    review_triggers: list[ReviewTriggerJson]
    legal_holds: list[LegalHoldJson]
    screening: ScreeningJson
    unknowns: list[UnknownJson]
    notes: list[str]
    public_line: str
    instruments: NotRequired[list[InstrumentJson]]
    reproducibility: ReproducibilityJson
