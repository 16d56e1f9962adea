"""The U.S. Consolidated Screening List: CSV with the publisher's 29 columns, or JSON."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, NameKind, PartyKind
from enduse.screening.countries import alpha3, alpha3_of_all
from enduse.screening.lists.json_items import json_items
from enduse.screening.lists.record import (
    ListRecord,
    identifier_type,
    joined,
    listed_name,
    partial_date,
    some,
    whole_day,
    without_repeats,
)
from enduse.screening.lists.stream import table_rows

LIST_IDS = {
    "(SDN)": "us-ofac-sdn",
    "(EL)": "us-bis-el",
    "(DPL)": "us-bis-dpl",
    "(UVL)": "us-bis-uvl",
    "(MEU)": "us-bis-meu",
    "(DTC)": "us-state-itar",
    "(ISN)": "us-state-isn",
    "(SSI)": "us-ofac-ssi",
    "(PLC)": "us-ofac-plc",
    "(CMIC)": "us-ofac-cmic",
    "(CAP)": "us-ofac-capta",
    "(FSE)": "us-ofac-fse",
    "(NS-MBS List)": "us-ofac-mbs",
    "(MBS)": "us-ofac-mbs",
}
_KINDS = {
    "Individual": PartyKind.PERSON,
    "Entity": PartyKind.ORGANISATION,
    "Vessel": PartyKind.VESSEL,
    "Aircraft": PartyKind.AIRCRAFT,
}
_NEEDS = ("source", "name", "alt_names", "addresses", "programs", "license_policy", "ids")
_ADDRESS = ("address", "city", "state", "postal_code", "country")
_LISTS = ("alt_names", "programs", "nationalities", "citizenships", "dates_of_birth")


def read_csl(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read every row of every list of the CSV file."""
    for row, cells in table_rows(stream, what=what, needs=_NEEDS):
        if cells["source"] != "source":  # some copies repeat the header
            parts: dict[str, list[str]] = {key: _split(cells.get(key, "")) for key in _LISTS}
            parts["addresses"] = _split(cells["addresses"])
            numbers = _numbers(_split(cells["ids"]))
            yield _record(cells, parts, numbers, row, what)


def read_csl_json(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read the publisher's JSON, whose results hold lists where the CSV holds text.

    Raises:
        InvalidInputError: it is not this JSON, is cut short, or a result has another form.
    """
    for number, result in enumerate(json_items(stream, "results", what=what), 1):
        try:
            cells = {k: str(v) for k, v in result.items() if isinstance(v, str | int)}
            cells = dict.fromkeys(_NEEDS, "") | cells
            parts: dict[str, list[str]] = {key: list(some(result.get(key) or ())) for key in _LISTS}
            parts["addresses"] = [joined(a, _ADDRESS, ", ") for a in result.get("addresses") or ()]
            numbers = list(_json_numbers(result.get("ids") or ()))
        except (AttributeError, TypeError):
            raise InvalidInputError("a result has another form", file=what, item=number) from None
        yield _record(cells, parts, numbers, number, what)


def _record(
    cells: Mapping[str, str],
    parts: Mapping[str, list[str]],
    numbers: list[Identifier],
    row: int,
    what: str,
) -> ListRecord:
    addresses = parts["addresses"]
    number, list_id = cells.get("entity_number", ""), _list_id(cells["source"], what, row)
    names = [listed_name(cells["name"], NameKind.PRIMARY)]
    names += [listed_name(re.sub(r"^and ", "", text)) for text in parts["alt_names"]]
    countries = alpha3_of_all([text.rsplit(",", 1)[-1] for text in addresses])
    nations = alpha3_of_all(parts["nationalities"] + parts["citizenships"])
    return ListRecord(
        list_id=list_id,
        source_id=number,
        kind=_KINDS.get(cells.get("type", ""), PartyKind.UNKNOWN),
        names=without_repeats(names),
        row=row,
        countries=tuple(dict.fromkeys((*nations, *countries))),
        addresses=tuple(text for text in addresses if "," in text),
        identifiers=tuple(dict.fromkeys(numbers)),
        birth_dates=some(map(partial_date, parts["dates_of_birth"])),
        programmes=tuple(parts["programs"]),
        licence_policy=" ".join(cells["license_policy"].split()),
        citation=cells.get("federal_register_notice", ""),
        effective_on=whole_day(cells.get("start_date", "")),
        ended_on=whole_day(cells.get("end_date", "")),
        source=what,
        remarks=" ".join(cells.get("remarks", "").split()),
        same_as=(f"ofac:{number}",) if number and list_id.startswith("us-ofac-") else (),
    )


def _split(text: str) -> list[str]:
    return [part for piece in text.split(";") if (part := piece.strip())]


def _list_id(source: str, what: str, row: int) -> str:
    for mark, list_id in LIST_IDS.items():
        if mark in source:
            return list_id
    raise InvalidInputError(
        "the source is no list of this publisher", file=what, row=row, source=source
    )


def _numbers(texts: list[str]) -> list[Identifier]:
    """Read `country, value, type` and `type, value, country`; both are in use."""
    found = []
    for text in texts:
        parts = [part.strip() for part in text.split(",")]
        kind = identifier_type(text)
        values = [p for p in parts if any(c.isdigit() for c in p) and " " not in p]
        if kind and values and "date" not in text.lower():
            country = next((alpha3(p) for p in parts if alpha3(p)), "")
            found.append(Identifier(kind, values[0].removeprefix("IMO"), country))
    return found


def _json_numbers(ids: Iterable[Mapping[str, Any]]) -> Iterator[Identifier]:
    for item in ids:
        kind, number = identifier_type(item.get("type") or ""), (item.get("number") or "").strip()
        if kind and number:
            value = number.removeprefix("IMO").strip()
            yield Identifier(kind, value, alpha3(item.get("country") or ""))
