"""Cells of a workbook that nobody can run: text stays text, whatever it begins with."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from enduse.documents.package import writable

CELL_LIMIT = 16_000  # characters; Excel takes 32,767 halves, and a character may be two
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # which the format would read as a character
_HEAD = PatternFill("solid", start_color="1F3A5F")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
OPEN = Protection(locked=False)


def put_text(cell: Cell, text: str) -> None:
    """Write a text as a text: `=1+1` is shown and never worked out, here or after editing.

    Control characters, which no workbook can hold, become spaces; a text over the limit of a cell
    is cut with a mark, so a caller that must keep all of it splits it beforehand.
    """
    clean = writable(text)
    if len(clean) > CELL_LIMIT:
        clean = clean[: CELL_LIMIT - 1] + "\u2026"
    cell.value = _ESCAPE.sub("_x005F_", clean)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = _WRAPPED


def plain_text(cell: Cell) -> str:
    """What a cell holds, as a person would write it: 5 and not 5.0, a day as YYYY-MM-DD."""
    value = cell.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def put_row(sheet: Worksheet, row: int, values: Iterable[str]) -> None:
    """Write a row of texts."""
    for column, value in enumerate(values, start=1):
        put_text(_cell(sheet, row, column), value)


def put_head(sheet: Worksheet, row: int, heads: Sequence[str], widths: Sequence[int]) -> None:
    """Write the row of headings, keep it in sight, and set the widths in characters."""
    put_row(sheet, row, heads)
    for column, width in enumerate(widths, start=1):
        cell = _cell(sheet, row, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{row + 1}"


def offer(sheet: Worksheet, cells: str, words: Iterable[str], *, strict: bool = True) -> None:
    """Offer a list of words in cells; a strict list takes nothing else.

    Args:
        sheet: the sheet.
        cells: a range, such as `C5:C40`.
        words: without commas, at most 255 characters in all, as the format asks.
        strict: whether other text is refused.
    """
    listed = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
    listed.showErrorMessage = strict
    listed.error, listed.errorTitle = (
        "Choose one of the list, or leave it empty.",
        "Not in the list",
    )
    sheet.add_data_validation(listed)
    listed.add(cells)


def lock(sheet: Worksheet) -> None:
    """Lock a sheet but for its open cells. No password: this stops slips and not intent."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def saved(book: Workbook) -> bytes:
    """The workbook as bytes; its structure is locked."""
    book.security = WorkbookProtection(lockStructure=True)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a merged cell cannot be written")
    return cell
