"""Each person sees what waits for them, what changed, and what is about to go wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import collaboration, services
from enduse.desk.cases.models import TeamRole
from enduse.desk.work import figures, waiting
from enduse.desk.work.checks import run_checks
from enduse.desk.work.models import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(case, ana, rui):
    services.add_member(case, actor=ana, user=rui, role=TeamRole.DECIDER)
    services.submit_case(case, actor=ana)
    case.refresh_from_db()
    return case


def troubles(user, title):
    checks = run_checks(user, timezone.localdate())
    return next(check.troubles for check in checks if str(check.title) == title)


def test_a_named_decider_is_asked_to_decide_and_the_author_is_not(in_review, ana, rui):
    assert list(waiting.to_decide(rui)) == [in_review]
    assert list(waiting.to_decide(ana)) == []


def test_an_assignment_waits_until_it_is_done(case, ana, rui):
    asked = collaboration.assign(case, actor=ana, to=rui, note="Read the law")
    assert list(waiting.to_do(rui)) == [asked]

    collaboration.finish_assignment(asked, actor=rui)
    assert list(waiting.to_do(rui)) == []


def test_what_others_did_is_shown_until_it_is_seen(case, ana, rui):
    services.add_member(case, actor=ana, user=rui, role=TeamRole.REVIEWER)
    collaboration.comment(case, actor=ana, text="Look at the contract")
    changes, newest = waiting.changes_since(rui)
    assert changes[0].happening.what == "Commented"

    waiting.mark_seen(rui, newest)
    assert waiting.changes_since(rui)[0] == []
    waiting.mark_seen(rui, 1)
    assert Seen.objects.get(user=rui).seq == newest, "it never goes back"


def test_what_one_did_oneself_is_no_news(case, ana):
    collaboration.comment(case, actor=ana, text="A note to myself")

    assert waiting.changes_since(ana)[0] == []


def test_news_of_cases_one_is_not_on_stays_away(case, ana, user_with):
    stranger = user_with(Role.ANALYST)
    collaboration.comment(case, actor=ana, text="Between us")

    assert waiting.changes_since(stranger)[0] == []
    assert list(waiting.queue(stranger)) == []


def test_the_queue_has_the_gravest_case_first(opened, ana):
    grave = opened("xinjiang-facial-recognition")
    plain = opened("portugal-wildfire-thermal-cameras")

    assert list(waiting.queue(ana)) == [grave, plain]


def test_a_review_without_a_decider_is_a_trouble(case, ana, rui):
    services.submit_case(case, actor=ana)
    assert [one.case for one in troubles(ana, "Nobody to decide")] == [case]

    services.add_member(case, actor=ana, user=rui, role=TeamRole.DECIDER)
    assert troubles(ana, "Nobody to decide") == ()


def test_an_overdue_assignment_is_a_trouble(case, ana, rui):
    yesterday = timezone.localdate() - timedelta(days=1)
    collaboration.assign(case, actor=ana, to=rui, due_on=yesterday, note="Read the law")

    assert "Read the law" in troubles(ana, "Overdue")[0].says


def test_a_case_on_other_rules_is_a_trouble(case, ana):
    assert troubles(ana, "Assessed on other rules") == ()
    case.standing.rules_sha256 = "0" * 64
    case.standing.save()

    assert [one.case for one in troubles(ana, "Assessed on other rules")] == [case]


def test_charts_count_what_one_may_see(opened, ana, user_with):
    opened()
    opened("xinjiang-facial-recognition")

    assert [chart.of for chart in figures.charts(ana)][:3] == [2, 2, 2]
    assert figures.charts(user_with(Role.DECIDER))[0].of == 0


@pytest.mark.parametrize("page", ["home", "queue", "checks", "dashboard"])
def test_pages_answer_in_few_queries_whatever_the_number_of_cases(
    client, opened, ana, page, django_assert_max_num_queries
):
    for _ in range(3):
        opened()
    client.force_login(ana)
    client.get(reverse(f"work:{page}"))

    with django_assert_max_num_queries(15):
        answered = client.get(reverse(f"work:{page}"))

    assert answered.status_code == 200
    assert "C-" in answered.content.decode() or page in ("checks", "dashboard")


@pytest.mark.parametrize("role", list(Role))
def test_everyone_has_a_first_page(client, user_with, role):
    client.force_login(user_with(role))

    assert client.get(reverse("work:home")).status_code == 200


def test_seen_is_noted_by_its_button(client, case, ana, rui):
    services.add_member(case, actor=ana, user=rui, role=TeamRole.REVIEWER)
    client.force_login(rui)
    newest = waiting.changes_since(rui)[1]

    client.post(reverse("work:seen"), {"newest": newest})

    assert waiting.changes_since(rui)[0] == []
