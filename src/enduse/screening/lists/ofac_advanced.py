"""OFAC's advanced XML: parties, places, papers and listings apart, joined by reference values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3, alpha3_of_all
from enduse.screening.lists.elements import stream_elements, text_of
from enduse.screening.lists.record import (
    ListRecord,
    identifier_type,
    listed_name,
    parts_date,
    some,
    whole_day,
    without_repeats,
)

LISTS = (
    ("SDN List", "us-ofac-sdn"), ("Sectoral", "us-ofac-ssi"), ("SSI", "us-ofac-ssi"),
    ("Palestinian", "us-ofac-plc"), ("PLC", "us-ofac-plc"), ("Evaders", "us-ofac-fse"),
    ("FSE", "us-ofac-fse"), ("Menu-Based", "us-ofac-mbs"), ("MBS", "us-ofac-mbs"),
    ("CMIC", "us-ofac-cmic"), ("Military-Industrial", "us-ofac-cmic"), ("CAPTA", "us-ofac-capta"),
    ("Correspondent", "us-ofac-capta"),
)  # fmt: skip
"""What the name of a list holds, and its id; the first that fits counts."""

_KINDS = {"Vessel": PartyKind.VESSEL, "Aircraft": PartyKind.AIRCRAFT,
          "Entity": PartyKind.ORGANISATION, "Individual": PartyKind.PERSON}  # fmt: skip
_BEFORE = ("ReferenceValueSets", "Location", "IDRegDocument", "SanctionsEntry")
_ADDRESS = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "REGION", "STATE/PROVINCE", "POSTAL CODE")
_OF_COUNTRY = ("nationality", "citizenship", "flag")
_LAST_NAMES = ("Last Name", "Maiden Name")
_Values = Mapping[str, Mapping[str, Element]]


@dataclass(slots=True)
class _Context:
    """What parties refer to: small next to the parties themselves."""

    values: _Values = field(default_factory=dict)  # kind of value -> id -> element
    places: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> address, country
    papers: dict[str, list[Identifier]] = field(default_factory=dict)  # by identity
    listings: dict[str, "_Listing"] = field(default_factory=dict)  # by profile


@dataclass(frozen=True, slots=True)
class _Listing:
    list_id: str
    programmes: tuple[str, ...]
    listed_on: date | None


def read_ofac_advanced(stream: BinaryIO, *, default_list: str, what: str) -> Iterator[ListRecord]:
    """Read every party, with the papers and the listing that stand elsewhere in the file.

    The file is read twice, as a party stands before its listing.

    Args:
        stream: the file.
        default_list: the list of a party whose entry names none that is known.
        what: the id of the file.

    Raises:
        InvalidInputError: as `stream_elements`, or a reference leads nowhere.
    """
    context = _Context()
    try:
        for element in stream_elements(stream, what=what, root="Sanctions", wanted=_BEFORE):
            _keep(element, context)
        parties = stream_elements(stream, what=what, root="Sanctions", wanted=("DistinctParty",))
        for row, party in enumerate(parties, 1):
            yield _record(party, context, row, default_list, what)
    except KeyError as error:
        raise InvalidInputError("a reference leads nowhere", file=what, id=str(error)) from None


def _keep(element: Element, context: _Context) -> None:
    match element.tag:
        case "ReferenceValueSets":
            context.values = _values(element)
        case "Location":
            context.places[element.get("ID", "")] = _place(element, context.values)
        case "IDRegDocument":
            paper = _paper(element, context.values)
            if paper:
                context.papers.setdefault(element.get("IdentityID", ""), []).append(paper)
        case _:
            context.listings[element.get("ProfileID", "")] = _listing(element, context.values)


def _values(sets: Element) -> _Values:
    """Give kind of value -> id -> a copy of its element, as the original is emptied."""
    kept: dict[str, dict[str, Element]] = {}
    for value in (value for values in sets for value in values):
        copy = Element(value.tag, value.attrib)
        copy.text = value.text
        kept.setdefault(value.tag, {})[value.get("ID", "")] = copy
    return kept


def _text(values: _Values, kind: str, id_: str | None) -> str:
    """Give the text of a reference value; an id that is not there is an error."""
    if not id_:
        return ""
    return (values[kind][id_].text or "").strip()


def _country(values: _Values, id_: str | None) -> str:
    if not id_:
        return ""
    value = values["Country"][id_]
    return alpha3(value.get("ISO2", "")) or alpha3(value.text or "")


def _place(element: Element, values: _Values) -> tuple[str, str]:
    parts = {
        _text(values, "LocPartType", part.get("LocPartTypeID")): text_of(
            part, "LocationPartValue/Value"
        )
        for part in element.iterfind("LocationPart")
    }
    codes = [_country(values, c.get("CountryID")) for c in element.iterfind("LocationCountry")]
    for area in element.iterfind("LocationAreaCode"):
        known = values.get("AreaCode", {}).get(area.get("AreaCodeID", ""))
        codes.append(alpha3(known.get("Description", "")) if known is not None else "")
    unknown = parts.get("Unknown", "")
    codes.append(alpha3(unknown))
    address = ", ".join(parts[key] for key in _ADDRESS if parts.get(key))
    return address or unknown, next(filter(None, codes), "")


def _paper(element: Element, values: _Values) -> Identifier | None:
    kind = identifier_type(_text(values, "IDRegDocType", element.get("IDRegDocTypeID")))
    number = text_of(element, "IDRegistrationNo").removeprefix("IMO").strip()
    if not kind or not number:
        return None
    return Identifier(kind, number, _country(values, element.get("IssuedBy-CountryID")))


def _listing(element: Element, values: _Values) -> _Listing:
    name = _text(values, "List", element.get("ListID"))
    ids = (id_ for word, id_ in LISTS if word in name)
    programmes = (
        text_of(measure, "Comment")
        for measure in element.iterfind("SanctionsMeasure")
        if _text(values, "SanctionsType", measure.get("SanctionsTypeID")) == "Program"
    )
    days = (whole_day(_day(day)) for day in element.iterfind("EntryEvent/Date"))
    return _Listing(next(ids, ""), some(programmes), next(filter(None, days), None))


def _day(element: Element) -> str:
    return parts_date(*(text_of(element, key) for key in ("Year", "Month", "Day")))


def _record(
    party: Element, context: _Context, row: int, default_list: str, what: str
) -> ListRecord:
    number = party.get("FixedRef", "")
    profile = party.find("Profile")
    if profile is None:
        raise InvalidInputError("a party has no profile", file=what, row=row, party=number)
    listing = context.listings.get(profile.get("ID", ""))
    identities = profile.findall("Identity")
    births, nations, places, numbers = _features(party, context)
    papers = [p for i in identities for p in context.papers.get(i.get("ID", ""), ())]
    return ListRecord(
        list_id=(listing.list_id if listing else "") or default_list,
        source_id=number,
        kind=_kind(profile, context.values),
        names=without_repeats(name for i in identities for name in _names(i, context.values)),
        row=row,
        countries=alpha3_of_all([*nations, *(code for _, code in places)]),
        addresses=some(text for text, _ in places),
        identifiers=tuple(dict.fromkeys([*papers, *numbers])),
        birth_dates=some(births),
        programmes=listing.programmes if listing else (),
        effective_on=listing.listed_on if listing else None,
        source=what,
        remarks=text_of(party, "Comment"),
        same_as=(f"ofac:{number}",) if number else (),
    )


def _kind(profile: Element, values: _Values) -> PartyKind:
    sub_type = values["PartySubType"][profile.get("PartySubTypeID", "")]
    name = (sub_type.text or "").strip()
    if name not in _KINDS:
        name = _text(values, "PartyType", sub_type.get("PartyTypeID"))
    return _KINDS.get(name, PartyKind.UNKNOWN)


def _names(identity: Element, values: _Values) -> Iterator[ListedName]:
    """Give the primary name first, whatever its place in the file."""
    groups = {
        group.get("ID", ""): _text(values, "NamePartType", group.get("NamePartTypeID"))
        for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    aliases = identity.findall("Alias")
    for alias in sorted(aliases, key=lambda a: a.get("Primary") != "true"):
        for place, name in enumerate(alias.iterfind("DocumentedName")):
            text = _name(name, groups)
            if alias.get("Primary") == "true" and place == 0:
                yield listed_name(text, NameKind.PRIMARY)
            else:
                yield listed_name(text, _name_kind(alias, values))


def _name(element: Element, groups: Mapping[str, str]) -> str:
    last: list[str] = []
    other: list[str] = []
    for part in element.iterfind("DocumentedNamePart/NamePartValue"):
        text = " ".join((part.text or "").split())
        kind = groups.get(part.get("NamePartGroupID", ""), "")
        (last if kind in _LAST_NAMES else other).append(text)
    return ", ".join(" ".join(parts) for parts in (last, other) if parts)


def _name_kind(alias: Element, values: _Values) -> NameKind:
    if alias.get("LowQuality") == "true":
        return NameKind.WEAK
    former = _text(values, "AliasType", alias.get("AliasTypeID")) == "F.K.A."
    return NameKind.FORMER if former else NameKind.ALIAS


_Places = list[tuple[str, str]]


def _features(
    party: Element, context: _Context
) -> tuple[list[str], list[str], _Places, list[Identifier]]:
    """Give birth dates, codes of nations, addresses with codes, and numbers."""
    births: list[str] = []
    nations: list[str] = []
    places: _Places = []
    numbers: list[Identifier] = []
    for feature in party.iter("Feature"):
        name = _text(context.values, "FeatureType", feature.get("FeatureTypeID")).lower()
        located = [
            context.places[place.get("LocationID", "")] for place in feature.iter("VersionLocation")
        ]
        if name == "birthdate":
            births += [date for period in feature.iter("DatePeriod") for date in _births(period)]
        elif name == "location":
            places += located
        elif any(word in name for word in _OF_COUNTRY):
            nations += [code for _, code in located]
        elif name.startswith("swift"):
            texts = some(detail.text for detail in feature.iter("VersionDetail"))
            numbers += [Identifier("swift", text) for text in texts]
    return births, nations, places, numbers


def _births(period: Element) -> list[str]:
    """Give the one day, or the year where the period is a whole year, or both ends."""
    first, last = (
        _day(end) if (end := period.find(path)) is not None else ""
        for path in ("Start/From", "End/To")
    )
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return [first[:4]]
    return [first, last]
