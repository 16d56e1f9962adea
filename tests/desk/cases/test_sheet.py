"""What a form says and what a transaction file says are the same thing, both ways."""

import pytest

from enduse.assessment.answers import read_answers
from enduse.desk.cases import sheet
from enduse.desk.core import engine
from tests.desk.cases.conftest import EXAMPLES, example


@pytest.fixture(scope="module")
def keys():
    return engine().pack.answer_keys


@pytest.mark.parametrize("name", [path.stem for path in sorted(EXAMPLES.glob("*.toml"))])
def test_every_example_survives_being_read_and_written_question_by_question(keys, name):
    answers = example(name).get("answers", {})
    written = answers
    for question in engine().pack.catalogue.questions:
        values = sheet.read_values(answers, question, keys)
        note = sheet.read_note(answers, question, keys)
        written = sheet.write_values(written, question, keys, values, note)
    assert _facts(written, keys) == _facts(answers, keys)


def _facts(answers, keys):
    """What is known and what is known to be unknown; what is not checked is as if not there."""
    read = read_answers({key: sheet.plain(value) for key, value in answers.items()}, keys)
    return {
        fact.name: (fact.value, fact.silence)
        for fact in read.facts
        if fact.value is not None or fact.silence == "not known after looking"
    }


def test_an_answer_by_a_facts_name_is_replaced_not_doubled(keys):
    question = keys["C2-Q11"].question
    answers = {question.fact.name: "yes", "C2-Q10": "no"}
    written = sheet.write_values(answers, question, keys, {question.fact.name: "no"})
    assert written == {"C2-Q10": "no", "C2-Q11": "no"}


def test_a_note_that_would_undo_a_yes_stays_out_of_the_transaction(keys):
    question = keys["C1-Q04"].question
    values = {question.fact.name: "yes"}
    written = sheet.write_values({}, question, keys, values, "not known by whom")
    assert written == {"C1-Q04": "yes"}
    kept = sheet.write_values({}, question, keys, values, "by the integrator")
    assert kept == {"C1-Q04": "yes: by the integrator"}


def test_what_is_not_checked_is_taken_out(keys):
    question = keys["C1-Q04"].question
    assert sheet.write_values({"C1-Q04": "yes"}, question, keys, {}) == {}


@pytest.mark.parametrize(
    ("text", "note"),
    [("yes: seen", "seen"), ("no", ""), ("unknown", ""), ("perhaps later", "perhaps later")],
)
def test_the_words_after_yes_or_no_are_the_note(keys, text, note):
    question = keys["C1-Q04"].question
    assert sheet.read_note({"C1-Q04": text}, question, keys) == note
