"""Facts and rules as plain data, so that a finding can be worked out from them elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from enduse.domain.answers import Answer
from enduse.domain.facts import Fact, FactValue
from enduse.domain.provenance import Evidence
from enduse.rules.evaluate import Rule
from enduse.rules.expressions import Compares, Expression, Holds, IsOneOf, Joins, Not, Shares
from enduse.rules.factbase import FactBase

_NOTHING_CLAIMED: Mapping[str, Iterable[Fact]] = {}


def facts_data(
    facts: FactBase, as_of: date, claimed: Mapping[str, Iterable[Fact]] = _NOTHING_CLAIMED
) -> dict[str, Any]:
    """Every fact of a case: the firm ones, then the guesses; and what each claimant claims."""
    guesses = [fact for name, fact in facts.supposed.items() if name in facts.guessed]
    listed = [*facts.firm.values(), *guesses]
    return {
        "as_of": as_of.isoformat(),
        "facts": [_fact(fact) for fact in listed],
        "claimed": {role: [_fact(fact) for fact in said] for role, said in claimed.items()},
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "type": _type_of(fact.value),
        "value": _value(fact.value),
        "complete": fact.complete,
        "firm": fact.firm,
        "silence": fact.silence.value if fact.value is None else "",
        "evidence": [_evidence(one) for one in fact.evidence],
    }


def _type_of(value: FactValue | None) -> str:
    match value:
        case None:
            return "unknown"
        case Answer():
            return "yes_no"
        case float():
            return "number"
        case frozenset():
            return "words"
        case date():
            return "date"
        case str():
            return "text"


def _value(value: FactValue | None) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Answer) else value


def _evidence(one: Evidence) -> dict[str, str]:
    source = one.provenance
    return {
        "says": one.says,
        "looked_for": one.looked_for,
        "source": source.source,
        "locator": source.locator,
        "published_on": source.published_on.isoformat() if source.published_on else "",
        "retrieved_on": source.retrieved_on.isoformat() if source.retrieved_on else "",
        "licence": source.licence,
        "sha256": source.sha256,
    }


def rules_data(rules: Iterable[Rule]) -> dict[str, Any]:
    """Every rule with its condition as a tree."""
    return {"rules": [_rule(rule) for rule in rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    flag = rule.red_flag
    until = flag.in_force_until
    return {
        "id": flag.id,
        "version": flag.version,
        "title": flag.title,
        "reads_as": flag.reads_as,
        "in_force_until": until.isoformat() if until else None,
        "condition": condition_data(rule.condition),
    }


def condition_data(part: Expression) -> dict[str, Any]:
    """One condition as a tree of tables.

    Raises:
        TypeError: a kind of condition that is not known here.
    """
    match part:
        case Joins(word=word, parts=parts):
            return {"kind": word, "parts": [condition_data(one) for one in parts]}
        case Not(part=inner):
            return {"kind": "not", "part": condition_data(inner)}
        case Holds(name=name):
            return {"kind": "holds", "fact": name}
        case Compares():
            return {
                "kind": "compares",
                "fact": part.name,
                "measure": part.measure,
                "operator": part.operator,
                "literal": part.literal,
            }
        case IsOneOf(name=name, words=words, negated=negated):
            return {"kind": "is_one_of", "fact": name, "words": list(words), "negated": negated}
        case Shares():
            return _shares(part)
    raise TypeError(type(part).__name__)


def _shares(part: Shares) -> dict[str, Any]:
    """The words stand in the order of the text, which a set does not keep."""
    form = "in" if part.text.startswith('"') else "any_of"
    words = sorted(part.words, key=lambda word: part.text.index(f'"{word}"'))
    return {"kind": "shares", "fact": part.name, "words": words, "form": form}
