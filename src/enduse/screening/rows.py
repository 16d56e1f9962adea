"""Many rows of a file screened: the one way for a batch, a rescreen and a cluster."""

from collections.abc import Sequence
from dataclasses import dataclass

from enduse.domain.screening import PartyKind
from enduse.screening.index import Index

MAX_NAME_CHARACTERS = 1_000
REJECTED = "no name that can be compared"


@dataclass(frozen=True, slots=True)
class RowMatch:
    """One match of one row, in words that stand without the watchlist."""

    row: int  # of the file, from 1
    name: str  # as the file has it
    score: float  # 0.0 to 1.0
    entry: str  # id
    listed_name: str
    live: bool  # whether a listing of the entry still counts
    lists: str  # ids with semicolons between
    markers: str  # the same

    @property
    def order(self) -> tuple[int, float, str]:
        """The order of results: by row, the best match first, then by entry."""
        return self.row, -self.score, self.entry


@dataclass(frozen=True, slots=True)
class RowsScreened:
    """What came of some rows."""

    matches: tuple[RowMatch, ...]  # in order
    rejected: tuple[int, ...]  # rows without a name that can be compared


def is_name(text: object) -> bool:
    """Whether a cell holds a name that can be compared."""
    return (
        isinstance(text, str)
        and 0 < len(text) <= MAX_NAME_CHARACTERS
        and any(char.isalnum() for char in text)
    )


def country_of(cell: object) -> str:
    """A cell of countries as the engine wants it; empty where there is none."""
    return cell.strip().upper() if isinstance(cell, str) else ""


def screen_rows(
    index: Index,
    rows: Sequence[int],
    names: Sequence[object],
    countries: Sequence[object],
    *,
    kind: PartyKind,
    threshold: float,
) -> RowsScreened:
    """Screen some rows.

    Args:
        index: the watchlist.
        rows: the number of each row in the file.
        names: the cell of each row that holds the name.
        countries: the cell of each row that holds the country, ISO 3166-1 alpha-3.
        kind: what all names name.
        threshold: the least score, above 0.0.
    """
    usable = [name if is_name(name) else "" for name in names]
    texts = [str(name) for name in usable]
    found = index.search_many(
        texts, countries=[country_of(cell) for cell in countries], kind=kind, threshold=threshold
    )
    matches = []
    for one in found:
        entry = index.entry(one.entry)
        matches.append(
            RowMatch(
                row=rows[one.query],
                name=texts[one.query],
                score=one.score,
                entry=entry.id,
                listed_name=entry.names[one.name].text,
                live=bool(entry.live_listings()),
                lists=";".join(sorted({listing.list_id for listing in entry.listings})),
                markers=";".join(entry.markers),
            )
        )
    matches.sort(key=lambda match: match.order)
    rejected = tuple(row for row, text in zip(rows, texts, strict=True) if not text)
    return RowsScreened(tuple(matches), rejected)
