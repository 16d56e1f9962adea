"""Official files as tables of text, whatever their encoding, separator or container."""

import csv
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from enduse.domain.errors import InvalidInputError

LARGEST_UNPACKED_BYTES = 400_000_000
LARGEST_CELL = 100_000  # characters
HEADER_WITHIN = 12  # rows from the top; official workbooks begin with a title
_SEPARATORS = (";", ",", "\t")


# What the standard library raises on a damaged archive, and openpyxl on a strange workbook.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_STRANGE = (KeyError, TypeError, AttributeError, IndexError, SyntaxError, OverflowError)


@dataclass(frozen=True, slots=True)
class Line:
    """One row under a header, with the place to name in an error."""

    cells: Mapping[str, str]
    file: str
    sheet: str  # empty for a CSV
    number: int  # as a spreadsheet or editor counts, from 1

    @property
    def place(self) -> str:
        """Say where the row is."""
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}, row {self.number}"

    def text(self, column: str) -> str:
        """Give a cell without the space around it; empty when the row has none."""
        return self.cells.get(column, "").strip()

    def year(self, column: str) -> int:
        """Give a year, 1700 to 2100; V-Dem begins in 1789.

        Raises:
            InvalidInputError: the cell holds no year.
        """
        number = self.number_in(column, lowest=1700, highest=2100)
        if number is None or number != int(number):
            raise self.error(column, "a year is expected here, such as 2023")
        return int(number)

    def number_in(self, column: str, *, lowest: float, highest: float) -> float | None:
        """Give a number in a range; None for a cell that says it is missing.

        A decimal comma counts as a point. `N/A`, `NA`, `-` and an empty cell are missing.

        Raises:
            InvalidInputError: the cell holds no number, or one out of range.
        """
        cell = self.text(column)
        if cell.upper() in {"", "NA", "N/A", "-", ".", "NAN"}:
            return None
        try:
            number = float(cell.replace(",", "."))
        except ValueError:
            raise self.error(column, "a number is expected here") from None
        if not lowest <= number <= highest:
            raise self.error(column, f"a number from {lowest:g} to {highest:g} is expected here")
        return number

    def error(self, column: str, remedy: str) -> InvalidInputError:
        """Make the error that names the place, what was found and what to do."""
        found = self.text(column)[:60]
        return InvalidInputError(
            f"{self.place}, column {column}: {remedy}; download the file again if you did not "
            "edit it",
            found=found,
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of text cells, or a whole CSV."""

    name: str  # of the sheet; empty for a CSV
    rows: Sequence[Sequence[str]]


def read_lines(content: bytes, needed: Sequence[str], *, file: str) -> tuple[Line, ...]:
    """Read the rows under the first header that has all the needed columns.

    Args:
        content: a CSV or an Excel workbook (.xlsx).
        needed: column names that the header must hold.
        file: the name to show in errors.

    Raises:
        InvalidInputError: not such a file, no such header, or no rows under it.
    """
    grids = read_grids(content, file=file)
    for grid in grids:
        for at, row in enumerate(grid.rows[:HEADER_WITHIN]):
            header = [cell.strip() for cell in row]
            if set(needed) <= set(header):
                return _lines_under(header, grid, at, file)
    seen = [cell for grid in grids for cell in (grid.rows[0] if grid.rows else ())][:12]
    raise InvalidInputError(
        f"{file}: no header with the columns {', '.join(needed)} was found; "
        "check that this is the official file of that kind",
        found=[cell[:40] for cell in seen],
    )


def _lines_under(header: list[str], grid: Grid, at: int, file: str) -> tuple[Line, ...]:
    lines = tuple(
        Line(dict(zip(header, row, strict=False)), file, grid.name, at + 2 + offset)
        for offset, row in enumerate(grid.rows[at + 1 :])
        if any(cell.strip() for cell in row)
    )
    if not lines:
        raise InvalidInputError(f"{file}: there is no row under the header; download it again")
    return lines


def read_grids(content: bytes, *, file: str) -> tuple[Grid, ...]:
    """Read a CSV as one grid, or a workbook as one grid a sheet.

    Raises:
        InvalidInputError: empty, damaged, too large, or of another kind.
    """
    if not content.strip():
        raise InvalidInputError(f"{file}: the file is empty; download it again")
    if content.startswith(b"PK"):
        return tuple(_workbook(content, file))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidInputError(f"{file}: an old Excel file; save it as .xlsx or CSV first")
    if content.lstrip()[:1] == b"<":
        raise InvalidInputError(f"{file}: a web page, not data; download the file itself")
    return (Grid("", tuple(_csv_rows(decode(content, file), file))),)


def decode(content: bytes, file: str) -> str:
    """Decode text as UTF-8 (with or without a byte-order mark), UTF-16 with one, or Latin-1.

    Raises:
        InvalidInputError: it holds NUL characters, so it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("latin-1")  # older official files; every byte is a letter
    if "\0" in text:
        raise InvalidInputError(f"{file}: not a text file; give the CSV or the .xlsx workbook")
    return text


def _csv_rows(text: str, file: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise InvalidInputError(
            f"{file}, row {reader.line_num}: not readable as CSV (an open quote, a cut-off file or "
            "a huge cell); download it again",
            why=str(error),
        ) from error


def _workbook(content: bytes, file: str) -> Iterator[Grid]:
    _check_archive(content, file)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [
                [_text(cell, file) for cell in row] for row in sheet.iter_rows(values_only=True)
            ]
            yield Grid(sheet.title, rows)
        book.close()
    except (*_DAMAGE, InvalidFileException, *_STRANGE) as error:
        raise InvalidInputError(
            f"{file}: the workbook is damaged; download it again", why=str(error)[:120]
        ) from error


def _check_archive(content: bytes, file: str) -> None:
    """Check that the archive is whole, holds a workbook and is of a believable size."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
                raise InvalidInputError(f"{file}: unpacks to over 400 MB; not the official file")
            damaged = archive.testzip()
    except _DAMAGE as error:
        raise InvalidInputError(
            f"{file}: a damaged or cut-off archive; download it again"
        ) from error
    if damaged is not None:
        raise InvalidInputError(f"{file}: a damaged archive; download it again", part=damaged)
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise InvalidInputError(
            f"{file}: a zip archive, not a workbook; unpack it and give the file inside",
            holds=sorted(names)[:5],
        )


def _text(cell: object, file: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    if len(text) > LARGEST_CELL:
        raise InvalidInputError(f"{file}: a cell of over 100,000 characters; this is not the file")
    return text
