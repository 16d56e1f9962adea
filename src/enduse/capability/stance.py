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
    reach: int = _REACH
    crosses_commas: bool = False
    hostile_only: bool = False  # only over what someone may want to be protected from


OPERATORS: Mapping[str, tuple[Operator, ...]] = {
    "@negation": (Operator(Stance.NEGATED),),
    "@denied": (Operator(Stance.NEGATED, ahead=False),),
    "@defence": (Operator(Stance.OPPOSED, crosses_commas=True),),
    "@detects": (Operator(Stance.OPPOSED, reach=7, crosses_commas=True, hostile_only=True),),
    "@detector": (Operator(Stance.OPPOSED, ahead=False, reach=5, hostile_only=True),),
    "@planned": (
        Operator(Stance.PLANNED, crosses_commas=True),
        Operator(Stance.PLANNED, ahead=False),
    ),
    "@document": (Operator(Stance.MENTIONED, crosses_commas=True),),
    "@integration": (Operator(Stance.MENTIONED, crosses_commas=True),),
    "@comparison": (Operator(Stance.COMPARED),),
    "@optional": (
        Operator(Stance.OPTIONAL),
        Operator(Stance.OPTIONAL, ahead=False),
    ),
}

HOSTILE = frozenset(
    {
        "internet.spyware_implant",
        "internet.endpoint_monitoring",
        "internet.tls_interception",
        "internet.wireless_interception",
        "location.cell_site_simulator",
        "recording.covert_audio_video",
    }
)
"""Capabilities that a product may exist to find or stop: the object of *detect* or *remove*."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A run of words held in one way."""

    first: int
    last: int
    stance: Stance
    hostile_only: bool

    def holds(self, hit: Hit) -> bool:
        """Whether a term stands inside."""
        return self.first <= hit.first and hit.last <= self.last


def scopes_of(sentence: Sentence, hits: Sequence[Hit]) -> tuple[Scope, ...]:
    """The scopes that the operators among a sentence's hits open."""
    return tuple(
        _scope(operator, hit, sentence)
        for hit in hits
        if hit.name in OPERATORS
        for operator in OPERATORS[hit.name]
    )


def whole_scopes(sentence: Sentence, stance: Stance) -> tuple[Scope, ...]:
    """A scope over a whole sentence, such as a heading opens; none when it only asserts."""
    if stance is Stance.ASSERTED:
        return ()
    return (Scope(0, len(sentence.words) - 1, stance, hostile_only=False),)


def stance_of(target: str, picked: Sequence[Hit], scopes: Sequence[Scope]) -> Stance:
    """The stance of a finding: the furthest from asserted that any of its words has."""
    stance = Stance.ASSERTED
    for scope in scopes:
        if scope.stance.rank <= stance.rank or (scope.hostile_only and target not in HOSTILE):
            continue
        if any(scope.holds(hit) for hit in picked):
            stance = scope.stance
    return stance


def _scope(operator: Operator, hit: Hit, sentence: Sentence) -> Scope:
    end = len(sentence.words) - 1
    breaks = () if operator.crosses_commas else sentence.breaks
    if operator.ahead:
        stops = [b - 1 for b in breaks if b > hit.last]
        first, last = hit.last + 1, min([end, hit.last + operator.reach, *stops])
    else:
        starts = [b for b in breaks if b <= hit.first]
        first, last = max([0, hit.first - operator.reach, *starts]), hit.first - 1
    return Scope(first, last, operator.stance, operator.hostile_only)
