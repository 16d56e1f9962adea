"""The index of a watchlist: built once, one file, mapped into memory by every worker."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import (
    Candidate,
    Coverage,
    Match,
    PartyKind,
    SearchResult,
    WatchlistEntry,
)
from enduse.screening.arrays import open_arrays, write_arrays
from enduse.screening.candidates import search_names
from enduse.screening.entries import pack_entry, unpack_entry
from enduse.screening.evidence import (
    OTHER_COUNTRY,
    OTHER_KIND,
    SAME_COUNTRY,
    Details,
    weigh_details,
)
from enduse.screening.lookup import IndexArrays, count_keys, write_keys
from enduse.screening.memory import Memory
from enduse.screening.normalise import Word, tokens_of, words_of
from enduse.screening.score import (
    ENGINE,
    ORGANISATION,
    PERSON,
    chance,
    coefficients,
    compare_words,
    odds_of,
)
from enduse.screening.tokens import TokenTable, make_token_table
from enduse.screening.watchlist import Watchlist

DEFAULT_THRESHOLD = 0.75
_UNKNOWN = 2
_KINDS = tuple(PartyKind)
_BLOCK = 20_000
_CAPACITY = 1 << 16
_SCORE_STEP = 5e-7  # scores are rounded to six places


@dataclass(frozen=True, slots=True)
class Row:
    """One match of a bulk search."""

    query: int  # place in the names that were given
    entry: int  # row of the entry in the index
    name: int  # which of the entry's names
    score: float  # 0.0 to 1.0


def model_number(kind: PartyKind) -> int:
    """Say with which weights a kind is scored; 2 leaves it to the other side."""
    if kind is PartyKind.PERSON:
        return PERSON
    return _UNKNOWN if kind is PartyKind.UNKNOWN else ORGANISATION


class Index:
    """A watchlist that can be searched. It never changes; many threads may share it."""

    def __init__(
        self,
        arrays: dict[str, npt.NDArray[Any]],
        about: dict[str, Any],
        weights: npt.NDArray[np.float64] | None = None,
    ) -> None:
        self._weights = coefficients() if weights is None else weights
        self._arrays = IndexArrays(
            TokenTable(*(arrays[f"token_{name}"] for name in TokenTable._fields)),
            *(arrays[name] for name in IndexArrays._fields[1:]),
        )
        self._places = arrays["name_places"]
        self._entries, self._entry_starts = arrays["entries"], arrays["entry_starts"]
        self._kinds = arrays["entry_kinds"]
        self._country_starts, self._countries = arrays["country_starts"], arrays["countries"]
        self._memories: list[Memory] = []
        self.version: str = about["version"]
        self.coverage = tuple(_coverage(row) for row in about["coverage"])

    @classmethod
    def open(cls, path: Path) -> "Index":
        """Map an index file. Raises BadDataError when it is broken or of another engine."""
        return cls(*open_arrays(path))

    @classmethod
    def of(cls, watchlist: Watchlist) -> "Index":
        """Build the index of a watchlist in memory."""
        return cls(*build_arrays(watchlist))

    @property
    def size(self) -> tuple[int, int, int]:
        """Numbers of entries, names and distinct tokens."""
        return (
            len(self._entry_starts) - 1,
            len(self._arrays.name_entries),
            len(self._arrays.vocabulary.weights),
        )

    def entry(self, number: int) -> WatchlistEntry:
        """Read one entry."""
        start, end = self._entry_starts[number], self._entry_starts[number + 1]
        return unpack_entry(self._entries[start:end].tobytes())

    def search(  # the public search: what is asked, how it is known, on what day
        self,
        name: str,
        *,
        country: str | None = None,
        kind: PartyKind | str | None = None,
        threshold: float = DEFAULT_THRESHOLD,
        as_of: date | None = None,
        limit: int | None = None,
        details: Details | None = None,
    ) -> SearchResult:
        """Find every entry that may be the party, best first.

        Args:
            name: in any script.
            country: ISO 3166-1 alpha-3; evidence, never a filter.
            kind: evidence too, and the weights for entries of unknown kind.
            threshold: the least score, above 0.0.
            as_of: the day on which a listing must count to be live.
            limit: the most matches to give; nothing is dropped before the last step.
            details: more that is known; country and kind, when given, go before its own.

        Raises:
            InvalidInputError: the threshold is not above 0.0 and at most 1.0, or no name.
        """
        if not 0.0 < threshold <= 1.0:
            raise InvalidInputError("a threshold is above 0.0, at most 1.0", threshold=threshold)
        known = _together(details or Details(), country, kind)
        words = words_of(name)
        if not words:
            raise InvalidInputError("the name holds no letter and no digit", name=name)
        found = self._best_names([name], odds_of(threshold) - known.most, known.kind)
        matches = [
            match
            for entry, (place, odds) in found.get(0, {}).items()
            if (match := self._match(words, entry, place, odds, known, as_of)).score >= threshold
        ]
        matches.sort(key=lambda match: (-match.score, not match.is_live, match.entry.id))
        return SearchResult(
            query=name,
            threshold=threshold,
            matches=tuple(matches[:limit]),
            coverage=self.coverage,
            engine=ENGINE,
            watchlist=self.version,
            country=known.country or None,
            kind=PartyKind(kind) if kind else None,
            as_of=as_of,
        )

    def search_many(
        self,
        names: Sequence[str],
        *,
        countries: Sequence[str] | None = None,
        kind: PartyKind = PartyKind.UNKNOWN,
        threshold: float = DEFAULT_THRESHOLD,
    ) -> Iterator[Row]:
        """Find the matches of many names: what `search` finds for each, row by row.

        Args:
            names: in any script; a name without letters has no match.
            countries: ISO 3166-1 alpha-3 of each name, empty where unknown.
            kind: what all the names name.
            threshold: the least score, above 0.0.
        """
        cut = odds_of(threshold) - (SAME_COUNTRY if countries else 0.0)
        for first in range(0, len(names), _BLOCK):
            found = self._best_names(names[first : first + _BLOCK], cut, kind)
            for query, entries in sorted(found.items()):
                country = countries[first + query] if countries else ""
                for entry, (place, odds) in entries.items():
                    score = chance(odds + self._beside(entry, kind, country))
                    if score >= threshold:
                        yield Row(first + query, entry, int(self._places[place]), score)

    def _beside(self, entry: int, kind: PartyKind, country: str) -> float:
        """Give what kind and country add to the log-odds, as `weigh_details` has it."""
        listed = int(self._kinds[entry])
        known = PartyKind.UNKNOWN not in (kind, _KINDS[listed])
        total = OTHER_KIND if known and _KINDS[listed] is not kind else 0.0
        start, end = self._country_starts[entry], self._country_starts[entry + 1]
        if country and end > start:
            same = country.encode() in self._countries[start:end].tolist()
            total += SAME_COUNTRY if same else OTHER_COUNTRY
        return total

    def candidates(self, name: str, *, threshold: float) -> tuple[Candidate, ...]:
        """Give the listed names that reach the threshold, with their scores as bounds."""
        found = self._best_names([name], odds_of(threshold), PartyKind.UNKNOWN)
        return tuple(
            Candidate(entry, place, chance(odds))
            for entry, (place, odds) in found.get(0, {}).items()
        )

    def _best_names(
        self, names: Sequence[str], cut: float, kind: PartyKind
    ) -> dict[int, dict[int, tuple[int, float]]]:
        """Query -> entry -> its best name and that name's log-odds."""
        memory = self._memories.pop() if self._memories else Memory(self._arrays)
        best: dict[int, dict[int, tuple[int, float]]] = {}
        try:
            for query, name, odds in self._rows(memory, names, kind, cut - _odds_step(cut)):
                entry = int(self._arrays.name_entries[name])
                entries = best.setdefault(query, {})
                if entry not in entries or (odds, -name) > (entries[entry][1], -entries[entry][0]):
                    entries[entry] = (name, odds)
        finally:
            self._memories.append(memory)
        return best

    def _rows(
        self, memory: Memory, names: Sequence[str], kind: PartyKind, cut: float
    ) -> Iterator[tuple[int, int, float]]:
        """Give query, name and log-odds of every name that reaches the cut."""
        alike, starts, ids = memory.queries(names)
        search = search_names.when_it_pays(len(names))
        first, capacity = 0, min(_CAPACITY, 2 * len(self._arrays.name_entries) + 2048)
        while first < len(names):
            found = search(
                self._arrays, alike, starts, ids, model_number(kind), first, cut,
                self._weights, memory.scratch, memory.sides, capacity,
            )  # fmt: skip
            yield from zip(
                found.queries.tolist(), found.names.tolist(), found.odds.tolist(), strict=True
            )
            # a query whose matches do not fit is searched again with more room
            capacity = capacity * 4 if found.upto == first else capacity
            first = found.upto

    def _match(  # the query, and the name that was found for it
        self,
        words: Sequence[Word],
        number: int,
        place: int,
        odds: float,
        known: Details,
        as_of: date | None,
    ) -> Match:
        entry = self.entry(number)
        listed = entry.names[int(self._places[place])]
        listed_kind = entry.kind if entry.kind is not PartyKind.UNKNOWN else known.kind
        model = PERSON if listed_kind is PartyKind.PERSON else ORGANISATION
        comparison = compare_words(words, words_of(listed.text), self._weights[model])
        beside = weigh_details(known, entry)
        score = chance(odds + sum(feature.weight for feature in beside))
        features = (*comparison.features, *beside)
        return Match(entry, listed, score, features, bool(entry.live_listings(as_of)))


def _odds_step(cut: float) -> float:
    """How far below the cut a score may lie that rounds up to the threshold."""
    if math.isinf(cut):
        return 0.0
    score = chance(cut)
    return _SCORE_STEP / max(1e-9, score * (1.0 - score)) if 0.0 < score < 1.0 else 1.0


def _together(details: Details, country: str | None, kind: PartyKind | str | None) -> Details:
    return Details(
        country=country or details.country,
        kind=PartyKind(kind) if kind else details.kind,
        birth_date=details.birth_date,
        identifiers=details.identifiers,
        address=details.address,
    )


def build_arrays(watchlist: Watchlist) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    """Lay a watchlist out in flat arrays."""
    rows: dict[str, int] = {}
    tokens: list[int] = []
    starts, entries, places, models = [0], [], [], []
    for number, entry in enumerate(watchlist.entries):
        seen = set()
        for place, name in enumerate(entry.names):
            words = tuple(tokens_of(name.text))
            if words and words not in seen:
                seen.add(words)
                tokens.extend([rows.setdefault(token, len(rows)) for token in words])
                starts.append(len(tokens))
                entries.append(number)
                places.append(place)
                models.append(model_number(entry.kind))
    table = make_token_table(rows)
    name_starts, name_tokens = np.array(starts, np.int64), np.array(tokens, np.int32)
    name_of = np.repeat(np.arange(len(entries), dtype=np.int32), np.diff(name_starts))
    packed = [pack_entry(entry) for entry in watchlist.entries]
    arrays = {f"token_{name}": array for name, array in table._asdict().items()}
    arrays |= _key_arrays(table) | _post_arrays(name_tokens, name_of, len(rows))
    arrays |= {
        "name_starts": name_starts,
        "name_tokens": name_tokens,
        "name_told": _sums(table.weights[name_tokens], name_starts),
        "name_letters": _sums((np.diff(table.starts) == 1)[name_tokens], name_starts).astype(
            np.uint8
        ),
        "name_models": np.array(models, np.uint8),
        "name_entries": np.array(entries, np.int32),
        "name_places": np.array(places, np.uint16),
        "entry_kinds": np.array([_KINDS.index(e.kind) for e in watchlist.entries], np.uint8),
        "country_starts": np.cumsum([0, *(len(e.countries) for e in watchlist.entries)]),
        "countries": np.array([c for e in watchlist.entries for c in e.countries], "S3"),
        "entries": np.frombuffer(b"".join(packed), np.uint8).copy(),
        "entry_starts": np.cumsum([0, *map(len, packed)], dtype=np.int64),
    }
    for array in arrays.values():
        array.setflags(write=False)
    about = {
        "version": watchlist.version,
        "engine": ENGINE,
        "coverage": [_coverage_row(row) for row in watchlist.coverage],
    }
    return arrays, about


def write_index(watchlist: Watchlist, path: Path) -> None:
    """Build the index of a watchlist and write it as one file."""
    write_arrays(path, *build_arrays(watchlist))


def index_name(watchlist_version: str) -> str:
    """Give the file name of an index: another list or engine has another name."""
    parts = f"{watchlist_version}:{ENGINE}:{coefficients().tobytes().hex()}"
    return f"watchlist-{hashlib.sha256(parts.encode()).hexdigest()[:16]}.index"


def _sums(values: npt.NDArray[Any], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Add up the values of the tokens of each name."""
    if len(values) == 0:
        return np.zeros(0)
    return np.add.reduceat(values.astype(np.float64), starts[:-1])


def _key_arrays(table: TokenTable) -> dict[str, npt.NDArray[Any]]:
    """Put the keys of all tokens into buckets, about two a bucket."""
    counts = np.zeros(len(table.weights), np.int64)
    count_keys.when_it_pays(len(counts))(table, counts)
    own = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=own[1:])
    keys, tokens = np.empty(own[-1], np.uint64), np.empty(own[-1], np.int32)
    write_keys.when_it_pays(len(counts))(table, own, keys, tokens)
    buckets = 1 << max(4, int(own[-1]).bit_length() - 1)
    bucket = (keys & np.uint64(buckets - 1)).astype(np.int64)
    order = np.argsort(bucket, kind="stable")
    starts = np.zeros(buckets + 1, np.int64)
    np.cumsum(np.bincount(bucket, minlength=buckets), out=starts[1:])
    return {
        "key_starts": starts,
        "key_checks": (keys[order] >> np.uint64(32)).astype(np.uint32),
        "key_tokens": tokens[order],
    }


def _post_arrays(
    tokens: npt.NDArray[np.int32], names: npt.NDArray[np.int32], size: int
) -> dict[str, npt.NDArray[Any]]:
    """For each token the names that hold it, in their order."""
    order = np.argsort(tokens, kind="stable")
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(tokens, minlength=size), out=starts[1:])
    return {"post_starts": starts, "post_names": names[order].astype(np.int32)}


def _coverage_row(row: Coverage) -> dict[str, Any]:
    return {
        "list_id": row.list_id,
        "title": row.title,
        "publisher": row.publisher,
        "data_on": row.data_on.isoformat(),
        "held": row.held,
        "official": row.official,
        "official_on": row.official_on.isoformat() if row.official_on else None,
        "note": row.note,
    }


def _coverage(row: dict[str, Any]) -> Coverage:
    days = {
        key: date.fromisoformat(row[key]) if row[key] else None
        for key in ("data_on", "official_on")
    }
    return Coverage(**(row | days))
