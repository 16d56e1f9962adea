"""How long a rescreen takes after a change of the lists, against a full run, and that it is equal.

Ordinary names, and one in a hundred as the lists have it; the lists before and after differ by
500 entries: two fifths came, two fifths went, one fifth changed. Run it alone on the machine:
`python -m benchmarks.screening.rescreen`, or with `--customers 20000` for a look.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.screening.queries import SEED, make_strangers
from enduse.domain.screening import PartyKind, WatchlistEntry
from enduse.evidence.manifests import snapshots_folder
from enduse.screening.delta import compare_watchlists
from enduse.screening.index import DEFAULT_THRESHOLD, Index, write_index
from enduse.screening.rescreen import Customer, CustomerIndex, rescreen, write_customers
from enduse.screening.rows import RowMatch, screen_rows
from enduse.screening.watchlist import Watchlist, content_version, read_watchlist

_BLOCK = 20_000


def make_customers(count: int, entries: tuple[WatchlistEntry, ...]) -> list[Customer]:
    draw = random.Random(SEED)
    names = [query.text for query in make_strangers(count)]
    for row in range(0, count, 100):
        entry = draw.choice(entries)
        names[row] = draw.choice(entry.names).text
    return [Customer(row, name) for row, name in enumerate(names, start=1)]


def make_change(watchlist: Watchlist, count: int) -> tuple[Watchlist, Watchlist]:
    draw = random.Random(SEED)
    chosen = draw.sample(range(len(watchlist.entries)), count)
    came, went = set(chosen[: 2 * count // 5]), set(chosen[2 * count // 5 : 4 * count // 5])
    changed = set(chosen[4 * count // 5 :])
    before, after = [], []
    for number, entry in enumerate(watchlist.entries):
        if number not in came:
            before.append(entry)
        if number not in went:
            after.append(replace(entry, countries=("XXX",)) if number in changed else entry)
    return _list(before, watchlist), _list(after, watchlist)


def _list(entries: list[WatchlistEntry], like: Watchlist) -> Watchlist:
    return Watchlist(tuple(entries), like.coverage, content_version(entries))


def full_run(index: Index, customers: list[Customer]) -> Iterator[RowMatch]:
    for first in range(0, len(customers), _BLOCK):
        some = customers[first : first + _BLOCK]
        yield from screen_rows(
            index,
            [one.row for one in some],
            [one.name for one in some],
            [one.country for one in some],
            kind=PartyKind.UNKNOWN,
            threshold=DEFAULT_THRESHOLD,
        ).matches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=500)
    arguments = parser.parse_args()
    watchlist = read_watchlist(Path(str(snapshots_folder())) / "watchlist")
    customers = make_customers(arguments.customers, watchlist.entries)
    before, after = make_change(watchlist, arguments.entries)
    delta = compare_watchlists(before, after)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("before.index", "after.index", "c.index")]
        write_index(before, files[0])
        write_index(after, files[1])
        list(full_run(Index.open(files[0]), customers[:_BLOCK]))  # compile
        earlier = tuple(full_run(Index.open(files[0]), customers))
        begun = time.process_time()
        again = tuple(full_run(Index.open(files[1]), customers))
        full = time.process_time() - begun
        begun = time.process_time()
        write_customers(customers, files[2])
        indexing = time.process_time() - begun
        begun = time.process_time()
        found = rescreen(
            earlier,
            CustomerIndex.open(files[2]),
            delta,
            kind=PartyKind.UNKNOWN,
            threshold=DEFAULT_THRESHOLD,
        )
        taken = time.process_time() - begun
        print(
            f"{len(customers):,} customers, {delta.summary}, {len(again):,} matches\n"
            f"full run {full:.1f} s, indexing the customers once {indexing:.1f} s "
            f"({files[2].stat().st_size / 1e6:.0f} MB), rescreen {taken:.2f} s of processor time: "
            f"{taken / full:.2%} of the full run; equal: {found == again}"
        )


if __name__ == "__main__":
    main()
