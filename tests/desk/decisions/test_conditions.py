from datetime import timedelta

import pytest
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import services as cases
from enduse.desk.decisions import conditions as services
from enduse.desk.decisions.services import withdraw_decision
from enduse.desk.decisions.shipment import shipment
from enduse.desk.evidence.services import withdraw_file
from enduse.desk.record.models import Event
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError

from .conftest import wanted


@pytest.fixture
def decided(reviewed, decide, hana, ana, in_a_month):
    """A case that may go on under two conditions, of which one blocks shipment."""
    case = reviewed()
    rows = [
        wanted(ana, in_a_month),
        wanted(ana, in_a_month, text="Ask again in spring", blocks_shipment=False),
    ]
    decision = decide(case, hana, conditions=rows)
    case.refresh_from_db()
    return case, decision.conditions.get(position=1)


@pytest.fixture
def proven(decided, evidence, ana):
    case, condition = decided
    services.prove_condition(condition, actor=ana, evidence=evidence(case), note="page 1")
    return case, condition


def now(condition):
    condition.refresh_from_db()
    return condition.state_on(timezone.localdate())


def test_nothing_ships_before_it_is_decided(reviewed):
    assert shipment(reviewed()).because == ("No decision is in force.",)


def test_nothing_ships_before_every_blocking_condition_is_proven_and_released(
    decided, evidence, ana, hana
):
    case, condition = decided
    assert not shipment(case).may_ship
    services.prove_condition(condition, actor=ana, evidence=evidence(case))
    assert now(condition) == "proven"
    assert not shipment(case).may_ship
    services.release_condition(condition, actor=hana)
    assert now(condition) == "released"
    assert shipment(case).may_ship
    assert [one.text for one in shipment(case).conditions][1] == "Ask again in spring"


def test_a_decision_not_to_proceed_does_not_ship(reviewed, decide, hana):
    case = reviewed()
    decide(case, hana, outcome="do_not_proceed")
    assert "Do not proceed" in shipment(case).because[0]


def test_the_author_releases_nothing(reviewed, decide, hana, user_with, evidence, ana):
    author = user_with(*Role)
    case = reviewed(author=author)
    condition = decide(case, hana).conditions.get()
    services.prove_condition(condition, actor=ana, evidence=evidence(case))
    case.memberships.filter(user=author).update(role="decider")  # as if by SQL
    with pytest.raises(NotAllowedError):
        services.release_condition(condition, actor=author)


def test_who_brings_a_proof_does_not_release_it(decided, evidence, luk, hana):
    case, condition = decided
    services.prove_condition(condition, actor=luk, evidence=evidence(case))
    with pytest.raises(NotAllowedError, match="brings a proof"):
        services.release_condition(condition, actor=luk)
    services.release_condition(condition, actor=hana)


def test_only_a_named_decider_releases(proven, user_with, hana, ana):
    case, condition = proven
    other = user_with(Role.DECIDER)
    cases.add_member(case, actor=hana, user=other, role="reviewer")
    for somebody in (other, ana):
        with pytest.raises(NotAllowedError):
            services.release_condition(condition, actor=somebody)


def test_without_proof_nothing_is_released(decided, hana):
    with pytest.raises(ConflictError, match="no proof"):
        services.release_condition(decided[1], actor=hana)


def test_a_proof_is_a_file_of_the_case_that_counts(decided, evidence, ana, reviewed):
    case, condition = decided
    past = timezone.localdate() - timedelta(days=1)
    expired = evidence(case, effective_on=past, expires_on=past)
    with pytest.raises(InvalidInputError, match="does not count"):
        services.prove_condition(condition, actor=ana, evidence=expired)
    elsewhere = evidence(reviewed())
    with pytest.raises(InvalidInputError, match="attach the file"):
        services.prove_condition(condition, actor=ana, evidence=elsewhere)


def test_a_condition_blocks_again_when_its_proof_counts_no_more(proven, evidence, ana, hana):
    case, condition = proven
    services.release_condition(condition, actor=hana)
    condition.refresh_from_db()
    withdraw_file(condition.evidence, actor=ana, reason="It was of another build.")
    assert now(condition) == "proof_lapsed"
    assert not shipment(case).may_ship
    services.prove_condition(condition, actor=ana, evidence=evidence(case))
    assert not shipment(case).may_ship
    services.release_condition(condition, actor=hana)
    assert shipment(case).may_ship


def test_a_proof_is_refused_with_a_reason_and_the_condition_opens(proven, hana):
    _case, condition = proven
    with pytest.raises(InvalidInputError, match="reason"):
        services.refuse_proof(condition, actor=hana, reason=" ")
    services.refuse_proof(condition, actor=hana, reason="Another build.")
    assert now(condition) == "open"
    assert Event.objects.get(verb="condition:refused").body.reason == "Another build."


def test_who_and_when_change_with_a_reason_and_what_does_not(decided, luk, hana, in_a_month):
    _case, condition = decided
    later = in_a_month + timedelta(days=30)
    services.change_condition(condition, actor=hana, owner=luk, due_on=later, reason="Ana is away.")
    condition.refresh_from_db()
    assert (condition.owner, condition.due_on) == (luk, later)
    told = Event.objects.get(verb="condition:changed").body.content
    assert told["was"]["due_on"] == in_a_month.isoformat()


def test_a_condition_of_a_decision_that_is_over_is_left_alone(decided, evidence, ana, hana):
    case, condition = decided
    withdraw_decision(condition.decision, actor=hana, reason="A new report.")
    with pytest.raises(ConflictError, match="not in force"):
        services.prove_condition(condition, actor=ana, evidence=evidence(case))
    assert not shipment(case).may_ship


def test_a_change_of_the_sale_stops_shipment(proven, hana, ana):
    case, condition = proven
    services.release_condition(condition, actor=hana)
    content = {**cases.content_of(case), "end_use": "something else"}
    cases.save_transaction(case, actor=ana, content=content, seen=case.version)
    case.refresh_from_db()
    assert not shipment(case).may_ship


def test_after_its_day_a_decision_ships_nothing(proven, hana, in_a_month):
    case, condition = proven
    services.release_condition(condition, actor=hana)
    case.refresh_from_db()
    assert shipment(case, in_a_month).may_ship
    assert not shipment(case, in_a_month + timedelta(days=1)).may_ship
