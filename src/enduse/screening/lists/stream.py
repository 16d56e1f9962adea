"""A list file while it is read: its first bytes looked at, its lines and cells measured."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from enduse.domain.errors import InvalidInputError

MAX_FIELD_CHARACTERS = 131_072
"""No list has a longer field; a longer one is a broken file, not a name."""

_MAX_LINE_CHARACTERS = 4_000_000
_BANNER_ROWS = 3
_OTHER_UNICODE = (b"\xff\xfe", b"\xfe\xff", b"\0")
_WEB_PAGES = (b"<!doctype html", b"<html", b"<head", b"<!-- html")
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")


def check_start(stream: BinaryIO, *, what: str) -> None:
    """Refuse at its first bytes what cannot be a list; the stream stands at its start after.

    Raises:
        InvalidInputError: the file is empty, a web page, compressed, or not UTF-8.
    """
    stream.seek(0)
    head = stream.read(1024)
    stream.seek(0)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise InvalidInputError("the file is empty", file=what)
    if start.startswith(_WEB_PAGES) or b"<html" in start:
        raise InvalidInputError("the file is a web page, not the list", file=what)
    if head.startswith(_PACKED):
        raise InvalidInputError("the file is compressed; give the list itself", file=what)
    if head.startswith(_OTHER_UNICODE) or b"\0" in head:
        raise InvalidInputError("the file is UTF-16 or binary; lists are UTF-8", file=what)


def text_lines(stream: BinaryIO, *, what: str) -> Iterator[str]:
    """Yield the lines of a UTF-8 file, with or without a mark at the front.

    Raises:
        InvalidInputError: as `check_start`; a byte that is not UTF-8; a NUL; an endless line.
    """
    check_start(stream, what=what)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        number = 0
        while line := text.readline(_MAX_LINE_CHARACTERS):
            number += 1
            if len(line) == _MAX_LINE_CHARACTERS:
                raise InvalidInputError("a line is too long to be one", file=what, line=number)
            if "\0" in line:
                raise InvalidInputError("the file holds NUL bytes", file=what, line=number)
            yield line
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "the file is not UTF-8",
            file=what,
            after_line=number,
            byte=hex(error.object[error.start]),
        ) from None
    finally:
        text.detach()


def table_rows(
    stream: BinaryIO, *, what: str, needs: Iterable[str], delimiter: str = ","
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of each row in the file and its cells by column.

    The header may stand below a banner of one or two rows, as some publishers write it.

    Raises:
        InvalidInputError: a needed column is missing, a row is cut short or too long, or a
            field is too long to be one.
    """
    needed = set(needs)
    header: list[str] = []
    best: list[str] = []
    for number, cells in csv_rows(stream, what=what, delimiter=delimiter):
        if not header:
            found = [cell.strip() for cell in cells]
            best = max(best, found, key=lambda row: len(needed & set(row)))
            if needed <= set(found):
                header = found
            elif number >= _BANNER_ROWS:
                break
        elif any(cell.strip() for cell in cells):
            yield number, _cells(cells, header, number, what)
    if not header:
        missing = sorted(needed - set(best))
        raise InvalidInputError("columns are missing", file=what, missing=missing)


def csv_rows(
    stream: BinaryIO, *, what: str, delimiter: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row, the header among them.

    Raises:
        InvalidInputError: quotes are broken, or as `text_lines`.
    """
    reader = csv.reader(text_lines(stream, what=what), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        raise InvalidInputError(
            "the table is broken", file=what, line=reader.line_num, why=str(error)
        ) from None


def _cells(cells: list[str], header: list[str], number: int, what: str) -> dict[str, str]:
    if (len(cells) != len(header) and any(cells[len(header) :])) or len(cells) < len(header):
        raise InvalidInputError(
            "a row has not as many cells as the header",
            file=what,
            row=number,
            cells=len(cells),
            expected=len(header),
        )
    return dict(zip(header, (cell.strip() for cell in cells), strict=False))
