"""What a buyer claims: heard, labelled, able to raise a red flag and never to clear one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import transaction_from
from enduse.domain.errors import InvalidInputError
from enduse.domain.findings import FindingAnswer
from enduse.domain.transactions import Claim
from enduse.domain.vocabulary import Role
from tests.golden.generated import transactions

ENGINE = load_engine()
AS_OF = date(2019, 5, 1)
CONTENT = {
    "product": {"name": "X", "capabilities": ["biometric.face_recognition"]},
    "parties": [{"role": "end_user", "country": "KEN", "type": "police"}],
    "end_use": "Public order.",
}
QUICK = settings(
    max_examples=60,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def claim(key, answer, role=Role.BUYER, on=AS_OF, **extra):
    return Claim(key, answer, "B. Uyer", role, on, **extra)


def assess(*claims, content=CONTENT, as_of=AS_OF):
    transaction = replace(transaction_from(content, ENGINE.known), claims=tuple(claims))
    return ENGINE.assess(transaction, as_of)


def finding(assessment, id_):
    return next(one for one in assessment.findings if one.red_flag.id == id_)


def test_an_admission_raises_a_red_flag_as_a_guess_with_who_said_it():
    found = finding(assess(claim("deal.hidden_client", "yes")), "C4-R14")
    assert found.answer is FindingAnswer.RAISED
    assert found.guessed
    assert "claimed, not checked" in found.evidence[0].says
    assert found.evidence[0].provenance.source == "B. Uyer, for the buyer"
    assert found.evidence[0].provenance.published_on == AS_OF


def test_a_denial_clears_nothing_and_the_unknown_says_that_it_is_only_claimed():
    outcome = assess(claim("deal.hidden_client", "no"))
    assert finding(outcome, "C4-R14").answer is FindingAnswer.UNKNOWN
    unknown = next(one for one in outcome.unknowns if one.fact == "deal.hidden_client")
    assert unknown.silence == "claimed by the buyer, not confirmed"
    assert any("clear none" in note for note in outcome.notes)


def test_our_own_answer_stands_and_the_contradiction_is_said():
    content = CONTENT | {"answers": {"deal.hidden_client": "yes"}}
    outcome = assess(claim("deal.hidden_client", "no"), content=content)
    found = finding(outcome, "C4-R14")
    assert (found.answer, found.guessed) == (FindingAnswer.RAISED, False)
    assert any("contradicts your own answer" in note for note in outcome.notes)


def test_two_claimants_who_disagree_are_heard_apart():
    said = (claim("deal.hidden_client", "no"), claim("deal.hidden_client", "yes", Role.RESELLER))
    for order in (said, said[::-1]):
        assert finding(assess(*order), "C4-R14").answer is FindingAnswer.RAISED


def test_the_latest_claim_counts_and_the_change_is_said():
    outcome = assess(
        claim("deal.hidden_client", "no", on=AS_OF),
        claim("deal.hidden_client", "yes", on=date(2019, 4, 1)),
    )
    assert finding(outcome, "C4-R14").answer is FindingAnswer.UNKNOWN
    assert any("said otherwise before" in note for note in outcome.notes)


def test_a_claim_made_after_the_day_does_not_count():
    outcome = assess(claim("deal.hidden_client", "yes", on=date(2019, 5, 2)))
    assert finding(outcome, "C4-R14").answer is FindingAnswer.UNKNOWN
    assert any("not counted" in note for note in outcome.notes)


def test_a_claim_that_does_not_fit_its_question_is_refused_by_name():
    with pytest.raises(InvalidInputError, match=r"claims, buyer: C4-Q05"):
        assess(claim("C4-Q05", "perhaps so"))


def some_claims():
    keys = sorted(ENGINE.pack.answer_keys)
    one = st.builds(
        claim,
        st.sampled_from(keys),
        st.sampled_from(["yes", "no", "not known", ""]),
        st.sampled_from([Role.BUYER, Role.RESELLER]),
    )
    return st.lists(one, min_size=1, max_size=12)


@QUICK
@given(content=transactions(ENGINE), claims=some_claims())
def test_no_claim_makes_a_sale_look_better(content, claims):
    without = assess(content=content)
    try:
        heard = assess(*claims, content=content)
    except InvalidInputError:
        return  # yes and no do not fit every question
    assert heard.route.level.rank >= without.route.level.rank
    assert heard.scope.in_scope is without.scope.in_scope
    for before, after in zip(without.findings, heard.findings, strict=True):
        if before.answer is not FindingAnswer.CLEAR:
            assert after.answer is not FindingAnswer.CLEAR, before.red_flag.id
        if before.answer is FindingAnswer.RAISED:
            assert after.answer is FindingAnswer.RAISED, before.red_flag.id
