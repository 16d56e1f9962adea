"""What a scan gives: capabilities with their evidence, and what was not looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from enduse.capability.reading import Strength
from enduse.capability.taxonomy import IntrinsicRisk


class EvidenceKind(StrEnum):
    """Where a piece of evidence comes from."""

    TEXT = "text"
    COMPONENT = "component"
    SOURCE = "source"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class ScanEvidence:
    """One thing that shows a capability, and where it stands."""

    kind: EvidenceKind
    source: str  # a path below what was scanned, or what to call the text
    line: int  # from 1; a page for documents that have pages
    shown: str  # the words, or the component
    reason: str


@dataclass(frozen=True, slots=True)
class ScannedCapability:
    """A capability, how firmly the product has it, and what shows it."""

    id: str
    strength: Strength
    confidence: float  # 0.0 to 1.0
    evidence: tuple[ScanEvidence, ...]
    is_confirmed: bool = False  # by a person, in the profile

    @property
    def counts(self) -> bool:
        """Whether it is a function of the product, and not only spoken of."""
        return self.strength is not Strength.MENTIONED


@dataclass(frozen=True, slots=True)
class ScannedProperty:
    """What makes a capability graver (or, among limits, milder), with what shows it."""

    id: str
    evidence: ScanEvidence
    answer: str = "yes"  # of a person: yes or no
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class NotExamined:
    """Something that was not looked at, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class ComponentCount:
    """How many components there are, each counted once."""

    matched: int = 0
    unmatched: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class NameAlike:
    """A component whose name looks telling and is not."""

    component: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scan:
    """The whole result, in a fixed order: the same input gives the same result."""

    capabilities: tuple[ScannedCapability, ...] = ()
    negated: tuple[ScannedCapability, ...] = ()  # denied by a text or a person, or opposed
    infrastructure: tuple[ScannedCapability, ...] = ()  # general components, told apart
    suggestions: tuple[ScannedCapability, ...] = ()  # too weak to count; worth a question
    properties: tuple[ScannedProperty, ...] = ()
    limits: tuple[ScannedProperty, ...] = ()
    components: ComponentCount = ComponentCount()
    false_friends: tuple[NameAlike, ...] = ()
    not_examined: tuple[NotExamined, ...] = ()
    examined: int = 0  # files that were read

    @property
    def found(self) -> tuple[ScannedCapability, ...]:
        """The capabilities that are functions of the product."""
        return tuple(one for one in self.capabilities if one.counts)

    @property
    def graver(self) -> tuple[ScannedProperty, ...]:
        """The properties that hold, without those that a person denies."""
        return tuple(one for one in self.properties if one.answer == "yes")


_LEVELS = tuple(IntrinsicRisk)


def level_of(risk: IntrinsicRisk, strength: Strength) -> IntrinsicRisk | None:
    """How much one finding weighs: the risk of the capability, one step down if only possible.

    None for what is only mentioned, and for a low risk that is only possible.
    """
    if strength is Strength.MENTIONED:
        return None
    if strength is Strength.POSSIBLE:
        return _LEVELS[risk.rank - 1] if risk.rank else None
    return risk


def highest(levels: Iterable[IntrinsicRisk | None]) -> IntrinsicRisk | None:
    """The highest level; None when there is none."""
    return max((one for one in levels if one is not None), key=lambda one: one.rank, default=None)
