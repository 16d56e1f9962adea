"""Does the provisional route of a sparse file tell misuse from an ordinary sale?

Run: `python -m benchmarks.backtest.measure [--held-back]`

Cases are our own: half are documented misuse, described as the file would have looked before the
sale; half are ordinary or beneficial sales of the same kinds of product to the same kinds of body,
mostly in the same countries. A third of the pairs, chosen by hash, is held back: it is measured
with `--held-back` and was not looked at while the rules and readers were written.

Measures: AUC of `queue_order`; recall of misuse at the threshold that one ordinary sale in ten
passes; the same with vendor, product and agency names masked; and two baselines.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.transaction_file import transaction_from
from enduse.domain.assessment import Assessment

FOLDER = Path(__file__).parent
MISUSE = "misuse"
FALSE_ALARMS = 0.10
LIBERAL_DEMOCRACY = "v2x_libdem"
Row = Mapping[str, Any]
Score = Callable[[Row, Assessment], float]


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table."""

    name: str
    auc: float
    recall: float


def read_cases(part: str) -> list[Row]:
    """Read `development` or `heldout`."""
    return [
        json.loads(line)
        for path in sorted(FOLDER.glob(f"{part}_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def masked(transaction: Row) -> dict[str, Any]:
    """The same transaction with vendor, product and agency names taken out, in texts too."""
    product = dict(transaction["product"])
    parties = [dict(party) for party in transaction["parties"]]
    names = [product.pop("vendor", None), product.pop("name", None)]
    names += [party.pop("name", None) for party in parties]
    seller = {k: v for k, v in transaction.get("seller", {}).items() if k != "name"}
    known = [name for name in names if name]

    def clean(text: str | None) -> str | None:
        for name in known:
            text = re.sub(re.escape(name), "it", text or "", flags=re.IGNORECASE)
        return text

    product["description"] = clean(product.get("description"))
    return {
        **transaction,
        "seller": seller,
        "product": product,
        "parties": parties,
        "end_use": clean(transaction.get("end_use")),
    }


def auc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a misuse case ranks above an ordinary one; ties count half."""
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))


def recall_at(positives: Sequence[float], negatives: Sequence[float], rate: float) -> float:
    """The share of misuse above the threshold that at most `rate` of ordinary sales pass."""
    threshold = sorted(negatives, reverse=True)[int(len(negatives) * rate)]
    return sum(score > threshold for score in positives) / len(positives)


def measure(name: str, scored: Iterable[tuple[str, float]]) -> Measured:
    """Measure scores with their labels."""
    scored = list(scored)
    positives = [score for label, score in scored if label == MISUSE]
    negatives = [score for label, score in scored if label != MISUSE]
    recall = recall_at(positives, negatives, FALSE_ALARMS)
    return Measured(name, auc(positives, negatives), recall)


def assess_all(engine: Engine, cases: Iterable[Row], *, mask: bool = False) -> list[Assessment]:
    """Assess every case on its own as-of date."""
    transactions = (masked(c["transaction"]) if mask else c["transaction"] for c in cases)
    return [
        engine.assess(transaction_from(content, engine.known), date.fromisoformat(content["as_of"]))
        for content in transactions
    ]


def democracy(engine: Engine, case: Row) -> float:
    """The liberal-democracy index of the end-user's country, as known then; 0.5 if unknown."""
    day = date.fromisoformat(case["transaction"]["as_of"])
    country = case["transaction"]["parties"][0]["country"]
    series = engine.base.indicators.series(country, LIBERAL_DEMOCRACY, day)
    return series[-1].value if series else 0.5


def features(engine: Engine, case: Row, assessment: Assessment) -> dict[str, str]:
    """What the fitted baseline sees: product category, agency type, democracy quintile."""
    groups = [engine.taxonomy.get(c.id).group for c in assessment.capabilities]
    return {
        "category": groups[0] if groups else "none read",
        "agency": case["transaction"]["parties"][0].get("type") or "not given",
        "quintile": str(min(int(democracy(engine, case) * 5), 4)),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--held-back", action="store_true", help="measure the held-back third")
    held_back = parser.parse_args().held_back
    engine = load_engine()
    development = read_cases("development")
    cases = read_cases("heldout") if held_back else development
    assessed = assess_all(engine, cases)
    labels = [case["label"] for case in cases]
    fitted = make_pipeline(DictVectorizer(), LogisticRegression(max_iter=1000))
    learned = assess_all(engine, development)
    fitted.fit(
        [features(engine, c, a) for c, a in zip(development, learned, strict=True)],
        [case["label"] == MISUSE for case in development],
    )
    seen = [features(engine, c, a) for c, a in zip(cases, assessed, strict=True)]
    rows = (
        measure("enduse, queue_order", zip(labels, (a.queue_order for a in assessed), strict=True)),
        measure(
            "enduse, names masked",
            zip(
                labels,
                (a.queue_order for a in assess_all(engine, cases, mask=True)),
                strict=True,
            ),
        ),
        measure(
            "liberal-democracy index alone",
            zip(labels, (-democracy(engine, case) for case in cases), strict=True),
        ),
        measure(
            "category + agency + quintile, fitted",
            zip(labels, fitted.predict_proba(seen)[:, 1], strict=True),
        ),
    )
    print(f"{'held-back third' if held_back else 'development part'}: {len(cases)} cases")
    print(f"{'':40}{'AUC':>7}{'recall at 10 %':>16}")
    for row in rows:
        print(f"{row.name:40}{row.auc:7.3f}{row.recall:16.3f}")
    print("\nproposed routes")
    for label in sorted(set(labels)):
        routes = [a.route.level.label for a, x in zip(assessed, labels, strict=True) if x == label]
        shown = ", ".join(f"{route} {routes.count(route)}" for route in sorted(set(routes)))
        paused = sum(
            bool(a.route.pause_until) for a, x in zip(assessed, labels, strict=True) if x == label
        )
        print(f"  {label}: {shown}; paused {paused}")


if __name__ == "__main__":
    main()
