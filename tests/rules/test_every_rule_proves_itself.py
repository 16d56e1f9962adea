"""Every shipped rule carries its own proof; this asks for it."""

import pytest

from enduse.assessment.pack import load_pack
from enduse.rules.lint import lint
from enduse.rules.proof import prove

PACK = load_pack()


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.red_flag.id)
def test_rule_proves_raised_unknown_and_clear(rule):
    assert prove(rule, PACK.dictionary) == ()


def test_every_red_flag_of_the_catalogue_is_a_live_rule():
    assert len(PACK.rules) == len(PACK.catalogue.red_flags) == 82


def test_no_rule_is_odd():
    assert lint(PACK.rules, PACK.dictionary) == ()


def test_every_rule_is_unknown_when_nothing_is_on_file():
    assert {rule.untouched.answer.value for rule in PACK.rules} == {"unknown"}
