"""The UK Sanctions List in the publisher's XML and CSV, and the older OFSI consolidated list."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import BinaryIO
from xml.etree.ElementTree import Element

from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3_of_all
from enduse.screening.lists.elements import stream_elements, text_of, texts_of
from enduse.screening.lists.record import (
    ListRecord,
    day_first,
    joined,
    listed_name,
    some,
    whole_day_first,
    without_repeats,
)
from enduse.screening.lists.stream import table_rows

_KINDS = {"individual": PartyKind.PERSON, "entity": PartyKind.ORGANISATION,
          "ship": PartyKind.VESSEL}  # fmt: skip
_NAME = tuple(f"Name {number}" for number in range(1, 7))  # given names first, the last in 6
_ADDRESS = (*(f"Address Line {number}" for number in range(1, 7)), "Address Postal Code")
_OFSI_ADDRESS = (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code")
_NUMBERED = re.compile(r"\(\d+\)")
_WEAK = ("low", "weak")
_NEEDS = ("Unique ID", "Name 6", "Name type", "Regime Name")
_OFSI_NEEDS = ("Group ID", "Name 6", "Group Type", "Alias Type", "Regime")
_Cells = Mapping[str, str]


def read_uk_xml(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read every designation of the XML."""
    found = stream_elements(stream, what=what, root="Designations", wanted=("Designation",))
    for row, element in enumerate(found, 1):
        yield _record(element, row, what)


def _record(element: Element, row: int, what: str) -> ListRecord:
    united = text_of(element, "UNReferenceNumber")
    places = element.findall("Addresses/Address")
    person = "IndividualDetails/Individual"
    nations = texts_of(element, f"{person}/Nationalities/Nationality")
    nations += texts_of(element, ".//CurrentBelievedFlagOfShip")
    addresses = (joined(_tags(place), _tag_names(_ADDRESS), ", ") for place in places)
    words = (text_of(element, "OtherInformation"), text_of(element, "UKStatementofReasons"))
    return ListRecord(
        list_id="uk-sl",
        source_id=text_of(element, "UniqueID"),
        kind=_KINDS.get(text_of(element, "IndividualEntityShip").lower(), PartyKind.UNKNOWN),
        names=without_repeats(_first_primary(_names(element))),
        row=row,
        countries=alpha3_of_all([*nations, *(text_of(p, "AddressCountry") for p in places)]),
        addresses=some(addresses),
        identifiers=tuple(dict.fromkeys(_numbers(element))),
        birth_dates=some(map(day_first, texts_of(element, f"{person}/DOBs/DOB"))),
        programmes=some([text_of(element, "RegimeName")]),
        effective_on=whole_day_first(text_of(element, "DateDesignated")),
        source=what,
        remarks=" ".join(some(words)),
        same_as=(f"un:{united}",) if united else (),
    )


def _tags(element: Element) -> dict[str, str]:
    return {part.tag: part.text or "" for part in element}


def _tag_names(columns: Iterable[str]) -> list[str]:
    """Give the XML's name of a column: the same words without blanks."""
    return [column.replace(" ", "") for column in columns]


def _names(element: Element) -> Iterator[ListedName]:
    for name in element.iterfind("Names/Name"):
        kind = _name_kind(text_of(name, "NameType"), text_of(name, "AliasStrength"))
        yield listed_name(joined(_tags(name), _tag_names(_NAME)), kind)
    for text in texts_of(element, ".//NameNonLatinScript"):
        yield listed_name(text, NameKind.ORIGINAL)


def _name_kind(type_: str, strength: str) -> NameKind:
    if strength.lower().startswith(_WEAK):
        return NameKind.WEAK
    return NameKind.PRIMARY if type_.lower() == "primary name" else NameKind.ALIAS


def _first_primary(names: Iterable[ListedName]) -> list[ListedName]:
    """Put the primary names in front; the list marks them, wherever they stand."""
    return sorted(names, key=lambda name: name.kind is not NameKind.PRIMARY)


def _numbers(element: Element) -> Iterator[Identifier]:
    for path, kind in (
        (".//PassportNumber", "passport"),
        (".//NationalIdentifierNumber", "national"),
        (".//BusinessRegistrationNumber", "registration"),
        (".//IMONumber", "imo"),
    ):
        yield from (Identifier(kind, _bare(text, kind)) for text in texts_of(element, path))


def _bare(text: str, kind: str) -> str:
    return text.removeprefix("IMO").strip() if kind == "imo" else text


def read_uk_csv(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read the CSV, in which a designation has a row for each name and address."""
    rows = table_rows(stream, what=what, needs=_NEEDS)
    for _, group in groupby(rows, key=lambda row: row[1]["Unique ID"]):
        yield _flat_record(list(group), what)


def _flat_record(rows: list[tuple[int, dict[str, str]]], what: str) -> ListRecord:
    number, first = rows[0]
    cells = [row for _, row in rows]
    kind = first.get("Designation Type") or first.get("Individual, Entity, Ship", "")
    nations = _column(
        cells, "Nationality(/ies)", "Current believed flag of ship", "Address Country"
    )
    united = first.get("UN Reference Number", "")
    words = (first.get("Other Information"), first.get("UK Statement of Reasons"))
    return ListRecord(
        list_id="uk-sl",
        source_id=first["Unique ID"],
        kind=_KINDS.get(kind.lower(), PartyKind.UNKNOWN),
        names=without_repeats(_first_primary(_flat_names(cells))),
        row=number,
        countries=alpha3_of_all(nations),
        addresses=some(joined(row, _ADDRESS, ", ") for row in cells),
        identifiers=tuple(dict.fromkeys(_flat_numbers(cells))),
        birth_dates=some(map(day_first, _column(cells, "D.O.B"))),
        programmes=some([first["Regime Name"]]),
        effective_on=whole_day_first(first.get("Date Designated", "")),
        source=what,
        remarks=" ".join(some(words)),
        same_as=(f"un:{united}",) if united else (),
    )


def _column(rows: Iterable[_Cells], *keys: str) -> list[str]:
    """Give every value of the columns; `(1) one (2) other` in a cell are two."""
    cells = (row.get(key, "") for key in keys for row in rows)
    return [
        part.strip(" ;") for cell in cells for part in _NUMBERED.split(cell) if part.strip(" ;")
    ]


def _flat_names(rows: Iterable[_Cells]) -> Iterator[ListedName]:
    for row in rows:
        kind = _name_kind(row["Name type"], row.get("Alias strength", ""))
        yield listed_name(joined(row, _NAME), kind)
        yield listed_name(row.get("Name non-latin script", ""), NameKind.ORIGINAL)


def _flat_numbers(rows: list[dict[str, str]]) -> Iterator[Identifier]:
    for column, kind in (
        ("Passport number", "passport"),
        ("National Identifier number", "national"),
        ("Business registration number (s)", "registration"),
        ("IMO number", "imo"),
    ):
        yield from (Identifier(kind, _bare(text, kind)) for text in _column(rows, column))


def read_ofsi_csv(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read OFSI's consolidated list of asset-freeze targets, one row a name."""
    rows = table_rows(stream, what=what, needs=_OFSI_NEEDS)
    for _, group in groupby(rows, key=lambda row: row[1]["Group ID"]):
        yield _ofsi_record(list(group), what)


def _ofsi_record(rows: list[tuple[int, dict[str, str]]], what: str) -> ListRecord:
    number, first = rows[0]
    cells = [row for _, row in rows]
    return ListRecord(
        list_id="uk-ofsi",
        source_id=first["Group ID"],
        kind=_KINDS.get(first["Group Type"].lower(), PartyKind.UNKNOWN),
        names=without_repeats(_first_primary(_ofsi_names(cells))),
        row=number,
        countries=alpha3_of_all(_column(cells, "Nationality", "Country")),
        addresses=some(joined(row, _OFSI_ADDRESS, ", ") for row in cells),
        identifiers=tuple(dict.fromkeys(_ofsi_numbers(cells))),
        birth_dates=some(map(day_first, _column(cells, "DOB"))),
        programmes=some([first["Regime"]]),
        effective_on=whole_day_first(first.get("Listed On", "")),
        source=what,
        remarks=first.get("Other Information", ""),
    )


def _ofsi_names(rows: Iterable[_Cells]) -> Iterator[ListedName]:
    for row in rows:
        kind = _name_kind(row["Alias Type"], row.get("Alias Quality", ""))
        yield listed_name(joined(row, _NAME), kind)
        yield listed_name(row.get("Name Non-Latin Script", ""), NameKind.ORIGINAL)


def _ofsi_numbers(rows: list[dict[str, str]]) -> Iterator[Identifier]:
    for column, kind in (("Passport Number", "passport"),
                         ("National Identification Number", "national")):  # fmt: skip
        yield from (Identifier(kind, text) for text in _column(rows, column))
