"""The United Nations Security Council Consolidated List, official XML."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3_of_all
from enduse.screening.lists.record import (
    MAX_FIELD_CHARACTERS,
    ListRecord,
    decode,
    listed_name,
    partial_date,
    whole_day,
    without_repeats,
)

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_QUALITY = {"low": NameKind.WEAK, "f.k.a.": NameKind.FORMER}


def parse_xml(data: bytes, *, what: str, root: str) -> Element:
    """Parse XML that declares no entities of its own.

    Raises:
        InvalidInputError: not well-formed, another root, or it declares entities.
    """
    text = decode(data, what=what)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InvalidInputError("a list declares no entities", file=what)
    try:
        element = ElementTree.fromstring(text)  # noqa: S314 - entities were refused above
    except ElementTree.ParseError as error:
        raise InvalidInputError("the XML is broken", file=what, why=str(error)) from None
    if element.tag.rpartition("}")[2] != root:
        raise InvalidInputError("the XML is another list", file=what, root=element.tag)
    if any(len(part) > MAX_FIELD_CHARACTERS for part in element.itertext()):
        raise InvalidInputError("a field is too long to be one", file=what)
    return element


def read_un(data: bytes, *, what: str) -> Iterator[ListRecord]:
    """Read persons and entities in the order of the file."""
    root = parse_xml(data, what=what, root="CONSOLIDATED_LIST")
    people, bodies = root.findall(".//INDIVIDUAL"), root.findall(".//ENTITY")
    for row, element in enumerate([*people, *bodies], 1):
        yield _record(element, row, what)


def _record(element: Element, row: int, what: str) -> ListRecord:
    tag = element.tag
    reference = _text(element, "REFERENCE_NUMBER")
    return ListRecord(
        list_id="un-sc",
        source_id=reference,
        kind=PartyKind.PERSON if tag == "INDIVIDUAL" else PartyKind.ORGANISATION,
        names=without_repeats(_names(element, tag)),
        row=row,
        countries=alpha3_of_all(
            [*_all(element, "NATIONALITY/VALUE"), *_all(element, f"{tag}_ADDRESS/COUNTRY")]
        ),
        addresses=tuple(filter(None, map(_address, element.findall(f"{tag}_ADDRESS")))),
        identifiers=tuple(_documents(element)),
        birth_dates=tuple(dict.fromkeys(filter(None, _births(element)))),
        programmes=(_text(element, "UN_LIST_TYPE"),),
        effective_on=whole_day(_text(element, "LISTED_ON")[:10]),
        source=what,
        same_as=(f"un:{reference}",),
    )


def _text(element: Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _all(element: Element, path: str) -> list[str]:
    return [found.text.strip() for found in element.findall(path) if found.text]


def _names(element: Element, tag: str) -> Iterator[ListedName]:
    whole = " ".join(part for key in _PARTS if (part := _text(element, key)))
    yield listed_name(whole, NameKind.PRIMARY)
    yield listed_name(_text(element, "NAME_ORIGINAL_SCRIPT"))
    for alias in element.findall(f"{tag}_ALIAS"):
        quality = _text(alias, "QUALITY").lower()
        yield listed_name(_text(alias, "ALIAS_NAME"), _QUALITY.get(quality, NameKind.ALIAS))


def _address(element: Element) -> str:
    keys = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
    return ", ".join(part for key in keys if (part := _text(element, key)))


def _births(element: Element) -> Iterator[str]:
    for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        yield partial_date(_text(birth, "DATE")[:10]) or _text(birth, "YEAR")
        first, last = _text(birth, "FROM_YEAR"), _text(birth, "TO_YEAR")
        if first.isdigit() and last.isdigit():
            yield from (str(year) for year in range(int(first), int(last) + 1))


def _documents(element: Element) -> Iterator[Identifier]:
    for paper in element.findall("INDIVIDUAL_DOCUMENT"):
        number, kind = _text(paper, "NUMBER"), _text(paper, "TYPE_OF_DOCUMENT").lower()
        if number:
            codes = alpha3_of_all(_all(paper, "ISSUING_COUNTRY") + _all(paper, "COUNTRY_OF_ISSUE"))
            yield Identifier(
                "passport" if "passport" in kind else "national", number, codes[0] if codes else ""
            )
