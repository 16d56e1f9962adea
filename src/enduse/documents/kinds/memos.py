"""What the two licence memos share: an instrument's own words, and findings under its parts."""

from collections.abc import Iterable

from enduse.documents.assessment_instruments import (
    ElementReading,
    InstrumentReading,
    read_instruments,
)
from enduse.documents.assessment_words import raised_by_weight
from enduse.documents.country_page import known_in_words
from enduse.documents.kinds.findings import findings_table
from enduse.documents.kinds.material import Material
from enduse.documents.kinds.sale import capabilities_table, parties_table, sale_facts
from enduse.documents.outline.model import Block, Note, Paragraph, Section, Tone
from enduse.documents.outline.texts import bullets, paragraph, quiet, strong, text
from enduse.domain.assessment import LegalHold
from enduse.domain.catalogue import InstrumentElement
from enduse.domain.errors import BadDataError
from enduse.domain.findings import Finding, FindingAnswer

_MOST = 12  # raised findings shown in one table; the dossier has all


def reading_of(material: Material, instrument: str) -> InstrumentReading:
    """One instrument with its elements as they stand.

    Raises:
        BadDataError: the catalogue does not have it.
    """
    readings = read_instruments(material.assessment, material.catalogue)
    for reading in readings:
        if reading.instrument.id == instrument:
            return reading
    raise BadDataError(
        "the rule pack lacks an instrument that a memo is laid out by", id=instrument
    )


def warning(reading: InstrumentReading) -> Note:
    """Say how far the text of the instrument can be relied on."""
    about = reading.instrument
    known = known_in_words(about.confidence)
    said = (
        f"Prepared from facts on file for counsel and for whoever files with the authority. Not "
        f"legal advice and not a classification. Instrument: {about.name}, {about.issuer}; "
        f"{about.status}. How its content is known here: {known}. Check every word "
        "of it against the official text."
    )
    return Note(Tone.WARN, "For counsel's review", text(said))


def element_of(reading: InstrumentReading, element: str) -> ElementReading:
    """One element by its id.

    Raises:
        BadDataError: the instrument does not have it.
    """
    for one in reading.elements:
        if one.element.id == element:
            return one
    raise BadDataError("the instrument lacks an element that a memo is laid out by", id=element)


def wording(element: InstrumentElement) -> Paragraph:
    """Say how the wording of a heading is known."""
    known = known_in_words(element.confidence)
    return paragraph(quiet(f"{element.id}; the wording of this heading: {known}"))


def item_blocks(material: Material) -> tuple[Block, ...]:
    """The item and the parties."""
    assessment = material.assessment
    return (sale_facts(assessment), capabilities_table(assessment), parties_table(assessment))


def leads(material: Material, prefix: str) -> tuple[LegalHold, ...]:
    """The classification leads of one regime."""
    holds = material.assessment.legal_holds
    return tuple(one for one in holds if one.id.startswith(f"entry:{prefix}"))


def under(material: Material, flags: Iterable[str]) -> tuple[Finding, ...]:
    """The findings of these red flags."""
    wanted = set(flags)
    return tuple(one for one in material.assessment.findings if one.red_flag.id in wanted)


def findings_blocks(findings: tuple[Finding, ...]) -> tuple[Block, ...]:
    """Findings on one factor: what is raised with its evidence, what is open, what is clear."""
    raised = raised_by_weight(findings)
    open_ = [one for one in findings if one.answer is FindingAnswer.UNKNOWN]
    clear = [one for one in findings if one.answer is FindingAnswer.CLEAR]
    blocks: list[Block] = []
    if raised:
        blocks.append(findings_table(raised[:_MOST]))
        if len(raised) > _MOST:
            blocks.append(paragraph(quiet(f"And {len(raised) - _MOST} more in the dossier.")))
    else:
        blocks.append(paragraph("No red flag under this heading is raised."))
    if open_:
        blocks.append(paragraph(strong("Not known, which is not clear: "), _titles(open_)))
    if clear:
        blocks.append(paragraph(strong("Clear: "), _titles(clear)))
    return tuple(blocks)


def _titles(findings: Iterable[Finding]) -> str:
    return "; ".join(f"{one.red_flag.title} ({one.red_flag.id})" for one in findings) + "."


def points_section(reading: InstrumentReading) -> Section:
    """What the catalogue holds about the instrument, as it holds it."""
    about = reading.instrument
    return Section(
        "instrument",
        "What this memo takes the instrument to say",
        (
            bullets([*about.points, *about.scope] or ["Nothing is on file beyond its elements."]),
            paragraph(quiet(f"Sources: {'; '.join(about.sources) or 'none named'}.")),
        ),
    )
