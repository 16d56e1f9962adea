"""The results of a file of customers brought up to date after a change."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from enduse.cli.screen_rows import PART_ROWS, open_index, read_rows
from enduse.domain.errors import ConflictError
from enduse.screening.delta import WatchlistDelta
from enduse.screening.rescreen import Customer, CustomerIndex, rescreen, write_customers
from enduse.screening.results import (
    BatchSummary,
    Run,
    keep_part,
    put_together,
    read_parts,
    read_run,
)
from enduse.screening.rows import RowMatch, RowsScreened, country_of, is_name, screen_rows

CUSTOMERS = "customers.index"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be brought up to date, and where."""

    source: Path  # the customers now
    results: Path  # of the run before
    out: Path
    index: Path  # of the lists now
    delta: WatchlistDelta


def run_rescreen(change: Change, progress: Callable[[str], None]) -> BatchSummary:
    """Write the results that a full run on the lists and customers of now would write.

    Raises:
        InvalidInputError: the folder holds no results, or the customers cannot be read.
        ConflictError: the results are of other lists or of another engine, or the customers
            changed and were not indexed before.
    """
    earlier = read_run(change.results)
    run = Run.of(
        change.source, open_index(change.index), name_column=earlier.name_column,
        country_column=earlier.country_column, kind=earlier.kind, threshold=earlier.threshold,
    )  # fmt: skip
    _check(change, earlier, run)
    customers = _customers(change, earlier, run, progress)
    matches = [match for _, part in read_parts(change.results) for match in part.matches]
    again = rescreen(matches, customers, change.delta, kind=run.kind, threshold=run.threshold)
    run.begin(change.out)
    if run.sha256 == earlier.sha256:
        _keep_same_rows(change, again)
        if change.out != change.results:
            shutil.copyfile(change.results / CUSTOMERS, change.out / CUSTOMERS)
    else:
        _keep_new_rows(change, run, customers, again)
        write_customers(_all_customers(change.source, run), change.out / CUSTOMERS)
    return put_together(change.out)


def _check(change: Change, earlier: Run, run: Run) -> None:
    if earlier.engine != run.engine:
        raise ConflictError(
            "the results were scored by another engine; screen the file in full",
            theirs=earlier.engine, ours=run.engine,
        )  # fmt: skip
    if earlier.watchlist != change.delta.before:
        raise ConflictError(
            "the results are of another version of the lists than --since names",
            results=earlier.watchlist, since=change.delta.before,
        )  # fmt: skip
    if (change.out / "run.json").exists():
        raise ConflictError("the folder holds another run; give an empty one", folder=change.out)


def _customers(
    change: Change, earlier: Run, run: Run, progress: Callable[[str], None]
) -> CustomerIndex:
    """The customers of the run before, indexed now if they were not."""
    file = change.results / CUSTOMERS
    if not file.exists():
        if run.sha256 != earlier.sha256:
            raise ConflictError(
                "the customers changed and were not indexed before; screen the file in full, then "
                "run `enduse rescreen` once before it changes again",
                file=str(change.source),
            )
        progress("indexing the customers, once ...")
        write_customers(_all_customers(change.source, run), file)
    return CustomerIndex.open(file)


def _all_customers(source: Path, run: Run) -> Iterator[Customer]:
    rows = read_rows(source, run.name_column, run.country_column)
    for number, (name, country) in enumerate(rows, start=1):
        if is_name(name):
            yield Customer(number, name, country_of(country))


def _keep_same_rows(change: Change, matches: tuple[RowMatch, ...]) -> None:
    """Write the parts of before with the matches of now."""
    remaining = list(reversed(matches))
    last = 0
    for number, (rows, part) in enumerate(read_parts(change.results)):
        last += rows
        own = []
        while remaining and remaining[-1].row <= last:
            own.append(remaining.pop())
        keep_part(change.out, number, rows, RowsScreened(tuple(own), part.rejected))


def _keep_new_rows(
    change: Change, run: Run, customers: CustomerIndex, matches: tuple[RowMatch, ...]
) -> None:
    """Write parts for the rows of now: a customer known before keeps its matches."""
    by_row: dict[int, list[RowMatch]] = defaultdict(list)
    for match in matches:
        by_row[match.row].append(match)
    known = {(one.name, one.country): one.row for one in customers.all()}
    rows = read_rows(change.source, run.name_column, run.country_column)
    number, first = 0, 1
    while cells := list(islice(rows, PART_ROWS)):
        done = _screen_new(cells, first, change, run, known, by_row)
        keep_part(change.out, number, len(cells), done)
        number, first = number + 1, first + len(cells)


def _screen_new(
    cells: list[tuple[Any, Any]], first: int, change: Change, run: Run,
    known: Mapping[Key, int], by_row: Mapping[int, list[RowMatch]],
) -> RowsScreened:  # fmt: skip
    kept: list[RowMatch] = []
    new: list[tuple[int, Any, Any]] = []
    for row, (name, country) in enumerate(cells, start=first):
        before = known.get((name, country_of(country)))
        if before is None:
            new.append((row, name, country))
        else:
            kept += (replace(match, row=row) for match in by_row.get(before, ()))
    done = screen_rows(
        open_index(change.index), [row for row, _, _ in new], [name for _, name, _ in new],
        [country for _, _, country in new], kind=run.kind, threshold=run.threshold,
    )  # fmt: skip
    matches = sorted((*kept, *done.matches), key=lambda match: match.order)
    return RowsScreened(tuple(matches), done.rejected)
