"""A public report as JSON: the part that is published, and the part that stays in private.

Both carry the same content hash, so a published file can be matched with what was reviewed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from enduse.documents.public_report.composition import (
    Composed,
    FigureTable,
    History,
    PublicReport,
)
from enduse.documents.public_report.disclosure import SMALLEST_SHOWN
from enduse.documents.public_report.past import PastReport
from enduse.documents.public_report.tables import Cell
from enduse.domain.errors import InvalidInputError
from enduse.domain.strict import StrictTable

FORMAT = "enduse-public-report/1"
LEDGER_FORMAT = "enduse-public-report-ledger/1"


@dataclass(frozen=True, slots=True)
class Review:
    """One person's word that the report, as hashed, names nobody who must not be named."""

    by: str
    on: date
    sha256: str


def public_document(report: PublicReport) -> dict[str, object]:
    """Everything that may be published, as plain values, with `sha256` over the rest."""
    outline = report.outline
    content: dict[str, object] = {
        "format": FORMAT,
        "report": outline.report_id,
        "company": outline.company,
        "period": {
            "first": outline.period.first.isoformat(),
            "last": outline.period.last.isoformat(),
        },
        "made_on": outline.made_on.isoformat(),
        "smallest_shown": SMALLEST_SHOWN,
        "sections": [{"heading": s.heading, "text": s.text} for s in outline.sections],
        "claims": [
            {"id": c.claim.claim_id, "statement": c.claim.statement, "checked": c.claim.needs}
            for c in report.claims
        ],
        "tables": [_table(table) for table in report.tables],
        "durations": [{"title": d.title, "median_days": d.days} for d in report.durations],
    }
    return content | {"sha256": content_sha256(content)}


def _table(table: FigureTable) -> dict[str, object]:
    figures = [
        {"id": f.cell_id, "label": f.label, "query": f.query, "count": f.count}
        for f in table.figures
    ]
    return {"id": table.table_id, "title": table.title, "figures": figures}


def content_sha256(content: Mapping[str, object]) -> str:
    """The hash of a document without its own `sha256` and `reviews`."""
    hashed = {key: value for key, value in content.items() if key not in {"sha256", "reviews"}}
    text = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_reviews(document: Mapping[str, object], reviews: Iterable[Review]) -> tuple[str, ...]:
    """What still stands between a report and its publication; empty when nothing does."""
    sha256 = content_sha256(document)
    held = list(reviews)
    stale = [f"{r.by} reviewed another version" for r in held if r.sha256 != sha256]
    persons = {r.by.strip().casefold() for r in held if r.sha256 == sha256}
    wanting = 2 - len(persons)
    return (*stale, *([f"{wanting} more to review it for redaction"] if wanting > 0 else []))


def ledger_document(composed: Composed) -> dict[str, object]:
    """What the next report's check needs: the rows as counted, and the figures shown."""
    return {
        "format": LEDGER_FORMAT,
        "private": "This file names every case. Keep it; do not publish it.",
        "report": composed.report.outline.report_id,
        "cases": _past(composed.cases),
        "grievances": _past(composed.grievances),
    }


def _past(past: PastReport) -> dict[str, object]:
    return {
        "rows": {row_id: dict(row) for row_id, row in past.rows.items()},
        "shown": [
            {"id": cell.cell_id, "where": {name: sorted(held) for name, held in cell.where}}
            for cell in past.shown
        ],
    }


def read_ledgers(documents: Iterable[tuple[str, Mapping[str, object]]]) -> History:
    """Read the ledgers of earlier reports, oldest first.

    Args:
        documents: the name of each file and its content.

    Raises:
        InvalidInputError: a file is no ledger, or two are of one report.
    """
    cases: list[PastReport] = []
    grievances: list[PastReport] = []
    for place, content in documents:
        table = StrictTable(content, place, InvalidInputError)
        if table.text("format") != LEDGER_FORMAT:
            raise table.refuse(f"format should be {LEDGER_FORMAT}")
        table.text("private")
        report_id = table.text("report")
        if report_id in {past.report_id for past in cases}:
            raise table.refuse(f"the report {report_id} is given twice")
        cases.append(_read_past(table.table("cases"), report_id))
        grievances.append(_read_past(table.table("grievances"), report_id))
        table.finish()
    return History(tuple(cases), tuple(grievances))


def _read_past(table: StrictTable, report_id: str) -> PastReport:
    rows = {row_id: _texts(table, row_id, row) for row_id, row in table.mapping("rows").items()}
    shown = tuple(map(_read_cell, table.tables("shown")))
    table.finish()
    return PastReport(report_id, rows, shown)


def _texts(table: StrictTable, row_id: str, row: object) -> dict[str, str]:
    if not isinstance(row, dict) or not all(isinstance(v, str) for v in row.values()):
        raise table.refuse(f"rows, {row_id} should be a table of texts")
    return dict(row)


def _read_cell(row: StrictTable) -> Cell:
    cell_id, where = row.text("id"), row.mapping("where")
    row.finish()
    parts = []
    for name, held in where.items():
        if not isinstance(held, list) or not all(isinstance(one, str) for one in held):
            raise row.refuse(f"where, {name} should be a list of texts")
        parts.append((name, frozenset(held)))
    return Cell(cell_id, tuple(parts))
