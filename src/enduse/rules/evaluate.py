"""A rule against the facts of one case."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from enduse.domain.answers import Answer
from enduse.domain.errors import BadDataError, InvalidInputError
from enduse.domain.facts import Fact
from enduse.domain.findings import Finding, FindingAnswer, RedFlag, Trace
from enduse.domain.provenance import Evidence
from enduse.rules.dictionary import FactDictionary
from enduse.rules.expressions import Expression
from enduse.rules.factbase import FactBase
from enduse.rules.grammar import parse_condition

_FINDING_OF = {
    Answer.YES: FindingAnswer.RAISED,
    Answer.NO: FindingAnswer.CLEAR,
    Answer.UNKNOWN: FindingAnswer.UNKNOWN,
}


_KEPT_FINDINGS = 256  # of one rule; a batch repeats countries, days and plain answers

Key = tuple[int, ...]


class Kept:
    """Findings on facts seen before: the very same facts give the very same finding.

    Facts are told apart by identity, which is safe because the facts are kept with the finding.
    """

    def __init__(self) -> None:
        self._findings: dict[Key, tuple[list[Fact | None], Finding]] = {}

    def finding(self, facts: list[Fact | None], make: Callable[[], Finding]) -> Finding:
        """The finding kept for these facts, or a new one."""
        key = tuple(map(id, facts))
        kept = self._findings.get(key)
        if kept is not None:
            return kept[1]
        made = make()
        if len(self._findings) >= _KEPT_FINDINGS:
            self._findings.clear()
        self._findings[key] = (facts, made)
        return made


@dataclass(frozen=True, slots=True)
class Rule:
    """A red flag, ready to be asked."""

    red_flag: RedFlag
    condition: Expression
    names: frozenset[str]
    untouched: Finding  # the finding when none of the facts is on file, which is common
    kept: "Kept"


def make_rule(flag: RedFlag, dictionary: FactDictionary) -> Rule:
    """Parse the condition of a red flag.

    Raises:
        BadDataError: the condition does not load; the message names the rule.
    """
    try:
        condition = parse_condition(flag.when, dictionary)
    except InvalidInputError as error:
        raise BadDataError(f"{flag.id}: {error.message}") from None
    untouched = _evaluate(flag, condition, FactBase.of(()))
    return Rule(flag, condition, frozenset(condition.names), untouched, Kept())


def judge(condition: Expression, facts: FactBase) -> tuple[Answer, bool]:
    """Answer a condition, and say whether the answer rests on a guess.

    A YES may rest on a guess. A NO that needs a guess is UNKNOWN: a guess never clears.
    """
    return _weigh(condition, facts, condition.answer(facts.supposed))


def _weigh(condition: Expression, facts: FactBase, supposed: Answer) -> tuple[Answer, bool]:
    if supposed is Answer.UNKNOWN or facts.guessed.isdisjoint(condition.names):
        return supposed, False
    firm = condition.answer(facts.firm)
    if firm is supposed or firm is Answer.YES:  # a guess undoes nothing that is firm
        return firm, False
    return (Answer.YES, True) if supposed is Answer.YES else (Answer.UNKNOWN, True)


def evaluate(rule: Rule, facts: FactBase) -> Finding:
    """Answer one red flag, with the why-tree. An error is a visible finding, never a skip."""
    if rule.names.isdisjoint(facts.supposed):
        return rule.untouched
    names = rule.condition.names
    read = [*map(facts.supposed.get, names), *map(facts.firm.get, names)]
    return rule.kept.finding(read, lambda: _evaluate(rule.red_flag, rule.condition, facts))


def _evaluate(flag: RedFlag, condition: Expression, facts: FactBase) -> Finding:
    try:
        trace = condition.trace(facts.supposed)
        answer, guessed = _weigh(condition, facts, trace.answer)
    except (TypeError, ValueError, ArithmeticError) as error:
        trace = Trace(f"could not be evaluated: {error}", Answer.UNKNOWN)
        return Finding(flag, FindingAnswer.ERROR, trace, condition.names, ())
    missing = trace.missing
    if answer is Answer.YES and trace.answer is not Answer.YES:
        trace = condition.trace(facts.firm)
    elif answer is not trace.answer:  # a guess would have cleared it
        unguessed = condition.trace(facts.firm)
        trace = replace(trace, answer=answer, guessed=True)
        missing = unguessed.missing
    return Finding(
        red_flag=flag,
        answer=_FINDING_OF[answer],
        trace=trace,
        missing=missing if answer is Answer.UNKNOWN else (),
        evidence=deciding_evidence(trace),
        guessed=guessed,
    )


def deciding_evidence(trace: Trace) -> tuple[Evidence, ...]:
    """The evidence of the leaves that made the answer what it is, each once."""
    found: dict[Evidence, None] = {}
    _collect(trace, trace.answer, found.setdefault)
    return tuple(found)


def _collect(trace: Trace, wanted: Answer, keep: Callable[[Evidence, None], object]) -> None:
    for evidence in trace.evidence:
        keep(evidence, None)
    for child in trace.children:
        negated = trace.text.startswith("not ") and len(trace.children) == 1
        if negated or child.answer is wanted or wanted is Answer.UNKNOWN:
            _collect(child, child.answer if negated else wanted, keep)
