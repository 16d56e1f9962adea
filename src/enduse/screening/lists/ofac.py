"""OFAC's own CSV tables: primary names, aliases, addresses and remarks, without headers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3
from enduse.screening.lists.record import (
    ListRecord,
    listed_name,
    partial_date,
    without_repeats,
)
from enduse.screening.lists.stream import csv_rows

NON_SDN_LISTS = {
    "UKRAINE-EO13662": "us-ofac-ssi",
    "NS-PLC": "us-ofac-plc",
    "CMIC-EO13959": "us-ofac-cmic",
    "561-Related": "us-ofac-capta",
    "561List": "us-ofac-capta",
    "FSE-IR": "us-ofac-fse",
    "FSE-SY": "us-ofac-fse",
}
"""Programme -> list, of the lists that OFAC publishes together as the consolidated list."""

_KINDS = {
    "individual": PartyKind.PERSON,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
    "": PartyKind.ORGANISATION,
}
_ALIAS_KINDS = {"aka": NameKind.ALIAS, "fka": NameKind.FORMER, "nka": NameKind.ALIAS}
_NUMBER_OF = {
    "passport": re.compile(r"^(?:alt\. )?Passport (\S+)(?: \((.+?)\))?"),
    "national": re.compile(r"^(?:alt\. )?National ID No\. (\S+)(?: \((.+?)\))?"),
    "tax": re.compile(r"^(?:alt\. )?Tax ID No\. (\S+)(?: \((.+?)\))?"),
    "registration": re.compile(r"^(?:alt\. )?Registration (?:ID|Number) (\S+)(?: \((.+?)\))?"),
    "imo": re.compile(r"^(?:alt\. )?Vessel Registration Identification IMO (\d{7})()"),
    "swift": re.compile(r"^(?:alt\. )?SWIFT/BIC (\S+)()"),
}
_BIRTH = re.compile(r"^(?:alt\. )?DOB (.+)")
_NATION = re.compile(r"^(?:alt\. )?(?:nationality|citizen) (.+)")
_ALIAS = re.compile(r"^(?:alt\. )?a\.k\.a\. '(.+)'")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What OFAC's remarks hold as data. Sentences are left where they are."""

    aliases: tuple[ListedName, ...] = ()
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


@dataclass(slots=True)
class OfacTables:
    """The rows of OFAC's four tables, by the party's number."""

    primary: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    aliases: dict[str, list[ListedName]] = field(default_factory=dict)
    addresses: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    more_remarks: dict[str, str] = field(default_factory=dict)


def read_remarks(text: str) -> Remarks:
    """Pick names, dates, countries and numbers out of OFAC's remarks."""
    births, nations, numbers, aliases = [], [], [], []
    for part in (piece.strip(" .") for piece in text.split(";")):
        if found := _BIRTH.match(part):
            births.append(partial_date(found[1]))
        elif found := _NATION.match(part):
            nations.append(alpha3(found[1]))
        elif found := _ALIAS.match(part):
            aliases.append(listed_name(found[1], NameKind.WEAK))
        else:
            numbers += _number(part)
    return Remarks(
        aliases=tuple(aliases),
        birth_dates=tuple(dict.fromkeys(filter(None, births))),
        countries=tuple(dict.fromkeys(filter(None, nations))),
        identifiers=tuple(dict.fromkeys(numbers)),
    )


def _number(part: str) -> list[Identifier]:
    for kind, pattern in _NUMBER_OF.items():
        if found := pattern.match(part):
            return [Identifier(kind, found[1].strip(".,;"), alpha3(found[2] or ""))]
    return []


def read_ofac_tables(  # four files make one list
    primary: BinaryIO,
    aliases: BinaryIO,
    addresses: BinaryIO,
    remarks: BinaryIO | None = None,
    *,
    what: str,
) -> OfacTables:
    """Read the four tables. The primary table may have a header row.

    Raises:
        InvalidInputError: a table is not text, a row is cut short, or there is no party at all.
    """
    tables = OfacTables()
    for row, cells in _rows(primary, f"{what}: primary", 12):
        tables.primary[cells[0]] = (row, cells)
    for _, cells in _rows(aliases, f"{what}: aliases", 4):
        kind = _ALIAS_KINDS.get(cells[2], NameKind.ALIAS)
        tables.aliases.setdefault(cells[0], []).append(listed_name(cells[3], kind))
    for _, cells in _rows(addresses, f"{what}: addresses", 5):
        text = ", ".join(cell for cell in cells[2:4] if cell)
        tables.addresses.setdefault(cells[0], []).append((text, alpha3(cells[4])))
    for _, cells in _rows(remarks, f"{what}: comments", 2) if remarks else ():
        tables.more_remarks[cells[0]] = cells[1]
    if not tables.primary and not tables.aliases:
        raise InvalidInputError("the tables hold no party", file=what)
    return tables


def _rows(stream: BinaryIO, what: str, columns: int) -> Iterator[tuple[int, list[str]]]:
    for number, cells in csv_rows(stream, what=what):
        # headers and the end-of-file mark from another age are no rows
        if not cells or not cells[0].strip().isdigit():
            continue
        if len(cells) < columns:
            raise InvalidInputError(
                "a row is cut short", file=what, row=number, cells=len(cells), expected=columns
            )
        yield number, ["" if c.strip() == "-0-" else c.strip() for c in cells]


def ofac_records(
    tables: OfacTables, *, list_of: Mapping[str, str], default_list: str, what: str
) -> Iterator[ListRecord]:
    """Make one record a party, in the order of the publisher's numbers.

    Args:
        tables: what `read_ofac_tables` gave.
        list_of: programme -> id of the list it belongs to.
        default_list: the list of all other programmes.
        what: the manifest id of the file.
    """
    for number in sorted(tables.primary.keys() | tables.aliases.keys(), key=int):
        row, cells = tables.primary.get(number, (0, ["", "", "", "", "", *[""] * 7]))
        words = cells[11] + tables.more_remarks.get(number, "")
        remarks = read_remarks(words)
        programmes = tuple(p.strip("[] ") for p in cells[3].split("] [") if p.strip("[] "))
        places = tables.addresses.get(number, [])
        names = [listed_name(cells[1], NameKind.PRIMARY), *tables.aliases.get(number, [])]
        lists = [list_of[p] for p in programmes if p in list_of]
        countries = (*remarks.countries, *(code for _, code in places if code))
        yield ListRecord(
            list_id=lists[0] if lists else default_list,
            source_id=number,
            kind=_kind(cells[2], named=bool(cells[1])),
            names=without_repeats([*names, *remarks.aliases]),
            row=row,
            countries=tuple(dict.fromkeys(countries)),
            addresses=tuple(text for text, _ in places if text),
            identifiers=remarks.identifiers,
            birth_dates=remarks.birth_dates,
            programmes=programmes,
            source=what,
            remarks=words,
            same_as=(f"ofac:{number}",),
        )


def _kind(text: str, *, named: bool) -> PartyKind:
    return _KINDS.get(text, PartyKind.UNKNOWN) if named else PartyKind.UNKNOWN
