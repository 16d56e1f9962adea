"""What would change a finding: each open part of a rule, answered either way."""

from collections.abc import Iterable
from dataclasses import dataclass

from enduse.domain.answers import Answer
from enduse.domain.facts import Fact, FactValue
from enduse.domain.findings import FindingAnswer
from enduse.rules.dictionary import FactDictionary
from enduse.rules.evaluate import Rule, evaluate
from enduse.rules.expressions import Compares, Expression, Holds, IsOneOf, Shares, leaves
from enduse.rules.factbase import FactBase

_OTHER_WORD = "(another word)"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One open part of a rule, and the finding if it held and if it did not."""

    part: str  # in the rule grammar
    reads_as: str
    question: str
    if_yes: FindingAnswer
    if_no: FindingAnswer


def what_would_change(
    rule: Rule, facts: FactBase, dictionary: FactDictionary
) -> tuple[WhatIf, ...]:
    """Try both answers to every part that the facts leave open and that could still matter."""
    missing = set(evaluate(rule, facts).missing)
    return tuple(
        _try(leaf, rule, facts, dictionary)
        for leaf in leaves(rule.condition)
        if leaf.answer(facts.firm) is Answer.UNKNOWN and missing & set(leaf.names)
    )


def _try(leaf: Expression, rule: Rule, facts: FactBase, dictionary: FactDictionary) -> WhatIf:
    definition = dictionary.get(leaf.names[0])
    found = {answer: _finding(leaf, answer, rule, facts, dictionary) for answer in Answer}
    return WhatIf(
        part=leaf.text,
        reads_as=definition.reads_as,
        question=definition.question,
        if_yes=found[Answer.YES],
        if_no=found[Answer.NO],
    )


def _finding(
    leaf: Expression, answer: Answer, rule: Rule, facts: FactBase, dictionary: FactDictionary
) -> FindingAnswer:
    """The finding with a value that gives the part this answer."""
    name = leaf.names[0]
    for value in _values(leaf, dictionary):
        supposed = facts.with_firm(Fact(name, value))
        if leaf.answer(supposed.firm) is answer:
            return evaluate(rule, supposed).answer
    return evaluate(rule, facts).answer


def _values(leaf: Expression, dictionary: FactDictionary) -> Iterable[FactValue]:
    """Values among which one holds and one does not."""
    match leaf:
        case Holds():
            return (Answer.YES, Answer.NO)
        case Compares(measure="value", literal=float() as literal):
            return (literal, literal + 1, literal - 1)
        case Compares(measure="count", literal=float() as literal):
            words = [f"word {number}" for number in range(int(literal) + 2)]
            return tuple(frozenset(words[:size]) for size in range(len(words) + 1))
        case Compares(literal=str() as word):
            return (word, _OTHER_WORD)
        case IsOneOf(words=words):
            allowed = dictionary.get(leaf.name).words or (_OTHER_WORD,)
            return (*words, *allowed)
        case Shares(words=shared):
            return (shared, frozenset())
        case _:
            return ()
