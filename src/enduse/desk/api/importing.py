"""Bringing cases from another system: a file of rows, checked whole before anything is written.

A CSV has a header; each column is a field by its path, or a mapping file says which it is:

    [columns]
    "Account name" = "end_user.name"
    "Ship-to country" = "end_user.country"

    [fixed]
    "product.vendor" = "Example Gates Inc"

JSON is a list of objects with the fields of `FIELDS` and a whole `transaction`.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import transaction

from enduse.assessment.transaction_file import transaction_from
from enduse.desk.accounts.authority import require
from enduse.desk.accounts.models import User
from enduse.desk.api.models import ImportedCase
from enduse.desk.cases import services
from enduse.desk.cases.models import Case, Classification
from enduse.desk.core import engine
from enduse.desk.record.models import Via
from enduse.domain.errors import InvalidInputError

FIELDS = ("id", "title", "owner", "classification", "transaction")
"""What a row says beside the sale: its id in the other system, and what the case is called."""

PATHS = (
    "end_use",
    "seller.name",
    "seller.country",
    "product.name",
    "product.vendor",
    "product.description",
    "end_user.name",
    "end_user.country",
    "end_user.type",
    "buyer.name",
    "buyer.country",
    "buyer.type",
)
"""What of the sale a column can say; `answers.C1-Q07` answers a question."""

MOST_ROWS = 10_000
MOST_TOLD = 100  # of the problems

_PARTIES = ("end_user", "buyer")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file."""

    file: str
    row: int  # from 1, the header not counted
    field: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}: row {self.row}: {self.field}: {self.says}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it would become a case."""

    number: int
    source_id: str
    title: str
    owner: str
    classification: str
    content: dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do."""

    opened: list[Case] = field(default_factory=list)
    ready: int = 0
    there_already: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_rows(name: str, data: bytes, mapping: bytes | None = None) -> Iterator[Row]:
    """The rows of a file.

    Raises:
        InvalidInputError: the file or the mapping cannot be read; the message names the place.
    """
    if name.lower().endswith(".json"):
        yield from _json_rows(name, data)
        return
    columns, fixed = _mapping(mapping)
    yield from _csv_rows(name, data, columns, fixed)


def import_cases(
    name: str, rows: Iterable[Row], *, actor: User, is_dry: bool, via: str = Via.IMPORT
) -> Outcome:
    """Open a case on every row, or on none; a row that was brought before is left alone.

    Args:
        name: of the file, for what is said about it.
        rows: as `read_rows` gives them.
        actor: becomes the author of the cases.
        is_dry: only say what would happen.
        via: the way by which it came.
    """
    require(actor, "case:import")
    require(actor, "case:open")
    outcome, known = Outcome(), set(ImportedCase.objects.values_list("source_id", flat=True))
    new = _checked(name, rows, known, outcome)
    outcome.ready = len(new)
    if outcome.problems or is_dry:
        return outcome
    with transaction.atomic():
        for row, owner in new:
            outcome.opened.append(_open(row, owner, actor, via))
    return outcome


def _checked(
    name: str, rows: Iterable[Row], known: set[str], outcome: Outcome
) -> list[tuple[Row, User | None]]:
    """The rows that are new, each with its owner; what is wrong goes to the outcome."""
    new: list[tuple[Row, User | None]] = []
    owners: dict[str, User | None] = {}
    for row in rows:
        if row.number > MOST_ROWS:
            raise InvalidInputError(f"{name}: more than {MOST_ROWS} rows; cut it in parts")
        if row.source_id and row.source_id in known:
            outcome.there_already += 1
            continue
        known.add(row.source_id)
        if row.owner and row.owner not in owners:
            owners[row.owner] = User.objects.filter(email=row.owner.lower(), is_active=True).first()
        problems = [Problem(name, row.number, *one) for one in _wrong(row, owners)]
        if problems and len(outcome.problems) < MOST_TOLD:
            outcome.problems += problems
        new.append((row, owners.get(row.owner)))
    return new


def _wrong(row: Row, owners: Mapping[str, User | None]) -> Iterator[tuple[str, str]]:
    """What is wrong with a row: field and words."""
    if not row.title or len(row.title) > 300:
        yield "title", "give 1 to 300 characters"
    if row.owner and owners[row.owner] is None:
        yield "owner", f"nobody here has the address {row.owner!r}"
    if row.classification not in Classification.values:
        yield "classification", f"one of {', '.join(Classification.values)}"
    try:
        transaction_from({"id": f"row-{row.number}", **row.content}, engine().known)
    except InvalidInputError as error:
        place, colon, says = str(error).partition(": ")
        yield (place, says) if colon else ("transaction", str(error))


def _open(row: Row, owner: User | None, actor: User, via: str) -> Case:
    case = services.open_case(
        actor=actor,
        title=row.title,
        content=row.content,
        owner=owner,
        classification=row.classification,
        via=via,
    )
    if row.source_id:
        ImportedCase.objects.create(source_id=row.source_id, case=case)
    return case


def _json_rows(name: str, data: bytes) -> Iterator[Row]:
    try:
        given = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InvalidInputError(f"{name}: not JSON: {error}") from None
    if not isinstance(given, list):
        raise InvalidInputError(f"{name}: should be a list of objects")
    for number, one in enumerate(given, start=1):
        if not isinstance(one, dict) or not isinstance(one.get("transaction"), dict):
            raise InvalidInputError(f"{name}: row {number}: an object with a transaction is needed")
        if unknown := sorted(set(one) - set(FIELDS)):
            raise InvalidInputError(f"{name}: row {number}: unknown field {unknown[0]}")
        content = {key: value for key, value in one["transaction"].items() if key != "id"}
        yield _row(number, {key: str(one.get(key) or "") for key in FIELDS}, content)


def _csv_rows(
    name: str, data: bytes, columns: Mapping[str, str], fixed: Mapping[str, str]
) -> Iterator[Row]:
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        paths = {one: _path(name, one, columns) for one in reader.fieldnames or ()}
        for number, cells in enumerate(reader, start=1):
            if None in cells:
                raise InvalidInputError(f"{name}: row {number}: more cells than columns")
            said = dict(fixed)
            said |= {
                paths[key]: value.strip() for key, value in cells.items() if value and paths[key]
            }
            yield _row(number, said, _content(said))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInputError(f"{name}: not a CSV in UTF-8: {error}") from None


def _row(number: int, said: Mapping[str, str], content: dict[str, Any]) -> Row:
    return Row(
        number=number,
        source_id=said.get("id", "")[:200],
        title=said.get("title", "") or said.get("end_user.name", ""),
        owner=said.get("owner", ""),
        classification=said.get("classification") or Classification.CONFIDENTIAL,
        content=content,
    )


def _content(said: Mapping[str, str]) -> dict[str, Any]:
    """The transaction of a row: what its cells say, as the core's own file has it."""
    content: dict[str, Any] = {}
    for path, value in said.items():
        place, _, key = path.partition(".")
        if path == "end_use":
            content[path] = value
        elif key and place not in _PARTIES:
            content.setdefault(place, {})[key] = value
    parties = [{"role": role, **_of(said, role)} for role in _PARTIES if _of(said, role)]
    return {**content, **({"parties": parties} if parties else {})}


def _of(said: Mapping[str, str], role: str) -> dict[str, str]:
    return {
        path.removeprefix(f"{role}."): value
        for path, value in said.items()
        if path.startswith(f"{role}.")
    }


def _mapping(data: bytes | None) -> tuple[Mapping[str, str], Mapping[str, str]]:
    if data is None:
        return {}, {}
    try:
        read = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInputError(f"mapping: not TOML: {error}") from None
    columns, fixed = read.pop("columns", {}), read.pop("fixed", {})
    if read:
        raise InvalidInputError(f"mapping: unknown table {next(iter(read))}; columns, fixed")
    for name, path in [*columns.items(), *((f"fixed.{path}", path) for path in fixed)]:
        if path and not _is_path(path):
            raise InvalidInputError(f"mapping: {name}: there is no field {path!r}")
    return columns, {path: str(value) for path, value in fixed.items()}


def _path(name: str, column: str, columns: Mapping[str, str]) -> str:
    """What a column says; empty for one that a mapping leaves aside."""
    if columns:
        return columns.get(column, "")
    if not _is_path(column):
        known = ", ".join((*FIELDS[:-1], *PATHS, "answers.<question>"))
        raise InvalidInputError(
            f"{name}: header: {column!r} is no field; use {known}, or a mapping"
        )
    return column


def _is_path(text: object) -> bool:
    return text in FIELDS[:-1] or text in PATHS or str(text).startswith("answers.")
