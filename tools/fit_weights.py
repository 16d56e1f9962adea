"""Fit the weights of the score on the development half of the labelled pairs.

Usage: python tools/fit_weights.py [--write]

Most of the weight lies on those pairs, some on real lists: aliases of one entry against the
nearest names of other parties, and ordinary people's names against the nearest listed ones. Only
one entry in four (by the hash of its id) is used, so that benchmarks have the rest.

Logistic regression with the signs that pruning rests on: supporting measures weigh 0 or more,
the others 0 or less. Same and different pairs weigh the same in total. Prints what the half held
back says; that half is never fitted.
"""

import hashlib
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.screening.pairs import Pair, all_pairs  # noqa: E402 - not installed

from enduse.domain.screening import NameKind, PartyKind, WatchlistEntry  # noqa: E402
from enduse.screening.index import Index, build_arrays  # noqa: E402
from enduse.screening.measures import MEASURES, SUPPORTING  # noqa: E402
from enduse.screening.normalise import tokens_of  # noqa: E402
from enduse.screening.score import measure_tokens  # noqa: E402
from enduse.screening.spans import PAIR_COLUMNS, comes_first  # noqa: E402
from enduse.screening.tokens import make_token_table  # noqa: E402
from enduse.screening.watchlist import read_watchlist  # noqa: E402

WATCHLIST = ROOT / "src/enduse/snapshots/watchlist"
ROUNDS = 3
STRANGERS = {"person": 0.2, "organisation": 0.08}  # more people than firms share a name
FLOOR = 1.0
TARGET = ROOT / "src/enduse/screening/data/weights.toml"
RIDGE, STEPS, RATE = 2e-4, 40_000, 0.3
Floats = npt.NDArray[np.float64]


def measures_of(pair: Pair) -> Floats:
    a, b = tokens_of(pair.a), tokens_of(pair.b)
    table = make_token_table([*a, *b])
    a_ids = np.arange(len(a), dtype=np.int32)
    b_ids = np.arange(len(a), len(a) + len(b), dtype=np.int32)
    if not comes_first(table, a_ids, table, b_ids):
        a_ids, b_ids = b_ids, a_ids
    out = np.empty(len(MEASURES))
    pairs = np.empty((len(a) + len(b), PAIR_COLUMNS))
    measure_tokens.fast(table, a_ids, table, b_ids, pairs, out)
    return out


def mining_weights() -> Floats:
    """Give weights that let through whatever shares a good part of its words."""
    row = np.zeros(1 + len(MEASURES))
    row[[0, 1, 3]] = -4.0, 5.0, 3.0
    return np.vstack([row, row])


def is_for_fitting(entry: WatchlistEntry) -> bool:
    return hashlib.sha256(entry.id.encode()).digest()[1] % 4 == 0


def list_pairs(arrays: tuple[Any, Any], weights: Floats, seed: int) -> list[Pair]:
    """Make pairs from the embedded watchlist and from ordinary names.

    What is nearest is so by the weights given: those of the round before, whose faults it shows.
    """
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    watchlist = read_watchlist(WATCHLIST)
    index = Index(*arrays, weights)
    chosen = [entry for entry in watchlist.entries if is_for_fitting(entry)]
    made: list[Pair] = []
    for entry in draw.sample(chosen, 2500):
        kind = "person" if entry.kind is PartyKind.PERSON else "organisation"
        names = [name.text for name in entry.names if name.kind is not NameKind.WEAK]
        if len(names) > 1:
            made.append(Pair(names[0], draw.choice(names[1:]), kind, same=True, held_back=False))
        made += nearest(index, draw.choice(names or [entry.name]), entry, kind, draw)
    for name in ordinary_names(draw, 1500):
        made += nearest(index, name, None, "person", draw)
    return made


def nearest(
    index: Index, name: str, own: WatchlistEntry | None, kind: str, draw: random.Random
) -> list[Pair]:
    """Give up to two of the nearest names of parties that are surely others."""
    found = index.search(name, kind=kind, threshold=0.3, limit=12).matches
    words = set(tokens_of(name))
    others = [
        match.listed_name.text
        for match in found
        if match.is_live
        and (own is None or set(own.countries).isdisjoint(match.entry.countries))
        and (own is None or (match.entry.countries and own.countries))
        and set(tokens_of(match.listed_name.text)) != words
    ]
    picked = draw.sample(others[:6], min(2, len(others[:6])))
    return [Pair(name, other, kind, same=False, held_back=False) for other in picked]


def ordinary_names(draw: random.Random, count: int) -> list[str]:
    """Make names of people from the words of one line of the list of common names."""
    text = (ROOT / "src/enduse/screening/data/common_names.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return [
        " ".join(draw.sample(line, 2 + (draw.random() < 0.3)))
        for line in draw.choices(lines, weights=[len(line) for line in lines], k=count)
    ]


def fit(x: Floats, y: Floats, share: Floats) -> Floats:
    """Fit by projected gradient; `share` weighs the rows and adds up to one."""
    lower = np.full(x.shape[1], -np.inf)
    upper = np.full(x.shape[1], np.inf)
    # a share that is told must count: the pairs are too few to learn it
    lower[1 : 1 + SUPPORTING], upper[1 + SUPPORTING :] = 0.0, 0.0
    lower[[1, 2, 3]] = FLOOR
    weights = np.zeros(x.shape[1])
    speed = np.zeros_like(weights)
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (share * (chance - y))
        slope[1:] += RIDGE * weights[1:]
        speed = 0.9 * speed - RATE * slope
        moved = np.clip(weights + speed, lower, upper)
        speed = moved - weights
        weights = moved
    return weights


def best_f1(score: Floats, y: Floats, threshold: float) -> tuple[float, float, float]:
    """Give precision, recall and F1 at a threshold."""
    said = score >= threshold
    hits = float((said & (y == 1)).sum())
    precision, recall = hits / max(1, said.sum()), hits / max(1, (y == 1).sum())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def auc(score: Floats, y: Floats) -> float:
    order = np.argsort(np.argsort(score, kind="stable")) + 1.0
    positive = y == 1
    n = positive.sum()
    return float((order[positive].sum() - n * (n + 1) / 2) / (n * (~positive).sum()))


def main() -> None:
    written = all_pairs()
    arrays = build_arrays(read_watchlist(WATCHLIST))
    weights, pairs = mining_weights(), written
    for number in range(ROUNDS):
        pairs = [*pairs, *list_pairs(arrays, weights, number)]
        x, y, from_list, weights = fit_all(pairs, len(written))
    kinds = np.array([pair.kind for pair in pairs])
    held = np.array([pair.held_back for pair in pairs])
    scores = np.where(
        x[:, 3] <= 0.0,
        0.0,
        1.0 / (1.0 + np.exp(-(x * weights[(kinds != "person").astype(int)]).sum(axis=1))),
    )
    report(scores[~from_list], y[~from_list], held[~from_list], kinds[~from_list])
    report_lists(scores, y, from_list, kinds)
    lines = ["# Written by tools/fit_weights.py; do not edit.", ""]
    for kind, row in zip(("person", "organisation"), weights, strict=True):
        lines.append(f"[{kind}]")
        lines += [f"{n} = {w:.3f}" for n, w in zip(("constant", *MEASURES), row, strict=True)]
        lines.append("")
    if "--write" in sys.argv:
        TARGET.write_text("\n".join(lines), "utf-8")
    else:
        print("\n".join(lines))
    if "--worst" in sys.argv:
        worst(pairs, scores)


def fit_all(pairs: list[Pair], written: int) -> tuple[Floats, Floats, Any, Floats]:
    """Measure all pairs and fit both models; give measures, labels, origin and weights."""
    x = np.hstack([np.ones((len(pairs), 1)), np.array([measures_of(pair) for pair in pairs])])
    y = np.array([float(pair.same) for pair in pairs])
    from_list = np.arange(len(pairs)) >= written
    # aliases that have next to nothing in common say nothing about names
    dumb = (x[:, 3] <= 0.0) | (from_list & (y == 1) & (x[:, 3] < 0.45))
    rows = []
    for kind in ("person", "organisation"):
        used = np.array([p.kind == kind and not p.held_back for p in pairs]) & ~dumb
        rows.append(
            np.round(fit(x[used], y[used], shares(y[used], from_list[used], STRANGERS[kind])), 3)
        )
    print(f"{written} written pairs, {from_list.sum()} of lists, {y[from_list].sum():.0f} same")
    return x, y, from_list, np.vstack(rows)


def report_lists(scores: Floats, y: Floats, from_list: Any, kinds: Any) -> None:
    for kind in ("person", "organisation"):
        for same in (1.0, 0.0):
            part = scores[from_list & (kinds == kind) & (y == same)]
            print(
                f"lists {kind} {'same' if same else 'different'}: {len(part)}, at 0.8 and above"
                f" {(part >= 0.8).mean():.3f}, at 0.5 {(part >= 0.5).mean():.3f}"
            )


def shares(y: Floats, from_list: Any, strangers: float) -> Floats:
    """Weigh the rows: written same and different 0.36 each, lists 0.08 and `strangers`."""
    share = np.zeros(len(y))
    for rows, total in (
        (~from_list & (y == 1), 0.36), (~from_list & (y == 0), 0.36),
        (from_list & (y == 1), 0.08), (from_list & (y == 0), strangers),
    ):  # fmt: skip
        share[rows] = total / max(1, rows.sum())
    return share


def report(scores: Floats, y: Floats, held: Any, kinds: Any) -> None:
    for half, rows in (("development", ~held), ("held back", held)):
        for kind in ("person", "organisation", "all"):
            part = rows if kind == "all" else rows & (kinds == kind)
            tops = max(
                (best_f1(scores[part], y[part], t)[2], t) for t in np.arange(0.2, 0.95, 0.01)
            )
            told = " ".join(
                f"@{t}: P {p:.3f} R {r:.3f} F1 {f:.3f};"
                for t in (0.5, 0.6, 0.7, 0.8)
                for p, r, f in [best_f1(scores[part], y[part], t)]
            )
            print(
                f"{half:12} {kind:13} n {part.sum():5} AUC {auc(scores[part], y[part]):.3f}"
                f" best F1 {tops[0]:.3f} at {tops[1]:.2f}; {told}"
            )


def worst(pairs: list[Pair], scores: Floats) -> None:
    for pair, score in sorted(
        zip(pairs, scores, strict=True), key=lambda p: -abs(p[0].same - p[1])
    ):
        if abs(pair.same - score) > 0.5 and not pair.held_back:
            print(
                f"{score:.2f} {'same' if pair.same else 'diff'} {pair.a} | {pair.b}"
                f"  [{' '.join(tokens_of(pair.a))} | {' '.join(tokens_of(pair.b))}]"
            )


if __name__ == "__main__":
    main()
