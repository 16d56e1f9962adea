"""Train the linear reading of power over people on the texts that we wrote.

Run: `python tools/train_power.py` (needs the `bench` group). Prints cross-validated figures, then
writes `src/enduse/capability/data/power_model.npz`. Deterministic.
"""

import json
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from enduse.capability.power import LEVELS, MODEL, features
from enduse.capability.reading import read_text

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "benchmarks" / "capability" / "power"
FEWEST_TEXTS = 2  # a feature seen in fewer texts teaches nothing
STRENGTH = 40.0  # inverse regularisation, chosen by the cross-validation printed below
FOLDS = 5
SMALL = 0.02  # weights below this on every level are left out of the package

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Validate, train, write."""
    rows = [
        json.loads(line)
        for path in sorted(TEXTS.glob("texts_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    sets = [_features(row["text"], row["use"]) for row in rows]
    power = np.array([row["power"] for row in rows])
    counts = Counter(name for names in sets for name in names)
    names = sorted(name for name, count in counts.items() if count >= FEWEST_TEXTS)
    table = _table(sets, {name: i for i, name in enumerate(names)})
    spread = _validate(table, power)
    models = [_fit(table, power >= level) for level in LEVELS]
    weights = np.stack([model.coef_[0] for model in models], axis=1)
    kept = np.abs(weights).max(axis=1) >= SMALL
    _write(
        [name for name, keep in zip(names, kept, strict=True) if keep],
        weights[kept],
        np.array([model.intercept_[0] for model in models]),
        spread,
    )
    print(f"{len(rows)} texts, {int(kept.sum())} features kept of {len(names)}")


def _features(text: str, use: str) -> dict[str, float]:
    """The features as the assessment sees them: the patterns read both texts together."""
    return features(text, use, read_text(f"{text.rstrip('. ')}. {use}"))


def _table(sets: list[dict[str, float]], columns: dict[str, int]) -> csr_matrix:
    """One row a text, one column a feature."""
    values: list[float] = []
    places: list[int] = []
    ends = [0]
    for one in sets:
        known = [(columns[name], weight) for name, weight in one.items() if name in columns]
        places += (place for place, _ in known)
        values += (weight for _, weight in known)
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(sets), len(columns)))


def _fit(table: csr_matrix, truth: npt.NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=2000).fit(table, truth)


def _validate(table: csr_matrix, power: npt.NDArray[np.int64]) -> Floats:
    """Print cross-validated figures; return what restores the spread of the labels.

    A sum of chances shrinks towards its mean. Shape (2,): the mean of the expected level on texts
    not trained on, and the ratio of the labels' spread to its spread.
    """
    expected = np.zeros(len(power))
    for level in LEVELS:
        chance: Floats = np.zeros(len(power))
        for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(table):
            model = _fit(table[train], power[train] >= level)
            chance[test] = model.predict_proba(table[test])[:, 1]
        expected += chance
        print(f"at least {level}: AUC {roc_auc_score(power >= level, chance):.3f}")
    print(f"expected level: correlation {np.corrcoef(expected, power)[0, 1]:.3f}")
    return np.array([expected.mean(), power.std() / expected.std()])


def _write(names: list[str], weights: Floats, constants: Floats, spread: Floats) -> None:
    """Write an .npz whose bytes depend on nothing but its content."""
    path = ROOT / "src" / "enduse" / "capability" / "data" / MODEL
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for key, array in (
            ("names", np.array("\n".join(names))),
            ("weights", weights.astype(np.float16)),
            ("constants", constants.astype(np.float32)),
            ("spread", spread.astype(np.float32)),
        ):
            buffer = BytesIO()
            np.save(buffer, array)
            archive.writestr(ZipInfo(f"{key}.npy"), buffer.getvalue(), ZIP_DEFLATED)


if __name__ == "__main__":
    main()
