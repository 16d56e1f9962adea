"""What the source code of a product shows, as observations."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from enduse.capability.components.names import Key
from enduse.capability.reading import Strength
from enduse.capability.scan.from_components import (
    GRIP_CONFIDENCE,
    GRIP_STRENGTH,
    component_key,
)
from enduse.capability.scan.observation import Observation
from enduse.capability.scan.places import NAMED, ONLY_MENTIONED, Place
from enduse.capability.scan.result import EvidenceKind, ScanEvidence
from enduse.capability.source.reading import Sighting, SightingKind


def see_source(
    sightings: Iterable[Sighting],
    places: Mapping[str, Place],
    *,
    components: Collection[Key],
    own_modules: Collection[str],
) -> Iterator[Observation]:
    """What each sign in the code shows.

    Args:
        sightings: the signs.
        places: where each file stands; what is not there was named by a person.
        components: what the manifests list, to tell an import from an ordinary word.
        own_modules: names of the product's own modules, which an import may mean.
    """
    for sighting in sightings:
        if _is_another(sighting, components, own_modules):
            continue
        trust = places.get(sighting.path, NAMED).code
        evidence = ScanEvidence(
            EvidenceKind.SOURCE, sighting.path, sighting.line, sighting.text, sighting.reason
        )
        for given in sighting.gives:
            weak = trust < ONLY_MENTIONED
            yield Observation(
                capability=given.capability,
                strength=Strength.MENTIONED if weak else GRIP_STRENGTH[given.grip],
                confidence=GRIP_CONFIDENCE[given.grip] * trust,
                key=_key(sighting),
                evidence=evidence,
            )


def _is_another(
    sighting: Sighting, components: Collection[Key], own_modules: Collection[str]
) -> bool:
    """Whether an import means something else than the component of that name."""
    component = sighting.component
    if component is None or component.key in components:
        return False
    own = any(name.partition(".")[0] in own_modules for name in (*component.imports,))
    return own or not sighting.is_sure


def _key(sighting: Sighting) -> str:
    if sighting.kind is SightingKind.IMPORT and sighting.component:
        return component_key(sighting.component.ecosystem, sighting.component.name)
    return f"{sighting.kind} {sighting.reason}"
