"""Many rows screened in parts: memory stays flat, and a stopped run goes on."""

import csv
import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from enduse.domain.errors import ConflictError, InvalidInputError
from enduse.domain.screening import PartyKind
from enduse.screening.index import Index

PART_ROWS = 20_000
MAX_NAME_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a run came to, earlier parts included."""

    rows: int
    matches: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of the file and how to screen them."""

    number: int
    first_row: int
    names: tuple[str, ...]
    countries: tuple[str, ...]
    index: Path
    kind: PartyKind
    threshold: float
    out: Path


def run_batch(
    source: Path, out: Path, index: Path, *, name_column: str, country_column: str,
    kind: PartyKind, threshold: float, workers: int, progress: Callable[[str], None],
) -> BatchSummary:  # fmt: skip
    """Screen every row of a file into a folder of parts, then write `matches.csv`.

    Raises:
        InvalidInputError: the file is of no known form, or has no column of names.
        ConflictError: the folder holds a run of another file, list or threshold.
    """
    out.mkdir(parents=True, exist_ok=True)
    _check_same_run(out, source, index, kind, threshold)
    rows = _read_rows(source, name_column, country_column)
    parts = _parts(rows, out, index, kind, threshold)
    if workers == 1:
        for part in parts:
            progress(_screen_part(part))
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            # a few parts at a time: a million rows must not wait in memory
            while group := list(islice(parts, 2 * workers)):
                for text in pool.map(_screen_part, group):
                    progress(text)
    return _put_together(out)


def _check_same_run(
    out: Path, source: Path, index: Path, kind: PartyKind, threshold: float
) -> None:
    run = {
        "source": source.name, "bytes": source.stat().st_size, "index": index.name,
        "kind": kind.value, "threshold": threshold,
    }  # fmt: skip
    file = out / "run.json"
    if file.exists() and json.loads(file.read_text("utf-8")) != run:
        raise ConflictError("the folder holds another run; give an empty one", folder=str(out))
    file.write_text(json.dumps(run, indent=1), "utf-8")


def _read_rows(source: Path, name: str, country: str) -> Iterator[tuple[Any, Any]]:
    match source.suffix.lower():
        case ".csv":
            with source.open(encoding="utf-8-sig", errors="replace", newline="") as file:
                table = csv.DictReader(file)
                if name not in (table.fieldnames or ()):
                    raise InvalidInputError("the file has no such column", column=name)
                yield from _cells(table, name, country)
        case ".jsonl" | ".ndjson":
            with source.open(encoding="utf-8", errors="replace") as file:
                yield from _cells(map(_json_row, file), name, country)
        case ".parquet":
            frame = pl.scan_parquet(source)
            total = frame.select(pl.len()).collect().item()
            for first in range(0, total, PART_ROWS):
                yield from _cells(
                    frame.slice(first, PART_ROWS).collect().iter_rows(named=True), name, country
                )
        case other:
            raise InvalidInputError("give a .csv, .jsonl or .parquet file", suffix=other)


def _json_row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _cells(rows: Iterable[dict[str, Any]], name: str, country: str) -> Iterator[tuple[Any, Any]]:
    for row in rows:
        yield row.get(name), row.get(country)


def _parts(
    rows: Iterator[tuple[Any, Any]], out: Path, index: Path, kind: PartyKind, threshold: float
) -> Iterator[Part]:
    number, first = 0, 1
    while group := list(islice(rows, PART_ROWS)):
        if not (out / f"part-{number:06}.json").exists():
            names = tuple(n if isinstance(n, str) else "" for n, _ in group)
            countries = tuple(c.strip().upper() if isinstance(c, str) else "" for _, c in group)
            yield Part(number, first, names, countries, index, kind, threshold, out)
        number, first = number + 1, first + len(group)


@cache
def _open(index: Path) -> Index:
    return Index.open(index)


def _screen_part(part: Part) -> str:
    """Screen one part and write it whole; the file's presence says that it is done."""
    index = _open(part.index)
    fits = [0 < len(name) <= MAX_NAME_CHARACTERS and any(c.isalnum() for c in name)
            for name in part.names]  # fmt: skip
    names = [name if ok else "" for name, ok in zip(part.names, fits, strict=True)]
    matches = []
    for row in index.search_many(
        names, countries=part.countries, kind=part.kind, threshold=part.threshold
    ):
        entry = index.entry(row.entry)
        matches.append(
            {
                "row": part.first_row + row.query,
                "name": part.names[row.query],
                "score": row.score,
                "entry": entry.id,
                "listed_name": entry.names[row.name].text,
                "live": bool(entry.live_listings()),
                "lists": ";".join(sorted({listing.list_id for listing in entry.listings})),
                "markers": ";".join(entry.markers),
            }
        )
    rejected = [part.first_row + i for i, ok in enumerate(fits) if not ok]
    done = {"rows": len(names), "matches": matches, "rejected": rejected}
    half = part.out / f"part-{part.number:06}.part"
    half.write_text(json.dumps(done, ensure_ascii=False), "utf-8")
    half.replace(half.with_suffix(".json"))
    return f"rows {part.first_row} to {part.first_row + len(names) - 1}: {len(matches)} matches"


COLUMNS = ("row", "name", "score", "entry", "listed_name", "live", "lists", "markers")


def _put_together(out: Path) -> BatchSummary:
    rows = matches = bad = 0
    with (
        (out / "matches.csv").open("w", encoding="utf-8", newline="") as found,
        (out / "rejected.csv").open("w", encoding="utf-8", newline="") as rejected,
    ):
        writer, apart = csv.DictWriter(found, COLUMNS), csv.writer(rejected)
        writer.writeheader()
        apart.writerow(("row", "reason"))
        for path in sorted(out.glob("part-*.json")):
            part = json.loads(path.read_text("utf-8"))
            writer.writerows(part["matches"])
            apart.writerows((row, "no name that can be compared") for row in part["rejected"])
            rows, matches = rows + part["rows"], matches + len(part["matches"])
            bad += len(part["rejected"])
    summary = BatchSummary(rows, matches, bad)
    (out / "summary.json").write_text(json.dumps(asdict(summary)), "utf-8")
    return summary
