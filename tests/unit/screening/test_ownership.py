from datetime import date

import pytest

from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.screening.ownership import BIS_AFFILIATES, OFAC_50, Holding, listed_ownership


def owned(holdings, listed=("bad", "worse"), threshold=0.5):
    return listed_ownership("target", [Holding(*h) for h in holdings], listed, threshold)


def test_holdings_of_several_listed_parties_add_up():
    result = owned([("bad", "target", 0.3), ("worse", "target", 0.2)])
    assert (result.answer, result.certain) == (Answer.YES, 0.5)


def test_a_holder_that_reaches_the_threshold_counts_whole():
    result = owned([("bad", "middle", 0.5), ("middle", "target", 0.5)])
    assert result.answer is Answer.YES
    assert result.paths[0].parties == ("bad", "middle", "target")
    assert result.paths[0].share == 0.25


def test_below_the_threshold_shares_are_multiplied():
    result = owned([("bad", "middle", 0.4), ("middle", "target", 0.9)])
    assert result.answer is Answer.NO
    assert result.certain == pytest.approx(0.36)


def test_an_unknown_share_is_never_an_all_clear():
    result = owned([("bad", "target", None), ("clean", "target", 0.4)])
    assert (result.answer, result.certain, result.possible) == (Answer.UNKNOWN, 0.0, 0.6)
    assert owned([("bad", "target", None), ("clean", "target", 0.6)]).answer is Answer.NO


def test_a_cycle_ends_and_stays_unknown():
    result = owned([("a", "target", 0.6), ("target", "a", 0.6), ("bad", "a", 0.1)])
    assert result.answer is Answer.UNKNOWN


def test_impossible_shares_are_refused():
    with pytest.raises(InvalidInputError):
        owned([("bad", "target", 1.2)])
    with pytest.raises(InvalidInputError):
        owned([("bad", "target", 0.7), ("clean", "target", 0.7)])


def test_a_rule_knows_the_days_on_which_it_applies():
    assert OFAC_50.applies(date(2020, 1, 1))
    assert BIS_AFFILIATES.applies(date(2025, 10, 1))
    assert not BIS_AFFILIATES.applies(date(2026, 1, 1))
