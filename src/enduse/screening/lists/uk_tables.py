"""The UK Sanctions List in a normalised form of five tables; `uk` reads the official files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from enduse.domain.screening import Identifier, NameKind, PartyKind
from enduse.screening.countries import alpha3
from enduse.screening.lists.record import (
    ListRecord,
    listed_name,
    whole_day_first,
    without_repeats,
)
from enduse.screening.lists.stream import table_rows

_KINDS = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "ship": PartyKind.VESSEL,
}
_TYPES = {"business_registration_numbers": "registration"}
_Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class UkTables:
    """The files of the five tables."""

    subjects: BinaryIO
    names: BinaryIO
    countries: BinaryIO
    births: BinaryIO
    identifiers: BinaryIO


def read_uk_tables(tables: UkTables, *, what: str) -> Iterator[ListRecord]:
    """Read every designation, in the order of the table of subjects."""
    names = _by_subject(tables.names, f"{what}: names", "full_name")
    countries = _by_subject(tables.countries, f"{what}: countries", "iso")
    births = _by_subject(tables.births, f"{what}: births", "year")
    numbers = _by_subject(tables.identifiers, f"{what}: identifiers", "raw_value")
    needs = ("unique_id", "subject_type")
    for row, cells in table_rows(tables.subjects, what=what, needs=needs):
        key = cells["unique_id"]
        yield ListRecord(
            list_id="uk-sl",
            source_id=key,
            kind=_KINDS.get(cells["subject_type"], PartyKind.UNKNOWN),
            names=without_repeats(
                listed_name(name["full_name"], _name_kind(name)) for name in names.get(key, [])
            ),
            row=row,
            countries=_countries(countries.get(key, [])),
            identifiers=_numbers(numbers.get(key, [])),
            birth_dates=tuple(dict.fromkeys(map(_birth, births.get(key, [])))),
            effective_on=whole_day_first(cells.get("date_designated", "")),
            source=what,
            same_as=_same_as(cells),
        )


def _by_subject(stream: BinaryIO, what: str, need: str) -> dict[str, _Rows]:
    found: dict[str, _Rows] = {}
    for _, cells in table_rows(stream, what=what, needs=("unique_id", need)):
        found.setdefault(cells["unique_id"], []).append(cells)
    return found


def _name_kind(cells: Mapping[str, str]) -> NameKind:
    if cells["alias_strength"] == "low_quality_aka":
        return NameKind.WEAK
    return NameKind.PRIMARY if cells["name_type"] == "primary" else NameKind.ALIAS


def _countries(rows: _Rows) -> tuple[str, ...]:
    # the place of birth is left out: it says little about where a party is now
    codes = (alpha3(row["iso"]) for row in rows if row["country_type"] != "birth")
    return tuple(dict.fromkeys(filter(None, codes)))


def _numbers(rows: _Rows) -> tuple[Identifier, ...]:
    made = (
        Identifier(_TYPES.get(row["identifier_type"], row["identifier_type"]), row["raw_value"])
        for row in rows
        if row["raw_value"]
    )
    return tuple(dict.fromkeys(made))


def _birth(row: Mapping[str, str]) -> str:
    return "-".join(part for part in (row["year"], row["month"], row["day"]) if part)


def _same_as(cells: Mapping[str, str]) -> tuple[str, ...]:
    reference = cells.get("un_reference_number", "")
    return (f"un:{reference}",) if reference else ()
