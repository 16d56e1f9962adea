"""Three-valued logic: what is unknown never turns into no."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.domain.answers import Answer, all_of, any_of, not_
from enduse.domain.facts import Fact, FactDefinition, FactType
from enduse.domain.findings import FindingAnswer
from enduse.rules.dictionary import FactDictionary
from enduse.rules.evaluate import evaluate, judge
from enduse.rules.factbase import FactBase
from enduse.rules.grammar import parse_condition

ANSWERS = st.sampled_from(list(Answer))
NAMES = ("a.one", "a.two", "a.three")
DICTIONARY = FactDictionary.of(
    [
        *(FactDefinition(name, FactType.YES_NO, "C1", name, source="test") for name in NAMES),
        FactDefinition("n.count", FactType.NUMBER, "C1", "a number", source="test"),
        FactDefinition("w.kind", FactType.WORD, "C1", "a word", source="test", words=("x", "y")),
        FactDefinition("w.kinds", FactType.WORDS, "C1", "words", source="test"),
        FactDefinition("d.day", FactType.DATE, "C1", "a day", source="test"),
    ]
)


def condition(text):
    return parse_condition(text, DICTIONARY)


def base(**values):
    """Facts by name with `.` written as `_`; a Fact may be given whole."""
    return FactBase.of(
        value if isinstance(value, Fact) else Fact(name.replace("_", "."), value)
        for name, value in values.items()
    )


@given(st.lists(ANSWERS))
def test_all_of_is_no_on_any_no_and_yes_only_on_all_yes(answers):
    expected = (
        Answer.NO
        if Answer.NO in answers
        else Answer.UNKNOWN
        if Answer.UNKNOWN in answers
        else Answer.YES
    )
    assert all_of(answers) is expected


@given(st.lists(ANSWERS))
def test_any_of_is_the_mirror_of_all_of(answers):
    assert any_of(answers) is not_(all_of(not_(answer) for answer in answers))


@pytest.mark.parametrize("text", ["a.one and a.two", "a.one or a.two", "not a.one"])
def test_a_missing_fact_is_unknown(text):
    assert condition(text).answer({}) is Answer.UNKNOWN


def expressions():
    leaves = st.sampled_from(
        [*NAMES, "n.count >= 2", "n.count < 3", "n.count == 1", 'w.kind in ["x"]', '"x" in w.kinds']
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
                lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
            ),
            inner.map(lambda part: f"(not {part})"),
        ),
        max_leaves=6,
    )


VALUES = {
    "a.one": ANSWERS.map(lambda a: None if a is Answer.UNKNOWN else a),
    "a.two": ANSWERS.map(lambda a: None if a is Answer.UNKNOWN else a),
    "a.three": ANSWERS.map(lambda a: None if a is Answer.UNKNOWN else a),
    "n.count": st.sampled_from([None, 0.0, 1.0, 2.0, 3.0]),
    "w.kind": st.sampled_from([None, "x", "y"]),
    "w.kinds": st.sampled_from([None, frozenset(), frozenset({"x"}), frozenset({"y"})]),
}


@st.composite
def facts_and_less(draw):
    """Facts, and the same with some taken away or known only in part."""
    full, less = {}, {}
    for name, values in VALUES.items():
        fact = Fact(name, draw(values))
        full[name] = fact
        fate = draw(st.sampled_from(["same", "gone", "partial"]))
        if fate == "same":
            less[name] = fact
        elif fate == "partial" and name in {"n.count", "w.kinds"} and fact.value is not None:
            smaller = max(fact.value - 1, 0.0) if isinstance(fact.value, float) else frozenset()
            less[name] = Fact(name, smaller, complete=False)
    return full, less


@given(expressions(), facts_and_less())
def test_knowing_less_only_ever_makes_an_answer_unknown(text, pair):
    full, less = pair
    parsed = condition(text)
    assert parsed.answer(less) in {parsed.answer(full), Answer.UNKNOWN}


@given(expressions(), facts_and_less())
def test_the_trace_says_what_the_answer_says(text, pair):
    full, _ = pair
    parsed = condition(text)
    trace = parsed.trace(full)
    assert trace.answer is parsed.answer(full)
    assert bool(trace.missing) == (trace.answer is Answer.UNKNOWN)


@given(expressions())
def test_text_of_a_condition_reads_back_as_the_same_condition(text):
    parsed = condition(text)
    assert condition(parsed.text).text == parsed.text


def test_a_guess_may_raise_and_never_clears():
    guess = base(one=Fact("a.one", Answer.YES, firm=False))
    assert judge(condition("a.one"), guess) == (Answer.YES, True)
    assert judge(condition("not a.one"), guess) == (Answer.UNKNOWN, True)
    kind = base(kind=Fact("w.kind", "y", firm=False))
    assert judge(condition('w.kind in ["x"]'), kind) == (Answer.UNKNOWN, True)


def test_a_lower_bound_decides_only_what_more_could_not_undo():
    some = {"n.count": Fact("n.count", 2.0, complete=False)}
    assert condition("n.count >= 2").answer(some) is Answer.YES
    assert condition("n.count >= 3").answer(some) is Answer.UNKNOWN
    assert condition("n.count < 2").answer(some) is Answer.NO
    assert condition("n.count < 3").answer(some) is Answer.UNKNOWN
    assert condition("n.count == 1").answer(some) is Answer.NO
    assert condition("n.count == 2").answer(some) is Answer.UNKNOWN


def test_days_are_counted_to_the_as_of_date():
    facts = {
        "d.day": Fact("d.day", date(2020, 1, 1)),
        "case.as_of": Fact("case.as_of", date(2021, 1, 1)),
    }
    assert condition("days_since(d.day) > 365").answer(facts) is Answer.YES
    assert condition("days_since(d.day) > 366").answer(facts) is Answer.NO
    facts.pop("case.as_of")
    assert condition("days_since(d.day) > 365").answer(facts) is Answer.UNKNOWN


def test_a_fact_of_the_wrong_type_is_a_visible_error(pack):
    rule = next(rule for rule in pack.rules if rule.red_flag.id == "C2-R03")
    finding = evaluate(rule, FactBase.of([Fact("place.internal_conflicts", "many")]))
    assert finding.answer is FindingAnswer.ERROR
    assert "could not be evaluated" in finding.trace.text
