"""FollowTheMoney entities, one JSON object a line: any OpenSanctions or own collection."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from enduse.domain.errors import InvalidInputError
from enduse.domain.ownership import Holding
from enduse.domain.screening import Identifier, ListedName, NameKind, PartyKind
from enduse.screening.countries import alpha3_of_all
from enduse.screening.lists.record import (
    ListRecord,
    listed_name,
    partial_date,
    some,
    whole_day,
    without_repeats,
)
from enduse.screening.lists.stream import text_lines

_KINDS = {
    "Person": PartyKind.PERSON, "Company": PartyKind.ORGANISATION,
    "Organization": PartyKind.ORGANISATION, "PublicBody": PartyKind.ORGANISATION,
    "LegalEntity": PartyKind.UNKNOWN, "Vessel": PartyKind.VESSEL,
}  # fmt: skip
_NAMES = (("name", NameKind.ALIAS), ("alias", NameKind.ALIAS), ("previousName", NameKind.FORMER),
          ("weakAlias", NameKind.WEAK), ("abbreviation", NameKind.WEAK))  # fmt: skip
_COUNTRIES = ("nationality", "citizenship", "jurisdiction", "country", "mainCountry", "flag")
_NUMBERS = (
    ("passportNumber", "passport"), ("idNumber", "national"),
    ("registrationNumber", "registration"), ("ogrnCode", "registration"),
    ("uscCode", "registration"), ("leiCode", "registration"),
    ("taxNumber", "tax"), ("innCode", "tax"), ("vatCode", "tax"), ("imoNumber", "imo"),
    ("swiftBic", "swift"),
)  # fmt: skip
_Properties = Mapping[str, list[str]]


@dataclass(slots=True)
class _Edges:
    """What joins entities: listings and owners by the party, and the text of addresses."""

    sanctions: dict[str, list[_Properties]] = field(default_factory=dict)
    owners: dict[str, list[Holding]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)


def read_ftm(stream: BinaryIO, *, list_id: str, what: str) -> Iterator[ListRecord]:
    """Read persons, organisations, public bodies and vessels, with their listings and owners.

    The file is read twice: what joins entities may stand before or behind them. Only what joins
    is kept in memory.

    Args:
        stream: the file.
        list_id: the id under which the collection is listed.
        what: the id of the file.

    Raises:
        InvalidInputError: a line is not an entity.
    """
    edges = _edges(stream, what)
    for row, entity in _entities(stream, what):
        if entity["schema"] in _KINDS:
            yield _record(entity, edges, row, list_id, what)


def ftm_holdings(stream: BinaryIO, *, what: str) -> tuple[Holding, ...]:
    """Read who owns what: ids of the collection, shares from 0.0 to 1.0, None where not known."""
    owners = _edges(stream, what).owners
    return tuple(holding for found in owners.values() for holding in found)


def _entities(stream: BinaryIO, what: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for row, line in enumerate(text_lines(stream, what=what), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            whole = isinstance(entity["id"], str) and isinstance(entity["schema"], str)
            whole = whole and all(
                isinstance(values, list) and all(isinstance(v, str) for v in values)
                for values in entity["properties"].values()
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            whole = False
        if not whole:
            raise InvalidInputError(
                "a line is not a FollowTheMoney entity, or is cut short", file=what, line=row
            )
        yield row, entity


def _edges(stream: BinaryIO, what: str) -> _Edges:
    edges = _Edges()
    for _, entity in _entities(stream, what):
        values: _Properties = entity["properties"]
        if entity["schema"] == "Sanction":
            for party in values.get("entity", ()):
                edges.sanctions.setdefault(party, []).append(values)
        elif entity["schema"] == "Ownership":
            for holding in _holdings(values):
                edges.owners.setdefault(holding.owned, []).append(holding)
        elif entity["schema"] == "Address":
            edges.addresses[entity["id"]] = _first(values, "full")
    return edges


def _holdings(values: _Properties) -> Iterator[Holding]:
    share = _share(_first(values, "percentage"))
    for owner in values.get("owner", ()):
        for owned in values.get("asset", ()):
            yield Holding(owner, owned, share)


def _share(text: str) -> float | None:
    try:
        share = float(text.strip().removesuffix("%").strip()) / 100
    except ValueError:
        return None
    return share if 0.0 <= share <= 1.0 else None


def _first(values: _Properties, key: str) -> str:
    return next(iter(values.get(key, ())), "")


def _record(
    entity: Mapping[str, Any], edges: _Edges, row: int, list_id: str, what: str
) -> ListRecord:
    values: _Properties = entity["properties"]
    listings = edges.sanctions.get(entity["id"], [])
    started = _days(listings, "startDate") or _days(listings, "listingDate")
    ended = _days(listings, "endDate")
    places = [edges.addresses.get(id_, "") for id_ in values.get("addressEntity", ())]
    owners = edges.owners.get(entity["id"], [])
    return ListRecord(
        list_id=list_id,
        source_id=entity["id"],
        kind=_KINDS[entity["schema"]],
        names=without_repeats(_names(entity)),
        row=row,
        countries=alpha3_of_all([code for key in _COUNTRIES for code in values.get(key, ())]),
        addresses=some([*values.get("address", ()), *places]),
        identifiers=tuple(
            Identifier(kind, number) for key, kind in _NUMBERS for number in values.get(key, ())
        ),
        birth_dates=some(map(partial_date, values.get("birthDate", ()))),
        programmes=some(p for listing in listings for p in listing.get("program", ())),
        citation=next(iter(some(_first(listing, "sourceUrl") for listing in listings)), ""),
        effective_on=whole_day(min(started, default="")),
        # one listing that goes on keeps the party listed
        ended_on=whole_day(max(ended)) if listings and len(ended) == len(listings) else None,
        source=what,
        remarks=" ".join(some([*values.get("notes", ()), *map(_owned, owners)])),
    )


def _names(entity: Mapping[str, Any]) -> Iterable[ListedName]:
    values: _Properties = entity["properties"]
    caption = entity.get("caption") or _first(values, "name")
    yield listed_name(str(caption), NameKind.PRIMARY)
    for key, kind in _NAMES:
        yield from (listed_name(text, kind) for text in values.get(key, ()))


def _days(listings: list[_Properties], key: str) -> list[str]:
    return [day for listing in listings if (day := _first(listing, key))]


def _owned(holding: Holding) -> str:
    share = "an unknown share" if holding.share is None else f"{holding.share:.0%}"
    return f"Owned by {holding.owner}: {share}."
