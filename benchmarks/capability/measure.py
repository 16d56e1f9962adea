"""Measure the reader of texts on the labelled development set.

Run: uv run python benchmarks/capability/measure.py PART [--errors], where PART is development,
held-back, unseen, fresh (texts written after those, half of which patterns may be changed for),
fresh-held-back (the other half, measured once at the end) or repositories (manifest, README and
source together, scanned as `enduse scan` does).
"""

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from enduse.capability.formats.markdown import read_markdown
from enduse.capability.likeness import read_product
from enduse.capability.reading import Reading
from enduse.capability.scan.scanner import FileRead, Scanner
from enduse.capability.taxonomy import load_taxonomy

HERE = Path(__file__).parent
FALSE_ALARMS = 0.10
SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled text and what the reader made of it."""

    id: str
    text: str
    lang: str
    labels: frozenset[str]
    tricky: bool
    reading: Reading

    @property
    def predicted(self) -> frozenset[str]:
        """Ids the reader gives the product, infrastructure too."""
        return frozenset([*self.reading.ids, *(c.id for c in self.reading.infrastructure)])

    @property
    def is_capable(self) -> bool:
        """Whether its labels hold more than infrastructure."""
        return any(not label.startswith("infra.") for label in self.labels)

    @property
    def score(self) -> float:
        """How sure the reader is that there is any capability: 0.0 to 1.0."""
        counted = [c.confidence for c in self.reading.found if c.counts]
        hinted = [c.confidence / 2 for c in self.reading.suggestions]
        return max([*counted, *hinted], default=0.0)

    @property
    def suggested(self) -> tuple[str, ...]:
        """The five ids the reader would ask about first."""
        ranked = sorted(
            [*self.reading.found, *self.reading.infrastructure, *self.reading.suggestions],
            key=lambda c: -c.confidence,
        )
        return tuple(dict.fromkeys(c.id for c in ranked))[:SUGGESTIONS]


PARTS = {
    # part: (file, one text in how many is held back, whether this part is what was held back)
    "development": ("development.jsonl", 5, False),
    "held-back": ("development.jsonl", 5, True),
    "unseen": ("unseen.jsonl", 0, False),
    "fresh": ("fresh.jsonl", 2, False),
    "fresh-held-back": ("fresh.jsonl", 2, True),
}


def is_held_back(text: str, one_in: int) -> bool:
    """Whether a text is one of those held back, chosen by its hash."""
    return bool(one_in) and hashlib.sha256(text.encode()).digest()[0] % one_in == 0


def rows_of(part: str) -> list[dict[str, Any]]:
    """The labelled texts of a part, as they stand in the file."""
    name, one_in, wanted = PARTS[part]
    rows = [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]
    return [row for row in rows if is_held_back(row["text"], one_in) is wanted]


def load(part: str) -> list[Case]:
    """The cases of a part, each read."""
    return [
        Case(
            id=row["id"],
            text=row["text"],
            lang=row["lang"],
            labels=frozenset(row["capabilities"]),
            tricky=row["tricky"],
            reading=read_as_scan(row["text"]),
        )
        for row in rows_of(part)
    ]


def read_as_scan(text: str) -> Reading:
    """Read a text as `enduse scan --batch` does."""
    document = read_markdown(text)
    return read_product(document.text, sections=document.sections)


def f1(right: int, predicted: int, labelled: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = right / predicted if predicted else 0.0
    recall = right / labelled if labelled else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def labels(cases: Sequence[Case], only: frozenset[str]) -> tuple[float, float, float]:
    right = sum(len(case.labels & case.predicted & only) for case in cases)
    predicted = sum(len(case.predicted & only) for case in cases)
    return f1(right, predicted, sum(len(case.labels & only) for case in cases))


def macro(cases: Sequence[Case], ids: Iterable[str]) -> tuple[float, float, float]:
    present = [i for i in ids if any(i in case.labels for case in cases)]
    each = [labels(cases, frozenset([i])) for i in present]
    return (
        sum(x[0] for x in each) / len(each),
        sum(x[1] for x in each) / len(each),
        sum(x[2] for x in each) / len(each),
    )


def recall_at(cases: Sequence[Case], false_alarms: float) -> float:
    """Recall of the yes/no question at the threshold that gives this rate of false alarms."""
    benign = sorted((c.score for c in cases if not c.is_capable), reverse=True)
    threshold = benign[int(false_alarms * len(benign))]
    capable = [c.score for c in cases if c.is_capable]
    return sum(score > threshold for score in capable) / len(capable)


def three(values: tuple[float, float, float]) -> str:
    return " / ".join(f"{value:.3f}" for value in values)


def share(cases: Sequence[Case]) -> str:
    said = sum(bool(case.reading.ids) for case in cases)
    return f"{said}/{len(cases)} = {said / len(cases):.3f}" if cases else "none"


def report(cases: Sequence[Case]) -> None:
    taxonomy = load_taxonomy()
    grave = frozenset(c.id for c in taxonomy.capabilities if c.intrinsic_risk.rank > 1)
    print(f"texts                      {len(cases)}")
    print(f"label micro P / R / F1     {three(labels(cases, frozenset(taxonomy.ids)))}")
    print(f"  high and critical only   {three(labels(cases, grave))}")
    print(f"label macro P / R / F1     {three(macro(cases, taxonomy.ids))}")
    print(f"yes/no recall              {share([c for c in cases if c.is_capable])}")
    print(f"  false alarms             {share([c for c in cases if not c.is_capable])}")
    print(f"  on tricky negatives      {share([c for c in cases if c.tricky])}")
    print(f"  recall at 10 % alarms    {recall_at(cases, FALSE_ALARMS):.3f}")
    wanted = [(case, label) for case in cases for label in case.labels]
    near = sum(label in case.suggested for case, label in wanted)
    print(f"recall at five suggestions {near / len(wanted):.3f}")
    for lang in sorted({case.lang for case in cases}):
        part = [case for case in cases if case.lang == lang]
        score = labels(part, frozenset(taxonomy.ids))[2]
        print(f"  {lang}: F1 {score:.3f} of {len(part)}")


def report_repositories(*, show_errors: bool) -> None:
    """Recall over whole repositories: of the yes/no question, and of each label."""
    lines = (HERE / "repositories.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    said: dict[bool, list[bool]] = {True: [], False: []}
    right = predicted = labelled = 0
    for row in rows:
        files = [FileRead(path, text.encode()) for path, text in sorted(row["files"].items())]
        found = {one.id for one in Scanner().scan_files(files).capabilities if one.counts}
        wanted = set(row["capabilities"])
        said[bool(wanted)].append(bool(found))
        right += len(found & wanted)
        predicted += len(found)
        labelled += len(wanted)
        if show_errors and found != wanted:
            print(row["id"], "missed", sorted(wanted - found), "extra", sorted(found - wanted))
    print(f"repositories               {len(rows)}")
    print(f"label micro P / R / F1     {three(f1(right, predicted, labelled))}")
    print(f"yes/no recall              {sum(said[True])}/{len(said[True])}")
    print(f"  false alarms             {sum(said[False])}/{len(said[False])}")


def errors(cases: Sequence[Case]) -> None:
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for case in cases:
        missing, surplus = case.labels - case.predicted, case.predicted - case.labels
        missed.update(missing)
        extra.update(surplus)
        if missing or surplus:
            print(f"{case.id} -{sorted(missing)} +{sorted(surplus)} | {case.text}")
    print("missed", missed.most_common(60))
    print("extra", extra.most_common(60))


def speed(cases: Sequence[Case]) -> None:
    texts = [case.text for case in cases] * 10
    began = time.perf_counter()
    for text in texts:
        read_as_scan(text)
    print(f"texts a second, one core   {len(texts) / (time.perf_counter() - began):.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=(*PARTS, "repositories"))
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    if options.part == "repositories":
        report_repositories(show_errors=options.errors)
        return
    cases = load(options.part)
    report(cases)
    speed(cases)
    if options.errors:
        errors(cases)


if __name__ == "__main__":
    main()
