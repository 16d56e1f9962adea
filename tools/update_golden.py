"""Assess every worked scenario and keep the results for review: `python tools/update_golden.py`.

Writes `tests/golden/examples/NAME.json` for each `examples/NAME.toml` and the table of
`examples/README.md`, and prints what moved. `--check` writes nothing and fails when a file is
not current.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.route import OUT_OF_SCOPE
from enduse.assessment.transaction_file import read_transaction
from enduse.domain.assessment import Assessment
from enduse.domain.findings import FindingAnswer

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "golden" / "examples"
README = EXAMPLES / "README.md"
TABLE_START = "<!-- The table is written by tools/update_golden.py; do not edit it. -->"
TABLE_END = "<!-- End of the table. -->"

Golden = dict[str, Any]


def main() -> int:
    """Rewrite or check the goldens and the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when a file is not current")
    check = parser.parse_args().check
    engine = load_engine()
    assessed = {path.stem: assess_example(engine, path) for path in example_paths()}
    moved = list(update_goldens(assessed, write=not check))
    if update_table(engine, assessed, write=not check):
        moved.append("examples/README.md: the table moved")
    print("\n".join(moved) if moved else f"{len(assessed)} examples, nothing moved")
    return 1 if check and moved else 0


def example_paths() -> tuple[Path, ...]:
    """Every worked scenario, by name."""
    return tuple(sorted(EXAMPLES.glob("*.toml")))


def assess_example(engine: Engine, path: Path) -> Assessment:
    """Assess one scenario on its own as-of date."""
    transaction = read_transaction(path, engine.known)
    if transaction.as_of is None:
        sys.exit(f"{path.name}: an example needs an as-of date, or its result moves by itself")
    return engine.assess(transaction, transaction.as_of)


def golden_of(assessment: Assessment) -> Golden:
    """What a reviewer approves: every judgement, and no text that is free to be reworded."""
    route = assessment.route
    raised = [f for f in assessment.findings if f.answer is FindingAnswer.RAISED]
    return {
        "id": assessment.transaction.id,
        "as_of": assessment.as_of.isoformat(),
        "in_scope": assessment.scope.in_scope.value,
        "capabilities": {
            "declared": [one.id for one in assessment.capabilities if one.declared],
            "guessed": [one.id for one in assessment.capabilities if not one.declared],
        },
        "route": {
            "level": route.level.value,
            "pause_until": list(route.pause_until),
            "rule": route.rule,
            "provisional": route.provisional,
        },
        "considerations": {
            one.id: {
                "answered": one.answered,
                "raised": one.raised,
                "clear": one.clear,
                "unknown": one.unknown,
            }
            for one in assessment.considerations
        },
        "raised": [f.red_flag.id for f in raised],
        "raised_on_a_guess": [f.red_flag.id for f in raised if f.guessed],
        "rights": {
            one.right.value: {"severity": one.severity, "likelihood": one.likelihood}
            for one in assessment.rights
        },
        "blocking_safeguards": [
            one.safeguard.id for one in assessment.safeguards if one.blocks_shipment
        ],
    }


def read_golden(name: str) -> Golden | None:
    """The approved result of one scenario; None when there is none yet."""
    path = GOLDEN / f"{name}.json"
    if not path.is_file():
        return None
    golden: Golden = json.loads(path.read_text(encoding="utf-8"))
    return golden


def update_goldens(assessed: Mapping[str, Assessment], *, write: bool) -> Iterator[str]:
    """Bring the approved files up to date; one readable line for each thing that moved."""
    for name, assessment in assessed.items():
        before, after = read_golden(name), golden_of(assessment)
        yield from (f"{name}: {change}" for change in changes(before, after))
        if write and before != after:
            GOLDEN.mkdir(parents=True, exist_ok=True)
            (GOLDEN / f"{name}.json").write_text(_json(after), encoding="utf-8")
    for path in sorted(GOLDEN.glob("*.json")):
        if path.stem not in assessed:
            yield f"{path.stem}: the example is gone"
            if write:
                path.unlink()


def changes(before: Golden | None, after: Golden) -> Iterator[str]:
    """What moved between two goldens of one scenario, in words, the route first."""
    if before is None:
        yield f"new, {after['route']['level']} by {after['route']['rule']}"
        return
    for place in sorted({*before, *after}, key=lambda place: (place != "route", place)):
        yield from _moved(place, before.get(place), after.get(place))


def _moved(place: str, before: object, after: object) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from _moved(f"{place}.{key}", before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        gone = [f"-{item}" for item in before if item not in after]
        come = [f"+{item}" for item in after if item not in before]
        yield f"{place}: {' '.join([*gone, *come]) or 'in another order'}"
    else:
        yield f"{place}: {before} -> {after}"


def update_table(engine: Engine, assessed: Mapping[str, Assessment], *, write: bool) -> bool:
    """Write the table between its two marks in the README; True when it moved."""
    before = README.read_text(encoding="utf-8")
    head, _, rest = before.partition(TABLE_START)
    _, _, tail = rest.partition(TABLE_END)
    table = "\n".join(table_lines(engine, assessed))
    after = f"{head}{TABLE_START}\n\n{table}\n\n{TABLE_END}{tail}"
    if write and before != after:
        README.write_text(after, encoding="utf-8")
    return before != after


def table_lines(engine: Engine, assessed: Mapping[str, Assessment]) -> Iterator[str]:
    """One line a scenario, the gravest route first."""
    heads = ("Scenario", "Product", "End-user", "Place", "As of", "Proposed route", "Why")
    rows = (
        (
            f"[{name}]({name}.toml)",
            one.transaction.product.name or "not named",
            "; ".join(user.name or "not named" for user in one.transaction.end_users),
            _place(engine, one),
            one.as_of.isoformat(),
            f"**{one.route.level.label}**" + (", after a pause" if one.route.pause_until else ""),
            _why(one),
        )
        for name, one in sorted(
            assessed.items(), key=lambda item: (-item[1].route.level.rank, item[0])
        )
    )
    for row in chain((heads, ("---",) * len(heads)), rows):
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def _place(engine: Engine, assessment: Assessment) -> str:
    places = (
        (f"{user.region}, " if user.region else "") + engine.base.countries.name(user.country)
        for user in assessment.transaction.end_users
        if user.country
    )
    return "; ".join(dict.fromkeys(places)) or "not known"


def _why(assessment: Assessment) -> str:
    """The deciding row, the right that weighs most, and a named benefit, in one line."""
    route = assessment.route
    if route.rule == OUT_OF_SCOPE:
        decided = (r for r in assessment.scope.reasons if "no surveillance capability" in r)
        reasons = [next(decided, route.because[0])]
    else:
        reasons = [f"{route.because[0]} ({route.rule})", *route.because[1:2]]
    named = "; ".join(benefit.name for benefit in assessment.benefits)
    return " ".join([*reasons, *([f"Benefit named: {named}."] if named else [])])


def _json(golden: Golden) -> str:
    return json.dumps(golden, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
