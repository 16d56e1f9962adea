"""What the components of a product show, as observations."""

from collections.abc import Iterable, Iterator, Mapping

from enduse.capability.components.compositions import Composed, Compositions
from enduse.capability.components.inventory import Inventory, Use
from enduse.capability.components.table import Grip
from enduse.capability.reading import Strength
from enduse.capability.scan.observation import Observation
from enduse.capability.scan.places import NAMED, ONLY_MENTIONED, Place
from enduse.capability.scan.result import EvidenceKind, ScanEvidence

GRIP_STRENGTH = {
    Grip.CORE: Strength.PRESENT,
    Grip.ENABLING: Strength.POSSIBLE,
    Grip.INCIDENTAL: Strength.MENTIONED,
}
GRIP_CONFIDENCE = {Grip.CORE: 0.8, Grip.ENABLING: 0.4, Grip.INCIDENTAL: 0.1}
"""How far one component can be trusted alone: 0.0 to 1.0."""

FIRM = (Strength.CORE, Strength.PRESENT)
_TRANSITIVE = 0.6  # of a component that another one brought along
_DEVELOPMENT = 0.3  # of a component that only builds or tests the product


def see_components(inventory: Inventory, places: Mapping[str, Place]) -> Iterator[Observation]:
    """What each known component shows."""
    for use in inventory.uses:
        trust = places.get(use.path, NAMED).code * (
            _DEVELOPMENT if use.component.development else 1.0
        )
        trust *= _TRANSITIVE if use.direct is False else 1.0
        evidence = _evidence(use)
        for given in use.known.gives:
            yield Observation(
                capability=given.capability,
                strength=_strength(given.grip, use, trust),
                confidence=GRIP_CONFIDENCE[given.grip] * trust,
                key=component_key(use.known.ecosystem, use.known.name),
                evidence=evidence,
            )


def see_compositions(
    compositions: Compositions, inventory: Inventory, seen: Iterable[Observation]
) -> Iterator[Observation]:
    """What the components show together, and with what was observed in other ways.

    Only what is firmly there is a part: something possible on top of something possible is no sign.
    """
    where = {"/".join(use.component.key): (use.path, use.line) for use in inventory.uses}
    firm = [one for one in seen if one.strength in FIRM]
    for one in reversed(firm):
        where[one.capability] = (one.evidence.source, one.evidence.line)
    for composed in compositions.fulfilled(inventory.keys, {one.capability for one in firm}):
        yield Observation(
            capability=composed.composition.capability,
            strength=Strength.POSSIBLE,
            confidence=composed.composition.confidence,
            key=f"composition {composed.composition.id}",
            evidence=_composed(composed, where),
        )


def component_key(ecosystem: str, name: str) -> str:
    """The key that a component shares with the import of it."""
    return f"component {ecosystem}/{name}"


def _strength(grip: Grip, use: Use, trust: float) -> Strength:
    strength = GRIP_STRENGTH[grip]
    if use.component.development or trust < ONLY_MENTIONED:
        return Strength.MENTIONED
    if use.direct is False and strength is Strength.PRESENT:
        return Strength.POSSIBLE
    return strength


def _evidence(use: Use) -> ScanEvidence:
    notes = [use.known.reason]
    if use.component.development:
        notes.append("only to build or test")
    if use.brought_by:
        notes.append(f"brought along by {' > '.join(use.brought_by)}")
    elif use.direct is False:
        notes.append("brought along by another component")
    return ScanEvidence(
        EvidenceKind.COMPONENT, use.path, use.line, use.component.shown, "; ".join(notes)
    )


def _composed(composed: Composed, where: Mapping[str, tuple[str, int]]) -> ScanEvidence:
    """The evidence of a composition, at the first part whose place is known."""
    places = (where[one] for one in composed.filled_by if one in where)
    path, line = next(places, ("the product as a whole", 1))
    return ScanEvidence(
        kind=EvidenceKind.COMPONENT,
        source=path,
        line=line,
        shown=" + ".join(composed.filled_by),
        reason=composed.composition.reason,
    )
