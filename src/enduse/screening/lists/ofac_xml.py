"""OFAC's legacy XML: the SDN list and the consolidated list, one element a party."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO
from xml.etree.ElementTree import Element

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3, alpha3_of_all
from enduse.screening.lists.elements import stream_elements, text_of, texts_of
from enduse.screening.lists.record import (
    ListRecord,
    identifier_type,
    listed_name,
    partial_date,
    some,
    without_repeats,
)

_KINDS = {
    "Individual": PartyKind.PERSON,
    "Entity": PartyKind.ORGANISATION,
    "Vessel": PartyKind.VESSEL,
    "Aircraft": PartyKind.AIRCRAFT,
}
_ALIAS_KINDS = {"f.k.a.": NameKind.FORMER}
_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")


def read_ofac_xml(
    stream: BinaryIO, *, list_of: Mapping[str, str], default_list: str, what: str
) -> Iterator[ListRecord]:
    """Read every party; the publisher's own count of them must be met.

    Args:
        stream: the file.
        list_of: programme -> id of the list it belongs to.
        default_list: the list of all other programmes.
        what: the id of the file.

    Raises:
        InvalidInputError: as `stream_elements`, or fewer parties than the file itself says.
    """
    wanted = ("publshInformation", "sdnEntry")  # the publisher's spelling
    promised, number = "", 0
    for element in stream_elements(stream, what=what, root="sdnList", wanted=wanted):
        if element.tag == "publshInformation":
            promised = text_of(element, "Record_Count")
        else:
            number += 1
            yield _record(element, number, list_of, default_list, what)
    if promised.isdigit() and int(promised) != number:
        raise InvalidInputError(
            "the file has not as many parties as it says", file=what, found=number, says=promised
        )


def _record(
    element: Element, row: int, list_of: Mapping[str, str], default_list: str, what: str
) -> ListRecord:
    number = text_of(element, "uid")
    programmes = some(texts_of(element, "programList/program"))
    lists = [list_of[p] for p in programmes if p in list_of]
    places = element.findall("addressList/address")
    nations = texts_of(element, "nationalityList/nationality/country")
    nations += texts_of(element, "citizenshipList/citizenship/country")
    nations += texts_of(element, "vesselInfo/vesselFlag")
    addresses = (", ".join(p for key in _ADDRESS if (p := text_of(a, key))) for a in places)
    return ListRecord(
        list_id=lists[0] if lists else default_list,
        source_id=number,
        kind=_KINDS.get(text_of(element, "sdnType"), PartyKind.UNKNOWN),
        names=without_repeats(_names(element)),
        row=row,
        countries=alpha3_of_all([*nations, *(text_of(place, "country") for place in places)]),
        addresses=some(addresses),
        identifiers=tuple(dict.fromkeys(_numbers(element))),
        birth_dates=some(
            map(partial_date, texts_of(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth"))
        ),
        programmes=programmes,
        source=what,
        remarks=text_of(element, "remarks"),
        same_as=(f"ofac:{number}",) if number else (),
    )


def _names(element: Element) -> Iterator[ListedName]:
    yield listed_name(_name(element), NameKind.PRIMARY)
    for alias in element.iterfind("akaList/aka"):
        weak = text_of(alias, "category") == "weak"
        kind = _ALIAS_KINDS.get(text_of(alias, "type"), NameKind.ALIAS)
        yield listed_name(_name(alias), NameKind.WEAK if weak else kind)


def _name(element: Element) -> str:
    """Give `LAST, First`, as the publisher prints it."""
    parts = (text_of(element, "lastName"), text_of(element, "firstName"))
    return ", ".join(part for part in parts if part)


def _numbers(element: Element) -> Iterator[Identifier]:
    for item in element.iterfind("idList/id"):
        kind, value = identifier_type(text_of(item, "idType")), text_of(item, "idNumber")
        if kind and value:
            country = alpha3(text_of(item, "idCountry"))
            yield Identifier(kind, value.removeprefix("IMO").strip(), country)
