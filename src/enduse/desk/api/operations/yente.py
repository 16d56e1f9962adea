"""The match, search, entity, catalogue and algorithm operations of the yente API.

Clients made for it, such as the `yente-client` package and its command, work against
`/api/yente` with an API token as their key.
"""

from collections import Counter
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Schema
from ninja import Query as QueryParam
from pydantic import ConfigDict, Field, field_validator

from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Document, Taken
from enduse.desk.api.yente import matching
from enduse.desk.api.yente.entities import KINDS, countries_of, datasets_of, entity_of, topics_of
from enduse.desk.api.yente.matching import ALGORITHM, BEST, DEFAULT_DATASET, Query
from enduse.desk.core import watchlist
from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import WatchlistEntry
from enduse.screening.index import Index


class ClientOperations(Operations):
    """Clients of the yente API send their key by a word of their own."""

    schemes = ("bearer", "apikey")


router = ClientOperations(tags=["yente"])

Text = Annotated[str, Field(max_length=1_000)]
Names = list[Annotated[str, Field(max_length=200)]]

_FEATURES = {
    "description": "Names in any script compared word by word, weighed with country, kind, birth "
    "date, numbers and address; docs/explanation of screening says how.",
    "docs": {},
}


class Status(Schema):
    """That the service answers."""

    status: str


class Example(Taken):
    """A party as it is looked for."""

    id: str | None = Field(None, max_length=200)
    schema_: str = Field("LegalEntity", alias="schema", max_length=50)
    properties: dict[Annotated[str, Field(max_length=50)], list[Text]] = Field(max_length=100)

    @field_validator("properties", mode="before")
    @classmethod
    def listed(cls, given: Any) -> Any:
        """A single value stands for a list of one."""
        if not isinstance(given, dict):
            return given
        return {key: [value] if isinstance(value, str) else value for key, value in given.items()}


class MatchAsked(Taken):
    """Parties to look for, each under a key of the client's own."""

    queries: dict[Annotated[str, Field(max_length=100)], Example] = Field(max_length=100)
    weights: dict[str, float] = Field({}, max_length=0, description="none can be set here")
    config: dict[str, Any] = Field({}, max_length=0, description="none can be set here")

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "queries": {"q": {"schema": "Company", "properties": {"name": ["Norvik Trading"]}}}
            }
        },
    )


class Filters(Schema):
    """What both kinds of search can be narrowed to."""

    include_dataset: Names = Field([])
    exclude_dataset: Names = Field([])
    exclude_schema: Names = Field([])
    topics: Names = Field([])
    changed_since: str | None = Field(None, max_length=40, description="not to be had here")

    def check(self, dataset: str, index: Index) -> None:
        """Refuse what is unknown or would be silently left aside."""
        matching.check_datasets([dataset, *self.include_dataset, *self.exclude_dataset], index)
        if self.changed_since:
            raise InvalidInputError("changed_since: the lists do not say when an entry changed")


class MatchFilters(Filters):
    """How to match."""

    limit: int = Field(5, ge=1, le=100)
    threshold: float = Field(0.7, ge=0.0, le=1.0)
    cutoff: float = Field(0.5, ge=0.0, le=1.0)
    algorithm: str = Field(BEST, max_length=60)
    exclude_entity_ids: Names = Field([])


class SearchFilters(Filters):
    """How to search."""

    q: str = Field("", max_length=500)
    schema_: str | None = Field(None, alias="schema", max_length=50)
    countries: Names = Field([])
    filter_: Names = Field([], alias="filter", description="none can be set here")
    limit: int = Field(10, ge=0, le=100)
    offset: int = Field(0, ge=0, le=9_999)
    fuzzy: bool = False
    simple: bool = False
    sort: Names = Field([])
    facets: Names = Field(["countries", "topics", "datasets"])


@router.reads("/yente/healthz", "match:view", Status)
def yente_healthz(request: HttpRequest) -> Any:
    """That the service runs."""
    del request
    return {"status": "ok"}


@router.reads("/yente/readyz", "match:view", Status)
def yente_readyz(request: HttpRequest) -> Any:
    """That the lists are there to be searched."""
    del request
    watchlist()
    return {"status": "ok"}


@router.reads("/yente/catalog", "match:view", Document)
def yente_catalog(request: HttpRequest) -> Any:
    """The lists, how old the data of each is, and how much of it is held."""
    del request
    index = watchlist()
    lists = [_dataset(index, row) for row in index.coverage]
    whole = {
        "name": DEFAULT_DATASET,
        "title": "Every list of this desk",
        "version": index.version,
        "load": True,
        "index_version": index.version,
        "index_current": True,
        "entity_count": index.size[0],
        "children": [row["name"] for row in lists],
    }
    return {
        "datasets": [whole, *lists],
        "current": [DEFAULT_DATASET],
        "outdated": [],
        "index_stale": False,
    }


@router.reads("/yente/algorithms", "match:view", Document)
def yente_algorithms(request: HttpRequest) -> Any:
    """The one way of scoring that there is."""
    del request
    return {
        "algorithms": [{"name": ALGORITHM, **_FEATURES}],
        "default": ALGORITHM,
        "best": ALGORITHM,
    }


@router.does("/yente/match/{dataset}", "match:view", Document)
def yente_match(
    request: HttpRequest, dataset: Path[str], asked: MatchAsked, how: QueryParam[MatchFilters]
) -> Any:
    """The listed parties that may be those of the examples, with scores and evidence."""
    del request
    index = watchlist()
    how.check(dataset, index)
    matching.check_algorithm(how.algorithm)
    responses = {key: _response(one, index, dataset, how) for key, one in asked.queries.items()}
    return {"responses": responses, "matcher": {}, "limit": how.limit}


@router.reads("/yente/search/{dataset}", "match:view", Document)
def yente_search(request: HttpRequest, dataset: Path[str], how: QueryParam[SearchFilters]) -> Any:
    """The listed parties whose names are like what was typed."""
    del request
    index = watchlist()
    how.check(dataset, index)
    if how.filter_ or how.sort:
        raise InvalidInputError("filter: neither filter nor sort can be set here")
    query = Query("Thing", {"name": [how.q]})
    keep = matching.filter_of(
        [dataset, *how.include_dataset],
        exclude_datasets=how.exclude_dataset,
        schemata=[how.schema_] if how.schema_ else [],
        exclude_schemata=how.exclude_schema,
        topics=how.topics,
        countries=how.countries,
    )
    found = [one.entry for one in matching.matches_of(query, index, cutoff=0.5, keep=keep)]
    return {
        "results": [entity_of(entry) for entry in found[how.offset : how.offset + how.limit]],
        "facets": {name: _facet(name, found) for name in how.facets if name in _FACETS},
        "total": {"value": len(found), "relation": "eq"},
        "limit": how.limit,
        "offset": how.offset,
    }


@router.reads("/yente/entities/{entity}", "match:view", Document)
def yente_entity(request: HttpRequest, entity: Path[str], nested: QueryParam[bool] = True) -> Any:  # noqa: FBT002 - the client's own
    """One listed party."""
    del request, nested
    return entity_of(matching.entry_of(entity))


@router.reads("/yente/entities/{entity}/adjacent", "match:view", Document)
def yente_adjacent(request: HttpRequest, entity: Path[str]) -> Any:
    """One listed party; our lists name no parties beside it."""
    del request
    return {"entity": entity_of(matching.entry_of(entity)), "adjacent": {}}


def _response(one: Example, index: Index, dataset: str, how: MatchFilters) -> dict[str, Any]:
    if one.schema_ not in KINDS:
        raise InvalidInputError(f"schema: one of {', '.join(KINDS)}", schema=one.schema_)
    keep = matching.filter_of(
        [dataset, *how.include_dataset],
        exclude_datasets=how.exclude_dataset,
        exclude_schemata=how.exclude_schema,
        topics=how.topics,
        exclude_ids=how.exclude_entity_ids,
    )
    query = Query(one.schema_, one.properties)
    found = matching.matches_of(query, index, cutoff=how.cutoff, keep=keep)
    return {
        "status": 200,
        "query": {"id": one.id, "schema": one.schema_, "properties": one.properties},
        "results": [matching.scored(match, how.threshold) for match in found[: how.limit]],
        "total": {"value": len(found), "relation": "eq"},
    }


def _dataset(index: Index, row: Any) -> dict[str, Any]:
    return {
        "name": row.list_id,
        "title": row.title,
        "summary": row.note or None,
        "version": row.data_on.isoformat(),
        "updated_at": row.data_on.isoformat(),
        "publisher": {"name": row.publisher},
        "entity_count": row.held,
        "load": False,
        "index_version": index.version,
        "children": [],
    }


_FACETS = {
    "countries": ("Countries", countries_of),
    "topics": ("Topics", topics_of),
    "datasets": ("Data sources", datasets_of),
}


def _facet(name: str, found: list[WatchlistEntry]) -> dict[str, Any]:
    label, values_of = _FACETS[name]
    counts = Counter(value for entry in found for value in values_of(entry))
    values = [{"name": one, "label": one, "count": count} for one, count in counts.most_common(20)]
    return {"label": label, "values": values}
