"""Train the linear reading of which capability a text is like, on the texts that we wrote.

Run: `python tools/train_likeness.py`. Takes about a minute, needs nothing but the package, and
writes `src/enduse/capability/data/likeness_model.npz`. Texts that were held back are not read.
Deterministic on one machine.
"""

import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

from enduse.capability.likeness import MODEL, features
from enduse.capability.taxonomy import load_taxonomy

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.capability.measure import rows_of  # noqa: E402  # a script finds it only now

TEXTS = ROOT / "benchmarks" / "capability"
PARTS = ("development", "unseen", "fresh")  # never what is held back
TERM_TRUST = {"sure": 0.8, "strong": 0.6, "broad": 0.3, "weak": 0.1, "exclude": 0.5}
OWN_TEXT, POWER_TEXT = 1.5, 0.5  # weight of a labelled text, and of one labelled with power alone
MIXED_WITHOUT, MIXED_WITH = 500, 250  # longer texts put together from short ones
PAIR_SEEN, WORD_SEEN = 3, 2  # texts a feature must stand in
STEPS, RATE = 120, 0.3
PENALTY_LABELS, PENALTY_ANY = 1e-6, 1e-5
LEVELS_OF_INT8 = 127

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what it shows, and how much it counts."""

    text: str
    labels: tuple[str, ...]
    weight: float
    power: bool | None = None  # of a text without labels: whether it tells of power over people

    @property
    def is_capable(self) -> bool:
        """Whether it is surveillance at all."""
        return self.power if self.power is not None else bool(self.labels)

    @property
    def is_general(self) -> bool:
        """Whether it shows infrastructure alone, which is neither."""
        return bool(self.labels) and all(label.startswith("infra.") for label in self.labels)


def main() -> None:
    """Train, write."""
    ids = load_taxonomy().ids
    labelled = [*_clauses(), *_terms(), *_texts()]
    told_apart = [e for e in labelled if not e.is_general] + list(_power_texts())
    told_apart += _mixed(told_apart, labelled)
    columns = _columns(told_apart, labelled)
    shown = [e for e in labelled if e.labels]
    truth = np.array([[label in e.labels for label in ids] for e in shown], np.float32)
    shares = _fit(
        _table(shown, columns),
        truth / truth.sum(axis=1, keepdims=True),
        np.array([e.weight for e in shown], np.float32),
        PENALTY_LABELS,
    )
    capable = np.array([[e.is_capable] for e in told_apart], np.float32)
    anything = _fit(_table(told_apart, columns), capable, _balanced(told_apart), PENALTY_ANY)
    _write(list(columns), ids, np.hstack([shares, anything]))
    print(f"{len(told_apart)} texts, {len(columns)} features")


def _clauses() -> Iterator[Example]:
    with (TEXTS / "likeness" / "clauses.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            yield Example(row["clause"], tuple(filter(None, [row["capability"]])), 1.0)


def _terms() -> Iterator[Example]:
    text = (files("enduse.capability") / "data" / "terms.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        labels = () if row["weight"] == "exclude" else (row["capability"],)
        yield Example(row["term"].replace("*", ""), labels, TERM_TRUST[row["weight"]])


def _texts() -> Iterator[Example]:
    for part in PARTS:
        for row in rows_of(part):
            yield Example(row["text"], tuple(row["capabilities"]), OWN_TEXT)


def _power_texts() -> Iterator[Example]:
    """Texts labelled with the power they tell of, but for those with little."""
    for path in sorted((TEXTS / "power").glob("texts_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["power"] != 1:
                yield Example(row["text"], (), POWER_TEXT, power=row["power"] > 1)


def _mixed(told_apart: Sequence[Example], labelled: Sequence[Example]) -> list[Example]:
    """Longer texts, so that length alone tells nothing."""
    pick = random.Random(0)  # noqa: S311  # no secret
    without = [e.text for e in told_apart if not e.is_capable]
    with_one = [e.text for e in labelled if e.labels and e.weight >= 1 and not e.is_general]
    mixed = [
        Example(". ".join(pick.sample(without, pick.randint(3, 10))), (), 1.0)
        for _ in range(MIXED_WITHOUT)
    ]
    for _ in range(MIXED_WITH):
        parts = [*pick.sample(without, pick.randint(2, 7)), pick.choice(with_one)]
        pick.shuffle(parts)
        mixed.append(Example(". ".join(parts), (), 1.0, power=True))
    return mixed


def _columns(told_apart: Iterable[Example], labelled: Iterable[Example]) -> dict[str, int]:
    seen = Counter(name for e in told_apart for name in features(e.text))
    in_labelled = Counter(name for e in labelled for name in features(e.text))
    kept = sorted(
        name
        for name, count in seen.items()
        if count >= (PAIR_SEEN if " " in name else WORD_SEEN) or in_labelled[name] >= WORD_SEEN
    )
    return {name: place for place, name in enumerate(kept)}


def _balanced(examples: Sequence[Example]) -> Floats:
    """Weights under which texts with and without surveillance count the same."""
    weights = np.array([e.weight for e in examples], np.float32)
    capable = np.array([e.is_capable for e in examples])
    weights[capable] /= weights[capable].sum()
    weights[~capable] /= weights[~capable].sum()
    return weights


def _table(examples: Sequence[Example], columns: dict[str, int]) -> Floats:
    """One row a text, one column a feature, and a last one for the constant."""
    table = np.zeros((len(examples), len(columns) + 1), np.float32)
    for row, example in enumerate(examples):
        for name, weight in features(example.text).items():
            if name in columns:
                table[row, columns[name]] = weight
    table[:, -1] = 1
    return table


def _fit(table: Floats, truth: Floats, weights: Floats, penalty: float) -> Floats:
    """Weights of a logistic reading (one column) or a multinomial one (more), by Adam."""
    found = np.zeros((table.shape[1], truth.shape[1]), np.float32)
    mean, square = found.copy(), found.copy()
    for step in range(1, STEPS + 1):
        slope = table.T @ ((_chances(table @ found) - truth) * weights[:, None]) / weights.sum()
        slope[:-1] += penalty * found[:-1]
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        rate = RATE if step < 0.6 * STEPS else 0.2 * RATE
        found -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return found


def _chances(totals: Floats) -> Floats:
    if totals.shape[1] == 1:
        even: Floats = np.reciprocal(1 + np.exp(-totals))
        return even
    powers: Floats = np.exp(totals - totals.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _write(names: list[str], ids: Sequence[str], weights: Floats) -> None:
    """Write an .npz whose bytes depend on nothing but its content."""
    scale = np.abs(weights[:-1]).max(axis=0) / LEVELS_OF_INT8
    path = ROOT / "src" / "enduse" / "capability" / "data" / MODEL
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for key, array in (
            ("names", np.array("\n".join(names))),
            ("capabilities", np.array("\n".join(ids))),
            ("weights", np.rint(weights[:-1] / scale).astype(np.int8)),
            ("scale", scale.astype(np.float32)),
            ("constants", weights[-1].astype(np.float32)),
        ):
            buffer = BytesIO()
            np.save(buffer, array)
            archive.writestr(ZipInfo(f"{key}.npy"), buffer.getvalue(), ZIP_DEFLATED)


if __name__ == "__main__":
    main()
