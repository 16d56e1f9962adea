"""One line of one published list, before lists are put together."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.scripts import main_script

MAX_FIELD_CHARACTERS = 200_000
"""No list has a longer field; a longer one is a broken file, not a name."""

_DAY_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%d %b %Y", "%d %B %Y", "%d/%m/%Y")
_MONTH_FORMS = ("%b %Y", "%B %Y", "%Y-%m")


@dataclass(frozen=True, slots=True)
class ListRecord:
    """What one publisher says about one party on one list."""

    list_id: str
    source_id: str  # the publisher's number of the party, or empty
    kind: PartyKind
    names: tuple[ListedName, ...]
    row: int  # line or element of the file, from 1
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-3
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    licence_policy: str = ""
    citation: str = ""
    effective_on: date | None = None
    ended_on: date | None = None
    source: str = ""  # manifest id of the file
    same_as: tuple[str, ...] = ()  # keys of other lists' records that are this party


def listed_name(text: str, kind: NameKind = NameKind.ALIAS) -> ListedName:
    """Tidy one name and say in which script it stands."""
    clean = " ".join(text.replace("\u200f", " ").replace("\u200e", " ").split())
    script = main_script(clean)
    if script != "Latin" and kind is NameKind.ALIAS:
        kind = NameKind.ORIGINAL
    return ListedName(clean, kind, script)


def without_repeats(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Keep the first of names that differ only in case; drop empty ones."""
    kept: dict[str, ListedName] = {}
    for name in names:
        if name.text:
            kept.setdefault(name.text.casefold(), name)
    return tuple(kept.values())


def partial_date(text: str) -> str:
    """Give `YYYY`, `YYYY-MM` or `YYYY-MM-DD` for the forms publishers use, or empty."""
    text = text.strip().removeprefix("circa ").strip()
    if re.fullmatch(r"\d{4}", text):
        return text
    for form in _DAY_FORMS:
        if day := _parsed(text, form):
            return day.strftime("%Y-%m-%d")
    for form in _MONTH_FORMS:
        if day := _parsed(text, form):
            return day.strftime("%Y-%m")
    return ""


def whole_day(text: str) -> date | None:
    """Give the day, or None when the text is not a whole day."""
    found = partial_date(text)
    return date.fromisoformat(found) if len(found) == len("2020-01-01") else None


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def decode(data: bytes, *, what: str) -> str:
    """Decode UTF-8 strictly, with or without a mark at the front.

    Raises:
        InvalidInputError: the bytes are not UTF-8, or hold a NUL.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError("the file is not UTF-8", file=what, byte=error.start) from None
    if "\0" in text:
        raise InvalidInputError("the file holds NUL bytes", file=what)
    return text


def table_rows(
    text: str, *, what: str, needs: Iterable[str], delimiter: str = ","
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number (from 2, as the header is 1) and the cells of each row.

    Raises:
        InvalidInputError: a needed column is missing, a row is cut short or too long, or a
            field is too long to be one.
    """
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    try:
        for number, cells in enumerate(reader, 1):
            if header is None:
                header = [cell.strip() for cell in cells]
                _check_header(header, needs, what)
            elif any(cell.strip() for cell in cells):
                _check_row(cells, header, number, what)
                yield number, dict(zip(header, (cell.strip() for cell in cells), strict=True))
    except csv.Error as error:
        raise InvalidInputError("the table is broken", file=what, why=str(error)) from None
    if header is None:
        raise InvalidInputError("the file is empty", file=what)


def _check_header(header: list[str], needs: Iterable[str], what: str) -> None:
    missing = sorted(set(needs) - set(header))
    if missing:
        raise InvalidInputError("columns are missing", file=what, missing=missing)


def _check_row(cells: list[str], header: list[str], number: int, what: str) -> None:
    if len(cells) != len(header):
        raise InvalidInputError(
            "a row has not as many cells as the header",
            file=what,
            row=number,
            cells=len(cells),
            expected=len(header),
        )
    if max(map(len, cells)) > MAX_FIELD_CHARACTERS:
        raise InvalidInputError("a field is too long to be one", file=what, row=number)
