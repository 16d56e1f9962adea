"""A questionnaire as a workbook: locked but for the answers, and read back strictly."""

from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from enduse.documents.package import check_package
from enduse.documents.questionnaire import (
    Questionnaire,
    Returned,
    ReturnedQuestionnaire,
    one_kind_of_line_end,
)
from enduse.documents.workbook import (
    CELL_LIMIT,
    OPEN,
    lock,
    offer,
    plain_text,
    put_head,
    put_row,
    saved,
)
from enduse.domain.errors import InvalidInputError

_MAIN_PART = "xl/workbook.xml"
_READ_ME, _QUESTIONS, _LONG, _STAMP = "Read me", "Questions", "Long answers", "enduse"
_HEADS = ("No.", "Question", "What helps", "Choose", "In your own words", "Reference")
_WIDTHS = (6, 60, 40, 16, 60, 10)
_LONG_HEADS, _LONG_WIDTHS = ("No. of the question", "Text, goes on from the row above"), (20, 110)
_LONG_ROWS = 200  # open for answers that no cell can hold
_MAX_ROWS = 2_000
_HOW = """\
Fill in the sheet Questions: choose from the list where there is one, and say more in your own \
words. Leave a row empty if you do not answer it.
An answer too long for one cell goes on in the sheet Long answers: the number of the question, \
then the text, on as many rows as it needs.
Questions and references are locked. Write text, not formulas. Save as .xlsx and send it back."""


def questionnaire_xlsx(questionnaire: Questionnaire) -> bytes:
    """Write a questionnaire as an XLSX workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _read_me(book.create_sheet(_READ_ME), questionnaire)
    long = _questions(book.create_sheet(_QUESTIONS), questionnaire)
    _long(book.create_sheet(_LONG), long)
    stamp = book.create_sheet(_STAMP)
    put_row(stamp, 1, (questionnaire.stamp,))
    stamp.sheet_state = "veryHidden"
    lock(stamp)
    return saved(book)


def read_questionnaire_xlsx(content: bytes) -> ReturnedQuestionnaire:
    """Read a workbook that came back.

    Raises:
        InvalidInputError: it is damaged, no questionnaire, or holds a formula; the message says
            what and where.
    """
    check_package(content, _MAIN_PART)
    try:
        book = load_workbook(BytesIO(content), data_only=False)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InvalidInputError(f"cannot be read as a workbook: {error}") from None
    missing = [name for name in (_QUESTIONS, _LONG, _STAMP) if name not in book.sheetnames]
    if missing:
        raise InvalidInputError(f"is no questionnaire of this kind: no sheet {missing[0]!r}")
    more = _read_long(_sheet(book, _LONG))
    rows = []
    for values in _rows(_sheet(book, _QUESTIONS), len(_HEADS)):
        number, ask, _, choice, words, key = values
        rows.append(Returned(number, key, ask, choice, words + more.pop(number, "")))
    if more:
        raise InvalidInputError(f"Long answers: there is no question {next(iter(more))!r}")
    stamp = next(iter(_rows(_sheet(book, _STAMP), 1, first=1)), ("",))[0]
    return ReturnedQuestionnaire(stamp, tuple(rows))


def _read_me(sheet: Worksheet, questionnaire: Questionnaire) -> None:
    sheet.column_dimensions["A"].width = 110
    lines = (questionnaire.title, questionnaire.intro, *questionnaire.about, *_HOW.splitlines())
    for row, line in enumerate(lines, start=1):
        put_row(sheet, row, (line,))
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    lock(sheet)


def _questions(sheet: Worksheet, questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Write the questions; give back the parts of answers that no cell could hold."""
    put_head(sheet, 1, _HEADS, _WIDTHS)
    long: list[tuple[str, str]] = []
    for row, one in enumerate(questionnaire.questions, start=2):
        first, *rest = _pieces(one.words)
        put_row(sheet, row, (str(one.number), one.ask, one.helps, one.choice, first, one.key))
        long += [(str(one.number), piece) for piece in rest]
        sheet.cell(row, 5).protection = OPEN
        if one.choices:
            sheet.cell(row, 4).protection = OPEN
            offer(sheet, f"D{row}", one.choices)
    sheet.column_dimensions["F"].hidden = True
    lock(sheet)
    return long


def _long(sheet: Worksheet, pieces: list[tuple[str, str]]) -> None:
    put_head(sheet, 1, _LONG_HEADS, _LONG_WIDTHS)
    for row in range(2, max(_LONG_ROWS, len(pieces) + 1) + 2):
        number, piece = pieces[row - 2] if row - 2 < len(pieces) else ("", "")
        put_row(sheet, row, (number, piece))
        sheet.cell(row, 1).protection = sheet.cell(row, 2).protection = OPEN
    lock(sheet)


def _pieces(text: str) -> list[str]:
    """A text in pieces that a cell can hold; at least one, which may be empty."""
    text = one_kind_of_line_end(text)
    return [text[at : at + CELL_LIMIT] for at in range(0, max(len(text), 1), CELL_LIMIT)]


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    if not isinstance(sheet, Worksheet):
        raise InvalidInputError(f"the sheet {name!r} is no sheet of cells")
    if sheet.max_row > _MAX_ROWS:
        raise InvalidInputError(f"the sheet {name!r} has more than {_MAX_ROWS:,} rows")
    return sheet


def _read_long(sheet: Worksheet) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, text in _rows(sheet, 2):
        if text and not number.strip():
            raise InvalidInputError("Long answers: a text stands without the number of a question")
        if number.strip():
            found[number.strip()] = found.get(number.strip(), "") + text
    return found


def _rows(sheet: Worksheet, columns: int, *, first: int = 2) -> list[tuple[str, ...]]:
    """The rows that hold anything, as texts."""
    read = [
        tuple(_text(sheet, cell) for cell in row)
        for row in sheet.iter_rows(min_row=first, max_col=columns)
    ]
    return [row for row in read if any(row)]


def _text(sheet: Worksheet, cell: Cell | MergedCell) -> str:
    if isinstance(cell, MergedCell) or cell.value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        place = f"{sheet.title}, {cell.coordinate}"
        raise InvalidInputError(f"{place}: holds a formula; write the answer as text")
    return one_kind_of_line_end(plain_text(cell))
