"""Answering a query by example and a query by words from our index."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from enduse.desk.api.yente.entities import (
    KINDS,
    country_code,
    datasets_of,
    entity_of,
    topics_of,
)
from enduse.desk.core import watchlist
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.screening import Feature, Match, WatchlistEntry
from enduse.screening.evidence import Details
from enduse.screening.index import Index
from enduse.screening.normalise import normalise
from enduse.screening.score import ENGINE

ALGORITHM = f"enduse-{ENGINE}"
BEST = "best"
DEFAULT_DATASET = "default"
LOWEST_CUTOFF = 0.3
"""Below it nearly every name is like nearly every other; a query that asks for less is refused."""

_MOST_NAMES = 20  # of one query
_NUMBERS = (
    "registrationNumber", "taxNumber", "idNumber", "passportNumber", "imoNumber", "swiftBic",
)  # fmt: skip

Keep = Callable[[WatchlistEntry], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """An example of the party that is looked for."""

    schema: str
    properties: dict[str, list[str]]

    @property
    def names(self) -> list[str]:
        """Every name to look for, each once."""
        said = (self.properties.get(key, []) for key in ("name", "alias", "previousName"))
        named = [name for names in said for name in names if normalise(name)]
        return list(dict.fromkeys(named))[:_MOST_NAMES]

    @property
    def details(self) -> Details:
        """What is known beside the names."""
        numbers = [one for key in _NUMBERS for one in self.properties.get(key, [])]
        countries = (self._first(key) for key in ("country", "jurisdiction", "nationality"))
        country = next((code for text in countries if (code := country_code(text))), "")
        birth = self._first("birthDate")
        return Details(
            country=country,
            kind=KINDS[self.schema],
            birth_date=birth if birth[:4].isdigit() else "",
            identifiers=tuple(numbers),
            address=self._first("address"),
        )

    def _first(self, key: str) -> str:
        return next(iter(self.properties.get(key, [])), "")


def check_algorithm(name: str) -> None:
    """Refuse an algorithm that is not ours.

    Raises:
        InvalidInputError: it is another one.
    """
    if name not in (BEST, ALGORITHM):
        raise InvalidInputError(f"algorithm: use {BEST} or {ALGORITHM}", algorithm=name)


def check_datasets(names: Iterable[str], index: Index) -> None:
    """Refuse a dataset that is none.

    Raises:
        NotFoundError: there is no such list.
    """
    known = {DEFAULT_DATASET, *(row.list_id for row in index.coverage)}
    for name in names:
        if name not in known:
            raise NotFoundError("there is no such dataset; see /catalog", dataset=name)


def matches_of(query: Query, index: Index, *, cutoff: float, keep: Keep) -> list[Match]:
    """The listed parties that may be the one of the example, best first.

    Raises:
        InvalidInputError: a cutoff out of reach.
    """
    if not LOWEST_CUTOFF <= cutoff <= 1.0:
        raise InvalidInputError(f"cutoff: from {LOWEST_CUTOFF} to 1.0", cutoff=cutoff)
    best: dict[str, Match] = {}
    for name in query.names:
        for match in index.search(name, threshold=cutoff, details=query.details).matches:
            held = best.get(match.entry.id)
            if keep(match.entry) and (held is None or match.score > held.score):
                best[match.entry.id] = match
    return sorted(best.values(), key=lambda one: (-one.score, one.entry.id))


def scored(match: Match, threshold: float) -> dict[str, Any]:
    """A match as an entity with its score and the evidence for it."""
    return {
        **entity_of(match.entry),
        "score": match.score,
        "match": match.score >= threshold,
        "explanations": explanations(match.features),
    }


def explanations(features: Iterable[Feature]) -> dict[str, Any]:
    """The evidence by name; what is found several times is numbered."""
    told: dict[str, Any] = {}
    for one in features:
        same = sum(name.split("#")[0] == one.name for name in told)
        told[f"{one.name}#{same + 1}" if same else one.name] = {
            "score": one.value,
            "weight": one.weight,
            "detail": one.reason,
            "query": one.queried,
            "candidate": one.listed,
        }
    return told


def entry_of(id_: str) -> WatchlistEntry:
    """An entry by its id.

    Raises:
        NotFoundError: there is none.
    """
    index = watchlist()
    number = _numbers(index).get(id_)
    if number is None:
        raise NotFoundError("there is no such entity", id=id_)
    return index.entry(number)


@cache
def _numbers(index: Index) -> dict[str, int]:
    return {index.entry(number).id: number for number in range(index.size[0])}


def filter_of(
    datasets: Iterable[str],
    *,
    exclude_datasets: Iterable[str] = (),
    schemata: Iterable[str] = (),
    exclude_schemata: Iterable[str] = (),
    topics: Iterable[str] = (),
    exclude_ids: Iterable[str] = (),
    countries: Iterable[str] = (),
) -> Keep:
    """What the filters of a request let through: within one any, of all every."""
    wanted, left_out = set(datasets) - {DEFAULT_DATASET}, set(exclude_datasets)
    if DEFAULT_DATASET in datasets:
        wanted = set()
    kinds = {KINDS.get(name) for name in schemata}
    no_kinds = {KINDS[name] for name in exclude_schemata if name in KINDS}
    asked_topics, ids = set(topics), set(exclude_ids)
    codes = {country_code(text) for text in countries}

    def keep(entry: WatchlistEntry) -> bool:
        lists = set(datasets_of(entry))
        return (
            (not wanted or bool(lists & wanted))
            and bool(lists - left_out)
            and (not kinds or entry.kind in kinds)
            and entry.kind not in no_kinds
            and (not asked_topics or bool(set(topics_of(entry)) & asked_topics))
            and entry.id not in ids
            and (not codes or bool(codes & set(entry.countries)))
        )

    return keep
