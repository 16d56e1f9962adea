"""How a sentence holds what it says: asserted, optional, planned, mentioned, opposed, negated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enduse.capability.degree import Stance
from enduse.capability.vocabulary import Hit
from enduse.capability.words import Sentence

_REACH = 14  # words that an operator reaches over, unless a clause ends before


@dataclass(frozen=True, slots=True)
class Operator:
    """A concept that changes the stance of words on one side of it."""

    stance: Stance
    ahead: bool = True  # over the words after it; False: over the words before it
    whole: bool = False  # over the whole sentence
    crosses_commas: bool = False


OPERATORS: Mapping[str, Operator] = {
    "@negation": Operator(Stance.NEGATED),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """A run of words held in one way."""

    first: int
    last: int
    stance: Stance

    def holds(self, hit: Hit) -> bool:
        """Whether a term stands inside."""
        return self.first <= hit.first and hit.last <= self.last


def scopes_of(sentence: Sentence, hits: Sequence[Hit]) -> tuple[Scope, ...]:
    """The scopes that the operators among a sentence's hits open."""
    return tuple(
        _scope(OPERATORS[hit.name], hit, sentence) for hit in hits if hit.name in OPERATORS
    )


def stance_of(picked: Sequence[Hit], scopes: Sequence[Scope]) -> Stance:
    """The stance of a finding: the furthest from asserted that any of its words has."""
    held = (s.stance for s in scopes for hit in picked if s.holds(hit))
    return max(held, key=lambda stance: stance.rank, default=Stance.ASSERTED)


def _scope(operator: Operator, hit: Hit, sentence: Sentence) -> Scope:
    end = len(sentence.words) - 1
    if operator.whole:
        return Scope(0, end, operator.stance)
    breaks = () if operator.crosses_commas else sentence.breaks
    if operator.ahead:
        stops = [b - 1 for b in breaks if b > hit.last]
        return Scope(hit.last + 1, min([end, hit.last + _REACH, *stops]), operator.stance)
    starts = [b for b in breaks if b <= hit.first]
    return Scope(max([0, hit.first - _REACH, *starts]), hit.first - 1, operator.stance)
