from dataclasses import replace

import pytest

from enduse.assessment.engine import load_engine
from enduse.documents.assessment_text import assessment_text
from enduse.documents.wrapping import WIDTH
from enduse.domain.assessment import SEVERITY_WORDS
from enduse.domain.findings import FindingAnswer
from tests.unit.documents.assessed import CASES, assessed

TWO_SCREENS = 125  # lines


def text_of(name, *, deep=False):
    return assessment_text(assessed(name), deep=deep, catalogue=load_engine().pack.catalogue)


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("deep", [False, True])
def test_no_line_is_wider_than_a_terminal(name, deep):
    assert all(len(line) <= WIDTH for line in text_of(name, deep=deep).splitlines())


@pytest.mark.parametrize("name", CASES)
def test_short_text_is_about_two_screens(name):
    assert len(text_of(name).splitlines()) <= TWO_SCREENS


@pytest.mark.parametrize("name", CASES)
def test_route_stands_as_a_sentence_with_its_reasons(name):
    outcome, text = assessed(name), flat(text_of(name))
    assert f"PROPOSED ROUTE: {outcome.route.level.label}." in text
    assert "A named person decides." in text
    for reason in (*outcome.route.because, *outcome.route.pause_until):
        assert flat(reason) in text


def test_rights_stand_with_severity_and_likelihood():
    text = text_of("uganda")
    for right in assessed("uganda").rights:
        line = next(row for row in text.splitlines() if right.right.label in row)
        assert SEVERITY_WORDS[right.severity] in line or "severity" in line


@pytest.mark.parametrize("name", CASES)
def test_every_raised_red_flag_is_named_even_in_short(name):
    text = text_of(name)
    for finding in assessed(name).findings:
        if finding.answer is FindingAnswer.RAISED:
            assert finding.red_flag.id in text


def test_deep_text_names_every_red_flag_safeguard_and_unknown():
    outcome, text = assessed("uganda"), flat(text_of("uganda", deep=True))
    assert all(finding.red_flag.id in text for finding in outcome.findings)
    assert all(flat(one.safeguard.text) in text for one in outcome.safeguards)
    assert all(flat(one.reads_as) in text for one in outcome.unknowns)


def test_what_is_not_known_says_which_kind_of_nothing_it_is():
    text = text_of("sparse")
    assert "Not checked yet:" in text
    assert "Settle it under" in text


def test_empty_parts_say_so():
    text = text_of("ordinary")
    assert "None is raised." in text
    assert "None: no red flag is raised that a safeguard" in flat(text)


def test_recalled_items_are_marked():
    text = flat(text_of("uganda", deep=True))
    assert "recalled, not checked against the text" in text
    assert "this project's addition, not in the Guidance" in text


def test_legal_questions_stand_apart():
    text = text_of("uganda")
    assert "LEGAL QUESTIONS: apart from the route above" in text
    assert "finding nothing is no clearance" in flat(text)


def test_names_cannot_steer_the_terminal():
    engine = load_engine()
    outcome = assessed("uganda")
    product = replace(outcome.transaction.product, name="A\x1b[31mB\u202eC\nD")
    tricked = replace(outcome, transaction=replace(outcome.transaction, product=product))
    text = assessment_text(tricked, catalogue=engine.pack.catalogue)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "A [31mB C D" in text


def test_no_colour_codes_and_one_newline_at_the_end():
    text = text_of("uganda", deep=True)
    assert "\x1b" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
