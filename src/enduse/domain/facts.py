"""Facts: what is known about one transaction, each with how it is known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enduse.domain.answers import Answer, Silence
from enduse.domain.provenance import Evidence

FactValue = Answer | float | str | frozenset[str] | date
"""Answer for yes/no facts, float for counts and percentiles, str for one word, a set of words."""


class FactType(StrEnum):
    """The type of a fact, which decides how a rule may use it."""

    YES_NO = "yes_no"
    NUMBER = "number"
    WORD = "word"
    WORDS = "words"
    DATE = "date"
    TEXT = "text"  # kept and shown, never decided on


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One entry of the fact dictionary."""

    name: str  # dotted, e.g. end_user.type
    type: FactType
    consideration: str  # C1 to C8
    reads_as: str  # what the fact says, in plain words
    unit: str = ""
    question: str = ""  # the question that gives it, or empty
    source: str = ""  # what gives it when no question does
    words: tuple[str, ...] = ()  # the words a WORD or WORDS fact may hold; empty for any


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known under one name.

    `value` is None when unknown. `complete` is False when more may be true than is known: a
    set may have more members, a count may be higher. `firm` is False for a guess, which may
    raise a red flag but never clears one.
    """

    name: str
    value: FactValue | None = None
    complete: bool = True
    firm: bool = True
    silence: Silence = Silence.NOT_CHECKED
    evidence: tuple[Evidence, ...] = ()
