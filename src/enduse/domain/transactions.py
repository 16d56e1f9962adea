"""The sale, licence or service under review, as a person describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from enduse.domain.errors import InvalidInputError
from enduse.domain.ownership import Holding
from enduse.domain.vocabulary import Milestone, PartyType, Role

AnswerValue = str | bool | int | float | tuple[str, ...] | Mapping[str, str]
"""What a person wrote under one question: a word, a list of words, or a word per sign."""


@dataclass(frozen=True, slots=True)
class Seller:
    """The firm that assesses. Every field may be absent, and is then unknown."""

    name: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-3


@dataclass(frozen=True, slots=True)
class Product:
    """The product or service. `capabilities` is None when the file does not say.

    `scan` and `profile` are what a scan found and what product people keep on file, as plain
    tables; `assessment/product_review.py` reads them.
    """

    name: str | None = None
    vendor: str | None = None
    description: str | None = None
    capabilities: tuple[str, ...] | None = None  # ids of the capability taxonomy
    scan: Mapping[str, object] | None = None
    profile: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation, in a role."""

    role: Role
    name: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-3
    type: PartyType | None = None
    region: str | None = None  # sub-national place, when use is bound to one


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a safeguard is in place. A field may be empty; the kind says which may."""

    kind: str  # id of a kind of proof of the rule pack
    reference: str = ""  # where it is kept: a document number, a path, a link
    sha256: str = ""  # of the proof itself: a configuration, an SBOM, a signed document
    before_sha256: str = ""  # of what it is compared with, for a difference
    by: str = ""  # who signed or checked it


@dataclass(frozen=True, slots=True)
class SafeguardInHand:
    """A safeguard that the file says is done. Without proof it counts for nothing."""

    id: str
    done_on: date | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a buyer or reseller answered: weak evidence, which may raise and never clears."""

    key: str  # a key of `answers`
    answer: str | tuple[str, ...]
    by: str  # the person who answered
    role: Role
    on: date
    words: str = ""  # said beside the answer; shown, never decided on
    document_sha256: str = ""  # of the questionnaire it came in


@dataclass(frozen=True, slots=True)
class Transaction:
    """Product, parties and end-use. Only the product and one end-user must be there."""

    product: Product
    parties: tuple[Party, ...]
    id: str | None = None
    as_of: date | None = None
    seller: Seller = field(default_factory=Seller)
    end_use: str | None = None
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    safeguards: tuple[SafeguardInHand, ...] = ()
    milestones: Mapping[Milestone, date] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    ownership: tuple[Holding, ...] = ()

    def __post_init__(self) -> None:
        if not self.end_users:
            raise InvalidInputError(
                'parties: give at least one party with role = "end_user"', id=self.id
            )

    @property
    def end_users(self) -> tuple[Party, ...]:
        """The parties that will use the product."""
        return tuple(party for party in self.parties if party.role is Role.END_USER)
