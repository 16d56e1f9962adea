"""What is odd about a set of rules, short of being wrong."""

from collections.abc import Iterable

from enduse.rules.dictionary import FactDictionary
from enduse.rules.evaluate import Rule
from enduse.rules.expressions import Compares, Expression, leaves
from enduse.rules.proof import Failure

_RANKED = ("practice.", "trend.")


def lint(rules: Iterable[Rule], dictionary: FactDictionary) -> tuple[Failure, ...]:
    """List what a reviewer should look at; empty when nothing is odd."""
    rules = list(rules)
    return tuple(failure for rule in rules for failure in _lint_rule(rule, dictionary))


def _lint_rule(rule: Rule, dictionary: FactDictionary) -> Iterable[Failure]:
    flag = rule.red_flag
    asked = {dictionary.get(name).question for name in rule.condition.names} - {""}
    if asked and not asked & set(flag.asks):
        yield Failure(flag.id, f"asks names none of its questions: {', '.join(sorted(asked))}")
    for question in flag.asks:
        if question not in asked and flag.consideration == question[:2] and asked:
            yield Failure(flag.id, f"asks {question}, which gives none of its facts")
    if not flag.threshold_reason and any(_is_ranked(part) for part in leaves(rule.condition)):
        yield Failure(flag.id, "a threshold on a published figure needs threshold_reason")
    if not flag.rights:
        yield Failure(flag.id, "names no right")
    if flag.in_force_until and flag.in_force_until < flag.in_force_from:
        yield Failure(flag.id, "ends before it begins")


def _is_ranked(part: Expression) -> bool:
    return isinstance(part, Compares) and part.name.startswith(_RANKED)
