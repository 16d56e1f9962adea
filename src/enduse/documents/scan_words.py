"""What every form of a scan says in the same words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from enduse.capability.reading import Strength
from enduse.capability.scan.result import (
    NotExamined,
    Scan,
    ScanEvidence,
    ScannedCapability,
    highest,
    level_of,
)
from enduse.capability.taxonomy import IntrinsicRisk, Taxonomy

STRENGTH_WORDS: Mapping[Strength, str] = {
    Strength.CORE: "core: what the product is for",
    Strength.PRESENT: "present",
    Strength.POSSIBLE: "possible with configuration, code or an add-on",
    Strength.MENTIONED: "mentioned only",
}
FEW_SHOWN = 3  # of a list of places


@dataclass(frozen=True, slots=True)
class Shown:
    """A capability as a person is told of it."""

    found: ScannedCapability
    name: str
    level: IntrinsicRisk | None  # what it weighs; None for what is only mentioned

    @property
    def sureness(self) -> str:
        """Strength and confidence, or that a person confirmed it."""
        words = STRENGTH_WORDS[self.found.strength]
        if self.found.is_confirmed:
            return f"{words}; stated in the product profile"
        return f"{words}; confidence {self.found.confidence:.2f}"


def shown(found: Iterable[ScannedCapability], taxonomy: Taxonomy) -> tuple[Shown, ...]:
    """Capabilities, the weightiest first."""
    rows = (_shown(one, taxonomy) for one in found)
    return tuple(sorted(rows, key=lambda one: -(one.level.rank if one.level else -1)))


def highest_level(scan: Scan, taxonomy: Taxonomy) -> IntrinsicRisk | None:
    """The highest level of anything found; None when nothing weighs."""
    return highest(one.level for one in shown(scan.capabilities, taxonomy))


def unjudged_level(scan: Scan, taxonomy: Taxonomy) -> IntrinsicRisk | None:
    """The highest level of what no person has confirmed; None when nothing of that weighs."""
    return highest(o.level for o in shown(scan.capabilities, taxonomy) if not o.found.is_confirmed)


def headline(scan: Scan, taxonomy: Taxonomy) -> str:
    """The outcome in one sentence."""
    count = len(scan.found)
    if not count:
        return "No surveillance capability was found in what was examined."
    level = highest_level(scan, taxonomy)
    weight = f"; the weightiest is {level}" if level else ""
    noun = "capability" if count == 1 else "capabilities"
    return f"{count} surveillance {noun} found{weight}."


def counted(scan: Scan) -> str:
    """What was read, in one sentence."""
    components = scan.components
    return (
        f"{scan.examined} files read; {components.of} components, of which {components.matched} "
        f"are known to give a capability and {components.unmatched} are not known to."
    )


def place_of(evidence: ScanEvidence) -> str:
    """Where a piece of evidence stands: path and line."""
    return f"{evidence.source}:{evidence.line}"


def by_reason(rows: Iterable[NotExamined]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was not looked at, gathered by the reason."""
    ordered = sorted(rows, key=lambda one: one.reason)
    for reason, same in groupby(ordered, key=lambda one: one.reason):
        yield reason, tuple(one.source for one in same)


def few(places: tuple[str, ...]) -> str:
    """The first few places of a list, and how many more there are."""
    rest = len(places) - FEW_SHOWN
    named = ", ".join(places[:FEW_SHOWN])
    return f"{named} and {rest} more" if rest > 0 else named


def _shown(one: ScannedCapability, taxonomy: Taxonomy) -> Shown:
    capability = taxonomy.get(one.id)
    return Shown(one, capability.name, level_of(capability.intrinsic_risk, one.strength))
