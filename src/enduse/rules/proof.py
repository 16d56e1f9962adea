"""Every rule proves itself: it carries its own tests, and this runs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from enduse.domain.answers import Answer
from enduse.domain.dates import parse_day
from enduse.domain.errors import InvalidInputError
from enduse.domain.facts import Fact, FactDefinition, FactType, FactValue
from enduse.domain.findings import FindingAnswer, RuleTest
from enduse.rules.dictionary import FactDictionary
from enduse.rules.evaluate import Rule, evaluate
from enduse.rules.factbase import FactBase

_OUTCOMES = (FindingAnswer.RAISED, FindingAnswer.UNKNOWN, FindingAnswer.CLEAR)


@dataclass(frozen=True, slots=True)
class Failure:
    """One test that a rule does not pass, or one that it lacks."""

    rule: str
    says: str


def prove(rule: Rule, dictionary: FactDictionary) -> tuple[Failure, ...]:
    """Run the tests of one rule; empty when all pass and every outcome is shown once."""
    flag = rule.red_flag
    failures = [
        Failure(flag.id, f"no test shows {outcome.value}")
        for outcome in _OUTCOMES
        if not any(test.expect == outcome.value for test in flag.tests)
    ]
    for number, test in enumerate(flag.tests, start=1):
        failures += (
            Failure(flag.id, f"test {number}: {says}") for says in _run(rule, test, dictionary)
        )
    return tuple(failures)


def _run(rule: Rule, test: RuleTest, dictionary: FactDictionary) -> Iterable[str]:
    try:
        facts = facts_from(test.facts, dictionary)
    except InvalidInputError as error:
        yield error.message
        return
    finding = evaluate(rule, FactBase.of(facts))
    if finding.answer.value != test.expect:
        yield f"expected {test.expect}, is {finding.answer.value}"
    if test.missing is not None and set(finding.missing) != set(test.missing):
        yield f"expected missing {sorted(test.missing)}, is {sorted(finding.missing)}"


def facts_from(values: Mapping[str, object], dictionary: FactDictionary) -> tuple[Fact, ...]:
    """Turn plain values into facts, by the types of the dictionary.

    Raises:
        InvalidInputError: a value does not fit the type of its fact.
        NotFoundError: no such fact.
    """
    return tuple(
        Fact(name, fact_value(value, dictionary.get(name))) for name, value in values.items()
    )


def fact_value(value: object, definition: FactDefinition) -> FactValue:
    """Turn one plain value (as TOML or JSON gives it) into the value of a fact.

    Raises:
        InvalidInputError: the value does not fit the type.
    """
    match definition.type, value:
        case FactType.YES_NO, "yes" | "no":
            return Answer(value)
        case FactType.YES_NO, bool():
            return Answer.YES if value else Answer.NO
        case FactType.NUMBER, int() | float() if not isinstance(value, bool):
            return float(value)
        case FactType.WORD, str() if not definition.words or value in definition.words:
            return value
        case FactType.WORDS, list() | tuple() if all(_fits(item, definition) for item in value):
            return frozenset(str(item) for item in value)
        case FactType.DATE, str():
            return parse_day(value)
        case FactType.DATE, date():
            return value
        case FactType.TEXT, str():
            return value
        case _:
            words = f", one of {', '.join(definition.words)}" if definition.words else ""
            raise InvalidInputError(
                f"{definition.name} should be {definition.type.value}{words}", value=value
            )


def _fits(item: object, definition: FactDefinition) -> bool:
    return isinstance(item, str) and (not definition.words or item in definition.words)
