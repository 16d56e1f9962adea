"""A firm's own CSV, read as a mapping file says which column is what."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, NameKind, PartyKind
from enduse.screening.countries import alpha3_of_all
from enduse.screening.lists.record import (
    ListRecord,
    listed_name,
    partial_date,
    some,
    whole_day,
    without_repeats,
)
from enduse.screening.lists.stream import table_rows

_NAME_FIELDS = {"aliases": NameKind.ALIAS, "former_names": NameKind.FORMER,
                "weak_aliases": NameKind.WEAK, "original_names": NameKind.ORIGINAL}  # fmt: skip
_NUMBERS = ("passport", "national", "registration", "tax", "imo", "swift", "other")
FIELDS = (
    "id", "name", *_NAME_FIELDS, "kind", "countries", "addresses", "birth_dates", "programmes",
    "licence_policy", "citation", "effective_on", "ended_on", "remarks", *_NUMBERS,
)  # fmt: skip
"""What a column can be. Only `name` must be there."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column is what. `separator` parts several values in one cell."""

    columns: Mapping[str, str]  # one of FIELDS -> heading in the file
    delimiter: str = ","
    separator: str = ";"
    kinds: Mapping[str, PartyKind] = field(default_factory=dict)  # word in the file -> kind


def read_mapping(text: str, *, what: str) -> Mapped:
    """Read a mapping file.

    Raises:
        InvalidInputError: not TOML; a key, field or kind that does not exist; no `name`.
    """
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInputError("the mapping is not TOML", file=what, why=str(error)) from None
    _known(value, ("columns", "delimiter", "separator", "kinds"), "keys", what)
    columns = value.get("columns", {})
    _known(columns, FIELDS, "fields under [columns]", what)
    if "name" not in columns:
        raise InvalidInputError("the mapping needs a column for `name`", file=what)
    return Mapped(
        columns=columns,
        delimiter=str(value.get("delimiter", ",")),
        separator=str(value.get("separator", ";")),
        kinds=_kinds(value.get("kinds", {}), what),
    )


def _known(value: Mapping[str, Any], known: tuple[str, ...], kind: str, what: str) -> None:
    unknown = sorted(set(value) - set(known))
    if unknown:
        raise InvalidInputError(f"unknown {kind}", file=what, unknown=unknown, known=list(known))


def _kinds(value: Mapping[str, Any], what: str) -> dict[str, PartyKind]:
    try:
        return {word.casefold(): PartyKind(kind) for word, kind in value.items()}
    except ValueError as error:
        known = [kind.value for kind in PartyKind]
        raise InvalidInputError(
            "unknown kind under [kinds]", file=what, why=str(error), known=known
        ) from None


def read_mapped_csv(
    stream: BinaryIO, mapping: Mapped, *, list_id: str, what: str
) -> Iterator[ListRecord]:
    """Read every row that has a name.

    Raises:
        InvalidInputError: a column of the mapping is missing, a row has no name, or a kind that
            the mapping does not know.
    """
    needs = mapping.columns.values()
    for row, cells in table_rows(stream, what=what, needs=needs, delimiter=mapping.delimiter):
        found = {key: cells[heading] for key, heading in mapping.columns.items()}
        if not found["name"]:
            raise InvalidInputError("a row has no name", file=what, row=row)
        yield _record(found, mapping, list_id, row, what)


def _record(
    cells: Mapping[str, str], mapping: Mapped, list_id: str, row: int, what: str
) -> ListRecord:
    def parts(key: str) -> list[str]:
        return [p.strip() for p in cells.get(key, "").split(mapping.separator) if p.strip()]

    return ListRecord(
        list_id=list_id,
        source_id=cells.get("id", ""),
        kind=_kind(cells.get("kind", ""), mapping, row, what),
        names=without_repeats(
            [
                listed_name(cells["name"], NameKind.PRIMARY),
                *(listed_name(t, kind) for key, kind in _NAME_FIELDS.items() for t in parts(key)),
            ]
        ),
        row=row,
        countries=alpha3_of_all(parts("countries")),
        addresses=some(parts("addresses")),
        identifiers=tuple(Identifier(key, text) for key in _NUMBERS for text in parts(key)),
        birth_dates=some(map(partial_date, parts("birth_dates"))),
        programmes=some(parts("programmes")),
        licence_policy=cells.get("licence_policy", ""),
        citation=cells.get("citation", ""),
        effective_on=whole_day(cells.get("effective_on", "")),
        ended_on=whole_day(cells.get("ended_on", "")),
        source=what,
        remarks=cells.get("remarks", ""),
    )


def _kind(word: str, mapping: Mapped, row: int, what: str) -> PartyKind:
    if not word:
        return PartyKind.UNKNOWN
    known = mapping.kinds or {kind.value: kind for kind in PartyKind}
    if word.casefold() not in known:
        raise InvalidInputError(
            "the mapping does not know this kind",
            file=what,
            row=row,
            kind=word,
            known=sorted(known),
        )
    return known[word.casefold()]
