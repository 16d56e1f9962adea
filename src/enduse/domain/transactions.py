"""The sale, licence or service under review, as a person describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from enduse.domain.errors import InvalidInputError
from enduse.domain.ownership import Holding
from enduse.domain.vocabulary import PartyType, Role

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
class Transaction:
    """Product, parties and end-use. Only the product and one end-user must be there."""

    product: Product
    parties: tuple[Party, ...]
    id: str | None = None
    as_of: date | None = None
    seller: Seller = field(default_factory=Seller)
    end_use: str | None = None
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    safeguards: tuple[str, ...] = ()
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
