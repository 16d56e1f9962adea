"""The U.S. Consolidated Screening List, as CSV with the publisher's 29 columns."""

import json
import re
from collections.abc import Iterator, Mapping

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, NameKind, PartyKind
from enduse.screening.countries import alpha3, alpha3_of_all
from enduse.screening.lists.record import (
    ListRecord,
    decode,
    listed_name,
    partial_date,
    table_rows,
    whole_day,
    without_repeats,
)

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
_NUMBER_TYPES = (
    ("passport", "passport"), ("national id", "national"), ("identification number", "national"),
    ("tax id", "tax"), ("registration", "registration"), ("swift", "swift"),
    ("credit code", "registration"), ("imo", "imo"), ("gazette", "registration"),
    ("legal entity number", "registration"), ("vessel registration", "imo"),
)  # fmt: skip
_NEEDS = ("source", "name", "alt_names", "addresses", "programs", "license_policy", "ids")


def read_csl(data: bytes, *, what: str) -> Iterator[ListRecord]:
    """Read every row of every list of the CSV file."""
    for row, cells in table_rows(decode(data, what=what), what=what, needs=_NEEDS):
        if cells["source"] != "source":  # some copies repeat the header
            yield _record(cells, row, what)


def read_csl_json(data: bytes, *, what: str) -> Iterator[ListRecord]:
    """Read the publisher's JSON, whose results hold lists where the CSV holds text.

    Raises:
        InvalidInputError: it is not JSON, or has no results.
    """
    try:
        results = json.loads(decode(data, what=what))["results"]
    except (ValueError, KeyError, TypeError):
        raise InvalidInputError("the file is not the list's JSON", file=what) from None
    for number, result in enumerate(results, 1):
        cells = dict.fromkeys((*_NEEDS, "type", "title"), "")
        cells |= {key: _flat(value) for key, value in result.items()}
        yield _record(cells, number, what)


def _flat(value: object) -> str:
    """Write a value of the JSON as the CSV has it."""
    if isinstance(value, list):
        return "; ".join(_flat(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(str(v) for v in value.values() if isinstance(v, str) and v)
    return "" if value is None else str(value)


def _record(cells: Mapping[str, str], row: int, what: str) -> ListRecord:
    addresses = _split(cells["addresses"])
    nations = _split(cells.get("nationalities", "")) + _split(cells.get("citizenships", ""))
    number = cells.get("entity_number", "")
    names = [listed_name(cells["name"], NameKind.PRIMARY)]
    names += [listed_name(re.sub(r"^and ", "", text)) for text in _split(cells["alt_names"])]
    countries = alpha3_of_all([text.rsplit(",", 1)[-1] for text in addresses])
    births = (partial_date(text) for text in _split(cells.get("dates_of_birth", "")))
    return ListRecord(
        list_id=_list_id(cells["source"]),
        source_id=number,
        kind=_KINDS.get(cells.get("type", ""), PartyKind.UNKNOWN),
        names=without_repeats(names),
        row=row,
        countries=tuple(dict.fromkeys((*alpha3_of_all(nations), *countries))),
        addresses=tuple(text for text in addresses if "," in text),
        identifiers=tuple(dict.fromkeys(_numbers(cells))),
        birth_dates=tuple(dict.fromkeys(filter(None, births))),
        programmes=tuple(_split(cells["programs"])),
        licence_policy=" ".join(cells["license_policy"].split()),
        citation=cells.get("federal_register_notice", ""),
        effective_on=whole_day(cells.get("start_date", "")),
        ended_on=whole_day(cells.get("end_date", "")),
        source=what,
        same_as=(f"ofac:{number}",) if number else (),
    )


def _split(text: str) -> list[str]:
    return [part for piece in text.split(";") if (part := piece.strip())]


def _list_id(source: str) -> str:
    for mark, list_id in LIST_IDS.items():
        if mark in source:
            return list_id
    raise InvalidInputError("the source is not a list of this publisher", source=source)


def _numbers(cells: Mapping[str, str]) -> Iterator[Identifier]:
    """Read `country, value, type` and `type, value, country`; both are in use."""
    for text in _split(cells.get("ids", "")):
        parts = [part.strip() for part in text.split(",")]
        kind = next((k for word, k in _NUMBER_TYPES if word in text.lower()), "")
        values = [p for p in parts if any(c.isdigit() for c in p) and " " not in p]
        if kind and values and "date" not in text.lower():
            country = next((alpha3(p) for p in parts if alpha3(p)), "")
            yield Identifier(kind, values[0].removeprefix("IMO"), country)
