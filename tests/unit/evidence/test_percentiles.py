import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from enduse.evidence.percentiles import worse_than


def test_best_country_is_0_and_worst_is_100():
    ranks = worse_than(np.array([0.9, 0.5, 0.1]), higher_is_worse=False)
    assert ranks.tolist() == [0.0, 50.0, 100.0]


def test_higher_is_worse_turns_the_ranks_round():
    ranks = worse_than(np.array([0.9, 0.5, 0.1]), higher_is_worse=True)
    assert ranks.tolist() == [100.0, 50.0, 0.0]


def test_a_tie_counts_half():
    ranks = worse_than(np.array([1.0, 1.0, 0.0]), higher_is_worse=False)
    assert ranks.tolist() == [25.0, 25.0, 100.0]


def test_all_the_same_is_the_middle():
    assert worse_than(np.zeros(4), higher_is_worse=True).tolist() == [50.0] * 4


def test_a_country_alone_in_its_year_is_the_middle():
    assert worse_than(np.array([3.0]), higher_is_worse=True).tolist() == [50.0]


def test_unlisted_countries_rank_as_zero():
    ranks = worse_than(np.array([2.0]), higher_is_worse=True, unlisted_zeros=9)
    assert ranks.tolist() == [100.0]


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=60), st.booleans())
def test_ranks_agree_with_counting_by_hand(numbers, higher_is_worse):
    values = np.array(numbers, dtype=float)
    ranks = worse_than(values, higher_is_worse=higher_is_worse)
    for i, value in enumerate(numbers):
        others = [n for j, n in enumerate(numbers) if j != i]
        better = sum((n < value) if higher_is_worse else (n > value) for n in others)
        ties = sum(n == value for n in others)
        assert abs(ranks[i] - 100 * (better + ties / 2) / len(others)) <= 0.051
