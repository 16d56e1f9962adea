"""The memo on awareness under Article 5 of Regulation (EU) 2021/821."""

from enduse.documents.assessment_instruments import ElementReading
from enduse.documents.assessment_words import raised_by_weight
from enduse.documents.country_page import known_in_words
from enduse.documents.kinds.country import dossiers_of, subjects_table
from enduse.documents.kinds.material import Material
from enduse.documents.kinds.memos import (
    element_of,
    findings_blocks,
    item_blocks,
    leads,
    points_section,
    reading_of,
    under,
    warning,
    wording,
)
from enduse.documents.kinds.open import holds_section
from enduse.documents.kinds.plan import blocking_note, blocking_table
from enduse.documents.kinds.sale import product_text
from enduse.documents.outline.model import Block, Document, Kind, Note, Section, Stamp, Tone
from enduse.documents.outline.texts import bullets, paragraph, quiet, strong, text
from enduse.domain.findings import FindingAnswer

GUIDELINES = "EU-2024-2659"
_ALL = 1_000
_STEPS = ("EU-S1", "EU-S2", "EU-S3", "EU-S4", "EU-S5")


def eu_memo(material: Material, stamp: Stamp) -> Document:
    """Make the memo: the five steps of the guidelines, and what awareness would lead to."""
    reading = reading_of(material, GUIDELINES)
    return Document(
        Kind.EU_MEMO,
        "Memo: awareness under Article 5 of Regulation (EU) 2021/821",
        product_text(material.assessment.transaction),
        stamp,
        (
            Section("notice", "What this memo is", (warning(reading),)),
            _step(material, 1, _is_item(material)),
            _step(material, 2, _capability(material)),
            _step(material, 3, _stakeholders(material)),
            _step(material, 4, _mitigation(material)),
            _step(material, 5, _awareness(material)),
            Section("elements", "Red flags named in the guidelines", (_red_flags(material),)),
            holds_section(material.assessment),
            points_section(reading),
        ),
    )


def _step(material: Material, number: int, blocks: tuple[Block, ...]) -> Section:
    element = element_of(reading_of(material, GUIDELINES), _STEPS[number - 1]).element
    return Section(f"step-{number}", f"Step {number}. {element.text}", (wording(element), *blocks))


def _is_item(material: Material) -> tuple[Block, ...]:
    found = leads(material, "EU-")
    listed = [one.says for one in found] or [
        "No lead to an entry of Annex I is on file; that is no classification."
    ]
    return (
        *item_blocks(material),
        paragraph(strong("Is it listed? "), "A listed item needs a licence in any case:"),
        bullets(listed),
        paragraph(
            strong("Could an unlisted item be a cyber-surveillance item? "),
            "It must be specially designed to enable covert surveillance of natural persons by "
            "monitoring, extracting, collecting or analysing data from information and "
            "telecommunication systems. What is on file about that stands under step 2.",
        ),
    )


def _capability(material: Material) -> tuple[Block, ...]:
    own = [f.red_flag.id for f in material.assessment.findings if f.red_flag.consideration == "C1"]
    return findings_blocks(under(material, own))


def _stakeholders(material: Material) -> tuple[Block, ...]:
    own = [
        f.red_flag.id
        for f in material.assessment.findings
        if f.red_flag.consideration in {"C2", "C3", "C4"}
    ]
    tables = tuple(subjects_table(one) for one in dossiers_of(material))
    return (*findings_blocks(under(material, own)), *tables)


def _mitigation(material: Material) -> tuple[Block, ...]:
    plan = material.plan
    table = (blocking_table(plan, _ALL),) if plan.blocking else ()
    return (blocking_note(plan), *table)


def _awareness(material: Material) -> tuple[Block, ...]:
    """What bears on intent; whether it amounts to awareness is for a person to say."""
    signs = {id_ for one in _signs(material) for id_ in one.element.maps}
    raised = raised_by_weight(under(material, signs))
    firm = [one for one in raised if not one.guessed and one.answer is FindingAnswer.RAISED]
    note = (
        Note(
            Tone.BAD,
            "Decide whether you are aware",
            text(
                f"{len(firm)} of the guidelines' own warning signs are raised on firm facts. If "
                "counsel finds that what is on file amounts to awareness of an intended use for "
                "internal repression or serious violations of human rights or humanitarian law, "
                "notify the competent authority before any export and wait for its answer."
            ),
        )
        if firm
        else Note(
            Tone.WARN,
            "No warning sign of the guidelines is raised on firm facts",
            text(
                "That is no finding that none is intended: a mere possibility is not awareness, "
                "yet the exporter must take steps to know. What is open stands under step 3."
            ),
        )
    )
    return (
        note,
        *findings_blocks(under(material, signs)),
        paragraph(
            strong("Informed by an authority? "),
            "Whether a competent authority has told the exporter that the item may be intended "
            "for such a use (Article 5(1)) is not on file. Ask whoever deals with the authority.",
        ),
    )


def _red_flags(material: Material) -> Block:
    return bullets(
        text(
            f"{one.element.text}. ",
            one.says,
            quiet(f" [{known_in_words(one.element.confidence)}]"),
        )
        for one in _signs(material)
    )


def _signs(material: Material) -> tuple[ElementReading, ...]:
    """The warning signs that the guidelines name."""
    reading = reading_of(material, GUIDELINES)
    return tuple(one for one in reading.elements if one.element.kind == "red_flag")
