"""Answers become facts; what decides nothing is kept and said."""

import pytest

from enduse.assessment.answers import read_answers
from enduse.domain.answers import Answer, Silence
from enduse.domain.errors import InvalidInputError


@pytest.fixture
def read(pack):
    def run(**answers):
        named = {key.replace("_", "-", 1): value for key, value in answers.items()}
        return read_answers(named, pack.answer_keys)

    return run


def value_of(result, name):
    return next(fact for fact in result.facts if fact.name == name).value


@pytest.mark.parametrize("text", ["yes", "Yes, by the High Court", "YES: see annex", True])
def test_yes_may_be_followed_by_words(read, text):
    assert value_of(read(C3_Q04=text), "law.independent_approval") is Answer.YES


def test_words_alone_decide_nothing_and_are_said_to(read):
    result = read(C3_Q04="the High Court, usually")
    assert value_of(result, "law.independent_approval") is None
    assert "write yes or no" in result.notes[0]
    assert result.answered == frozenset()


@pytest.mark.parametrize(
    ("text", "silence"),
    [("unknown", Silence.NOT_KNOWN), ("not_known", Silence.NOT_KNOWN), ("", Silence.NOT_CHECKED)],
)
def test_two_kinds_of_unknown_are_told_apart(read, text, silence):
    (fact,) = read(C3_Q04=text).facts
    assert (fact.value, fact.silence) == (None, silence)


def test_a_checklist_line_left_out_stays_unknown(read):
    result = read(C4_Q11={"odd_payment_or_route": "yes"})
    assert [fact.name for fact in result.facts] == ["deal.odd_payment_or_route"]


def test_none_of_these_answers_every_line_of_a_checklist(read):
    result = read(C4_Q11="none")
    assert value_of(result, "deal.odd_payment_or_route") is Answer.NO
    assert value_of(result, "deal.odd_commission_or_secrecy") is Answer.NO


def test_a_list_names_lines_of_the_checklist(read):
    result = read(C1_Q14=("covert", "remote"))
    assert {fact.name for fact in result.facts} == {"product.covert", "product.remote"}


def test_a_red_flag_that_one_fact_decides_can_be_answered_by_its_id(read):
    assert value_of(read(C4_R02="no"), "buyer.evasive") is Answer.NO


def test_two_answers_to_one_thing_must_agree(pack):
    with pytest.raises(InvalidInputError, match=r"buyer\.evasive"):
        read_answers({"C4-R02": "no", "buyer.evasive": "yes"}, pack.answer_keys)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("C4-Q11", {"odd": "yes"}, "should be one of answer, text, odd_payment_or_route"),
        ("C1-Q14", ("stealthy",), "a list here names some of covert"),
        ("C2-Q08", "nice", "open, narrowed"),
        ("C1-Q18", "last year", "YYYY-MM-DD"),
        ("C1-Q06", ("privacy", "fun"), "one of privacy"),
    ],
)
def test_a_wrong_word_is_refused_with_the_right_ones(pack, key, value, says):
    with pytest.raises(InvalidInputError) as error:
        read_answers({key: value}, pack.answer_keys)
    assert key in str(error.value)
    assert says in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "No information available",
        "No idea",
        "No answer from the buyer yet",
        "no - not checked",
        "no, unknown",
        "yes perhaps",
        "NO DATA",
    ],
)
def test_words_of_silence_after_no_never_count_as_no(read, text):
    assert value_of(read(C4_R02=text), "buyer.evasive") is None


def test_one_and_true_are_not_the_same_answer(pack):
    read_answers({"C1-Q04": True}, pack.answer_keys)
    with pytest.raises(InvalidInputError):
        read_answers({"C1-Q04": 1}, pack.answer_keys)
