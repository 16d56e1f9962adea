"""What earlier reports have shown, so that this one gives nothing away beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from enduse.documents.public_report.disclosure import Ledger
from enduse.documents.public_report.tables import Cell, Dimension, Row


@dataclass(frozen=True, slots=True)
class PastReport:
    """One published report: the rows it counted, as they stood then, and the figures it showed."""

    report_id: str
    rows: Mapping[str, Row]
    shown: tuple[Cell, ...]


def ledger_of(
    rows: Mapping[str, Row], dimensions: Sequence[Dimension], past: Sequence[PastReport]
) -> Ledger:
    """Join today's rows with those of every earlier report, oldest first.

    A row that is on file no more keeps the values it was last counted with. Where a row has
    moved since (a case ended after the sale), the earlier value stays beside the new one under
    a name of its own, e.g. `outcome@2025`, and the earlier figures count by that.
    """
    joined = _last_known(rows, past)
    every = list(dimensions)
    shown: list[Cell] = []
    for report in past:
        moved = _moved(report.rows, joined)
        names = {name: f"{name}@{report.report_id}" for name in moved}
        every.extend(replace(d, name=names[d.name]) for d in dimensions if d.name in names)
        shown.extend(_renamed(cell, names, report.report_id) for cell in report.shown)
        for row_id, row in report.rows.items():
            joined[row_id] |= {copy: row[name] for name, copy in names.items()}
    return Ledger(rows=joined, dimensions=tuple(every), already_shown=tuple(shown))


def _last_known(rows: Mapping[str, Row], past: Sequence[PastReport]) -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = {}
    for source in (*(report.rows for report in past), rows):
        known |= {row_id: dict(row) for row_id, row in source.items()}
    return known


def _moved(then: Mapping[str, Row], now: Mapping[str, Row]) -> list[str]:
    """The dimensions in which any row has changed since."""
    return sorted(
        {name for row_id, row in then.items() for name in row if now[row_id][name] != row[name]}
    )


def _renamed(cell: Cell, names: Mapping[str, str], report_id: str) -> Cell:
    where = tuple((names.get(name, name), categories) for name, categories in cell.where)
    return Cell(f"{report_id}/{cell.cell_id}", where)


def unique(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Each figure once: the total of two tables may count the same rows."""
    return tuple({cell.where: cell for cell in cells}.values())
