"""A safeguard plan as plain text: whole sentences, so that it can be read aloud."""

from collections.abc import Iterable, Iterator

from enduse.documents.assessment_words import product_words
from enduse.documents.wrapping import wrap
from enduse.domain.clauses import Annex
from enduse.domain.findings import FindingAnswer
from enduse.domain.safeguard_plan import (
    Conflict,
    PlannedFinding,
    PlannedSafeguard,
    SafeguardKind,
    SafeguardPlan,
    SafeguardState,
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def plan_text(plan: SafeguardPlan) -> str:
    """Write a plan for a person, on a terminal or aloud."""
    parts = [
        _head(plan),
        *(_of_kind(plan, kind) for kind in SafeguardKind),
        _settle(plan),
        _gaps(plan),
        _conflicts(plan.conflicts),
        _tailoring(plan),
        _residual(plan),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(plan: SafeguardPlan) -> list[str]:
    assessment = plan.assessment
    named = assessment.transaction.id or "a transaction without an id"
    return [
        *wrap(f"Safeguard plan for {named}, as of {assessment.as_of.isoformat()}."),
        *wrap(f"Product: {product_words(assessment.transaction)}."),
        *wrap(f"The assessment proposes: {assessment.route.level.label}."),
        "",
        *wrap(" ".join(_summary(plan))),
    ]


def _summary(plan: SafeguardPlan) -> Iterator[str]:
    raised = sum(one.finding.answer is FindingAnswer.RAISED for one in plan.findings)
    proved = sum(one.state is SafeguardState.PROVED for one in plan.safeguards)
    yield f"{_count(raised, 'finding is', 'findings are')} raised.".capitalize()
    planned = _count(len(plan.safeguards), "safeguard is", "safeguards are")
    yield f"{planned} planned, {proved or 'none'} proved.".capitalize()
    if plan.blocking:
        ids = _and(one.safeguard.id for one in plan.blocking)
        yield f"Nothing may be shipped until these are proved: {ids}."
    else:
        yield "No safeguard holds the shipment."
    if plan.settle_first:
        count = _count(len(plan.settle_first), "weighty question is", "weighty questions are")
        yield f"{count} still open and should be settled before shipment.".capitalize()
    if plan.gaps:
        yield f"{_count(len(plan.gaps), 'finding has', 'findings have')} no answer.".capitalize()
    overdue = [one.safeguard.id for one in plan.safeguards if one.due.overdue]
    if overdue:
        yield f"Overdue: {_and(overdue)}."


def _of_kind(plan: SafeguardPlan, kind: SafeguardKind) -> list[str]:
    chosen = [one for one in plan.safeguards if one.kind is kind]
    if not chosen:
        return []
    lines = [kind.label.upper()]
    for one in chosen:
        lines += ["", *wrap(f"{one.safeguard.id}. {one.safeguard.text}.", "", "  ")]
        lines += [line for said in _told(one) for line in wrap(said, "  ")]
    return lines


def _told(one: PlannedSafeguard) -> Iterator[str]:
    answers = f" It answers {_and(one.answers)}." if one.answers else ""
    yield f"Why: {_sentence(one.because)}{answers}"
    holds = " It holds the shipment." if one.blocks_shipment else ""
    late = " That day has passed." if one.due.overdue else ""
    yield f"Who: {one.owner}. When: {one.due.says}.{late}{holds}"
    yield f"Proof: {'; or '.join(proof.reads_as for proof in one.proofs)}."
    yield _state(one)
    yield f"Left if done: {one.left_if_done}"
    yield f"Left if not done: {one.left_if_not}"


def _state(one: PlannedSafeguard) -> str:
    said = f"State: {one.state.value}"
    if one.done_on:
        said += f", on {one.done_on.isoformat()}"
    if one.proof and one.state is SafeguardState.PROVED:
        said += f", by {one.proof.kind.replace('_', ' ')}"
    return f"{said}: {one.shortfall}." if one.shortfall else f"{said}."


def _settle(plan: SafeguardPlan) -> list[str]:
    if not plan.settle_first:
        return []
    lines = [
        "SETTLE BEFORE SHIPMENT",
        *wrap("Not known yet, and of weight high or stop if they turn out to be so."),
    ]
    for one in plan.settle_first:
        lines += wrap(" ".join(_question(one)), "  - ", "    ")
    return lines


def _question(one: PlannedFinding) -> Iterator[str]:
    flag = one.finding.red_flag
    yield f"{flag.id}, {flag.title}."
    if one.settled_by:
        yield f"Settled by {_and(one.settled_by)}."
    if one.safeguards:
        yield f"If it is so: {_and(one.safeguards)}."


def _gaps(plan: SafeguardPlan) -> list[str]:
    if not plan.gaps:
        return []
    lines = ["GAPS", *wrap("No safeguard answers these; only the decision can.")]
    for one in plan.gaps:
        flag = one.finding.red_flag
        said = f"{flag.id}, {flag.title} ({one.finding.answer.value}). {one.gap}"
        lines += wrap(said, "  - ", "    ")
    return lines


def _conflicts(conflicts: tuple[Conflict, ...]) -> list[str]:
    if not conflicts:
        return []
    lines = ["CONFLICTS"]
    for one in conflicts:
        verb = "cannot both hold" if one.exclusive else "pull against each other"
        said = f"{one.first} and {one.second} {verb}: {one.because}. {one.resolve}"
        lines += wrap(said, "  - ", "    ")
    return lines


def _tailoring(plan: SafeguardPlan) -> list[str]:
    if not plan.tailoring:
        return []
    lines = ["WAYS TO TAILOR THE PRODUCT", *wrap("Ways to carry out the changes above.")]
    for id_ in dict.fromkeys(one.capability_id for one in plan.tailoring):
        options = [one for one in plan.tailoring if one.capability_id == id_]
        guess = "" if options[0].declared else ", guessed from the text"
        texts = "; ".join(one.text for one in options)
        lines += wrap(f"{options[0].capability} ({id_}{guess}): {texts}.", "  - ", "    ")
    return lines


def _residual(plan: SafeguardPlan) -> list[str]:
    lines = ["RISK THAT IS LEFT"]
    for said in plan.residual.says:
        lines += wrap(said, "  - ", "    ")
    if plan.residual.rights:
        lines += ["", *wrap("Right by right, with what is proved so far:")]
        for right in plan.residual.rights:
            lines += wrap(right.says, "  - ", "    ")
    return lines


def annex_text(annex: Annex) -> str:
    """Write an annex as plain text of 80 columns."""
    lines = [annex.title.upper(), *wrap(f"{annex.variant.label}."), "", *wrap(annex.notice)]
    for title, clauses in annex.parts:
        lines += ["", "", title.upper()]
        for clause in clauses:
            lines += ["", *wrap(f"{clause.number}. {clause.clause.title}")]
            for paragraph in clause.paragraphs:
                lines += wrap(f"{paragraph.number} {paragraph.text}", "  ", "      ")
                for item in paragraph.items:
                    lines += wrap(f"{item.label} {item.text}", "      ", "          ")
    lines += ["", "", "TO BE COMPLETED BY THE PARTIES"]
    lines += [line for one in annex.blanks for line in wrap(f"- {one.asks}", "  ", "    ")]
    if not annex.blanks:
        lines.append("  Nothing is left blank.")
    if annex.unanswered:
        ids = _and(annex.unanswered)
        lines += ["", *wrap(f"No clause carries out these safeguards of the plan: {ids}.")]
    return "\n".join(lines) + "\n"


def _count(number: int, one: str, many: str) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many}"


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."
