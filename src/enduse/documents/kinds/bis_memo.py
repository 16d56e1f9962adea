"""The licence memo, laid out by the factors of 15 CFR 742.7."""

from enduse.documents.assessment_words import REACH_WORDS, rights_by_weight
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
from enduse.documents.kinds.plan import blocking_note, blocking_table, residual_section
from enduse.documents.kinds.rights import reasons, rights_table, without_rights
from enduse.documents.kinds.sale import product_text
from enduse.documents.outline.model import Block, Document, Kind, Section, Stamp
from enduse.documents.outline.texts import bullets, paragraph, strong, text

INSTRUMENT = "BIS-742-7"
_ITEM, _DISORDER, _MISUSE, _TERMS = (f"{INSTRUMENT}-F{number}" for number in (1, 2, 3, 4))
_UNREST = ("C2-R03", "C2-R08", "C2-R11")  # the red flags of unrest, coup and war
_ALL = 1_000


def bis_memo(material: Material, stamp: Stamp) -> Document:
    """Make the memo: the facts on file under each factor, and what is open."""
    reading = reading_of(material, INSTRUMENT)
    return Document(
        Kind.BIS_MEMO,
        "Licence memo: human rights review under 15 CFR 742.7",
        product_text(material.assessment.transaction),
        stamp,
        (
            Section("notice", "What this memo is", (warning(reading),)),
            _factor(material, _ITEM, 1, _item(material)),
            _factor(material, _DISORDER, 2, _disorder(material)),
            _factor(material, _MISUSE, 3, _misuse(material)),
            _factor(material, _TERMS, 4, _terms(material)),
            holds_section(material.assessment),
            points_section(reading),
        ),
    )


def _factor(material: Material, id_: str, number: int, blocks: tuple[Block, ...]) -> Section:
    element = element_of(reading_of(material, INSTRUMENT), id_).element
    return Section(
        f"factor-{number}", f"Factor {number}. {element.text}", (wording(element), *blocks)
    )


def _item(material: Material) -> tuple[Block, ...]:
    found = leads(material, "US-")
    lines = [one.says for one in found]
    own = [f.red_flag.id for f in material.assessment.findings if f.red_flag.id.startswith("C1-")]
    return (
        *item_blocks(material),
        paragraph(strong("Classification leads")),
        bullets(lines or ["No lead is on file; that is no classification."]),
        *findings_blocks(under(material, own)),
    )


def _disorder(material: Material) -> tuple[Block, ...]:
    tables = tuple(subjects_table(one) for one in dossiers_of(material))
    missing = paragraph("The country of the end-user is not stated.")
    return (*findings_blocks(under(material, _UNREST)), *(tables or (missing,)))


def _misuse(material: Material) -> tuple[Block, ...]:
    assessment = material.assessment
    ordered = rights_by_weight(assessment.rights)
    rights: tuple[Block, ...] = (without_rights(),)
    if ordered:
        rights = (rights_table(ordered), bullets(reasons(ordered)))
    own = [
        f.red_flag.id
        for f in assessment.findings
        if f.red_flag.consideration in {"C2", "C3", "C4"} and f.red_flag.id not in _UNREST
    ]
    return (
        *rights,
        paragraph(REACH_WORDS[assessment.whole_population]),
        *findings_blocks(under(material, own)),
    )


def _terms(material: Material) -> tuple[Block, ...]:
    plan, annex = material.plan, material.annex
    table = (blocking_table(plan, _ALL),) if plan.blocking else ()
    clauses = bullets(text(f"{one.number}. {one.clause.title}") for one in annex.clauses)
    return (
        blocking_note(plan),
        *table,
        paragraph(strong("Terms proposed in the contract annex")),
        clauses if annex.clauses else paragraph("None."),
        *residual_section(plan.residual).blocks,
    )
