"""Screening again only what a change of the lists can alter.

The roles are turned round: the customers are indexed once, and the entries that changed are looked
for among them. A score is the same in both directions and does not depend on what else is on the
list, so whatever is found so, screened again against the changed entries alone, is what a full
run would find for them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from enduse.domain.screening import ListedName, Listing, PartyKind, WatchlistEntry
from enduse.screening.arrays import open_arrays, write_arrays
from enduse.screening.delta import WatchlistDelta
from enduse.screening.evidence import SAME_COUNTRY
from enduse.screening.index import Index, build_arrays
from enduse.screening.normalise import tokens_of
from enduse.screening.rows import RowMatch, country_of, is_name, screen_rows
from enduse.screening.score import chance, odds_of
from enduse.screening.watchlist import Watchlist

_HAIR = 1e-6  # of log-odds: the two directions may differ in the last bits
_LISTING = (Listing("customers", ""),)


@dataclass(frozen=True, slots=True)
class Customer:
    """One row of a file of customers."""

    row: int  # from 1
    name: str
    country: str = ""  # ISO 3166-1 alpha-3, or empty


class CustomerIndex:
    """The names of a file of customers, so that listed names can be looked for among them."""

    def __init__(self, arrays: dict[str, npt.NDArray[Any]], about: dict[str, Any]) -> None:
        self._index = Index(arrays, about)
        self._starts, self._rows = arrays["row_starts"], arrays["rows"]
        self._countries, self._codes = arrays["countries_named"], arrays["row_countries"]

    @classmethod
    def of(cls, customers: Iterable[Customer]) -> "CustomerIndex":
        """Index customers in memory."""
        return cls(*_customer_arrays(customers))

    @classmethod
    def open(cls, path: Path) -> "CustomerIndex":
        """Map a file of `write_customers`.

        Raises:
            BadDataError: the file is broken.
        """
        return cls(*open_arrays(path))

    def touched_by(
        self, entries: Sequence[WatchlistEntry], *, kind: PartyKind, threshold: float
    ) -> tuple[Customer, ...]:
        """Give every customer that one of the entries can match.

        Args:
            entries: listed parties.
            kind: what all customers are, as they were screened.
            threshold: the least score, above 0.0.
        """
        found: set[int] = set()
        # the country may add so much; whether it does is seen when the rows are screened
        lowest = chance(odds_of(threshold) - SAME_COUNTRY - _HAIR)
        for of_kind in PartyKind:
            names = [n.text for entry in entries if entry.kind is of_kind for n in entry.names]
            scored_as = kind if of_kind is PartyKind.UNKNOWN else of_kind
            rows = self._index.search_many(names, kind=scored_as, threshold=lowest) if names else ()
            found.update(row.entry for row in rows)
        return tuple(one for number in sorted(found) for one in self._customers(number))

    def all(self) -> Iterator[Customer]:
        """Give every customer."""
        for number in range(len(self._starts) - 1):
            yield from self._customers(number)

    def _customers(self, number: int) -> Iterable[Customer]:
        name = self._index.entry(number).name
        for at in range(self._starts[number], self._starts[number + 1]):
            yield Customer(int(self._rows[at]), name, self._countries[self._codes[at]].decode())


def write_customers(customers: Iterable[Customer], path: Path) -> None:
    """Index customers and write the index as one file."""
    write_arrays(path, *_customer_arrays(customers))


def _customer_arrays(
    customers: Iterable[Customer],
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    rows: dict[str, list[tuple[int, str]]] = {}
    for one in customers:
        if is_name(one.name) and tokens_of(one.name):
            rows.setdefault(one.name, []).append((one.row, country_of(one.country)))
    entries = tuple(
        WatchlistEntry(str(number), PartyKind.UNKNOWN, (ListedName(name),), _LISTING)
        for number, name in enumerate(rows)
    )
    arrays, about = build_arrays(Watchlist(entries, (), "customers"))
    arrays["row_starts"] = np.cumsum([0, *map(len, rows.values())], dtype=np.int64)
    arrays["rows"] = np.array([row for own in rows.values() for row, _ in own], np.int64)
    cells = np.array([c.encode() for own in rows.values() for _, c in own], np.bytes_)
    arrays["countries_named"], codes = np.unique(cells, return_inverse=True)
    arrays["row_countries"] = codes.astype(np.uint32)
    return arrays, about


def rescreen(
    earlier: Iterable[RowMatch],
    customers: CustomerIndex,
    delta: WatchlistDelta,
    *,
    kind: PartyKind,
    threshold: float,
) -> tuple[RowMatch, ...]:
    """Give the matches that a full run on the new lists would give.

    Args:
        earlier: the matches of a full run of the same customers on the lists before the change.
        customers: those customers.
        delta: what changed in the lists.
        kind: what all customers are, as in that run.
        threshold: the least score, as in that run.
    """
    came = (*delta.added, *(after for _, after in delta.changed))
    gone = {entry.id for entry in delta.removed} | {before.id for before, _ in delta.changed}
    kept = [match for match in earlier if match.entry not in gone]
    touched = customers.touched_by(came, kind=kind, threshold=threshold)
    if touched:
        index = Index.of(Watchlist(came, (), delta.after))
        again = screen_rows(
            index,
            [one.row for one in touched],
            [one.name for one in touched],
            [one.country for one in touched],
            kind=kind,
            threshold=threshold,
        )
        kept += again.matches
    return tuple(sorted(kept, key=lambda match: match.order))
