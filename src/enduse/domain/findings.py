"""What one red flag says about one case, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enduse.domain.answers import Answer
from enduse.domain.provenance import Evidence
from enduse.domain.vocabulary import Confidence, MisuseForm, Right, Severity


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A warning sign, written as data: one TOML file, named by its id."""

    id: str
    version: int
    title: str
    consideration: str
    severity: Severity
    when: str  # the condition, in the rule grammar
    reads_as: str  # the condition, in plain words
    threshold_reason: str  # why a threshold on a published figure stands where it stands
    rights: tuple[Right, ...]
    misuse_forms: tuple[MisuseForm, ...]
    basis_document: str
    basis_place: str
    confidence: Confidence
    basis_source: str
    suggested_weight: str  # the seed's own weight, kept beside this project's severity
    asks: tuple[str, ...]  # questions that settle an unknown
    safeguards: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None
    tests: tuple["RuleTest", ...]

    def stands_on(self, day: date) -> bool:
        """Whether the flag is asked on a day: until it is retired, also before it was written.

        A rule looks back: a sale of 2015 is judged by what the Guidance of 2020 warns of.
        """
        return self.in_force_until is None or day <= self.in_force_until


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One proof that a rule carries with it."""

    facts: dict[str, object]
    expect: str  # raised | unknown | clear
    missing: tuple[str, ...] | None = None


class FindingAnswer(StrEnum):
    """What a red flag says. ERROR blocks sign-off; it is never a skipped rule."""

    RAISED = "raised"
    CLEAR = "clear"
    UNKNOWN = "unknown"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Trace:
    """One node of the why-tree of a condition."""

    text: str
    answer: Answer
    value: str | None = None  # what the fact holds, for a leaf
    guessed: bool = False
    children: tuple["Trace", ...] = ()
    missing: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one red flag says about one case."""

    red_flag: RedFlag
    answer: FindingAnswer
    trace: Trace
    missing: tuple[str, ...]  # facts that would settle it
    evidence: tuple[Evidence, ...]
    guessed: bool = False  # raised on a guess; firm facts alone leave it unknown
