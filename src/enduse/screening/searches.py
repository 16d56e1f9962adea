"""Searches kept as evidence: what was looked for, how, on what, when, and what was found."""

import json
from dataclasses import dataclass
from datetime import datetime

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import SearchResult
from enduse.domain.strict import StrictTable

SEARCHES = "searches.jsonl"  # in a user's data folder
VERSION = 1
_HEAD = "enduse_searches"


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """One search. Without entries it is negative evidence."""

    query: str
    country: str  # ISO 3166-1 alpha-3, or empty
    kind: str
    threshold: float  # 0.0 to 1.0
    engine: str  # version of the scoring
    watchlist: str  # version of the lists
    lists: tuple[tuple[str, str], ...]  # id of each list, and the day of its data
    entries: tuple[str, ...]  # ids of the entries found
    searched_at: str  # UTC, ISO 8601
    searched_by: str = ""

    @property
    def says(self) -> str:
        """The search in one sentence."""
        found = f"found {', '.join(self.entries)}" if self.entries else "nothing found"
        by = f" by {self.searched_by}" if self.searched_by else ""
        beside = ", ".join(part for part in (self.country, self.kind) if part)
        return (
            f"{self.searched_at}{by}: {self.query!r}{f' ({beside})' if beside else ''} at "
            f"{self.threshold:.2f} on {len(self.lists)} lists (engine {self.engine}, watchlist "
            f"{self.watchlist}): {found}"
        )


def keep_search(result: SearchResult, searched_at: datetime, searched_by: str = "") -> KeptSearch:
    """Take from a result what makes it evidence."""
    return KeptSearch(
        query=result.query,
        country=result.country or "",
        kind=result.kind.value if result.kind else "",
        threshold=result.threshold,
        engine=result.engine,
        watchlist=result.watchlist,
        lists=tuple((row.list_id, row.data_on.isoformat()) for row in result.coverage),
        entries=tuple(match.entry.id for match in result.matches),
        searched_at=searched_at.isoformat(timespec="seconds"),
        searched_by=searched_by,
    )


def write_searches(searches: tuple[KeptSearch, ...]) -> bytes:
    """Write searches as lines of JSON under a line that names the version of the form."""
    rows: list[dict[str, object]] = [{_HEAD: VERSION}]
    for one in searches:
        row = {name: getattr(one, name) for name in KeptSearch.__slots__}
        rows.append(row | {"lists": dict(one.lists)})
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def read_searches(content: bytes, place: str) -> tuple[KeptSearch, ...]:
    """Read what `write_searches` wrote.

    Raises:
        InvalidInputError: it is of another version, or a line is no search.
    """
    try:
        rows = [json.loads(line) for line in content.decode("utf-8").splitlines()]
    except ValueError as error:
        raise InvalidInputError(f"{place}: not lines of JSON in UTF-8: {error}") from None
    if not rows or rows[0] != {_HEAD: VERSION}:
        raise InvalidInputError(f"{place}: the first line should be {json.dumps({_HEAD: VERSION})}")
    return tuple(_read(row, f"{place}, line {n}") for n, row in enumerate(rows[1:], start=2))


def _read(row: object, place: str) -> KeptSearch:
    if not isinstance(row, dict):
        raise InvalidInputError(f"{place}: should be a table of names and values")
    table = StrictTable(row, place, InvalidInputError)
    lists = table.mapping("lists")
    search = KeptSearch(
        query=table.text("query"),
        country=table.text("country", ""),
        kind=table.text("kind", ""),
        threshold=table.take("threshold", float),
        engine=table.text("engine"),
        watchlist=table.text("watchlist"),
        lists=tuple((name, str(day)) for name, day in lists.items()),
        entries=table.words("entries"),
        searched_at=table.text("searched_at"),
        searched_by=table.text("searched_by", ""),
    )
    table.finish()
    return search
