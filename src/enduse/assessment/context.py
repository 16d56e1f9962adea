"""What a transaction says, said twice: what is firm, and what may be supposed beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from enduse.assessment.agencies import AgencyWords
from enduse.assessment.product_review import ProductReview, review_product
from enduse.assessment.purpose import PurposeFound, PurposeWords
from enduse.capability.degree import Mark, Narrowing, Widening
from enduse.capability.power import PowerReading, load_power_model
from enduse.capability.reading import FoundCapability, Reading, read_text
from enduse.capability.taxonomy import load_taxonomy
from enduse.domain.facts import Fact
from enduse.domain.transactions import Party, Transaction
from enduse.domain.vocabulary import PartyType
from enduse.evidence.countries import Countries

M = TypeVar("M", Narrowing, Widening)

INVENTORY, PARTIES_NAMED = "product.inventory", "parties.named"
PARTIES_KEYS = ("C4-Q01", PARTIES_NAMED)
NONE_WORDS = frozenset({"none", "none of these", "nothing"})


@dataclass(frozen=True, slots=True)
class UserOnFile:
    """One end-user, as far as the file tells or a name suggests."""

    name: str | None
    types: frozenset[PartyType]
    country: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """The product and its users, in one of the two readings."""

    capabilities: frozenset[str]
    users: tuple[UserOnFile, ...]

    @property
    def types(self) -> frozenset[PartyType]:
        """Every kind of body among the end-users."""
        return frozenset(kind for user in self.users for kind in user.types)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the end-users, each once."""
        return tuple(dict.fromkeys(user.country for user in self.users if user.country))


@dataclass(frozen=True, slots=True)
class Context:
    """One transaction, read.

    `firm` is what the file states; `supposed` adds what its texts and names suggest. The lists of
    capabilities and parties count as complete only when a person named all of them a second
    time, under C1-Q01 and C4-Q01: a shorter list alone never proves an absence.
    """

    transaction: Transaction
    firm: Picture
    supposed: Picture
    inventory_complete: bool
    parties_complete: bool
    guessed_capabilities: tuple[FoundCapability, ...]
    unstated_capabilities: tuple[FoundCapability, ...]  # in the texts, not in what is stated
    narrowed_by: frozenset[Narrowing]
    widened_by: frozenset[Widening]
    marks: Reading | None  # the capability reading of the texts; None without a text
    purposes: tuple[PurposeFound, ...]
    told_power: PowerReading | None  # what the words say of power over people
    review: ProductReview  # what a scan and a profile of the product say

    @property
    def has_every_text(self) -> bool:
        """Whether name, description and end-use are all there: a silence in words is a silence."""
        product = self.transaction.product
        texts = (product.name, product.description, self.transaction.end_use)
        return all(text and text.strip() for text in texts)

    @property
    def effects(self) -> frozenset[str]:
        """What the stated purposes say: repressive, broad, narrow, beneficial."""
        return frozenset(found.purpose.effect for found in self.purposes)


def read_context(
    transaction: Transaction,
    answers: dict[str, Fact],
    *,
    countries: Countries,
    agencies: AgencyWords,
    purposes: PurposeWords,
) -> Context:
    """Read a transaction and its answers into a context."""
    declared = frozenset(transaction.product.capabilities or ())
    inventory = _words(answers.get(INVENTORY))
    review = review_product(transaction.product, load_taxonomy())
    stated = declared | (inventory or frozenset()) | review.stated
    listed = transaction.product.capabilities is not None and inventory is not None
    unsettled = any(found.id not in stated for found in review.found)
    inventory_complete = listed and inventory == stated == declared and not unsettled
    firm_users = tuple(_stated_user(party) for party in transaction.end_users)
    text = _text_of(transaction)
    reading = read_text(text) if text else None
    guessed = () if inventory_complete else _supposed(reading, review, stated)
    supposed_users = tuple(_supposed_user(user, countries, agencies) for user in firm_users)
    degree = reading.degree if reading else None
    return Context(
        transaction=transaction,
        firm=Picture(stated, firm_users),
        supposed=Picture(stated | {found.id for found in guessed}, supposed_users),
        inventory_complete=inventory_complete,
        parties_complete=_all_named(transaction),
        guessed_capabilities=guessed,
        unstated_capabilities=() if reading is None else _guessed(reading, stated),
        narrowed_by=_kinds(degree.narrowing if degree else (), Narrowing),
        widened_by=_kinds(degree.widening if degree else (), Widening),
        marks=reading,
        purposes=purposes.read(transaction.end_use or transaction.product.description or ""),
        told_power=_told_power(transaction, reading),
        review=review,
    )


def _supposed(
    reading: Reading | None, review: ProductReview, stated: frozenset[str]
) -> tuple[FoundCapability, ...]:
    """What the scan found and what the words suggest, without what a person says is absent."""
    scanned = tuple(found for found in review.found if found.id not in stated)
    known = stated | review.denied | {found.id for found in scanned}
    return (*scanned, *(_guessed(reading, known) if reading else ()))


def _told_power(transaction: Transaction, reading: Reading | None) -> PowerReading | None:
    """Read the description together with the stated use; a use alone does not tell a power."""
    text = transaction.product.description or ""
    if reading is None or not text.strip():
        return None
    return load_power_model().read(text, transaction.end_use or "", reading)


def _kinds(marks: Iterable[Mark], kind: type[M]) -> frozenset[M]:
    return frozenset(mark.kind for mark in marks if isinstance(mark.kind, kind))


def _words(fact: Fact | None) -> frozenset[str] | None:
    """The words of an answer, or None when it was not given."""
    return fact.value if fact is not None and isinstance(fact.value, frozenset) else None


def _text_of(transaction: Transaction) -> str:
    product = transaction.product
    parts = (product.name, product.description, transaction.end_use)
    return ". ".join(part.strip().rstrip(".") for part in parts if part and part.strip())


def _guessed(reading: Reading, stated: frozenset[str]) -> tuple[FoundCapability, ...]:
    return tuple(found for found in reading.found if found.counts and found.id not in stated)


def _stated_user(party: Party) -> UserOnFile:
    types = frozenset({party.type}) if party.type else frozenset()
    return UserOnFile(party.name, types, party.country, party.region)


def _supposed_user(user: UserOnFile, countries: Countries, agencies: AgencyWords) -> UserOnFile:
    """Add what the name suggests; what the file states stays."""
    if not user.name:
        return user
    kind = agencies.kind_of(user.name)
    types = user.types | ({kind} if kind and (not user.types or _graver(kind)) else frozenset())
    country = user.country or next(iter(countries.mentioned_in(user.name)), None)
    return UserOnFile(user.name, types, country, user.region)


def _graver(kind: PartyType) -> bool:
    """A name that speaks of a security body is heard even against the stated type."""
    return kind in {PartyType.POLICE, PartyType.INTELLIGENCE, PartyType.INTERIOR_MINISTRY}


def _all_named(transaction: Transaction) -> bool:
    """True when a person's list names exactly the parties that the file describes."""
    answers = transaction.answers
    listed = next((answers[key] for key in PARTIES_KEYS if key in answers), None)
    if isinstance(listed, Mapping):
        listed = listed.get("answer")
    if isinstance(listed, str):
        names = tuple(name.strip() for name in listed.split(","))
        listed = () if listed.strip().lower() in NONE_WORDS else names
    described = [party.name for party in transaction.parties]
    return isinstance(listed, tuple) and Counter(listed) == Counter(described)
