"""The watchlist as it is kept: five Parquet tables and a manifest in one folder."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from enduse.domain.errors import BadDataError
from enduse.domain.screening import (
    Coverage,
    Identifier,
    ListedName,
    Listing,
    Marker,
    NameKind,
    PartyKind,
    WatchlistEntry,
)

LISTS = "lists.toml"
"""Says what each list holds; `manifest.toml` beside it is the label that all snapshots have."""
TABLES = ("entries", "names", "listings", "addresses", "identifiers")


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Entries of all lists, what part of each list they are, and the version of the whole."""

    entries: tuple[WatchlistEntry, ...]
    coverage: tuple[Coverage, ...]
    version: str  # changes when anything in it changes


def content_version(entries: Iterable[WatchlistEntry]) -> str:
    """Give twelve hexadecimal characters that stand for the entries and their order."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(repr(entry).encode())
    return digest.hexdigest()[:12]


def write_tables(entries: Sequence[WatchlistEntry], folder: Path) -> None:
    """Write the five tables; the same entries give the same bytes."""
    frames = {
        "entries": [_entry_row(entry) for entry in entries],
        "names": [
            {"entry": number, "text": name.text, "kind": name.kind.value, "script": name.script}
            for number, entry in enumerate(entries)
            for name in entry.names
        ],
        "listings": [
            _listing_row(number, listing)
            for number, entry in enumerate(entries)
            for listing in entry.listings
        ],
        "addresses": [
            {"entry": number, "text": text}
            for number, entry in enumerate(entries)
            for text in entry.addresses
        ],
        "identifiers": [
            {"entry": number, "type": i.type, "value": i.value, "country": i.country}
            for number, entry in enumerate(entries)
            for i in entry.identifiers
        ],
    }
    for name, rows in frames.items():
        frame = pl.DataFrame(rows, schema_overrides=_SCHEMA[name], infer_schema_length=None)
        frame.write_parquet(
            folder / f"{name}.parquet", compression="zstd", compression_level=19, statistics=False
        )


_SCHEMA: dict[str, dict[str, Any]] = {
    "entries": {"countries": pl.List(pl.String), "birth_dates": pl.List(pl.String),
                "markers": pl.List(pl.String)},
    "names": {"entry": pl.UInt32},
    "listings": {"entry": pl.UInt32, "programmes": pl.List(pl.String), "row": pl.UInt32,
                 "effective_on": pl.Date, "ended_on": pl.Date},
    "addresses": {"entry": pl.UInt32},
    "identifiers": {"entry": pl.UInt32},
}  # fmt: skip


def _entry_row(entry: WatchlistEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "countries": list(entry.countries),
        "birth_dates": list(entry.birth_dates),
        "markers": [marker.value for marker in entry.markers],
    }


def _listing_row(number: int, listing: Listing) -> dict[str, Any]:
    return {
        "entry": number,
        "list_id": listing.list_id,
        "source_id": listing.source_id,
        "programmes": list(listing.programmes),
        "licence_policy": listing.licence_policy,
        "citation": listing.citation,
        "effective_on": listing.effective_on,
        "ended_on": listing.ended_on,
        "source": listing.source,
        "row": listing.row,
        "remarks": listing.remarks,
    }


def lists_text(watchlist: Watchlist, as_of: date) -> str:
    """Write what each list holds, as `read_coverage` reads it."""
    lines = [
        f"version = {_toml(watchlist.version)}",
        f"as_of = {as_of.isoformat()}",
        f"entries = {len(watchlist.entries)}",
    ]
    for row in watchlist.coverage:
        lines += ["", "[[lists]]", f"id = {_toml(row.list_id)}", f"title = {_toml(row.title)}"]
        lines += [f"publisher = {_toml(row.publisher)}", f"data_on = {row.data_on.isoformat()}"]
        lines.append(f"held = {row.held}")
        lines += [f"official = {row.official}"] if row.official is not None else []
        lines += [f"official_on = {row.official_on.isoformat()}"] if row.official_on else []
        lines += [f"note = {_toml(row.note)}"] if row.note else []
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def read_watchlist(folder: Path) -> Watchlist:
    """Read a folder that `write_tables` and the builder made.

    Raises:
        BadDataError: a table or the manifest is missing, or does not agree with the manifest.
    """
    try:
        manifest = tomllib.loads((folder / LISTS).read_text("utf-8"))
        tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    except (OSError, tomllib.TOMLDecodeError, pl.exceptions.PolarsError) as error:
        raise BadDataError(
            "the watchlist cannot be read", folder=folder.name, why=str(error)
        ) from None
    entries = _entries(tables)
    if len(entries) != manifest["entries"]:
        raise BadDataError(
            "the watchlist is not the one its manifest describes",
            entries=len(entries),
            expected=manifest["entries"],
        )
    return Watchlist(entries, read_coverage(manifest), manifest["version"])


def read_coverage(manifest: dict[str, Any]) -> tuple[Coverage, ...]:
    """Read the table of lists in a manifest."""
    return tuple(
        Coverage(
            list_id=row["id"],
            title=row["title"],
            publisher=row["publisher"],
            data_on=row["data_on"],
            held=row["held"],
            official=row.get("official"),
            official_on=row.get("official_on"),
            note=row.get("note", ""),
        )
        for row in manifest["lists"]
    )


def _entries(tables: dict[str, pl.DataFrame]) -> tuple[WatchlistEntry, ...]:
    names = _grouped(tables["names"], lambda r: ListedName(r[1], NameKind(r[2]), r[3]))
    listings = _grouped(tables["listings"], _listing)
    addresses = _grouped(tables["addresses"], lambda r: str(r[1]))
    numbers = _grouped(tables["identifiers"], lambda r: Identifier(r[1], r[2], r[3]))
    return tuple(
        WatchlistEntry(
            id=row[0],
            kind=PartyKind(row[1]),
            names=tuple(names.get(number, ())),
            listings=tuple(listings.get(number, ())),
            countries=tuple(row[2]),
            addresses=tuple(addresses.get(number, ())),
            identifiers=tuple(numbers.get(number, ())),
            birth_dates=tuple(row[3]),
            markers=tuple(Marker(text) for text in row[4]),
        )
        for number, row in enumerate(tables["entries"].iter_rows())
    )


def _grouped(frame: pl.DataFrame, make: Any) -> dict[int, list[Any]]:  # noqa: ANN401 - per table
    found: dict[int, list[Any]] = {}
    for row in frame.iter_rows():
        found.setdefault(row[0], []).append(make(row))
    return found


def _listing(row: tuple[Any, ...]) -> Listing:
    return Listing(row[1], row[2], tuple(row[3]), row[4], row[5], row[6], row[7], *row[8:])


def live_counts(entries: Iterable[WatchlistEntry], as_of: date) -> dict[str, int]:
    """Count the listings of each list that count on the day."""
    return dict(
        Counter(line.list_id for entry in entries for line in entry.listings if line.is_live(as_of))
    )


def read_version(folder: Path) -> str:
    """Read the version of a watchlist folder from its manifest alone.

    Raises:
        BadDataError: there is no manifest, or it is broken.
    """
    try:
        return str(tomllib.loads((folder / LISTS).read_text("utf-8"))["version"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise BadDataError(
            "the manifest cannot be read", folder=folder.name, why=str(error)
        ) from None
