"""The United Nations Security Council Consolidated List, official XML."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3_of_all
from enduse.screening.lists.elements import stream_elements, text_of, texts_of
from enduse.screening.lists.record import (
    ListRecord,
    listed_name,
    partial_date,
    whole_day,
    without_repeats,
)

_TAGS = ("INDIVIDUAL", "ENTITY")
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_MOST_YEARS = 30
_QUALITY = {"low": NameKind.WEAK, "f.k.a.": NameKind.FORMER}


def read_un(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read persons and entities in the order of the file."""
    found = stream_elements(stream, what=what, root="CONSOLIDATED_LIST", wanted=_TAGS)
    for row, element in enumerate(found, 1):
        yield _record(element, row, what)


def _record(element: Element, row: int, what: str) -> ListRecord:
    tag = element.tag
    reference = text_of(element, "REFERENCE_NUMBER")
    return ListRecord(
        list_id="un-sc",
        source_id=reference,
        kind=PartyKind.PERSON if tag == "INDIVIDUAL" else PartyKind.ORGANISATION,
        names=without_repeats(_names(element, tag)),
        row=row,
        countries=alpha3_of_all(
            [*texts_of(element, "NATIONALITY/VALUE"), *texts_of(element, f"{tag}_ADDRESS/COUNTRY")]
        ),
        addresses=tuple(filter(None, map(_address, element.findall(f"{tag}_ADDRESS")))),
        identifiers=tuple(_documents(element)),
        birth_dates=tuple(dict.fromkeys(filter(None, _births(element)))),
        programmes=(text_of(element, "UN_LIST_TYPE"),),
        effective_on=whole_day(text_of(element, "LISTED_ON")[:10]),
        source=what,
        remarks=text_of(element, "COMMENTS1"),
        same_as=(f"un:{reference}",),
    )


def _names(element: Element, tag: str) -> Iterator[ListedName]:
    whole = " ".join(part for key in _PARTS if (part := text_of(element, key)))
    yield listed_name(whole, NameKind.PRIMARY)
    yield listed_name(text_of(element, "NAME_ORIGINAL_SCRIPT"))
    for alias in element.findall(f"{tag}_ALIAS"):
        quality = text_of(alias, "QUALITY").lower()
        yield listed_name(text_of(alias, "ALIAS_NAME"), _QUALITY.get(quality, NameKind.ALIAS))


def _address(element: Element) -> str:
    keys = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
    return ", ".join(part for key in keys if (part := text_of(element, key)))


def _births(element: Element) -> Iterator[str]:
    for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        yield partial_date(text_of(birth, "DATE")[:10]) or text_of(birth, "YEAR")
        first, last = text_of(birth, "FROM_YEAR"), text_of(birth, "TO_YEAR")
        if _YEAR.fullmatch(first) and _YEAR.fullmatch(last):
            years = range(int(first), int(last) + 1)
            yield from map(str, years[:_MOST_YEARS])


def _documents(element: Element) -> Iterator[Identifier]:
    for paper in element.findall("INDIVIDUAL_DOCUMENT"):
        number, kind = text_of(paper, "NUMBER"), text_of(paper, "TYPE_OF_DOCUMENT").lower()
        if number:
            codes = alpha3_of_all(
                texts_of(paper, "ISSUING_COUNTRY") + texts_of(paper, "COUNTRY_OF_ISSUE")
            )
            yield Identifier(
                "passport" if "passport" in kind else "national", number, codes[0] if codes else ""
            )
