"""A public report: figures counted, small ones hidden, claims checked, all under one hash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from enduse.documents.public_report.claims import CheckedClaim, Period, check_claim
from enduse.documents.public_report.disclosure import SMALLEST_SHOWN, choose_hidden
from enduse.documents.public_report.past import PastReport, ledger_of, unique
from enduse.documents.public_report.register import (
    GrievanceOutcome,
    Outcome,
    Region,
    Register,
    Remedy,
)
from enduse.documents.public_report.tables import Cell, Dimension, Row, Table, check_rows, count
from enduse.documents.public_report.wording import names_in, sweeping_sentences
from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.vocabulary import Severity

NONE_RAISED = "none raised"
BEFORE = "before the first report"


@dataclass(frozen=True, slots=True)
class Section:
    """Free text of the company, under a heading."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a company wants its report to say."""

    report_id: str  # e.g. "2026"; names the figures for later reports
    company: str
    period: Period
    made_on: date
    sections: tuple[Section, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One count as the report shows it; `count` is None where it is withheld."""

    cell_id: str
    label: str
    query: str  # what was counted, in words
    count: int | None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures side by side: the total first."""

    table_id: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Duration:
    """The middle time something took, in days; None where too few are counted to say."""

    title: str
    days: float | None


@dataclass(frozen=True, slots=True)
class PublicReport:
    """Everything that may be published. Nothing in it names a case."""

    outline: Outline
    tables: tuple[FigureTable, ...]
    durations: tuple[Duration, ...]
    claims: tuple[CheckedClaim, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """The report to publish, and what is kept in private for the next one's check."""

    report: PublicReport
    cases: PastReport
    grievances: PastReport


@dataclass(frozen=True, slots=True)
class History:
    """What earlier reports showed of cases and of grievances, oldest first."""

    cases: tuple[PastReport, ...] = ()
    grievances: tuple[PastReport, ...] = ()


def compose(outline: Outline, register: Register, history: History) -> Composed:
    """Count, hide, check, and refuse what the record does not bear out.

    Raises:
        InvalidInputError: a claim the register does not prove, a sweeping sentence that is no
            checked claim, or a name that must not appear; the message gives it.
        BadDataError: earlier reports already give a small figure away.
    """
    claims = tuple(check_claim(name, register, outline.period) for name in outline.claims)
    _refuse_unproven(claims)
    _refuse_text(outline, register, [checked.claim.statement for checked in claims])
    case_rows = _case_rows(outline, register, _periods(history.cases))
    cases, case_past = _counted(_case_tables(outline, register), case_rows, history.cases, outline)
    entry_rows = _grievance_rows(outline, register, _periods(history.grievances))
    entries, entry_past = _counted(
        _grievance_tables(outline), entry_rows, history.grievances, outline
    )
    report = PublicReport(
        outline=outline,
        tables=(*cases, *entries),
        durations=tuple(_durations(outline, register)),
        claims=claims,
    )
    return Composed(report, case_past, entry_past)


def _refuse_unproven(claims: Iterable[CheckedClaim]) -> None:
    for checked in claims:
        if checked.answer is not Answer.YES:
            why = "is not so" if checked.answer is Answer.NO else "cannot be told from the register"
            raise InvalidInputError(
                f'the claim "{checked.claim.statement}" {why}; it needs {checked.claim.needs}',
                claim=checked.claim.claim_id,
                see=", ".join(checked.against[:5]),
            )


def _refuse_text(outline: Outline, register: Register, proven: Sequence[str]) -> None:
    for section in outline.sections:
        for sentence in sweeping_sentences(section.text, proven):
            raise InvalidInputError(
                "a sentence about the whole record must be one of the checked claims, word for "
                f'word; under "{section.heading}" stands: {sentence}'
            )
        named = names_in(f"{section.heading} {section.text}", register.never_name)
        if named:
            raise InvalidInputError(f'the text under "{section.heading}" names {named[0]!r}')


def _counted(
    tables: Sequence[Table],
    rows: Mapping[str, Row],
    past: tuple[PastReport, ...],
    outline: Outline,
) -> tuple[tuple[FigureTable, ...], PastReport]:
    periods = dict.fromkeys((BEFORE, *(report.report_id for report in past), outline.report_id))
    period = Dimension("period", "Period", tuple(periods), is_free=False)
    dimensions = tuple({d.name: d for table in tables for d in (*table.by, period)}.values())
    check_rows(rows, dimensions)
    cells = unique(cell for table in tables for cell in table.cells())
    ledger = ledger_of(rows, dimensions, past)
    hidden = choose_hidden(cells, ledger)
    counts = count(cells, ledger.rows.values())
    shown = {cell.where: counts[cell.cell_id] for cell in cells if cell.cell_id not in hidden}
    figures = tuple(_figure_table(table, shown) for table in tables)
    kept = tuple(cell for cell in cells if cell.cell_id not in hidden)
    return figures, PastReport(outline.report_id, rows, kept)


def _figure_table(
    table: Table, shown: Mapping[tuple[tuple[str, frozenset[str]], ...], int]
) -> FigureTable:
    figures = []
    for cell in table.cells():
        own = cell.where[len(table.where) :]
        label = ", ".join(next(iter(categories)) for _, categories in own) or "all"
        figures.append(Figure(cell.cell_id, label, _in_words(cell), shown.get(cell.where)))
    return FigureTable(table.table_id, table.title, tuple(figures))


def _in_words(cell: Cell) -> str:
    parts = [f"{name} is {' or '.join(sorted(categories))}" for name, categories in cell.where]
    return f"where {' and '.join(parts)}" if parts else "all rows"


# The rows: what is closed or received by the end of the period, one category a dimension.


def _periods(past: Sequence[PastReport]) -> dict[str, str]:
    """The period each row was first counted in."""
    return {
        row_id: row["period"] for report in reversed(past) for row_id, row in report.rows.items()
    }


def _period_of(row_id: str, day: date, outline: Outline, known: Mapping[str, str]) -> str:
    if outline.period.holds(day):
        return outline.report_id
    return known.get(row_id, BEFORE)


def _case_rows(outline: Outline, register: Register, known: Mapping[str, str]) -> dict[str, Row]:
    return {
        case.case_id: {
            "period": _period_of(case.case_id, case.closed_on, outline, known),
            "outcome": _words(case.outcome),
            "region": case.region,
            "product group": case.product_group,
            "gravest finding": case.severity or NONE_RAISED,
        }
        for case in register.cases
        if case.closed_on <= outline.period.last
    }


def _grievance_rows(
    outline: Outline, register: Register, known: Mapping[str, str]
) -> dict[str, Row]:
    return {
        entry.grievance_id: {
            "period": _period_of(entry.grievance_id, entry.received_on, outline, known),
            "outcome": _words(entry.outcome),
            "remedy": _words(entry.remedy),
        }
        for entry in register.grievances
        if entry.received_on <= outline.period.last
    }


def _case_tables(outline: Outline, register: Register) -> list[Table]:
    groups = sorted({case.product_group for case in register.cases})
    by = (
        Dimension("outcome", "Outcome", tuple(map(_words, Outcome))),
        Dimension("region", "Region of the end-user", tuple(Region)),
        Dimension("product group", "Product group", tuple(groups)),
        Dimension("gravest finding", "Gravest finding", (*Severity, NONE_RAISED)),
    )
    return _tables("cases", "Cases closed", outline, by)


def _grievance_tables(outline: Outline) -> list[Table]:
    by = (
        Dimension("outcome", "Outcome", tuple(map(_words, GrievanceOutcome))),
        Dimension("remedy", "Remedy", tuple(map(_words, Remedy))),
    )
    return _tables("grievances", "Grievances received", outline, by)


def _tables(kind: str, title: str, outline: Outline, by: Sequence[Dimension]) -> list[Table]:
    """One table for each dimension over this period, and the first of them over all so far."""
    now = (("period", frozenset({outline.report_id})),)
    this_period = [
        Table(
            table_id=f"{kind}-{dimension.name.replace(' ', '-')}-{outline.report_id}",
            title=f"{title} in this period, by {dimension.title.lower()}",
            by=(dimension,),
            where=now,
        )
        for dimension in by
    ]
    so_far = Table(
        table_id=f"{kind}-{by[0].name}-to-{outline.report_id}",
        title=f"{title} so far, by {by[0].title.lower()}",
        by=(by[0],),
    )
    return [*this_period, so_far]


def _durations(outline: Outline, register: Register) -> Iterable[Duration]:
    received = [e for e in register.grievances if outline.period.holds(e.received_on)]
    for title, done in (
        ("Days from receipt to acknowledgement", [e.acknowledged_on for e in received]),
        ("Days from receipt to answer", [e.answered_on for e in received]),
    ):
        taken = [
            (day - entry.received_on).days
            for entry, day in zip(received, done, strict=True)
            if day is not None
        ]
        enough = len(taken) >= SMALLEST_SHOWN
        yield Duration(title, median(taken) if enough else None)


def _words(word: str) -> str:
    return word.replace("_", " ")
