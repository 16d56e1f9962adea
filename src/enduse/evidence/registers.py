"""Reading a register that people write: a CSV of many rows, or a TOML file with one."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TypeVar

from enduse.domain.dates import latest_day
from enduse.domain.errors import BadDataError, EnduseError, InvalidInputError

Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_WEB = re.compile(r"https?://[^\s]+")
_LARGEST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register, with the place to name in an error."""

    cells: Mapping[str, str]
    file: str
    line: int

    def text(self, column: str, *, required: bool = False) -> str:
        """Give a cell without the space around it."""
        cell = self.cells[column].strip()
        if required and not cell:
            self.refuse(column, "write something here")
        return cell

    def id(self) -> str:
        """Give the id of the row."""
        cell = self.text("id", required=True)
        if not _ID.fullmatch(cell):
            self.refuse("id", "use letters, digits, '-', '_' and '.' only")
        return cell

    def year(self, column: str) -> int:
        """Give a year, 1900 to 2100."""
        cell = self.text(column, required=True)
        if not re.fullmatch(r"(19|20)\d\d", cell):
            self.refuse(column, "write a year as four digits, such as 2019")
        return int(cell)

    def partial_date(self, column: str, *, required: bool = True) -> str:
        """Give a date that may be known only to the month or the year."""
        cell = self.text(column, required=required)
        if cell:
            try:
                latest_day(cell)
            except EnduseError:
                self.refuse(column, "write YYYY, YYYY-MM or YYYY-MM-DD")
        return cell

    def country(self, known: frozenset[str]) -> str:
        """Give the country as ISO 3166-1 alpha-3."""
        cell = self.text("country", required=True)
        if cell not in known:
            self.refuse("country", "write the ISO 3166 alpha-3 code, such as UGA")
        return cell

    def words(self, column: str) -> tuple[str, ...]:
        """Give the entries of a list joined by ';'."""
        return tuple(part.strip() for part in self.cells[column].split(";") if part.strip())

    def words_of(self, column: str, kind: type[Word]) -> tuple[Word, ...]:
        """Give the entries of a list, each from a fixed vocabulary."""
        return tuple(self._word(column, part, kind) for part in self.words(column))

    def word_of(self, column: str, kind: type[Word]) -> Word | None:
        """Give one word of a fixed vocabulary, or None for an empty cell or `unknown`."""
        cell = self.text(column)
        return self._word(column, cell, kind) if cell not in {"", "unknown"} else None

    def address(self, column: str) -> str:
        """Give a web address, or an empty text where none is known."""
        cell = self.text(column)
        if cell and not _WEB.fullmatch(cell):
            self.refuse(column, "write an address that begins with https://, or leave it empty")
        return cell

    def refuse(self, column: str, remedy: str) -> None:
        """Say what is wrong with a cell.

        Raises:
            InvalidInputError: always.
        """
        raise InvalidInputError(
            f"{self.file}, line {self.line}, column {column}: {remedy}",
            found=self.cells.get(column, "")[:80],
        )

    def _word(self, column: str, part: str, kind: type[Word]) -> Word:
        try:
            return kind(part)
        except ValueError:
            self.refuse(column, f"use one of: {', '.join(kind)}")
            raise AssertionError from None  # refuse always raises


def read_register(
    content: bytes, columns: Sequence[str], *, file: str, build: Callable[[Row], Item]
) -> tuple[Item, ...]:
    """Read every row of a register and build one value from each.

    Args:
        content: UTF-8 CSV with a header, or TOML with one entry when `file` ends in `.toml`.
        columns: all columns, which must be there, and no others.
        file: the name to show in errors.
        build: makes the value; it calls `Row.refuse` for what it cannot accept.

    Raises:
        InvalidInputError: names the file, line, column and remedy.
    """
    text = _decode(content, file)
    rows = _toml_rows(text, columns, file) if file.endswith(".toml") else _rows(text, columns, file)
    return tuple(build(row) for row in rows)


def read_embedded(
    content: bytes, columns: Sequence[str], *, file: str, build: Callable[[Row], Item]
) -> tuple[Item, ...]:
    """Read a register that ships with the package.

    Raises:
        BadDataError: it is not as it should be.
    """
    try:
        return read_register(content, columns, file=file, build=build)
    except InvalidInputError as error:
        raise BadDataError(error.message, **error.values) from error


def read_extra(
    path: Path, columns: Sequence[str], *, build: Callable[[Row], Item]
) -> tuple[Item, ...]:
    """Read a user's own addition to a register.

    Raises:
        InvalidInputError: the file cannot be read, or is not as it should be.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(
            "the file cannot be read; check its path and its permissions", file=str(path)
        ) from error
    return read_register(content, columns, file=path.name, build=build)


def _decode(content: bytes, file: str) -> str:
    if len(content) > _LARGEST_BYTES:
        raise InvalidInputError(f"{file}: larger than 20 MB; split it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidInputError(f"{file}, line {line}: not UTF-8; save it as UTF-8") from error
    if "\0" in text:
        raise InvalidInputError(f"{file}: holds a NUL character; save it as plain text")
    return text


def _rows(text: str, columns: Sequence[str], file: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_columns(header, columns, file, line=1)
        for cells in reader:
            if len(cells) != len(header):
                raise InvalidInputError(
                    f"{file}, line {reader.line_num}: give {len(header)} cells; "
                    "put quotes round a cell that holds a comma",
                    found=len(cells),
                )
            yield Row(dict(zip(header, cells, strict=True)), file, reader.line_num)
    except csv.Error as error:
        raise InvalidInputError(
            f"{file}, line {reader.line_num}: not readable as CSV; check its quotes",
            why=str(error),
        ) from error


def _toml_rows(text: str, columns: Sequence[str], file: str) -> Iterator[Row]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidInputError(f"{file}: not valid TOML", why=str(error)) from error
    cells = {key: _cell(value) for key, value in table.items()}
    missing = {column: "" for column in columns if column not in cells}
    _check_columns([*cells, *missing], columns, file, line=1)
    yield Row({**missing, **cells}, file, 1)


def _cell(value: object) -> str:
    return ";".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _check_columns(header: Sequence[str], columns: Sequence[str], file: str, line: int) -> None:
    if unknown := [column for column in header if column not in columns]:
        raise InvalidInputError(
            f"{file}, line {line}: unknown column; the columns are {', '.join(columns)}",
            found=unknown[:5],
        )
    if missing := [column for column in columns if column not in header]:
        raise InvalidInputError(f"{file}, line {line}: add the missing columns", missing=missing)
    if len(set(header)) != len(header):
        raise InvalidInputError(f"{file}, line {line}: a column stands twice; keep one")


def unique_by_id(items: Sequence[Item], ids: Callable[[Item], str]) -> None:
    """Check that no id stands twice.

    Raises:
        InvalidInputError: names the id.
    """
    seen: set[str] = set()
    for item in items:
        if (item_id := ids(item)) in seen:
            raise InvalidInputError(
                "an id stands twice in the register; give it another", id=item_id
            )
        seen.add(item_id)
