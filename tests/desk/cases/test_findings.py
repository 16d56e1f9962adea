from datetime import timedelta

import pytest
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import answering, findings, services
from enduse.desk.cases.answering import Given
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError

LISTED = "end_user.listed_on_rights_grounds"


@pytest.fixture
def listed(case, ana, rui):
    """A case with a raised finding of weight stop, and a reviewer on its team."""
    answering.give_answers(case, [Given("C2-Q11", {LISTED: "yes"})], actor=ana)
    services.add_member(case, actor=ana, user=rui, role="reviewer")
    return case


@pytest.fixture
def raised(listed):
    return next(one for one in findings.told(listed) if one.needs_attention).finding


def soon(days=30):
    return timezone.localdate() + timedelta(days=days)


def accept(finding, actor, **said):
    given = {"kind": "accepted", "reason": "Licence granted", "until": soon(), **said}
    return findings.resolve_finding(finding, actor=actor, **given)


def test_an_accepted_finding_stays_raised_and_needs_no_attention(listed, raised, rui):
    accept(raised, rui)
    told = findings.get_finding(listed, raised.red_flag)
    assert told.finding.answer == "raised"
    assert told.state == "accepted"
    assert not told.needs_attention


def test_an_acceptance_ends_on_its_day(listed, raised, rui):
    accept(raised, rui, until=soon(5))
    later = {one.finding.red_flag: one for one in findings.told(listed, soon(6))}
    assert later[raised.red_flag].needs_attention


def test_an_acceptance_ends_when_what_it_rests_on_changes(listed, raised, ana, rui):
    accept(raised, rui)
    answering.give_answers(listed, [Given("C2-Q11", {LISTED: "no"})], actor=ana)
    answering.give_answers(listed, [Given("C2-Q11", {LISTED: "yes"})], actor=ana)
    assert findings.get_finding(listed, raised.red_flag).state == "accepted"
    raised.refresh_from_db()
    raised.basis = "another tree"
    raised.save()
    assert findings.get_finding(listed, raised.red_flag).needs_attention


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"until": timezone.localdate()}, "until"),
        ({"until": timezone.localdate() + timedelta(days=400)}, "until"),
    ],
)
def test_a_finding_is_not_accepted_without_reason_or_end(raised, rui, said, field):
    with pytest.raises(InvalidInputError, match=field):
        accept(raised, rui, **said)


def test_there_is_no_way_to_dismiss_a_finding(raised, rui):
    with pytest.raises(ValueError, match="dismissed"):
        accept(raised, rui, kind="dismissed")


def test_only_a_raised_finding_can_be_answered_for(listed, rui):
    unknown = listed.findings.filter(answer="unknown").first()
    with pytest.raises(ConflictError):
        accept(unknown, rui)


def test_the_author_never_accepts_a_finding_of_their_own_case(opened, user_with):
    both = user_with(Role.ANALYST, Role.DECIDER)
    case = opened("xinjiang-facial-recognition", actor=both)
    raised = next(one for one in findings.told(case) if one.needs_attention).finding
    with pytest.raises(NotAllowedError):
        accept(raised, both)


def test_a_finding_that_changes_says_what_it_was(listed, raised):
    assert raised.was == "unknown"
