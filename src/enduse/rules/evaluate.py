"""A rule against the facts of one case."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from enduse.domain.answers import Answer
from enduse.domain.errors import BadDataError, InvalidInputError
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A red flag, ready to be asked."""

    red_flag: RedFlag
    condition: Expression
    names: frozenset[str]
    untouched: Finding  # the finding when none of the facts is on file, which is common


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
    return Rule(flag, condition, frozenset(condition.names), untouched)


def judge(condition: Expression, facts: FactBase) -> tuple[Answer, bool]:
    """Answer a condition, and say whether the answer rests on a guess.

    A YES may rest on a guess. A NO that needs a guess is UNKNOWN: a guess never clears.
    """
    supposed = condition.answer(facts.supposed)
    if supposed is Answer.UNKNOWN or facts.guessed.isdisjoint(condition.names):
        return supposed, False
    firm = condition.answer(facts.firm)
    if firm is supposed:
        return supposed, False
    return (Answer.YES, True) if supposed is Answer.YES else (Answer.UNKNOWN, True)


def evaluate(rule: Rule, facts: FactBase) -> Finding:
    """Answer one red flag, with the why-tree. An error is a visible finding, never a skip."""
    if rule.names.isdisjoint(facts.supposed):
        return rule.untouched
    return _evaluate(rule.red_flag, rule.condition, facts)


def _evaluate(flag: RedFlag, condition: Expression, facts: FactBase) -> Finding:
    try:
        answer, guessed = judge(condition, facts)
        trace = condition.trace(facts.supposed)
    except (TypeError, ValueError, ArithmeticError) as error:
        trace = Trace(f"could not be evaluated: {error}", Answer.UNKNOWN)
        return Finding(flag, FindingAnswer.ERROR, trace, condition.names, ())
    missing = trace.missing
    if answer is not trace.answer:  # a guess would have cleared it
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
