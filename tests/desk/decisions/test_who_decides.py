"""The rules of four eyes, one test a rule."""

import pytest

from enduse.desk.accounts.models import RoleGrant
from enduse.desk.accounts.roles import VERBS, Role
from enduse.desk.cases import collaboration
from enduse.desk.cases import services as cases
from enduse.desk.decisions.models import Decision, Progress, Signature
from enduse.desk.record.models import Event
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError

from .conftest import CLEAR, WEIGHTY, proof_of


def test_the_author_cannot_decide_whatever_their_roles(reviewed, user_with, decide):
    author = user_with(*Role)
    case = reviewed(author=author)
    with pytest.raises(NotAllowedError):
        decide(case, author)


def test_the_author_is_not_named_as_decider_by_any_way(reviewed, user_with, decide):
    author = user_with(*Role)
    case = reviewed(author=author)
    with pytest.raises(InvalidInputError, match="never decides"):
        cases.add_member(case, actor=author, user=author, role="decider")
    case.memberships.filter(user=author).update(role="decider")  # as if by SQL
    with pytest.raises(NotAllowedError):
        decide(case, author)


def test_the_author_does_not_sign_what_others_put_forward(reviewed, user_with, decide, sign, hana):
    author = user_with(*Role)
    decision = decide(reviewed(WEIGHTY, author=author), hana)
    for stance in ("agrees", "dissents"):
        with pytest.raises(NotAllowedError):
            sign(decision, author, stance, words="mine")


def test_one_decider_is_enough_where_nothing_weighty_is_raised_or_unknown(reviewed, decide, hana):
    case = reviewed(CLEAR)
    decision = decide(case, hana)
    assert decision.signatures_needed == 1
    assert decision.progress == Progress.IN_FORCE
    case.refresh_from_db()
    assert case.stage == "decided"


def test_one_decider_is_not_enough_for_high(reviewed, decide, sign, hana, luk):
    case = reviewed(WEIGHTY)
    decision = decide(case, hana)
    assert (decision.signatures_needed, decision.progress) == (2, Progress.WAITING)
    case.refresh_from_db()
    assert case.stage == "review"
    sign(decision, luk)
    decision.refresh_from_db()
    assert decision.progress == Progress.IN_FORCE


def test_two_taps_by_the_same_person_are_one(reviewed, decide, sign, hana):
    case = reviewed(WEIGHTY)
    decision = decide(case, hana)
    assert decide(case, hana) == decision
    assert sign(decision, hana) == decision.signatures.get()
    assert Signature.objects.count() == 1
    assert Event.objects.filter(verb="decision:signed").count() == 1
    decision.refresh_from_db()
    assert decision.progress == Progress.WAITING


def test_a_signature_is_not_changed(reviewed, decide, sign, hana):
    decision = decide(reviewed(WEIGHTY), hana)
    with pytest.raises(ConflictError, match="not changed"):
        sign(decision, hana, "dissents", words="on second thoughts")


def test_a_decider_who_dissents_is_on_the_record(reviewed, decide, sign, hana, luk, user_with):
    third = user_with(Role.DECIDER)
    case = reviewed(WEIGHTY, named=(hana, luk, third))
    decision = decide(case, hana)
    sign(decision, luk, "dissents", words="The oversight body is not named.")
    decision.refresh_from_db()
    assert decision.progress == Progress.WAITING
    sign(decision, third)
    decision.refresh_from_db()
    assert decision.progress == Progress.IN_FORCE
    dissent = decision.signatures.get(stance="dissents")
    assert dissent.event.body.reason == "The oversight body is not named."
    assert dissent.event.body.content["stance"] == "dissents"


def test_who_dissents_after_the_others_agreed_is_on_the_record_too(
    reviewed, decide, sign, hana, luk
):
    decision = decide(reviewed(CLEAR), hana)
    sign(decision, luk, "dissents", words="too early")
    decision.refresh_from_db()
    assert decision.progress == Progress.IN_FORCE
    assert decision.signatures.count() == 2


def test_a_dissent_says_why(reviewed, decide, sign, hana, luk):
    decision = decide(reviewed(WEIGHTY), hana)
    with pytest.raises(InvalidInputError, match="words"):
        sign(decision, luk, "dissents")


def test_sales_may_only_comment(reviewed, decide, sign, hana, user_with):
    case, sales = reviewed(WEIGHTY), user_with(Role.SALES)
    cases.add_member(case, actor=case.owner, user=sales, role="decider")
    decision = decide(case, hana)
    with pytest.raises(NotAllowedError):
        decide(case, sales)
    with pytest.raises(NotAllowedError):
        sign(decision, sales)
    assert collaboration.comment(case, actor=sales, text="The buyer asks when.")


@pytest.mark.parametrize("role", sorted(set(Role) - VERBS["case:decide"]))
def test_no_role_but_the_decider_signs(reviewed, decide, sign, hana, user_with, role):
    decision, somebody = decide(reviewed(WEIGHTY), hana), user_with(role)
    decision.case.memberships.create(user=somebody, role="decider", added_by=hana)
    with pytest.raises(NotAllowedError):
        sign(decision, somebody)


def test_a_decider_who_is_not_named_for_the_case_does_not_decide_it(
    reviewed, decide, hana, luk, user_with
):
    case = reviewed(named=(hana,))
    with pytest.raises(NotAllowedError):
        decide(case, luk)
    cases.add_member(case, actor=hana, user=luk, role="reviewer")
    with pytest.raises(NotAllowedError, match="not named"):
        decide(case, luk)


def test_who_is_no_longer_named_counts_no_more(reviewed, decide, sign, hana, luk, user_with):
    third = user_with(Role.DECIDER)
    case = reviewed(WEIGHTY, named=(hana, luk, third))
    decision = decide(case, hana)
    RoleGrant.objects.filter(user=hana).delete()
    sign(decision, luk)
    decision.refresh_from_db()
    assert decision.progress == Progress.WAITING
    sign(decision, third)
    decision.refresh_from_db()
    assert decision.progress == Progress.IN_FORCE


def test_a_signature_needs_a_fresh_proof_of_the_same_person(reviewed, decide, hana, luk):
    case = reviewed()
    for proof in (proof_of(hana, 301), proof_of(luk)):
        with pytest.raises(NotAllowedError, match="prove who you are"):
            decide(case, hana, proof=proof)
    assert not Decision.objects.exists()


def test_by_the_api_the_same_rules_hold_and_a_token_signs_nothing(
    reviewed, decide, sign, hana, luk, user_with
):
    author = user_with(*Role)
    case = reviewed(WEIGHTY, author=author)
    with pytest.raises(NotAllowedError):
        decide(case, author, via="api")
    decision = decide(case, hana, via="api")
    assert decision.progress == Progress.WAITING
    luk.scopes = frozenset(VERBS)
    with pytest.raises(NotAllowedError, match="token"):
        sign(decision, luk, via="api")


def test_what_was_not_read_is_not_signed(reviewed, decide, sign, hana, luk):
    decision = decide(reviewed(WEIGHTY), hana)
    with pytest.raises(ConflictError, match="read it again"):
        sign(decision, luk, seen="0" * 64)


def test_nobody_decides_a_draft_or_a_case_off_the_table(reviewed, decide, hana, ana):
    case = reviewed()
    cases.send_back(case, actor=hana, reason="The data sheet is missing.")
    with pytest.raises(ConflictError, match="to review"):
        decide(case, hana)
    cases.withdraw_case(case, actor=ana, reason="The buyer left.")
    with pytest.raises(ConflictError, match="off the table"):
        decide(case, hana)
