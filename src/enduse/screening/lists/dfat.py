"""Australia's consolidated list: the workbook that DFAT publishes, or its sheet as CSV."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3_of_all
from enduse.screening.lists.record import (
    ListRecord,
    day_first,
    listed_name,
    some,
    whole_day_first,
    without_repeats,
)
from enduse.screening.lists.stream import MAX_FIELD_CHARACTERS, table_rows

_KINDS = {"individual": PartyKind.PERSON, "entity": PartyKind.ORGANISATION,
          "vessel": PartyKind.VESSEL}  # fmt: skip
_NAME = "Name of Individual or Entity"
_NEEDS = ("Reference", _NAME, "Type", "Name Type")
_BASE = re.compile(r"\d+")
_HEADER_ROWS = 10
_MAX_UNPACKED = 300_000_000  # bytes; the real workbook unpacks to some 10 million
_MAX_RATIO = 200  # unpacked over packed; the real one is near 10
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError,
    SyntaxError, LookupError, ValueError, TypeError, AttributeError, RuntimeError,
)  # fmt: skip
"""What reading a damaged workbook can raise, deep inside other people's code."""
_Rows = Iterator[tuple[int, dict[str, str]]]


def read_dfat_xlsx(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read the first sheet of the workbook.

    Raises:
        InvalidInputError: not a workbook, one that unpacks to more than it can hold, or without
            the columns of the list.
    """
    _check_packed(stream, what)
    try:
        book = load_workbook(stream, read_only=True, data_only=True)
    except _BROKEN as error:
        raise InvalidInputError("the workbook is broken", file=what, why=str(error)) from None
    try:
        yield from _records(_sheet_rows(book.worksheets[0].iter_rows(values_only=True), what), what)
    except _BROKEN as error:
        raise InvalidInputError("the workbook is broken", file=what, why=str(error)) from None
    finally:
        book.close()


def read_dfat_csv(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read the same sheet saved as CSV."""
    return _records(table_rows(stream, what=what, needs=_NEEDS), what)


def _check_packed(stream: BinaryIO, what: str) -> None:
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        raise InvalidInputError("the file is not an .xlsx workbook", file=what)
    try:
        members = zipfile.ZipFile(stream).infolist()
    except zipfile.BadZipFile as error:
        raise InvalidInputError("the workbook is cut short", file=what, why=str(error)) from None
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > _MAX_UNPACKED or unpacked > _MAX_RATIO * max(packed, 1):
        raise InvalidInputError(
            "the workbook unpacks to too much to be one", file=what, bytes=unpacked
        )


def _sheet_rows(rows: Iterator[tuple[object, ...]], what: str) -> _Rows:
    header: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [_text(cell, what, number) for cell in row]
        if not header:
            if set(_NEEDS) <= set(cells):
                header = cells
            elif number >= _HEADER_ROWS:
                break
        elif any(cells):
            yield number, dict(zip(header, cells, strict=False))
    if not header:
        raise InvalidInputError("columns are missing", file=what, missing=sorted(_NEEDS))


def _text(cell: object, what: str, row: int) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    text = "" if cell is None else str(cell).strip()
    if len(text) > MAX_FIELD_CHARACTERS:
        raise InvalidInputError("a field is too long to be one", file=what, row=row)
    return text


def _records(rows: _Rows, what: str) -> Iterator[ListRecord]:
    """Put `3`, `3a` and `3b` together: they are names of one party."""
    for base, group in groupby(rows, key=lambda row: _base(row[1]["Reference"])):
        yield _record(base, list(group), what)


def _base(reference: str) -> str:
    found = _BASE.match(reference)
    return found[0] if found else reference


def _record(base: str, rows: list[tuple[int, dict[str, str]]], what: str) -> ListRecord:
    number = rows[0][0]
    cells = sorted((row for _, row in rows), key=lambda row: not _is_primary(row))
    first = cells[0]
    words = (first.get("Additional Information"), first.get("Listing Information"))
    return ListRecord(
        list_id="au-dfat",
        source_id=base,
        kind=_KINDS.get(first["Type"].lower(), PartyKind.UNKNOWN),
        names=without_repeats(map(_listed, cells)),
        row=number,
        countries=alpha3_of_all(_parts(first.get("Citizenship", ""))),
        addresses=some(row.get("Address") for row in cells),
        identifiers=tuple(Identifier("imo", n) for n in some(r.get("IMO Number") for r in cells)),
        birth_dates=some(day_first(part) for part in _parts(first.get("Date of Birth", ""))),
        programmes=some([first.get("Committees")]),
        citation=first.get("Instrument of Designation", ""),
        effective_on=whole_day_first(first.get("Control Date", "")),
        source=what,
        remarks=" ".join(some(words)),
    )


def _is_primary(row: Mapping[str, str]) -> bool:
    return row["Name Type"].lower() == "primary name"


def _listed(row: Mapping[str, str]) -> ListedName:
    if _is_primary(row):
        return listed_name(row[_NAME], NameKind.PRIMARY)
    if "script" in row["Name Type"].lower():
        return listed_name(row[_NAME], NameKind.ORIGINAL)
    weak = row.get("Alias Strength", "").lower().startswith(("weak", "low"))
    return listed_name(row[_NAME], NameKind.WEAK if weak else NameKind.ALIAS)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,\n]| or | and ", text) if part.strip()]
