from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import services as cases
from enduse.desk.cases import standing
from enduse.desk.matches import services
from enduse.desk.matches.models import Judgement
from enduse.desk.matches.remembered import judged, judgements_about
from enduse.desk.matches.services import Question
from enduse.desk.record.models import Event
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from enduse.domain.screening import Verdict
from enduse.screening.judgements import entry_hash

from .conftest import NORVIK, index_of


@pytest.fixture
def screened(with_reseller, ana):
    """A case, its run, and the one match of it."""
    case = with_reseller()
    run = services.screen_case(case, actor=ana)
    return case, run, judged(run)[1].matches[0].match


@pytest.fixture
def say(ana, in_a_month):
    def said(match, verdict=Verdict.DIFFERENT, **more):
        given = {"reason": "other owner, other seat", "until": in_a_month, "actor": ana, **more}
        return services.judge_match(match, verdict=verdict, **given)[0]

    return said


def now_of(run, day=None):
    return judged(run, day)[1].matches[0]


def test_a_word_is_shown_with_who_and_when_and_settles_the_match(screened, say, ana):
    _case, run, match = screened
    say(match)
    now = now_of(run)
    assert now.state == "different_party"
    assert now.judgement.made_by == ana
    run.refresh_from_db()
    assert run.waiting == 0


def test_a_word_counts_in_the_assessment_and_in_what_reproduces_it(screened, say):
    case, _run, match = screened
    say(match)
    kept = standing.read(cases.get_case(case.author, case.pk).standing.document)
    assert "desk/judgements" in kept["reproducibility"]["snapshots"]


def test_a_word_is_remembered_in_later_runs_and_in_other_cases(screened, say, ana, with_reseller):
    case, _run, match = screened
    said = say(match)
    again = services.screen_case(case, actor=ana)
    assert now_of(again).judgement == said
    elsewhere = services.screen_case(with_reseller(), actor=ana)
    assert now_of(elsewhere).judgement == said
    assert elsewhere.waiting == 0


def test_a_word_is_not_for_a_party_of_that_name_in_another_country(
    screened, say, ana, with_reseller
):
    say(screened[2])
    run = services.screen_case(with_reseller(country="OMN"), actor=ana, threshold=0.5)
    assert now_of(run).judgement is None


def test_a_word_lapses_on_its_day(screened, say, in_a_month):
    say(screened[2])
    assert now_of(screened[1], in_a_month - timedelta(days=1)).judgement
    now = now_of(screened[1], in_a_month)
    assert now.state == "look_again"
    assert now.lapsed


def test_a_word_lapses_when_the_lists_say_anything_else_of_the_entry(screened, say, ana):
    case, _run, match = screened
    say(match)
    changed = replace(NORVIK, countries=("ARE", "IRN"))
    run = services.screen_case(case, actor=ana, index=index_of(changed, version="2"))
    assert now_of(run).state == "look_again"
    assert run.waiting == 1


def test_the_last_word_counts_and_the_first_stays(screened, say):
    say(screened[2])
    say(screened[2], Verdict.SAME)
    assert now_of(screened[1]).state == "same_party"
    assert Judgement.objects.count() == 2


def test_who_cannot_tell_asks_somebody(screened, say, user_with):
    case, run, match = screened
    with pytest.raises(InvalidInputError, match="to:"):
        say(match, Verdict.CANNOT_TELL)
    expert = user_with(Role.REVIEWER)
    say(match, Verdict.CANNOT_TELL, question=Question(expert, note="Ask the registrar."))
    (asked,) = case.assignments.all()
    assert asked.to == expert
    assert "xx:1" in asked.note
    assert now_of(run).is_open


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reason": " "}, "reason"),
        ({"until": date(2020, 1, 1)}, "until"),
        ({"until": timezone.localdate()}, "until"),
        ({"until": timezone.localdate() + timedelta(days=400)}, "until"),
    ],
)
def test_a_word_needs_a_reason_and_a_day_within_a_year(screened, say, more, says):
    with pytest.raises(InvalidInputError, match=says):
        say(screened[2], **more)
    assert not Judgement.objects.exists()


def test_a_match_of_an_earlier_run_is_not_judged(screened, say, ana):
    services.screen_case(screened[0], actor=ana)
    with pytest.raises(ConflictError, match="looked for again"):
        say(screened[2])


def test_a_word_is_on_the_record_with_the_hash_of_what_was_judged(screened, say):
    say(screened[2])
    (event,) = Event.objects.filter(verb="match:judged")
    assert event.body.reason == "other owner, other seat"
    assert event.body.content["entry_hash"] == entry_hash(NORVIK)


def test_deciders_and_strangers_do_not_judge(screened, say, user_with):
    case, _run, match = screened
    decider = user_with(Role.DECIDER)
    cases.add_member(case, actor=case.author, user=decider, role="decider")
    for somebody in (decider, user_with(Role.ANALYST)):
        with pytest.raises(NotAllowedError):
            say(match, actor=somebody)


def test_an_assessment_may_take_the_words_from_one_place(screened, say):
    say(screened[2])
    (said,) = judgements_about(["NORVIK fze", "Border Service"])
    assert (said.entry_id, said.verdict) == ("xx:1", Verdict.DIFFERENT)
    assert dict(said.context)["country"] == "ARE"
    assert judgements_about(["Someone else"]) == ()
