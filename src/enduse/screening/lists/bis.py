"""U.S. restricted-party tables: the combined table, and the Denied Persons List."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from enduse.domain.screening import NameKind, PartyKind
from enduse.screening.countries import alpha3, alpha3_of_all
from enduse.screening.lists.record import (
    ListRecord,
    listed_name,
    whole_day,
    without_repeats,
)
from enduse.screening.lists.stream import table_rows

LIST_IDS = {
    "us-bis-entity-list": "us-bis-el",
    "us-bis-military-end-user-list": "us-bis-meu",
    "us-dod-section-1260h": "us-dod-1260h",
    "us-dod-section-1286": "us-dod-1286",
    "us-dhs-uflpa": "us-dhs-uflpa",
    "us-ofac-ns-cmic": "us-ofac-cmic",
}


def read_restricted_parties(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read the combined table of names and countries; party kinds are not given there."""
    needs = ("list_id", "source_row", "name", "aliases", "countries_iso2")
    for row, cells in table_rows(stream, what=what, needs=needs):
        names = [listed_name(cells["name"], NameKind.PRIMARY)]
        names += [listed_name(text) for text in cells["aliases"].split("|")]
        yield ListRecord(
            list_id=LIST_IDS.get(cells["list_id"], cells["list_id"]),
            source_id="",
            kind=PartyKind.UNKNOWN,
            names=without_repeats(names),
            row=row,
            countries=alpha3_of_all(cells["countries_iso2"].split(";")),
            source=what,
        )


def read_denied_persons(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read the tab-separated Denied Persons List. An order's last day still counts."""
    needs = ("Name", "Country", "Effective_Date", "Expiration_Date", "FR_Citation")
    for row, cells in table_rows(stream, what=what, needs=needs, delimiter="\t"):
        parts = (cells.get(key, "") for key in ("Street_Address", "City", "State", "Postal_Code"))
        address = ", ".join(part for part in parts if part)
        # the list leaves the country out for addresses in the United States
        code = alpha3(cells["Country"]) or ("USA" if cells.get("State") else "")
        last = whole_day(cells["Expiration_Date"])
        yield ListRecord(
            list_id="us-bis-dpl",
            source_id="",
            kind=PartyKind.UNKNOWN,
            names=(listed_name(cells["Name"], NameKind.PRIMARY),),
            row=row,
            countries=(code,) if code else (),
            addresses=(address,) if address else (),
            citation=cells["FR_Citation"],
            effective_on=whole_day(cells["Effective_Date"]),
            ended_on=date.fromordinal(last.toordinal() + 1) if last else None,
            source=what,
        )
