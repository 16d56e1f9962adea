"""Compare the screening engine with its peers: one list, one set of queries, one core.

Usage: taskset -c 1 uv run --group bench-screening python -m benchmarks.screening.run
           [--queries N] [--strangers N] [--peers a,b,...] [--json FILE]

Recall is the share of queries whose own entry reaches the score that only the stated share of
strangers reaches. Speeds are of processor time, all threads of an engine together: other work on
the machine counts for little, but not for nothing.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.screening.peers import PEERS
from benchmarks.screening.queries import Query, make_queries, make_strangers
from enduse.domain.screening import PartyKind
from enduse.screening.index import DEFAULT_THRESHOLD, Index
from enduse.screening.watchlist import Watchlist, read_watchlist

ROOT = Path(__file__).parents[2]
RATES = (0.001, 0.005, 0.01, 0.05)
FLOOR = 0.3

Score = Callable[[Sequence[Query]], list[dict[str, float]]]
"""For each query the score of each entry that was found."""


@dataclass(frozen=True)
class Outcome:
    """What one engine reached."""

    name: str
    recall: dict[float, float]  # at each rate of false alarms
    by_category: dict[str, float]  # at one in a hundred
    names_per_second: float
    p50_ms: float
    p99_ms: float


def enduse_scores(index: Index) -> Score:
    ids = [index.entry(number).id for number in range(index.size[0])]

    def score(queries: Sequence[Query]) -> list[dict[str, float]]:
        found: list[dict[str, float]] = [{} for _ in queries]
        for kind in {query.kind for query in queries}:
            rows = [i for i, query in enumerate(queries) if query.kind is kind]
            texts = [queries[i].text for i in rows]
            for row in index.search_many(texts, kind=kind, threshold=FLOOR):
                found[rows[row.query]][ids[row.entry]] = row.score
        return found

    return score


def measure(name: str, score: Score, asked: list[Query], strangers: list[Query]) -> Outcome:
    started = time.process_time()
    right = [found.get(query.entry, 0.0) for query, found in zip(asked, score(asked), strict=True)]
    alarms = [max(found.values(), default=0.0) for found in score(strangers)]
    seconds = time.process_time() - started
    times = []
    for query in asked[:: max(1, len(asked) // 400)]:
        began = time.process_time()
        score([query])
        times.append(1e3 * (time.process_time() - began))
    recall, by_category = {}, {}
    for rate in RATES:
        cut = float(np.quantile(alarms, 1.0 - rate, method="higher"))
        passed = [value > cut for value in right]
        recall[rate] = float(np.mean(passed))
        if rate == 0.01:
            for category in dict.fromkeys(query.category for query in asked):
                own = [
                    p for p, query in zip(passed, asked, strict=True) if query.category == category
                ]
                by_category[category] = float(np.mean(own))
    speed = (len(asked) + len(strangers)) / seconds
    p50, p99 = np.percentile(times, [50, 99])
    return Outcome(name, recall, by_category, speed, float(p50), float(p99))


def measure_speed(
    index: Index, asked: list[Query], strangers: list[Query]
) -> tuple[float, float, float]:
    """Give bulk names a second at the default threshold, and p50 and p99 of single searches."""
    names = [query.text for query in (*strangers, *asked)] * 5
    list(index.search_many(names[:100]))
    started = time.process_time()
    list(index.search_many(names))
    speed = len(names) / (time.process_time() - started)
    times = []
    for query in (*asked[::5], *strangers[::5]):
        began = time.process_time()
        index.candidates(query.text, threshold=DEFAULT_THRESHOLD)
        times.append(1e3 * (time.process_time() - began))
    p50, p99 = np.percentile(times, [50, 99])
    return speed, float(p50), float(p99)


def table(outcomes: list[Outcome]) -> str:
    head = "| engine | " + " | ".join(f"recall at {rate:.1%}" for rate in RATES)
    lines = [head + " | names/s | p50 / p99 ms |", "|" + "---|" * (len(RATES) + 3)]
    for o in outcomes:
        cells = " | ".join(f"{o.recall[rate]:.3f}" for rate in RATES)
        lines.append(
            f"| {o.name} | {cells} | {o.names_per_second:.0f} | {o.p50_ms:.2f} / {o.p99_ms:.2f} |"
        )
    lines += ["", "| recall at 1% | " + " | ".join(o.name for o in outcomes) + " |",
              "|" + "---|" * (len(outcomes) + 1)]  # fmt: skip
    for category in outcomes[0].by_category:
        cells = " | ".join(f"{o.by_category[category]:.3f}" for o in outcomes)
        lines.append(f"| {category} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=150, help="queries a category")
    parser.add_argument("--strangers", type=int, default=3000)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    watchlist = read_watchlist(ROOT / "src/enduse/snapshots/watchlist")
    asked, entries = make_queries(watchlist.entries, options.queries)
    strangers = make_strangers(options.strangers)
    index = Index.of(Watchlist(entries, watchlist.coverage, watchlist.version))
    print(f"{len(entries)} entries, {index.size[1]} names, {len(asked)} queries,"
          f" {len(strangers)} strangers")  # fmt: skip
    score = enduse_scores(index)
    score([Query("warm up", "", "", PartyKind.PERSON)])
    outcomes = [measure("enduse", score, asked, strangers)]
    speed, p50, p99 = measure_speed(index, asked, strangers)
    print(f"enduse at the default threshold: {speed:.0f} names/s in bulk,"
          f" single p50 {p50:.2f} ms, p99 {p99:.2f} ms")  # fmt: skip
    for name in filter(None, options.peers.split(",")):
        outcomes.append(measure(name, PEERS[name](entries), asked, strangers))
        print(name, "done", flush=True)
    print(table(outcomes))
    if options.json:
        options.json.write_text(json.dumps([_plain(o) for o in outcomes], indent=1), "utf-8")


def _plain(outcome: Outcome) -> dict[str, Any]:
    recall = {str(rate): value for rate, value in outcome.recall.items()}
    return {name: getattr(outcome, name) for name in outcome.__dataclass_fields__} | {
        "recall": recall
    }


if __name__ == "__main__":
    main()
