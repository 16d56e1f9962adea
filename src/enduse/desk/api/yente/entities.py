"""Entries of our watchlists as entities of FollowTheMoney, as clients of the yente API read them.

Only what a list says is said: a property without a value is left out, and `topics` follow from
the lists an entry is on today, by the table below.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from enduse.desk.core import engine
from enduse.domain.screening import ListedName, Marker, NameKind, PartyKind, WatchlistEntry

Properties = dict[str, list[str]]

SCHEMATA: Mapping[PartyKind, str] = {
    PartyKind.PERSON: "Person",
    PartyKind.ORGANISATION: "Organization",
    PartyKind.VESSEL: "Vessel",
    PartyKind.AIRCRAFT: "Airplane",
    PartyKind.UNKNOWN: "LegalEntity",
}
"""Kinds of party as schemata."""

KINDS: Mapping[str, PartyKind] = {
    "Person": PartyKind.PERSON,
    "Organization": PartyKind.ORGANISATION,
    "Company": PartyKind.ORGANISATION,
    "PublicBody": PartyKind.ORGANISATION,
    "Vessel": PartyKind.VESSEL,
    "Airplane": PartyKind.AIRCRAFT,
    "LegalEntity": PartyKind.UNKNOWN,
    "Thing": PartyKind.UNKNOWN,
}
"""Schemata that can be asked for, as kinds of party."""

_NAMES: Mapping[NameKind, str] = {
    NameKind.PRIMARY: "name",
    NameKind.ORIGINAL: "name",
    NameKind.ALIAS: "alias",
    NameKind.FORMER: "previousName",
    NameKind.WEAK: "weakAlias",
}
_NUMBERS: Mapping[str, str] = {
    "passport": "passportNumber",
    "national": "idNumber",
    "registration": "registrationNumber",
    "tax": "taxNumber",
    "imo": "imoNumber",
    "swift": "swiftBic",
}
_HAS: Mapping[str, frozenset[str]] = {  # which schema has which property, beyond those of all
    "Person": frozenset({"birthDate", "passportNumber", "idNumber", "taxNumber"}),
    "Organization": frozenset({"registrationNumber", "taxNumber", "idNumber", "swiftBic"}),
    "LegalEntity": frozenset({"registrationNumber", "taxNumber", "idNumber", "swiftBic"}),
    "Vessel": frozenset({"imoNumber", "registrationNumber"}),
    "Airplane": frozenset({"registrationNumber"}),
}
_TOPICS: Mapping[str, str] = {  # of list ids by how they begin; the first that fits counts
    "us-bis-": "export.control",
    "us-state-itar": "debarment",
    "us-dod-": "export.risk",
    "us-dhs-": "export.risk",
    "research-": "poi",
    "": "sanction",
}


def entity_of(entry: WatchlistEntry, day: date | None = None) -> dict[str, Any]:
    """An entry as an entity."""
    schema = SCHEMATA[entry.kind]
    live = entry.live_listings(day)
    changes = [line.effective_on.isoformat() for line in entry.listings if line.effective_on]
    return {
        "id": entry.id,
        "caption": entry.name,
        "schema": schema,
        "properties": _properties(entry, schema, day),
        "datasets": datasets_of(entry),
        "referents": [],
        "target": bool(live),
        "first_seen": min(changes, default=None),
        "last_change": max(changes, default=None),
        "last_seen": None,
    }


def datasets_of(entry: WatchlistEntry) -> list[str]:
    """The lists an entry is or was on."""
    return list(dict.fromkeys(line.list_id for line in entry.listings))


def topics_of(entry: WatchlistEntry, day: date | None = None) -> list[str]:
    """What it means to be on the lists that an entry is on today."""
    lists = [line.list_id for line in entry.live_listings(day)]
    found = [_topic(id_) for id_ in lists]
    if Marker.SURVEILLANCE_VENDOR in entry.markers:
        found.append("poi")
    return list(dict.fromkeys(found))


def countries_of(entry: WatchlistEntry) -> list[str]:
    """The countries of an entry, as clients write them: two letters."""
    known = engine().base.countries
    return [known.get(code).alpha2.lower() for code in entry.countries if code in known]


def country_code(text: str) -> str:
    """A country as a client writes it, in three letters; empty if it is none."""
    return engine().base.countries.resolve(text) or ""


def _topic(list_id: str) -> str:
    return next(topic for start, topic in _TOPICS.items() if list_id.startswith(start))


def _properties(entry: WatchlistEntry, schema: str, day: date | None) -> Properties:
    numbers: Properties = {}
    for one in entry.identifiers:
        numbers.setdefault(_NUMBERS.get(one.type, ""), []).append(one.value)
    lines = [line for line in entry.listings if line.is_live(day)]
    said = {
        **_names(entry.names),
        **{name: values for name, values in numbers.items() if name in _HAS[schema]},
        "country": countries_of(entry),
        "address": list(entry.addresses),
        "birthDate": list(entry.birth_dates) if "birthDate" in _HAS[schema] else [],
        "topics": topics_of(entry, day),
        "programId": _each(programme for line in lines for programme in line.programmes),
        "notes": _each(line.licence_policy or line.citation for line in lines),
        "keywords": [marker.value for marker in entry.markers],
    }
    return {name: values for name, values in said.items() if values}


def _names(names: Iterable[ListedName]) -> Properties:
    found: Properties = {}
    for name in names:
        found.setdefault(_NAMES[name.kind], []).append(name.text)
    return {key: _each(texts) for key, texts in found.items()}


def _each(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
