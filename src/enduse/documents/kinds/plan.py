"""The safeguard plan on paper: what to do, who, by when, what proves it, what risk is left."""

from collections.abc import Iterable

from enduse.documents.assessment_words import mark_words
from enduse.documents.outline.model import Block, Note, Section, Table, Text, Tone
from enduse.documents.outline.texts import (
    bullets,
    code,
    given,
    paragraph,
    quiet,
    strong,
    text,
)
from enduse.domain.safeguard_plan import (
    Conflict,
    PlannedSafeguard,
    Residual,
    SafeguardKind,
    SafeguardPlan,
)

_NONE = "None is asked for: no red flag is raised that a safeguard of the catalogue answers."


def plan_section(plan: SafeguardPlan) -> Section:
    """The whole plan, by kind of safeguard."""
    return Section(
        "plan",
        "Safeguard plan",
        (blocking_note(plan),),
        (
            *(_of_kind(plan, kind) for kind in SafeguardKind if _has(plan, kind)),
            *_tailoring(plan),
            *_gaps(plan),
            *_conflicts(plan.conflicts),
            residual_section(plan.residual),
        ),
        new_page=True,
    )


def blocking_note(plan: SafeguardPlan) -> Note:
    """Say how much must be proved before shipment."""
    total, blocking = len(plan.safeguards), len(plan.blocking)
    if not total:
        return Note(Tone.PLAIN, "No safeguard is asked for", text(_NONE))
    if not blocking:
        said = f"{total} safeguards are planned; none of them holds the shipment."
        return Note(Tone.GOOD, "Nothing holds the shipment", text(said))
    said = f"{blocking} of {total} safeguards must be proved before anything is shipped."
    return Note(Tone.BAD, "Shipment is held", text(said))


def _has(plan: SafeguardPlan, kind: SafeguardKind) -> bool:
    return any(one.kind is kind for one in plan.safeguards)


def _of_kind(plan: SafeguardPlan, kind: SafeguardKind) -> Section:
    rows = tuple(_row(one) for one in plan.safeguards if one.kind is kind)
    head = ("Safeguard", "Who and when", "Proved by", "Risk left")
    caption = f"{len(rows)} safeguard{'s' if len(rows) > 1 else ''} of this kind"
    table = Table(caption, head, rows, (36, 16, 24, 24))
    return Section(f"plan-{kind.value}", kind.label, (table,))


def _row(one: PlannedSafeguard) -> tuple[Text, ...]:
    item = one.safeguard
    mark = mark_words(item.confidence)
    holds = strong(" Holds the shipment.") if one.blocks_shipment else ""
    answers = f" Answers {', '.join(one.answers)}." if one.answers else f" {one.because}."
    return (
        text(
            code(item.id),
            f" {item.text}.",
            holds,
            quiet(answers),
            quiet(f" [{mark}]" if mark else ""),
        ),
        text(f"{one.owner}; {one.due.says}", strong(" Overdue.") if one.due.overdue else ""),
        text(
            f"{state_words(one)}. ", quiet("Any of: " + "; ".join(p.reads_as for p in one.proofs))
        ),
        text(f"Done: {one.left_if_done} ", quiet(f"Not done: {one.left_if_not}")),
    )


def state_words(one: PlannedSafeguard) -> str:
    """How far a safeguard is, with why what is on file is no proof."""
    said = one.state.value.capitalize()
    return f"{said} ({one.shortfall})" if one.shortfall else said


def blocking_table(plan: SafeguardPlan, most: int) -> Table:
    """What holds the shipment, shortest form."""
    rows = tuple(
        (
            text(code(one.safeguard.id), f" {one.safeguard.text}"),
            text(one.owner),
            text(one.due.says),
        )
        for one in plan.blocking[:most]
    )
    head = ("Before shipment", "Who", "When")
    return Table("What holds the shipment", head, rows, (60, 14, 26))


def _tailoring(plan: SafeguardPlan) -> Iterable[Section]:
    if plan.tailoring:
        rows = tuple(
            (
                text(one.capability, "" if one.declared else quiet(" (guessed from the text)")),
                text(one.text),
            )
            for one in plan.tailoring
        )
        table = Table("Tailoring options", ("Capability", "Option"), rows, (30, 70))
        yield Section("tailoring", "Options to tailor the product", (table,))


def _gaps(plan: SafeguardPlan) -> Iterable[Section]:
    if plan.gaps:
        lines = bullets(
            text(code(one.finding.red_flag.id), f" {one.finding.red_flag.title}: {one.gap}")
            for one in plan.gaps
        )
        said = paragraph("No safeguard of the catalogue answers these; only the decision can.")
        yield Section("gaps", "Gaps", (said, lines))


def _conflicts(conflicts: tuple[Conflict, ...]) -> Iterable[Section]:
    if conflicts:
        lines = bullets(
            text(
                strong(f"{one.first} and {one.second}"),
                " cannot both hold: " if one.exclusive else " pull against each other: ",
                f"{one.because}. {one.resolve}",
            )
            for one in conflicts
        )
        yield Section("conflicts", "Conflicts", (lines,))


def residual_section(residual: Residual) -> Section:
    """The risk that is left, in words beside the inherent one."""
    blocks: list[Block] = [bullets(text(given(one)) for one in residual.says)]
    if residual.rights:
        blocks += [
            paragraph(strong("By what is proved so far")),
            bullets(one.says for one in residual.rights),
            paragraph(strong("If the whole plan were proved")),
            bullets(one.says for one in residual.if_all_proved),
        ]
    return Section("residual", "Risk that is left", tuple(blocks))
