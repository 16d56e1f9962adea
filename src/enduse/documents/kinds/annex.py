"""The contract annex: the assembled clauses, for counsel's review."""

from enduse.documents.kinds.material import Material
from enduse.documents.kinds.sale import product_text
from enduse.documents.outline.model import (
    Block,
    Document,
    Item,
    Kind,
    Note,
    Provision,
    Section,
    Signatures,
    Stamp,
    Tone,
)
from enduse.documents.outline.texts import bullets, code, given, paragraph, quiet, text
from enduse.domain.clauses import AnnexClause, AnnexParagraph


def annex(material: Material, stamp: Stamp) -> Document:
    """Make the annex."""
    made = material.annex
    return Document(
        Kind.ANNEX,
        made.title,
        product_text(material.assessment.transaction),
        stamp,
        (
            Section("notice", "Before anyone signs", _notice(material)),
            *(
                Section(f"part-{number}", title, tuple(provision(one) for one in clauses))
                for number, (title, clauses) in enumerate(made.parts, 1)
            ),
            Section("sign", "Signatures", (Signatures(("For the seller", "For the buyer")),)),
            Section("sources", "Where each clause comes from", (_sources(made.clauses),)),
        ),
    )


def _notice(material: Material) -> tuple[Block, ...]:
    made = material.annex
    blocks: list[Block] = [
        Note(Tone.WARN, "Notice", text(made.notice)),
        paragraph(f"{made.variant.label}. Clause library {made.library_version}."),
    ]
    if made.blanks:
        blocks += [
            paragraph("To be completed by the parties:"),
            bullets(text(code(one.id), f": {one.asks}") for one in made.blanks),
        ]
    if made.unanswered:
        blocks += [
            paragraph("Contractual safeguards of the plan for which the library has no clause:"),
            bullets(made.unanswered),
        ]
    return tuple(blocks)


def provision(clause: AnnexClause) -> Provision:
    """One clause as it stands in the contract."""
    return Provision(
        f"{clause.number}.",
        clause.clause.title,
        tuple(_paragraph(one) for one in clause.paragraphs),
        tag=f"{clause.clause.id} v{clause.clause.version}",
    )


def _paragraph(one: AnnexParagraph) -> Item:
    below = tuple(Item(text(f"{item.label} ", given(item.text))) for item in one.items)
    return Item(text(f"{one.number} ", given(one.text)), below)


def _sources(clauses: tuple[AnnexClause, ...]) -> Block:
    return bullets(
        text(
            f"{one.number}. {one.clause.title} ",
            code(f"{one.clause.id} v{one.clause.version}"),
            quiet(f": asked for by {', '.join(one.because)}" if one.because else ": always"),
        )
        for one in clauses
    )
