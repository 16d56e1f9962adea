from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.ownership import Holding, OwnerKind
from enduse.screening.ownership import is_owned_in_full, listed_ownership, ownership_rules


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


def test_a_holder_that_reaches_the_threshold_counts_in_spite_of_a_circle():
    result = owned([("bad", "a", 0.7), ("target", "a", None), ("a", "target", 0.5)])
    assert (result.answer, result.certain) == (Answer.YES, 0.5)


def test_a_circle_without_a_listed_party_is_no_matter():
    result = owned([("a", "target", 0.6), ("target", "a", 0.6)])
    assert (result.answer, result.possible) == (Answer.NO, 0.0)


def test_many_diamonds_in_a_row_take_no_time():
    holdings = [("bad", "t0", 0.4)]
    for n in range(60):
        holdings += [(f"t{n}", f"a{n}", 1.0), (f"t{n}", f"b{n}", 1.0)]
        holdings += [(f"a{n}", f"t{n + 1}", 0.5), (f"b{n}", f"t{n + 1}", 0.5)]
    holdings.append(("t60", "target", 1.0))
    result = owned(holdings)
    assert result.certain == pytest.approx(0.4)
    assert len(result.paths) == 0


def test_a_long_chain_is_walked_to_its_end():
    chain = [("bad", "c0", 1.0), *((f"c{n}", f"c{n + 1}", 1.0) for n in range(3_000))]
    assert owned([*chain, ("c3000", "target", 0.5)]).answer is Answer.YES


SHARES = st.one_of(st.none(), st.sampled_from([0.1, 0.2, 0.25, 0.5]))
PARTIES = st.sampled_from(["target", "bad", "worse", "a", "b", "c"])


@st.composite
def graphs(draw):
    made = {}
    for owner, owned_, share in draw(st.lists(st.tuples(PARTIES, PARTIES, SHARES), max_size=10)):
        taken = sum(one[2] or 0.0 for one in made.values() if one[1] == owned_)
        if owner != owned_ and taken + (share or 0.0) <= 1.0:
            made.setdefault((owner, owned_), (owner, owned_, share))
    return list(made.values())


@given(graphs())
def test_what_is_certain_is_never_more_than_what_is_possible(holdings):
    result = owned(holdings)
    assert 0.0 <= result.certain <= result.possible <= 1.0


@given(graphs(), st.sampled_from(["a", "b", "c"]))
def test_one_more_listed_party_never_lowers_anything(holdings, more):
    before, after = owned(holdings), owned(holdings, listed=("bad", "worse", more))
    assert after.certain >= before.certain - 1e-9
    assert after.possible >= before.possible - 1e-9


@given(graphs(), st.sampled_from([0.05, 0.2, 0.25]))
def test_a_share_that_becomes_known_stays_within_what_was_possible(holdings, share):
    blank = next((h for h in holdings if h[2] is None), None)
    if blank is None:
        return
    taken = sum(h[2] or 0.0 for h in holdings if h[1] == blank[1])
    if taken + share > 1.0:
        return
    known = [(h[0], h[1], share) if h is blank else h for h in holdings]
    before, after = owned(holdings), owned(known)
    assert before.certain - 1e-9 <= after.certain
    assert after.possible <= before.possible + 1e-9


def in_full(*rows):
    return is_owned_in_full("target", [Holding(*row) for row in rows])


def test_ownership_is_in_full_only_when_every_chain_ends():
    person, firm = OwnerKind.PERSON, OwnerKind.ORGANISATION
    assert in_full(("ann", "target", 0.6, "FRA", person), ("bob", "target", 0.4, "FRA", person))
    assert in_full(
        ("holding", "target", 1.0, "FRA", firm), ("state", "holding", 1.0, "FRA", OwnerKind.STATE)
    )
    for short in (
        [],
        [("ann", "target", 0.6, "FRA", person)],
        [("ann", "target", None, "FRA", person)],
        [("ann", "target", 1.0, None, person)],
        [("ann", "target", 1.0, "FRA", None)],
        [("holding", "target", 1.0, "FRA", firm)],
        [("holding", "target", 1.0, "FRA", firm), ("target", "holding", 1.0, "FRA", firm)],
    ):
        assert not in_full(*short), short


def rule(id_):
    return next(one for one in ownership_rules() if one.id == id_)


def test_a_rule_knows_the_days_on_which_it_applies():
    assert rule("ofac_50").applies(date(2020, 1, 1))
    assert rule("bis_affiliates").applies(date(2025, 10, 1))
    assert not rule("bis_affiliates").applies(date(2026, 1, 1))
    assert "suspended from 2025-11-10" in rule("bis_affiliates").status(date(2026, 1, 1))


def test_every_rule_says_where_its_dates_come_from():
    assert all(one.source and one.confidence for one in ownership_rules())
