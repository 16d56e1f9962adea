"""The catalogue: the Guidance as items that can be asked, answered and shown with their basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enduse.domain.facts import FactDefinition
from enduse.domain.findings import RedFlag
from enduse.domain.vocabulary import Confidence


class AnswerKind(StrEnum):
    """How a question is answered."""

    YES_NO_UNKNOWN = "yes_no_unknown"
    SELECT_ONE = "select_one"
    SELECT_MANY = "select_many"
    SCALE = "scale"
    TEXT = "text"
    LIST = "list"
    DATE = "date"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the checklist below a question: a yes/no fact of its own."""

    id: str  # the last part of the fact's name
    fact: FactDefinition


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the catalogue, the fact its answer gives, and its checklist."""

    id: str
    consideration: str
    text: str
    answer: AnswerKind
    owner: str
    evidence: str  # what good evidence looks like
    confidence: Confidence
    source: str
    fact: FactDefinition
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A measure that lowers a risk."""

    id: str
    consideration: str
    text: str
    type: str  # procedural | contractual | technical | grievance | reporting
    addresses: tuple[str, ...]  # red flags
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class Consideration:
    """One of the eight."""

    id: str
    number: int
    title: str
    title_confidence: Confidence
    title_source: str
    summary: str
    phase: str
    questions: tuple[Question, ...]
    red_flags: tuple[RedFlag, ...]
    safeguards: tuple[Safeguard, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Any other entry with a text and a confidence: a definition, a principle, a trigger."""

    id: str
    text: str
    confidence: Confidence
    source: str = ""
    term: str = ""
    details: Mapping[str, object] | None = None  # further fields of the entry


@dataclass(frozen=True, slots=True)
class InstrumentElement:
    """A step, factor, principle or red flag of a related instrument, mapped to this catalogue."""

    id: str
    kind: str
    text: str
    maps: tuple[str, ...]  # considerations and red flags
    confidence: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A related instrument. A lead for review, not legal advice."""

    id: str
    name: str
    issuer: str
    date: str
    nature: str
    status: str
    confidence: str
    use: str
    considerations: tuple[str, ...]
    scope: tuple[str, ...]
    points: tuple[str, ...]
    sources: tuple[str, ...]
    elements: tuple[InstrumentElement, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A person's mark that an item was compared with the Guidance's own text."""

    item: str
    by: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the Guidance asks, warns of and recommends, with each item's basis."""

    document: Mapping[str, object]
    considerations: tuple[Consideration, ...]
    facts: tuple[FactDefinition, ...]
    definitions: tuple[Item, ...]
    principles: tuple[Item, ...]
    scope_steps: tuple[Item, ...]
    product_types: tuple[Item, ...]
    misuse_forms: tuple[Item, ...]
    decision_options: tuple[Item, ...]
    review_triggers: tuple[Item, ...]
    appendix1: tuple[Item, ...]
    appendix2: tuple[Item, ...]
    instruments: tuple[Instrument, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(q for c in self.considerations for q in c.questions)

    @property
    def red_flags(self) -> tuple[RedFlag, ...]:
        """All red flags, in order."""
        return tuple(f for c in self.considerations for f in c.red_flags)

    @property
    def safeguards(self) -> tuple[Safeguard, ...]:
        """All safeguards, in order."""
        return tuple(s for c in self.considerations for s in c.safeguards)
