"""Which questions a case is asked: the first pass, and what raised or unknown red flags open."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from enduse.assessment.first_pass import Kind, Step, load_first_pass
from enduse.desk.cases.answering import Answered
from enduse.desk.cases.sheet import is_settled
from enduse.desk.core import engine
from enduse.domain.catalogue import Question
from enduse.domain.facts import FactDefinition
from enduse.domain.findings import FindingAnswer

_INVENTORY, _PARTIES = "C1-Q01", "C4-Q01"
_OPENS = {FindingAnswer.RAISED, FindingAnswer.UNKNOWN, FindingAnswer.ERROR}


@cache
def first_pass() -> tuple[Step, ...]:
    """The pages of the first pass: the ties of a private end-user, then the twelve questions.

    The other lines of the scope test are fields of the sale, which its own form asks for.
    """
    steps = load_first_pass()
    return tuple(step for step in (*steps.scope, *steps.questions) if step.kind is not Kind.FIELD)


def facts_of_step(step: Step) -> tuple[FactDefinition, ...]:
    """The facts that one page of the first pass asks for."""
    if step.kind is Kind.SIGNS:
        return tuple(engine().pack.dictionary.get(name) for name in step.lines)
    return tuple(question.fact for question in questions_of_step(step))


def questions_of_step(step: Step) -> tuple[Question, ...]:
    """The questions of the catalogue that one page of the first pass touches, each once."""
    keys = engine().pack.answer_keys
    if step.kind is Kind.SIGNS:
        found = [keys[name].question for name in step.lines]
    else:
        found = [keys[_INVENTORY if step.kind is Kind.INVENTORY else _PARTIES].question]
    return tuple({question.id: question for question in found}.values())


def is_touched(step: Step, answered: Mapping[str, Answered]) -> bool:
    """Whether anything was said on a page of the first pass."""
    names = {fact.name for fact in facts_of_step(step)}
    return any(
        is_settled({name: value})
        for question in questions_of_step(step)
        for name, value in answered[question.id].values.items()
        if name in names
    )


def asked_questions(findings: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The questions that are open to a case: those that a red flag which is not clear asks.

    A question of the first pass that no red flag asks is always open; one whose red flags are
    all clear is not, for other facts settle them.

    Args:
        findings: of the case's standing, as the document has them.
    """
    findings = tuple(findings)
    opened = {q for one in findings if one["answer"] in _OPENS for q in one["asks"]}
    bound = {q for one in findings for q in one["asks"]}
    short = {question.id for step in first_pass() for question in questions_of_step(step)}
    return frozenset(opened | (short - bound))
