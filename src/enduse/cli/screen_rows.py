"""Many rows screened in parts: memory stays flat, and a stopped run goes on."""

import csv
import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from enduse.domain.errors import InvalidInputError, SourceUnavailableError
from enduse.domain.screening import PartyKind
from enduse.screening.index import Index
from enduse.screening.results import BatchSummary, Run, keep_part, part_file, put_together
from enduse.screening.rows import screen_rows

PART_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of the file and how to screen them."""

    number: int
    first_row: int
    cells: tuple[tuple[Any, Any], ...]  # name and country of each row
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
        SourceUnavailableError: a worker was killed from outside; the parts that are done stay.
    """
    run = Run.of(
        source, open_index(index), name_column=name_column, country_column=country_column,
        kind=kind, threshold=threshold,
    )  # fmt: skip
    rows = read_rows(source, name_column, country_column)
    first = next(rows, None)  # a file without the column is refused before anything is written
    run.begin(out)
    parts = _parts(rows if first is None else _again(first, rows), out, index, kind, threshold)
    try:
        for text in _done(parts, workers):
            progress(text)
    except BrokenProcessPool:
        raise SourceUnavailableError(
            "a worker process was killed, perhaps for lack of memory; run it again to go on"
        ) from None
    return put_together(out)


def _again(first: tuple[Any, Any], rest: Iterator[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    yield first
    yield from rest


def _done(parts: Iterator[Part], workers: int) -> Iterator[str]:
    if workers == 1:
        yield from map(_screen_part, parts)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        # a few parts at a time: a million rows must not wait in memory
        while group := list(islice(parts, 2 * workers)):
            yield from pool.map(_screen_part, group)


def read_rows(source: Path, name: str, country: str) -> Iterator[tuple[Any, Any]]:
    """Read the cells of name and country of every row.

    Raises:
        InvalidInputError: the file is of no known form, or has no column of names.
    """
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
            if name not in frame.collect_schema().names():
                raise InvalidInputError("the file has no such column", column=name)
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
    """The parts that are not done yet."""
    number, first = 0, 1
    while cells := tuple(islice(rows, PART_ROWS)):
        if not part_file(out, number).exists():
            yield Part(number, first, cells, index, kind, threshold, out)
        number, first = number + 1, first + len(cells)


@cache
def open_index(index: Path) -> Index:
    """Map an index once in each process."""
    return Index.open(index)


def _screen_part(part: Part) -> str:
    """Screen one part and write it whole."""
    rows = range(part.first_row, part.first_row + len(part.cells))
    done = screen_rows(
        open_index(part.index), rows, [name for name, _ in part.cells],
        [country for _, country in part.cells], kind=part.kind, threshold=part.threshold,
    )  # fmt: skip
    keep_part(part.out, part.number, len(rows), done)
    return f"rows {rows[0]} to {rows[-1]}: {len(done.matches)} matches"
