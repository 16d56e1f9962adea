"""The record: related instruments, the answers on file, and what makes the result come again."""

from collections.abc import Mapping

from enduse.documents.assessment_instruments import InstrumentReading, read_instruments
from enduse.documents.country_page import known_in_words
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Block, Facts, Section, Table, Text
from enduse.documents.outline.texts import bullets, code, given, paragraph, quiet, strong, text
from enduse.domain.transactions import AnswerValue
from enduse.domain.vocabulary import Confidence

_MAPPING = (
    "The same findings, sorted by what other texts ask. The mapping is this project's own: a lead "
    "for review, not legal advice and not a statement of compliance."
)


def instruments_section(material: Material) -> Section:
    """The findings in the terms of related instruments."""
    readings = read_instruments(material.assessment, material.catalogue)
    return Section(
        "instruments",
        "In the terms of related instruments",
        (paragraph(_MAPPING),),
        tuple(_instrument(reading) for reading in readings if reading.raised),
        new_page=True,
    )


def _instrument(reading: InstrumentReading) -> Section:
    about = reading.instrument
    said = "; ".join(
        part
        for part in (
            about.issuer,
            about.date,
            about.nature,
            about.status,
            f"how this is known: {known_in_words(about.confidence)}" if about.confidence else "",
        )
        if part
    )
    return Section(
        f"instrument-{about.id}",
        about.name,
        (paragraph(quiet(said)), elements_table(reading)),
    )


def elements_table(reading: InstrumentReading) -> Table:
    """The elements of one instrument that the findings bear on."""
    rows = tuple(
        (text(one.element.text), text(", ".join(one.element.maps) or "nothing"), text(one.says))
        for one in reading.elements
    )
    caption = f"{reading.raised} of {len(rows)} elements with a raised red flag"
    return Table(caption, ("Element", "Maps to", "Stands"), rows, (44, 16, 40))


def answers_section(material: Material) -> Section:
    """Every answer on file, in full and in the words it was given in."""
    answers = material.assessment.transaction.answers
    if not answers:
        return Section("answers", "Answers on file", (paragraph("None is on file."),))
    asked = {question.id: question.text for question in material.catalogue.questions}
    rows = tuple(
        (text(code(key), f" {asked.get(key, '')}"), _answer(value))
        for key, value in sorted(answers.items())
    )
    table = Table("Answers on file", ("Question", "Answer"), rows, (45, 55))
    return Section("answers", "Answers on file", (table,), new_page=True)


def _answer(value: AnswerValue) -> Text:
    if isinstance(value, Mapping):
        return text(given("; ".join(f"{name}: {said}" for name, said in value.items())))
    if isinstance(value, tuple):
        return text(given(", ".join(value) or "none"))
    if isinstance(value, bool):
        return text("yes" if value else "no")
    return text(given(str(value)))


def record_section(material: Material) -> Section:
    """When to look again, the line for the public report, and how to get the same result."""
    assessment = material.assessment
    made = assessment.reproducibility
    triggers = bullets(
        f"By {one.due_on}: {one.text}" if one.due_on else one.text
        for one in assessment.review_triggers
    )
    facts = Facts(
        (
            ("Engine", text(made.engine)),
            ("As of", text(str(assessment.as_of))),
            ("Rules", text(code(made.rules_sha256))),
            ("Place in a queue", text(f"{assessment.queue_order}; a sort key, no risk score")),
        )
    )
    rows = tuple(
        (text(name), text(code(digest or "kept by hand")))
        for name, digest in sorted(made.snapshots.items())
    )
    blocks: tuple[Block, ...] = (
        paragraph(strong("Look again")),
        triggers,
        paragraph(strong("Line for the public report. "), assessment.public_line),
        paragraph(strong("To reproduce")),
        facts,
        Table("Snapshot files", ("File", "sha256"), rows, (36, 64)),
        paragraph(strong("How sure the wording is. "), "Each item carries one of these marks:"),
        bullets(f"{one.label[0].upper()}{one.label[1:]}." for one in Confidence),
    )
    return Section("record", "Record", blocks, new_page=True)
