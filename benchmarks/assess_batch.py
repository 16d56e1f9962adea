"""How fast `enduse assess-batch` is, how much memory it takes, and where the time goes.

The transactions are generated from a seed over all countries, kinds of end-user, capabilities
and answers, on twelve days of three years; a third is sparse, a third partly answered, a third
full. Run it alone on the machine:
`python -m benchmarks.assess_batch`, or with `--quick` for a look.
"""

import argparse
import cProfile
import gc
import json
import os
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from enduse.assessment.engine import Engine, load_engine
from enduse.cli.lines import Line
from enduse.cli.workers import Job, LineAssessor
from enduse.domain.facts import FactDefinition, FactType
from enduse.domain.vocabulary import PartyType, Role

SEED = 20200930
TODAY = date(2024, 6, 1)
SIZES, QUICK_SIZES = (1_000, 10_000, 50_000), (200, 1_000)
PROFILED, QUICK_PROFILED = 1_000, 200

_NAMES = ("National Police", "Ministry of Health", "State Security", "City Council", "Road Agency")
_USES = (
    "Find stolen vehicles on three bridges, with a warrant for each search",
    "Monitor public order and social stability in the region",
    "Reunite families after an earthquake",
    "Combat serious crime and terrorism",
    "Count patients and plan hospital beds",
)


_DAYS = [f"{year}-{month:02}-01" for year in (2022, 2023, 2024) for month in (1, 4, 7, 10)]
"""The days of three years of sales, reviewed each quarter."""


def transactions(engine: Engine, count: int, seed: int = SEED) -> Iterator[dict[str, object]]:
    """Generate transactions; the same seed gives the same ones."""
    random_ = random.Random(seed)  # noqa: S311 - reproducible, not secret
    countries = sorted(country.iso3 for country in engine.base.countries)
    capabilities = list(engine.taxonomy.capabilities)
    keys = {name: key.fact for name, key in engine.pack.answer_keys.items() if key.fact}
    facts = {name: fact for name, fact in sorted(keys.items()) if name == fact.name}
    for number in range(count):
        chosen = random_.sample(capabilities, random_.randint(1, 3))
        richness = number % 3
        yield {
            "id": f"G-{number:06}",
            "as_of": random_.choice(_DAYS),
            "seller": {"name": "Example Inc.", "country": random_.choice(["USA", "DEU", "KOR"])},
            "product": {
                "name": f"Product {number % 97}",
                "description": ". ".join(one.definition for one in chosen),
                **({"capabilities": [one.id for one in chosen]} if richness else {}),
            },
            "parties": [
                {
                    "role": Role.END_USER.value,
                    "name": random_.choice(_NAMES),
                    "country": random_.choice(countries),
                    **({"type": random_.choice(list(PartyType)).value} if richness else {}),
                }
            ],
            "end_use": random_.choice(_USES),
            "answers": _answers(facts, richness, random_),
        }


def _answers(
    facts: Mapping[str, FactDefinition], richness: int, random_: random.Random
) -> dict[str, object]:
    share = (0.0, 0.3, 0.9)[richness]
    answers: dict[str, object] = {}
    for name, fact in facts.items():
        if random_.random() >= share:
            continue
        if fact.type is FactType.YES_NO:
            answers[name] = random_.choice(["yes", "no", "no", "no", "not known"])
        elif fact.type is FactType.WORD:
            answers[name] = random_.choice(fact.words)
    return answers


def write_lines(engine: Engine, count: int, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for transaction in transactions(engine, count):
            file.write(json.dumps(transaction, ensure_ascii=False) + "\n")


def measure_run(lines: Path, out: Path, workers: int) -> tuple[float, float, float]:
    """Run the command; give seconds, its peak memory and its largest worker's, in MB."""
    code = (
        "import resource, sys; from enduse.cli.main import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "own, kids = (resource.getrusage(who).ru_maxrss for who in"
        " (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
        "print(own, kids)"
    )
    command = [sys.executable, "-c", code, "assess-batch", str(lines), "--out", str(out)]
    begun = time.perf_counter()
    ran = subprocess.run(  # noqa: S603 - this interpreter, on files made here
        [*command, "--workers", str(workers), "--as-of", TODAY.isoformat()],
        check=True,
        capture_output=True,
        text=True,
    )
    own, kids = (int(word) / 1024 for word in ran.stdout.split()[-2:])
    return time.perf_counter() - begun, own, kids


def measure_sizes(engine: Engine, sizes: tuple[int, ...], workers: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            lines, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
            write_lines(engine, size, lines)
            seconds, own, kids = measure_run(lines, out, workers)
            rate = size / seconds
            print(
                f"{size:>7,} lines, {workers} workers: {seconds:7.1f} s, {rate:6.0f} a second,"
                f" {rate / workers:6.0f} a second per core; peak {own:.0f} MB"
                f" + {kids:.0f} MB a worker; {out.stat().st_size / size / 1000:.0f} kB a result"
            )


def measure_one_process(engine: Engine, count: int) -> None:
    """The rate in one process without starting it, and the profile of where the time goes."""
    contents = [json.dumps(one).encode() for one in transactions(engine, count)]
    lines = [Line(number, text, len(text)) for number, text in enumerate(contents, start=1)]
    gc.collect()
    gc.freeze()  # as a worker does
    for title, as_of in (("one as-of date", TODAY), ("again", TODAY), ("a date each", None)):
        job = Job(as_of=as_of, today=TODAY, pack=None, data_dir=None)
        assessor = LineAssessor(engine, job)
        begun = time.process_time()
        failed = sum(not assessor.result_of(line).ok for line in lines)
        rate = count / (time.process_time() - begun)
        print(f"One process, {title}: {rate:.0f} a second of processor time, {failed} failed")
    assessor = LineAssessor(engine, Job(as_of=TODAY, today=TODAY, pack=None, data_dir=None))
    profile = cProfile.Profile()
    profile.enable()
    for line in lines:
        assessor.result_of(line)
    profile.disable()
    for order in ("cumulative", "tottime"):
        print(f"\nWhere the time goes, by {order}:")
        pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats(order).print_stats(25)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    engine = load_engine()
    measure_one_process(engine, QUICK_PROFILED if arguments.quick else PROFILED)
    measure_sizes(engine, QUICK_SIZES if arguments.quick else SIZES, arguments.workers)


if __name__ == "__main__":
    main()
