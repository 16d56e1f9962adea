"""The European Union's consolidated financial sanctions list: XML 1.1 and CSV 1.1."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import BinaryIO
from xml.etree.ElementTree import Element

from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3, alpha3_of_all
from enduse.screening.lists.elements import stream_elements, text_of
from enduse.screening.lists.record import (
    ListRecord,
    identifier_type,
    joined,
    listed_name,
    partial_date,
    parts_date,
    some,
    whole_day,
    without_repeats,
)
from enduse.screening.lists.stream import table_rows

_KINDS = {"person": PartyKind.PERSON, "P": PartyKind.PERSON,
          "enterprise": PartyKind.ORGANISATION, "E": PartyKind.ORGANISATION}  # fmt: skip
_NAME = ("firstName", "middleName", "lastName")
_ADDRESS = ("street", "poBox", "zipCode", "city", "region", "place")
_NEEDS = ("Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName")
_CSV_ADDRESS = tuple(f"Address_{part}" for part in ("Street", "PoBox", "ZipCode", "City", "Region"))


def read_eu_xml(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read every sanctioned person and enterprise."""
    found = stream_elements(stream, what=what, root="export", wanted=("sanctionEntity",))
    for row, element in enumerate(found, 1):
        yield _record(element, row, what)


def _record(element: Element, row: int, what: str) -> ListRecord:
    subject = element.find("subjectType")
    codes = subject.attrib if subject is not None else {}
    united = element.get("unitedNationId", "").strip()
    nations = [*element.iterfind("citizenship"), *element.iterfind("address")]
    regulation = element.find("regulation")
    started = regulation.get("entryIntoForceDate", "") if regulation is not None else ""
    return ListRecord(
        list_id="eu-fsf",
        source_id=element.get("euReferenceNumber", "") or element.get("logicalId", ""),
        kind=_KINDS.get(
            codes.get("code", "") or codes.get("classificationCode", ""), PartyKind.UNKNOWN
        ),
        names=without_repeats(_names(element.findall("nameAlias"))),
        row=row,
        countries=tuple(dict.fromkeys(filter(None, map(_country, nations)))),
        addresses=some(joined(a.attrib, _ADDRESS, ", ") for a in element.iterfind("address")),
        identifiers=tuple(dict.fromkeys(_numbers(element))),
        birth_dates=some(map(_birth, element.iterfind("birthdate"))),
        programmes=some(part.get("programme") for part in element.iterfind("regulation")),
        citation=regulation.get("numberTitle", "") if regulation is not None else "",
        effective_on=whole_day(element.get("designationDate") or started),
        source=what,
        remarks=text_of(element, "remark"),
        same_as=(f"un:{united}",) if united else (),
    )


def _names(aliases: list[Element]) -> Iterator[ListedName]:
    """Give the first strong name as primary; the publisher marks none."""
    ordered = sorted(aliases, key=_is_weak)
    for place, alias in enumerate(ordered):
        text = alias.get("wholeName") or joined(alias.attrib, _NAME)
        kind = NameKind.WEAK if _is_weak(alias) else NameKind.ALIAS
        yield listed_name(text, NameKind.PRIMARY if place == 0 else kind)


def _is_weak(alias: Element) -> bool:
    return alias.get("strong") == "false" or "low quality" in text_of(alias, "remark").lower()


def _country(element: Element) -> str:
    return alpha3(element.get("countryIso2Code", "")) or alpha3(
        element.get("countryDescription", "")
    )


def _birth(element: Element) -> str:
    whole = partial_date(element.get("birthdate", ""))
    return whole or parts_date(*(element.get(key) for key in ("year", "monthOfYear", "dayOfMonth")))


def _numbers(element: Element) -> Iterator[Identifier]:
    for paper in element.iterfind("identification"):
        word = paper.get("identificationTypeDescription") or paper.get("identificationTypeCode")
        value = (paper.get("number") or paper.get("latinNumber") or "").strip()
        kind = identifier_type(word or "")
        if kind and value:
            yield Identifier(kind, value, _country(paper))


def read_eu_csv(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read the flat table, in which a party has a row for each name, address and paper."""
    rows = table_rows(stream, what=what, needs=_NEEDS, delimiter=";")
    for _, group in groupby(rows, key=lambda row: row[1]["Entity_LogicalId"]):
        yield _flat_record(list(group), what)


def _flat_record(rows: list[tuple[int, dict[str, str]]], what: str) -> ListRecord:
    number, first = rows[0]
    cells = [row for _, row in rows]
    nations = _column(cells, "Citizenship_CountryIso2Code", "Address_CountryIso2Code")
    united = first.get("Entity_UnitedNationId", "")
    codes = (first["Entity_SubjectType"], first.get("Entity_SubjectType_ClassificationCode", ""))
    kinds = (_KINDS[code] for code in codes if code in _KINDS)
    return ListRecord(
        list_id="eu-fsf",
        source_id=first.get("Entity_EU_ReferenceNumber") or first["Entity_LogicalId"],
        kind=next(kinds, PartyKind.UNKNOWN),
        names=without_repeats(_flat_names(cells)),
        row=number,
        countries=alpha3_of_all(list(nations)),
        addresses=some(joined(row, _CSV_ADDRESS, ", ") for row in cells),
        identifiers=tuple(dict.fromkeys(filter(None, map(_flat_number, cells)))),
        birth_dates=some(
            map(partial_date, _column(cells, "BirthDate_BirthDate", "BirthDate_Year"))
        ),
        programmes=_column(cells, "Entity_Regulation_Programme"),
        citation=first.get("Entity_Regulation_NumberTitle", ""),
        effective_on=whole_day(
            first.get("Entity_DesignationDate")
            or first.get("Entity_Regulation_EntryIntoForceDate", "")
        ),
        source=what,
        remarks=first.get("Entity_Remark", ""),
        same_as=(f"un:{united}",) if united else (),
    )


def _column(rows: Iterable[Mapping[str, str]], *keys: str) -> tuple[str, ...]:
    """Give the values of the first of the columns that is filled, row by row."""
    return some(next((row[key] for key in keys if row.get(key)), "") for row in rows)


def _flat_names(rows: list[dict[str, str]]) -> Iterator[ListedName]:
    def is_weak(row: Mapping[str, str]) -> bool:
        return "low quality" in row.get("NameAlias_Remark", "").lower()

    named = [row for row in rows if row["NameAlias_WholeName"]]
    for place, row in enumerate(sorted(named, key=is_weak)):
        kind = NameKind.WEAK if is_weak(row) else NameKind.ALIAS
        yield listed_name(row["NameAlias_WholeName"], NameKind.PRIMARY if place == 0 else kind)


def _flat_number(row: Mapping[str, str]) -> Identifier | None:
    word = row.get("Identification_TypeDescription") or row.get("Identification_TypeCode", "")
    kind, value = identifier_type(word), row.get("Identification_Number", "")
    country = alpha3(row.get("Identification_CountryIso2Code", ""))
    return Identifier(kind, value, country) if kind and value else None
