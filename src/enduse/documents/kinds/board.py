"""The board summary: two pages, for people who decide and have ten minutes."""

from collections.abc import Iterable

from enduse.documents.assessment_words import (
    REACH_WORDS,
    product_words,
    raised_by_weight,
    rights_by_weight,
    tally,
    unknowns_by_weight,
)
from enduse.documents.kinds.country import bars_figure, dossiers_of
from enduse.documents.kinds.findings import findings_short
from enduse.documents.kinds.material import Material
from enduse.documents.kinds.open import HOLD_ORDER
from enduse.documents.kinds.plan import blocking_note, blocking_table
from enduse.documents.kinds.rights import rights_figure, short_rights_table, without_rights
from enduse.documents.kinds.sale import party_text, route_note
from enduse.documents.outline.model import (
    Block,
    Document,
    Facts,
    Kind,
    Section,
    Signatures,
    Stamp,
    Text,
)
from enduse.documents.outline.texts import bullets, cut, given, paragraph, quiet, strong, text
from enduse.domain.assessment import LegalHold
from enduse.domain.safeguard_plan import SafeguardPlan

_PARTY, _USE, _NAME = 110, 300, 120  # characters shown; the rest stands in the dossier
_RIGHTS, _FINDINGS, _BLOCKING, _UNKNOWN, _HOLDS, _USERS, _REASONS = 6, 9, 7, 5, 4, 3, 2
_REASON, _RISK = 320, 420  # characters of one reason, and of one line on the risk left


def board(material: Material, stamp: Stamp) -> Document:
    """Make the board summary."""
    return Document(
        Kind.BOARD,
        "Summary for the board",
        text(given(cut(product_words(material.assessment.transaction), _NAME))),
        stamp,
        (
            Section("decision", "What is asked", _asked(material)),
            Section("rights", "What could go wrong", _wrong(material)),
            Section("conditions", "What it would take", _conditions(material), new_page=True),
            Section("open", "What is not known", _open(material)),
            Section("sign", "Decision", (Signatures(("Decided by", "Date")),)),
        ),
        pages=2,
    )


def _asked(material: Material) -> tuple[Block, ...]:
    assessment = material.assessment
    transaction = assessment.transaction
    users = transaction.end_users
    rows: list[tuple[str, Text]] = [("End-user", party_text(u, _PARTY)) for u in users[:_USERS]]
    if len(users) > _USERS:
        rows.append(("And", text(f"{len(users) - _USERS} more end-users; see the dossier")))
    rows.append(("Stated use", text(given(cut(transaction.end_use or "Not stated", _USE)))))
    rows.append(("Assessed as of", text(str(assessment.as_of))))
    because = [text(given(cut(one, _REASON))) for one in assessment.route.because[:_REASONS]]
    return (Facts(tuple(rows)), route_note(assessment), bullets(because))


def _wrong(material: Material) -> tuple[Block, ...]:
    assessment = material.assessment
    ordered = rights_by_weight(assessment.rights)
    rights: tuple[Block, ...] = (without_rights(),)
    if ordered:
        rights = (rights_figure(ordered, short_rights_table(ordered, _RIGHTS), width=38),)
    groups = ", ".join(assessment.affected_groups[:8]) or "none named"
    return (
        *rights,
        paragraph(
            strong("Who is hit: "),
            given(cut(groups, 240)),
            f". {REACH_WORDS[assessment.whole_population]}",
        ),
        paragraph(strong("Red flags: "), f"{tally(assessment.findings)}."),
        *_flags(material),
    )


def _flags(material: Material) -> Iterable[Block]:
    raised = raised_by_weight(material.assessment.findings)
    if raised:
        yield findings_short(raised[:_FINDINGS], len(raised))


def _conditions(material: Material) -> tuple[Block, ...]:
    plan = material.plan
    blocks: list[Block] = [blocking_note(plan)]
    if plan.blocking:
        blocks.append(blocking_table(plan, _BLOCKING))
        if len(plan.blocking) > _BLOCKING:
            more = len(plan.blocking) - _BLOCKING
            blocks.append(paragraph(quiet(f"And {more} more; the plan in the dossier has all.")))
    return (*blocks, *_residual(plan), *_record(material))


def _residual(plan: SafeguardPlan) -> Iterable[Block]:
    said = [cut(one, _RISK) for one in plan.residual.says[:3]]
    if plan.gaps:
        ids = ", ".join(one.finding.red_flag.id for one in plan.gaps[:10])
        said.append(f"{len(plan.gaps)} findings have no safeguard that could answer them: {ids}.")
    if said:
        yield paragraph(strong("Risk that is left"))
        yield bullets(text(given(one)) for one in said)


def _record(material: Material) -> Iterable[Block]:
    for dossier in dossiers_of(material)[:1]:
        yield bars_figure(dossier, width=66)


def _open(material: Material) -> tuple[Block, ...]:
    assessment = material.assessment
    unknowns = unknowns_by_weight(assessment)
    lines = [f"{one.reads_as} ({one.silence})" for one in unknowns[:_UNKNOWN]]
    if len(unknowns) > _UNKNOWN:
        lines.append(f"And {len(unknowns) - _UNKNOWN} more facts; not known is not clear.")
    return (
        bullets(lines or ["Nothing: every red flag is raised or clear."]),
        paragraph(strong("Legal questions, beside the route; for counsel")),
        bullets(_holds(material.assessment.legal_holds)),
    )


def _holds(holds: Iterable[LegalHold]) -> list[str]:
    """The legal questions; entries of control lists only by number, for there can be many."""
    ordered = sorted(holds, key=lambda one: HOLD_ORDER.get(one.state, 1))
    entries = [one for one in ordered if one.id.startswith("entry:")]
    others = [one for one in ordered if one not in entries]
    lines = [f"{one.state.capitalize()}: {cut(one.says, 160)}" for one in others[:_HOLDS]]
    if len(others) > _HOLDS:
        lines.append(f"And {len(others) - _HOLDS} more.")
    if entries:
        named = ", ".join(one.id.removeprefix("entry:") for one in entries[:6])
        more = " and others" if entries[6:] else ""
        lines.append(f"Check: classification under {named}{more}.")
    return lines or ["None on file; that is no clearance."]
