"""The safeguard tracker: a plan as a workbook in which a team keeps what is done and proved."""

from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from enduse.documents.workbook import OPEN, lock, offer, put_head, put_row, saved
from enduse.domain.assessment import LIKELIHOOD_WORDS, SEVERITY_WORDS
from enduse.domain.safeguard_plan import PlannedSafeguard, SafeguardPlan, SafeguardState

_HEADS = (
    ("Id", 9),
    ("Safeguard", 44),
    ("Kind", 20),
    ("Answers", 16),
    ("Why", 40),
    ("Owner", 12),
    ("Due", 24),
    ("Due on", 12),
    ("Holds shipment", 10),
    ("Left if done", 32),
    ("Left if not done", 32),
    ("Proof: any one of", 40),
    ("State", 22),
    ("Done on", 12),
    ("Kind of proof", 20),
    ("Where it is kept", 28),
    ("SHA-256", 24),
    ("SHA-256 before", 24),
    ("Signed or checked by", 20),
    ("What is lacking", 32),
    ("Notes", 32),
)
_FIRST_OPEN, _LAST_OPEN = 13, 21  # the columns that a team fills in; column 20 is worked out
_LACKING = 20


def tracker_xlsx(plan: SafeguardPlan) -> bytes:
    """Write a plan as an XLSX workbook; nothing in it can be run as a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _safeguards(book.create_sheet("Safeguards"), plan)
    _listed(book.create_sheet("Tailoring"), _TAILORING, _tailoring(plan))
    _listed(book.create_sheet("Settle first"), _QUESTIONS, _questions(plan))
    _listed(book.create_sheet("Gaps and conflicts"), _TROUBLES, _troubles(plan))
    _listed(book.create_sheet("Risk left"), _RISKS, _risks(plan))
    _about(book.create_sheet("About"), plan)
    return saved(book)


def _safeguards(sheet: Worksheet, plan: SafeguardPlan) -> None:
    put_head(sheet, 1, [head for head, _ in _HEADS], [width for _, width in _HEADS])
    for row, one in enumerate(plan.safeguards, start=2):
        put_row(sheet, row, _row(one))
        for column in range(_FIRST_OPEN, _LAST_OPEN + 1):
            if column != _LACKING:
                sheet.cell(row, column).protection = OPEN
    last = len(plan.safeguards) + 1
    if last > 1:
        kinds = dict.fromkeys(kind.id for one in plan.safeguards for kind in one.proofs)
        offer(sheet, f"M2:M{last}", [state.value for state in SafeguardState])
        offer(sheet, f"O2:O{last}", kinds)
        sheet.auto_filter.ref = f"A1:U{last}"
    lock(sheet)


def _row(one: PlannedSafeguard) -> Iterator[str]:
    proof = one.proof
    yield from (
        one.safeguard.id,
        one.safeguard.text,
        one.kind.label,
        ", ".join(one.answers),
        one.because,
        one.owner,
        one.due.says + (" (overdue)" if one.due.overdue else ""),
        one.due.on.isoformat() if one.due.on else "",
        "yes" if one.blocks_shipment else "no",
        one.left_if_done,
        one.left_if_not,
        "; or ".join(f"{kind.id}: {kind.reads_as}" for kind in one.proofs),
        one.state.value,
        one.done_on.isoformat() if one.done_on else "",
    )
    yield from (
        (proof.kind, proof.reference, proof.sha256, proof.before_sha256, proof.by)
        if proof
        else ("",) * 5
    )
    yield one.shortfall
    yield ""


_TAILORING = (("Capability", 36), ("Option", 60), ("Basis", 24), ("Taken?", 12), ("Why", 40))
_QUESTIONS = (
    ("Finding", 10),
    ("Title", 60),
    ("Weight", 10),
    ("Settled by", 24),
    ("If it is so", 32),
    ("Who asks", 20),
    ("Settled on", 14),
)
_TROUBLES = (("What", 12), ("Between", 48), ("Why", 60), ("What to do", 60))
_RISKS = (
    ("Right", 36),
    ("Severity", 12),
    ("Misuse, as assessed", 20),
    ("Misuse, on proof", 20),
    ("Why", 60),
)


def _tailoring(plan: SafeguardPlan) -> Iterator[tuple[str, ...]]:
    for one in plan.tailoring:
        basis = "stated" if one.declared else "guessed from the text"
        yield (f"{one.capability} ({one.capability_id})", one.text, basis, "", "")


def _questions(plan: SafeguardPlan) -> Iterator[tuple[str, ...]]:
    for one in plan.settle_first:
        flag = one.finding.red_flag
        settled, then = ", ".join(one.settled_by), ", ".join(one.safeguards)
        yield (flag.id, flag.title, flag.severity.value, settled, then, "", "")


def _troubles(plan: SafeguardPlan) -> Iterator[tuple[str, ...]]:
    for one in plan.gaps:
        flag = one.finding.red_flag
        state = one.finding.answer.value
        yield ("gap", f"{flag.id} {flag.title} ({state})", one.gap, "Weigh it in the decision.")
    for conflict in plan.conflicts:
        what = "conflict" if conflict.exclusive else "tension"
        yield (what, f"{conflict.first} and {conflict.second}", conflict.because, conflict.resolve)


def _risks(plan: SafeguardPlan) -> Iterator[tuple[str, ...]]:
    for one in plan.residual.rights:
        yield (
            one.inherent.right.label,
            SEVERITY_WORDS[one.inherent.severity],
            LIKELIHOOD_WORDS[one.inherent.likelihood],
            LIKELIHOOD_WORDS[one.likelihood],
            "; ".join(relief.reads_as for relief in one.reliefs) or "nothing proved changes it",
        )


def _listed(
    sheet: Worksheet, heads: tuple[tuple[str, int], ...], rows: Iterable[tuple[str, ...]]
) -> None:
    """A sheet of rows; what a row leaves empty is open to be filled in."""
    put_head(sheet, 1, [head for head, _ in heads], [width for _, width in heads])
    for number, row in enumerate(rows, start=2):
        put_row(sheet, number, row)
        for column, value in enumerate(row, start=1):
            if not value:
                sheet.cell(number, column).protection = OPEN
    lock(sheet)


def _about(sheet: Worksheet, plan: SafeguardPlan) -> None:
    assessment = plan.assessment
    counts = (
        "A state in this workbook is a note. What counts is what stands under safeguards in the "
        "transaction file, with done_on and proof; then make the plan again."
    )
    lines = (
        f"Safeguard tracker for {assessment.transaction.id or 'a transaction without an id'}",
        f"As of {assessment.as_of.isoformat()}; proposed route: {assessment.route.level.label}",
        *plan.residual.says,
        counts,
        f"Table of safeguards {plan.version}; rules {assessment.reproducibility.rules_sha256}",
    )
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, start=1):
        put_row(sheet, number, (line,))
    sheet.cell(1, 1).font = Font(bold=True)
    lock(sheet)
