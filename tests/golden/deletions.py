"""Taking one fact out of a transaction file, and what that must never do."""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from enduse.assessment.engine import Engine
from enduse.assessment.transaction_file import transaction_from
from enduse.domain.errors import InvalidInputError
from enduse.domain.findings import FindingAnswer
from enduse.domain.vocabulary import RouteLevel

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Outcome:
    """The two things that a missing fact must not improve."""

    route: RouteLevel
    findings: dict[str, FindingAnswer]


def assess(engine: Engine, content: dict, as_of: date) -> Outcome | None:
    """Assess the content of a file; None when it is no valid file."""
    try:
        assessment = engine.assess(transaction_from(content, engine.known), as_of)
    except InvalidInputError:
        return None
    findings = {finding.red_flag.id: finding.answer for finding in assessment.findings}
    return Outcome(assessment.route.level, findings)


def paths(value: object, at: Path = ()) -> Iterator[Path]:
    """Every place in a file: keys, list elements, parties, lines of answer tables, texts."""
    inside: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for step, child in inside:
        if (*at, step) == ("as_of",):
            continue
        yield (*at, step)
        yield from paths(child, (*at, step))


def without(content: dict, path: Path) -> dict:
    """The same content with one place taken out."""
    reduced = copy.deepcopy(content)
    holder = reduced
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return reduced


def improvements(fuller: Outcome, reduced: Outcome) -> list[str]:
    """What became better by knowing less; empty when nothing did."""
    cleared = [
        f"{id_} went from {answer} to clear"
        for id_, answer in fuller.findings.items()
        if answer is not FindingAnswer.CLEAR and reduced.findings[id_] is FindingAnswer.CLEAR
    ]
    if reduced.route is RouteLevel.PROCEED and fuller.route is not RouteLevel.PROCEED:
        cleared.append(f"the route went from {fuller.route} to {reduced.route}")
    return cleared


def takes_back_a_contradiction(content: dict, reduced: dict) -> bool:
    """Whether the two lists of a thing differed, and no longer do.

    A file whose complete list (C1-Q01, C4-Q01) does not fit what it describes contradicts
    itself. Making the two agree is a correction: it adds the word of a second person.
    """
    return any(
        before != after and before[0] != before[1] and after[0] == after[1]
        for before, after in zip(_lists(content), _lists(reduced), strict=True)
    )


def _lists(content: dict) -> Iterator[tuple[object, object]]:
    answers = content.get("answers", {})
    described = [party.get("name") for party in content.get("parties", [])]
    yield _set(content.get("product", {}).get("capabilities", [])), _set(answers.get("C1-Q01"))
    yield sorted(map(str, described)), sorted(map(str, answers.get("C4-Q01") or ()))


def _set(value: object) -> object:
    if value == "none":
        return frozenset()
    return frozenset(value) if isinstance(value, list) else value
