"""What a document says, as observations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enduse.capability.degree import Evidence
from enduse.capability.formats.document import Document
from enduse.capability.likeness import read_product
from enduse.capability.reading import THRESHOLD, FoundCapability, Strength
from enduse.capability.scan.observation import Observation
from enduse.capability.scan.places import ONLY_MENTIONED
from enduse.capability.scan.result import EvidenceKind, ScanEvidence, ScannedProperty

_KEY = "text"  # texts of one product say the same thing over and over


@dataclass(frozen=True, slots=True)
class TextSeen:
    """What one document shows."""

    found: tuple[Observation, ...]
    denied: tuple[Observation, ...]
    suggested: tuple[Observation, ...]
    properties: tuple[ScannedProperty, ...]
    limits: tuple[ScannedProperty, ...]


def see_text(source: str, document: Document, trust: float) -> TextSeen:
    """Read one document.

    Args:
        source: what to call it in evidence.
        document: its text.
        trust: how far what stands there is trusted, 0.0 to 1.0.
    """
    reading = read_product(document.text, sections=document.sections)
    told = _Teller(source, document, trust)
    every = (*reading.found, *reading.infrastructure)
    sure = [one for one in every if one.confidence * trust >= THRESHOLD or told.only_mentions]
    unsure = [one for one in every if one not in sure]
    degree = reading.degree if trust >= ONLY_MENTIONED else None
    return TextSeen(
        found=tuple(told.observations(sure)),
        denied=tuple(told.observations(reading.negated)),
        suggested=tuple(told.observations((*unsure, *reading.suggestions))),
        properties=tuple(
            ScannedProperty(mark.kind.property.value, told.evidence(mark.evidence))  # type: ignore[union-attr]  # only widening marks stand here
            for mark in (degree.widening if degree else ())
        ),
        limits=tuple(
            ScannedProperty(mark.kind.value, told.evidence(mark.evidence))
            for mark in (degree.narrowing if degree else ())
        ),
    )


class _Teller:
    def __init__(self, source: str, document: Document, trust: float) -> None:
        self._source = source
        self._document = document
        self._trust = trust
        self.only_mentions = trust < ONLY_MENTIONED

    def observations(self, found: Iterable[FoundCapability]) -> Iterator[Observation]:
        for capability in found:
            told = (self.evidence(evidence) for evidence in capability.evidence)
            for evidence in _one_a_sentence(told):
                yield Observation(
                    capability=capability.id,
                    strength=self._strength(capability.strength),
                    confidence=capability.confidence * self._trust,
                    key=_KEY,
                    evidence=evidence,
                )

    def evidence(self, evidence: Evidence) -> ScanEvidence:
        stance = "" if evidence.stance == "asserted" else f" ({evidence.stance})"
        line = self._document.line_at(evidence.start)
        place = "" if self._document.place == "line" else f" ({self._document.place} {line})"
        return ScanEvidence(
            kind=EvidenceKind.TEXT,
            source=self._source,
            line=line,
            shown=" ".join(evidence.sentence.split()),
            reason=f"{evidence.reason}{stance}{place}",
        )

    def _strength(self, told: Strength) -> Strength:
        """A document that says less of the product cannot make a capability its core."""
        if self.only_mentions:
            return Strength.MENTIONED
        if self._trust < 1.0 and told is Strength.CORE:
            return Strength.PRESENT
        return told


def _one_a_sentence(rows: Iterable[ScanEvidence]) -> Iterable[ScanEvidence]:
    """The first piece of evidence of each sentence, which tells most."""
    found: dict[tuple[int, str], ScanEvidence] = {}
    for row in rows:
        found.setdefault((row.line, row.shown), row)
    return found.values()
