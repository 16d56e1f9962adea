"""Switzerland's sanctions list: SECO's whole list, with the history of each target."""

import re
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
    parts_date,
    some,
    whole_day,
    without_repeats,
)

_ROOT = "swiss-sanctions-list"
_KINDS = {"individual": PartyKind.PERSON, "entity": PartyKind.ORGANISATION,
          "object": PartyKind.VESSEL}  # fmt: skip
_NAME_KINDS = {"primary-name": NameKind.PRIMARY, "formerly-known-as": NameKind.FORMER}
_ADDRESS = ("c-o", "address-details", "p-o-box", "zip-code", "location", "area")
_NUMBER = re.compile(r"^([^:]*?(?:IMO|[Rr]egistration|[Tt]ax)[^:]*) ?: ([^\s;]*\d[^\s;]*)")
_Place = tuple[str, str]


def read_seco(stream: BinaryIO, *, what: str) -> Iterator[ListRecord]:
    """Read every target; one whose last change is a de-listing has its end with it.

    Raises:
        InvalidInputError: as `stream_elements`, or the file is not the whole list.
    """
    wanted = (_ROOT, "sanctions-program", "place", "target")
    programmes: dict[str, str] = {}
    places: dict[str, _Place] = {}
    row = 0
    for element in stream_elements(stream, what=what, root=_ROOT, wanted=wanted):
        if element.tag == _ROOT:
            _check_whole(element, what)
        elif element.tag == "sanctions-program":
            programmes |= _programme(element)
        elif element.tag == "place":
            places[element.get("ssid", "")] = _place(element)
        else:
            row += 1
            yield _record(element, programmes, places, row, what)


def _check_whole(root: Element, what: str) -> None:
    if root.get("list-type") != "whole-list":
        raise InvalidInputError(
            "the file is a part of the list; take the whole list",
            file=what,
            list_type=root.get("list-type", ""),
        )


def _programme(element: Element) -> dict[str, str]:
    names = {name.get("lang"): name.text or "" for name in element.iterfind("program-name")}
    keys = {key.get("lang"): key.text or "" for key in element.iterfind("program-key")}
    name = keys.get("eng") or names.get("eng") or next(iter((*keys.values(), *names.values())), "")
    return {part.get("ssid", ""): name.strip() for part in element.iterfind("sanctions-set")}


def _place(element: Element) -> _Place:
    country = element.find("country")
    code = alpha3(country.get("iso-code", "")) if country is not None else ""
    parts = [text_of(element, key) for key in ("location", "area")]
    return ", ".join(filter(None, parts)), code or alpha3(text_of(element, "country"))


def _record(
    target: Element,
    programmes: Mapping[str, str],
    places: Mapping[str, _Place],
    row: int,
    what: str,
) -> ListRecord:
    party = next((part for part in target if part.tag in _KINDS), None)
    if party is None:
        raise InvalidInputError("a target is no party", file=what, target=target.get("ssid", ""))
    sets = [target.get("sanctions-set-id"), *texts_of(target, "sanctions-set-id")]
    found = [_address(a, places) for a in party.iterfind("identity/address")]
    nations = [c.get("iso-code") or c.text or "" for c in party.iterfind(".//nationality/country")]
    listed_on, ended_on = _days(target)
    united = text_of(target, "foreign-identifier")
    words = texts_of(party, "justification") + texts_of(party, "other-information")
    return ListRecord(
        list_id="ch-seco",
        source_id=target.get("ssid", ""),
        kind=_kind(party),
        names=without_repeats(_names(party)),
        row=row,
        countries=alpha3_of_all([*nations, *(code for _, code in found)]),
        addresses=some(text for text, _ in found),
        identifiers=tuple(dict.fromkeys(_numbers(party))),
        birth_dates=some(
            parts_date(b.get("year"), b.get("month"), b.get("day"))
            for b in party.iterfind("identity/day-month-year")
        ),
        programmes=some(programmes.get(id_ or "") for id_ in sets),
        effective_on=whole_day(listed_on),
        ended_on=whole_day(ended_on),
        source=what,
        remarks=" ".join(words),
        same_as=(f"un:{united}",) if united else (),
    )


def _kind(party: Element) -> PartyKind:
    other = party.tag == "object" and party.get("object-type", "vessel") != "vessel"
    return PartyKind.UNKNOWN if other else _KINDS[party.tag]


def _days(target: Element) -> tuple[str, str]:
    """Give the day of the listing, and the day of the end where the last change is one.

    Changes of one day stand with the newest first.
    """
    changes = [
        (part.get("effective-date") or part.get("publication-date") or "", -number,
         part.get("modification-type", ""))
        for number, part in enumerate(target.iterfind("modification"))
    ]  # fmt: skip
    listed = [day for day, _, kind in changes if kind == "listed" and day]
    last_day, _, last_kind = max(changes, default=("", 0, ""))
    return max(listed, default=""), last_day if last_kind == "de-listed" else ""


def _address(element: Element, places: Mapping[str, _Place]) -> _Place:
    where, code = places.get(element.get("place-id", ""), ("", ""))
    parts = [text_of(element, key) for key in _ADDRESS]
    return ", ".join(filter(None, [*parts, where])), code


def _names(party: Element) -> Iterator[ListedName]:
    """Give the names of the main identity first, and of each the spellings in other scripts."""
    identities = sorted(party.iterfind("identity"), key=lambda i: i.get("main") != "true")
    for number, identity in enumerate(identities):
        names = identity.findall("name")
        for name in sorted(names, key=lambda n: n.get("name-type") != "primary-name"):
            kind = _NAME_KINDS.get(name.get("name-type", ""), NameKind.ALIAS)
            if number and kind is NameKind.PRIMARY:
                kind = NameKind.ALIAS
            if name.get("quality") == "low":
                kind = NameKind.WEAK
            yield from _spellings(name, kind)


def _spellings(name: Element, kind: NameKind) -> Iterator[ListedName]:
    parts = sorted(name.iterfind("name-part"), key=lambda p: int(p.get("order", "0") or "0"))
    parts = [part for part in parts if part.get("name-part-type") != "title"]
    yield listed_name(" ".join(text_of(part, "value") for part in parts), kind)
    variants = [part.findall("spelling-variant") for part in parts]
    keys = dict.fromkeys((v.get("lang"), v.get("script")) for found in variants for v in found)
    other = kind if kind is NameKind.WEAK else NameKind.ALIAS
    for key in keys:
        yield listed_name(
            " ".join(_spelled(*pair, key) for pair in zip(parts, variants, strict=True)), other
        )


def _spelled(part: Element, variants: list[Element], key: tuple[str | None, str | None]) -> str:
    """Give the part in a language and script, or as it is where it has no such spelling."""
    found = (v.text or "" for v in variants if (v.get("lang"), v.get("script")) == key)
    return " ".join(next(found, text_of(part, "value")).split())


def _numbers(party: Element) -> Iterator[Identifier]:
    for paper in party.iterfind("identity/identification-document"):
        kind = identifier_type((paper.get("document-type") or "").replace("-", " "))
        value = text_of(paper, "number")
        if kind and value:
            yield Identifier(kind, value, alpha3(text_of(paper, "issuer")))
    for text in texts_of(party, "other-information"):
        if (found := _NUMBER.match(text)) and (kind := identifier_type(found[1])):
            yield Identifier(kind, found[2].strip(".,"))
