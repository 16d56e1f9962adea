"""The same assessment in the terms of related instruments: a lead for review, not legal advice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enduse.documents.assessment_shape import InstrumentJson
from enduse.domain.assessment import Assessment
from enduse.domain.catalogue import Catalogue, Instrument, InstrumentElement
from enduse.domain.findings import Finding, FindingAnswer

_FEW = 6  # ids named in a sentence


@dataclass(frozen=True, slots=True)
class ElementReading:
    """One step, factor or principle, and how the red flags that it maps to stand."""

    element: InstrumentElement
    raised: tuple[str, ...]
    unknown: tuple[str, ...]
    clear: tuple[str, ...]

    @property
    def says(self) -> str:
        """The state in one sentence; not known is never shown as clear."""
        total = len(self.raised) + len(self.unknown) + len(self.clear)
        if not total:
            return "No red flag of the catalogue maps to it: a person judges."
        if self.raised:
            named = ", ".join(self.raised[:_FEW]) + (", ..." if self.raised[_FEW:] else "")
            return f"Raised: {len(self.raised)} of {total} red flags ({named})."
        if self.unknown:
            return f"Not known: {len(self.unknown)} of {total} red flags; none is raised."
        return f"Clear: all {total} red flags."


@dataclass(frozen=True, slots=True)
class InstrumentReading:
    """One instrument with its elements as they stand in one assessment."""

    instrument: Instrument
    elements: tuple[ElementReading, ...]

    @property
    def raised(self) -> int:
        """Elements with a raised red flag."""
        return sum(bool(one.raised) for one in self.elements)


def read_instruments(assessment: Assessment, catalogue: Catalogue) -> tuple[InstrumentReading, ...]:
    """Read an assessment in the terms of every instrument that the catalogue maps."""
    findings = {finding.red_flag.id: finding for finding in assessment.findings}
    flags = {one.id: [f.id for f in one.red_flags] for one in catalogue.considerations}
    return tuple(
        InstrumentReading(
            instrument,
            tuple(_read(element, findings, flags) for element in instrument.elements),
        )
        for instrument in catalogue.instruments
        if instrument.elements
    )


def instruments_json(readings: Iterable[InstrumentReading]) -> list[InstrumentJson]:
    """Give readings as plain data, for `assessment_document`."""
    return [
        {
            "id": reading.instrument.id,
            "name": reading.instrument.name,
            "confidence": reading.instrument.confidence,
            "elements": [
                {
                    "id": one.element.id,
                    "kind": one.element.kind,
                    "text": one.element.text,
                    "maps": list(one.element.maps),
                    "raised": list(one.raised),
                    "unknown": list(one.unknown),
                    "clear": list(one.clear),
                    "says": one.says,
                }
                for one in reading.elements
            ],
        }
        for reading in readings
    ]


def _read(
    element: InstrumentElement,
    findings: Mapping[str, Finding],
    flags: Mapping[str, list[str]],
) -> ElementReading:
    ids = dict.fromkeys(id_ for mapped in element.maps for id_ in flags.get(mapped, [mapped]))
    stands = {id_: findings[id_].answer for id_ in ids if id_ in findings}
    settled = {FindingAnswer.RAISED, FindingAnswer.CLEAR}
    return ElementReading(
        element=element,
        raised=tuple(id_ for id_, answer in stands.items() if answer is FindingAnswer.RAISED),
        unknown=tuple(id_ for id_, answer in stands.items() if answer not in settled),
        clear=tuple(id_ for id_, answer in stands.items() if answer is FindingAnswer.CLEAR),
    )
