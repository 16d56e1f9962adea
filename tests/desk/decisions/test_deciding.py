import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from enduse.desk.cases import services as cases
from enduse.desk.cases import standing
from enduse.desk.cases.models import AssessmentRun
from enduse.desk.decisions import services
from enduse.desk.decisions.basis import basis_of
from enduse.desk.decisions.models import Decision, Outcome, Progress
from enduse.desk.decisions.statements import signature_fits
from enduse.desk.matches.services import screen_case
from enduse.desk.record.models import Event
from enduse.domain.errors import BadDataError, ConflictError, InvalidInputError, NotAllowedError
from tests.desk.matches.conftest import lists  # noqa: F401

from .conftest import WEIGHTY, wanted


def test_the_assessment_proposes_and_a_pause_goes_before_its_route(reviewed):
    assert basis_of(reviewed()).proposed == Outcome.WITH_CONDITIONS
    gulf = basis_of(reviewed("gulf-reseller-no-named-user"))
    assert gulf.proposed == Outcome.PAUSE
    assert "country" in gulf.pause_until


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"reasons": " "}, "reasons"),
        ({"outcome": "approve"}, "outcome"),
        ({"outcome": "proceed", "against": " "}, "against"),
        ({"outcome": "pause"}, "pause_until"),
        ({"conditions": []}, "conditions"),
        ({"valid_until": timezone.localdate()}, "valid_until"),
        ({"valid_until": timezone.localdate() + timedelta(days=400)}, "valid_until"),
        ({"triggers": ["T99"]}, "triggers"),
    ],
)
def test_what_is_missing_is_named(reviewed, decide, hana, other, says):
    with pytest.raises(InvalidInputError, match=f"^{says}"):
        decide(reviewed(), hana, **other)
    assert not Decision.objects.exists()
    assert not Event.objects.filter(verb__startswith="decision:").exists()


def test_deciding_against_the_proposal_says_so(reviewed, decide, hana):
    decision = decide(reviewed(), hana, outcome="do_not_proceed", against="The buyer is evasive.")
    assert decision.is_against
    told = json.loads(decision.statement)
    assert (told["proposed"], told["outcome"]) == ("proceed_with_conditions", "do_not_proceed")
    assert told["against"] == "The buyer is evasive."


def test_conditions_go_with_one_outcome_only_and_to_the_team(
    reviewed, decide, hana, user_with, in_a_month
):
    case = reviewed()
    with pytest.raises(InvalidInputError, match="conditions"):
        decide(case, hana, outcome="proceed", conditions=[wanted(hana, in_a_month)])
    with pytest.raises(InvalidInputError, match="on the team"):
        decide(case, hana, conditions=[wanted(user_with(), in_a_month)])


def test_a_pause_and_an_escalation_leave_the_case_in_review(reviewed, decide, hana):
    case = reviewed()
    decision = decide(case, hana, outcome="pause", pause_until="who runs the gates")
    assert decision.progress == Progress.IN_FORCE
    case.refresh_from_db()
    assert case.stage == "review"


def test_nobody_decides_on_an_assessment_that_the_sale_has_left_behind(reviewed, decide, hana, ana):
    case = reviewed()
    content = {**cases.content_of(case), "end_use": "something else"}
    cases.save_transaction(case, actor=ana, content=content, seen=1)
    with pytest.raises(ConflictError, match="transaction changed"):
        decide(case, hana)
    cases.keep_run(case, actor=ana)
    assert decide(case, hana)


def test_nobody_decides_on_rules_that_were_followed_by_others(reviewed, decide, hana):
    case = reviewed()
    AssessmentRun.objects.update(rules_sha256="0" * 64)
    with pytest.raises(ConflictError, match="rules changed"):
        decide(case, hana)


def test_nobody_decides_before_what_was_found_of_the_parties_is_weighed(
    reviewed,
    decide,
    hana,
    ana,
    lists,  # noqa: F811
):
    case = reviewed()
    screen_case(case, actor=ana, index=lists)
    with pytest.raises(ConflictError, match="looked for or judged"):
        decide(case, hana)
    cases.keep_run(case, actor=ana)
    assert json.loads(decide(case, hana).statement)["screening"] == 1


def test_a_decision_that_waits_is_not_signed_once_the_sale_changed(
    reviewed, decide, sign, hana, luk, ana
):
    case = reviewed(WEIGHTY)
    decision = decide(case, hana)
    content = {**cases.content_of(case), "end_use": "something else"}
    cases.save_transaction(case, actor=ana, content=content, seen=1)
    with pytest.raises(ConflictError, match="decide anew"):
        sign(decision, luk)


def test_two_decisions_do_not_wait_at_once(reviewed, decide, hana, luk):
    case = reviewed(WEIGHTY)
    decide(case, hana)
    with pytest.raises(ConflictError, match="waits for signatures"):
        decide(case, luk)


def test_a_signature_is_an_event_with_the_hash_of_the_assessment_and_the_statement(
    reviewed, decide, hana
):
    case = reviewed()
    decision = decide(case, hana)
    signature, run = decision.signatures.get(), case.runs.get()
    document = standing.text_of(run.document)
    signed = hashlib.sha256(document + b"\n" + decision.statement.encode()).hexdigest()
    told = signature.event.body.content
    assert signature.signed_sha256 == told["signed_sha256"] == signed
    assert told["proof"]["method"] == "password"
    assert signature.event.actor == f"user:{hana.pk}"
    assert signature_fits(signature, decision)


def test_a_statement_that_was_changed_is_seen(reviewed, decide, hana):
    decision = decide(reviewed(), hana)
    decision.statement = decision.statement.replace("weighed", "waived")
    assert not signature_fits(decision.signatures.get(), decision)


def test_an_assessment_that_was_changed_is_seen_and_not_signed(reviewed, decide, hana):
    decision = decide(reviewed(), hana)
    case, other = reviewed(), reviewed(WEIGHTY)
    case.runs.update(document=bytes(other.runs.get().document))
    with pytest.raises(BadDataError, match="does not fit its hash"):
        decide(case, hana)
    decision.run.document = bytes(other.runs.get().document)
    assert not signature_fits(decision.signatures.get(), decision)


def test_a_later_decision_supersedes_the_one_in_force(reviewed, decide, hana, ana):
    case = reviewed()
    first = decide(case, hana)
    second = decide(case, hana, outcome="do_not_proceed")
    first.refresh_from_db()
    assert (first.progress, second.progress) == (Progress.SUPERSEDED, Progress.IN_FORCE)
    case.refresh_from_db()
    assert case.stage == "decided"
    (event,) = Event.objects.filter(verb="decision:superseded")
    assert event.body.content["decision"] == 1


def test_a_decision_is_withdrawn_by_a_named_decider_and_opens_the_case(
    reviewed, decide, hana, luk, ana
):
    case = reviewed()
    decision = decide(case, hana)
    with pytest.raises(NotAllowedError):
        services.withdraw_decision(decision, actor=ana, reason="no")
    with pytest.raises(InvalidInputError):
        services.withdraw_decision(decision, actor=luk, reason=" ")
    services.withdraw_decision(decision, actor=luk, reason="A new report.")
    case.refresh_from_db()
    assert case.stage == "review"
    with pytest.raises(ConflictError, match="over"):
        services.withdraw_decision(decision, actor=luk, reason="again")


def test_a_decision_ends_by_what_it_waits_for_and_by_nothing_else(reviewed, decide, hana, ana):
    case = reviewed()
    decision = decide(case, hana, triggers=["T07", "T08"])
    with pytest.raises(InvalidInputError, match="trigger"):
        services.report_trigger(decision, actor=ana, trigger="T01", reason="a new version")
    services.report_trigger(decision, actor=ana, trigger="T08", reason="a report of misuse")
    decision.refresh_from_db()
    assert decision.progress == Progress.WITHDRAWN
    assert decision.ended_reason == "T08: a report of misuse"
    case.refresh_from_db()
    assert case.stage == "review"


def test_a_decision_lapses_on_its_day_and_is_overtaken_by_a_change(
    reviewed, decide, hana, ana, in_a_month
):
    case = reviewed()
    decision = decide(case, hana)
    case.refresh_from_db()
    assert decision.state_on(case, in_a_month) == "in_force"
    assert decision.state_on(case, in_a_month + timedelta(days=1)) == "lapsed"
    content = {**cases.content_of(case), "end_use": "something else"}
    cases.save_transaction(case, actor=ana, content=content, seen=1)
    case.refresh_from_db()
    assert decision.state_on(case, in_a_month) == "overtaken"
    assert case.stage == "review"
