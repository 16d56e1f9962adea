"""The nodes of a condition. Each gives a three-valued answer, and a trace of why.

A node reads facts from a mapping of name to `Fact`; a name that is not in the mapping is a fact
that is not on file, and counts as unknown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from enduse.domain.answers import Answer, all_of, answer_of, any_of, not_
from enduse.domain.facts import Fact
from enduse.domain.findings import Trace

Facts = Mapping[str, Fact]

AS_OF = "case.as_of"  # the day that days_since counts to


class Expression(Protocol):
    """A condition or a part of one.

    `text` is the part in the rule grammar, on one line; `names` the facts it reads, in order,
    each once. Both are worked out when the condition is read, for they are asked for often.
    """

    @property
    def text(self) -> str: ...  # noqa: D102 - described by the class

    @property
    def names(self) -> tuple[str, ...]: ...  # noqa: D102 - described by the class

    def answer(self, facts: Facts) -> Answer:
        """Answer from the facts on file."""
        ...

    def trace(self, facts: Facts) -> Trace:
        """Answer, and keep why."""
        ...


def show(value: object) -> str:
    """Write the value of a fact the way a person reads it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def _describe(node: object, text: str, names: tuple[str, ...]) -> None:
    """Fill the two derived fields of a frozen node."""
    object.__setattr__(node, "text", text)
    object.__setattr__(node, "names", names)


def _leaf(text: str, name: str, answer: Answer, facts: Facts) -> Trace:
    """Trace of a node that reads one fact."""
    fact = facts.get(name)
    if fact is None or fact.value is None:
        silence = fact.silence if fact else None
        return Trace(text, answer, value=silence, missing=(name,))
    shown = show(fact.value)
    if not fact.complete:
        shown = f"at least {shown}" if isinstance(fact.value, float) else f"{shown}, maybe more"
    missing = (name,) if answer is Answer.UNKNOWN else ()
    return Trace(
        text,
        answer,
        value=shown,
        guessed=not fact.firm,
        missing=missing,
        evidence=fact.evidence,
    )


@dataclass(frozen=True, slots=True)
class Holds:
    """A yes/no fact by its name."""

    name: str

    text: str = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        _describe(self, self.name, (self.name,))

    def answer(self, facts: Facts) -> Answer:
        """The fact's own answer."""
        fact = facts.get(self.name)
        if fact is None or fact.value is None:
            return Answer.UNKNOWN
        if not isinstance(fact.value, Answer):
            raise TypeError(self.name)
        return fact.value

    def trace(self, facts: Facts) -> Trace:
        """The fact's answer with its evidence."""
        return _leaf(self.text, self.name, self.answer(facts), facts)


@dataclass(frozen=True, slots=True)
class Compares:
    """A number, a word or a count of words against a literal."""

    name: str
    measure: str  # value | count | days_since
    operator: str
    literal: float | str

    text: str = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        left = self.name if self.measure == "value" else f"{self.measure}({self.name})"
        right = f'"{self.literal}"' if isinstance(self.literal, str) else f"{self.literal:g}"
        names = (self.name, AS_OF) if self.measure == "days_since" else (self.name,)
        _describe(self, f"{left} {self.operator} {right}", names)

    def answer(self, facts: Facts) -> Answer:
        """Compare; a lower bound decides only what more could not undo."""
        fact = facts.get(self.name)
        if fact is None or fact.value is None:
            return Answer.UNKNOWN
        value = fact.value
        if isinstance(self.literal, str):
            return answer_of((value == self.literal) == (self.operator == "=="))
        if self.measure == "count" and isinstance(value, frozenset):
            value = float(len(value))
        elif self.measure == "days_since" and isinstance(value, date):
            today = facts[AS_OF].value if AS_OF in facts else None
            if not isinstance(today, date):
                return Answer.UNKNOWN
            value = float((today - value).days)
        if not isinstance(value, float):
            raise TypeError(self.name)
        truth = _COMPARE[self.operator](value, self.literal)
        if fact.complete or truth == _settled_by_more(self.operator, value, self.literal):
            return answer_of(truth)
        return Answer.UNKNOWN

    def trace(self, facts: Facts) -> Trace:
        """The comparison with the value compared."""
        return _leaf(self.text, self.name, self.answer(facts), facts)


_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def _settled_by_more(operator: str, value: float, literal: float) -> bool | None:
    """The truth that cannot change if the value grows; None if growing could change either."""
    if operator in {">=", ">"}:
        return True
    if operator in {"<=", "<"}:
        return False
    if value > literal:
        return operator == "!="
    return None


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """One word among several."""

    name: str
    words: tuple[str, ...]
    negated: bool = False

    text: str = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        listed = ", ".join(f'"{word}"' for word in self.words)
        verb = "not in" if self.negated else "in"
        _describe(self, f"{self.name} {verb} [{listed}]", (self.name,))

    def answer(self, facts: Facts) -> Answer:
        """YES if the word is listed."""
        fact = facts.get(self.name)
        if fact is None or fact.value is None:
            return Answer.UNKNOWN
        return answer_of((fact.value in self.words) != self.negated)

    def trace(self, facts: Facts) -> Trace:
        """The membership with the word found."""
        return _leaf(self.text, self.name, self.answer(facts), facts)


@dataclass(frozen=True, slots=True)
class Shares:
    """A set of words that has at least one of several."""

    name: str
    words: frozenset[str]
    text: str

    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        _describe(self, self.text, (self.name,))

    def answer(self, facts: Facts) -> Answer:
        """YES on one shared word; NO only if the set is known to be complete."""
        fact = facts.get(self.name)
        if fact is None or fact.value is None:
            return Answer.UNKNOWN
        if not isinstance(fact.value, frozenset):
            raise TypeError(self.name)
        if not self.words.isdisjoint(fact.value):
            return Answer.YES
        return Answer.NO if fact.complete else Answer.UNKNOWN

    def trace(self, facts: Facts) -> Trace:
        """The overlap with the words on file."""
        return _leaf(self.text, self.name, self.answer(facts), facts)


@dataclass(frozen=True, slots=True)
class Not:
    """The reverse of one part."""

    part: Expression

    text: str = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        shown = f"({self.part.text})" if isinstance(self.part, Joins) else self.part.text
        _describe(self, f"not {shown}", self.part.names)

    def answer(self, facts: Facts) -> Answer:
        """NO for YES, YES for NO; UNKNOWN stays."""
        return not_(self.part.answer(facts))

    def trace(self, facts: Facts) -> Trace:
        """The part's trace below the reversed answer."""
        inner = self.part.trace(facts)
        return Trace(self.text, not_(inner.answer), children=(inner,), missing=inner.missing)


_SETTLES = {"and": (Answer.NO, Answer.YES), "or": (Answer.YES, Answer.NO)}
"""The answer of one part that settles all, and the answer when every part is the other one."""


@dataclass(frozen=True, slots=True)
class Joins:
    """Several parts joined by `and` or `or`."""

    word: str  # and | or
    parts: tuple[Expression, ...]

    text: str = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        shown = (f"({p.text})" if isinstance(p, Joins) else p.text for p in self.parts)
        names = tuple(dict.fromkeys(name for part in self.parts for name in part.names))
        _describe(self, f" {self.word} ".join(shown), names)

    def answer(self, facts: Facts) -> Answer:
        """Kleene's `and` or `or`."""
        settles, outcome = _SETTLES[self.word]
        for part in self.parts:
            answer = part.answer(facts)
            if answer is settles:
                return settles
            if answer is Answer.UNKNOWN:
                outcome = Answer.UNKNOWN
        return outcome

    def trace(self, facts: Facts) -> Trace:
        """Every part's trace; only parts that could still matter are named as missing."""
        children = tuple(part.trace(facts) for part in self.parts)
        join = all_of if self.word == "and" else any_of
        answer = join(child.answer for child in children)
        missing: tuple[str, ...] = ()
        if answer is Answer.UNKNOWN:
            missing = tuple(dict.fromkeys(name for child in children for name in child.missing))
        return Trace(self.text, answer, children=children, missing=missing)


def leaves(part: Expression) -> Iterator[Expression]:
    """The parts of a condition that read one fact each, from left to right."""
    match part:
        case Joins(parts=parts):
            for inner in parts:
                yield from leaves(inner)
        case Not(part=inner):
            yield from leaves(inner)
        case _:
            yield part
