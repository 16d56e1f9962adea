from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.services import add_person
from enduse.desk.cases import services as cases
from enduse.desk.decisions import conditions
from enduse.desk.decisions.models import Decision, Progress

from .conftest import WEIGHTY

MOST_QUERIES = 15
PASSWORD = "four quiet otters swim"  # noqa: S105  made up

PAGES = ["decision", "decide", "statement", "withdraw", "happened", "conditions", "prove",
         "release", "refuse", "change"]  # fmt: skip


@pytest.fixture
def decided(reviewed, decide, hana, ana, evidence):
    case = reviewed()
    decision = decide(case, hana, triggers=["T08"])
    condition = decision.conditions.get()
    conditions.prove_condition(condition, actor=ana, evidence=evidence(case))
    return case, condition


def address(case, route, condition=None):
    more = {"statement": [1], "withdraw": [1], "happened": [1]}.get(route, [])
    if route in ("prove", "release", "refuse", "change"):
        more = [condition.pk]
    return reverse(f"decisions:{route}", args=[case.pk, *more])


@pytest.mark.parametrize("route", PAGES)
def test_a_page_opens_and_takes_few_queries(
    decided, luk, client, django_assert_max_num_queries, route
):
    client.force_login(luk)
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = client.get(address(decided[0], route, decided[1]))
    assert answer.status_code == 200


@pytest.mark.parametrize("route", PAGES)
def test_a_page_of_another_teams_case_is_not_there(decided, user_with, client, route):
    client.force_login(user_with(Role.DECIDER, Role.REVIEWER))
    assert client.get(address(decided[0], route, decided[1])).status_code == 404


def test_the_page_while_a_decision_waits_takes_few_queries(
    reviewed, decide, hana, luk, client, django_assert_max_num_queries
):
    case = reviewed(WEIGHTY)
    decide(case, hana)
    client.force_login(luk)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(address(case, "decision")).content.decode()
    assert "I dissent" in page
    assert "Two people are needed" in page


def test_the_task_list_and_the_export_tell_of_the_decision(
    decided, ana, client, django_assert_max_num_queries
):
    case, _condition = decided
    client.force_login(ana)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(case.get_absolute_url()).content.decode()
    assert "Proceed with conditions, until" in page
    assert "Meet the conditions" in page
    told = client.get(reverse("cases:export", args=[case.pk])).json()
    assert told["decisions"][0]["signatures"][0]["by"] == "hana@example.org"


def test_who_does_not_decide_sees_no_form(reviewed, ana, client):
    case = reviewed()
    client.force_login(ana)
    page = client.get(address(case, "decision")).content.decode()
    assert '<button class="button">Sign</button>' not in page
    assert client.get(address(case, "decide")).status_code == 403


@pytest.fixture
def kim(reviewed, ana):
    """A decider with a password, and a case they are named for."""
    kim = add_person(
        email="kim@example.org",
        name="Kim",
        roles=[Role.DECIDER],
        password=PASSWORD,
        actor="system:test",
    )
    return kim, reviewed(named=(kim,))


def filled(page, case, **other):
    """The form of a page with what a decider fills in."""
    form, rows = page.context["form"], page.context["rows"]
    data = {
        "outcome": form.fields["outcome"].choices[1][0],
        "reasons": "weighed",
        "valid_until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "triggers": ["T08"],
        **{f"conditions-{key}": row for key, row in rows.management_form.initial.items()},
        "conditions-0-text": "Watchlist search is off",
        "conditions-0-proof": "Test report",
        "conditions-0-owner": str(case.owner_id),
        "conditions-0-due_on": timezone.localdate().isoformat(),
        "conditions-0-blocks_shipment": "on",
    }
    return {**data, **other}


def test_signing_asks_for_the_password_and_takes_the_form_up_again(kim, client, settings):
    settings.MFA_REQUIRED = False
    user, case = kim
    client.force_login(user)
    url = address(case, "decide")
    asked = client.post(url, filled(client.get(url), case))
    assert asked.status_code == 302
    assert "reauthenticate" in asked.url
    assert not Decision.objects.exists()
    done = client.post(asked.url, {"password": PASSWORD})
    assert done.status_code == 302
    decision = Decision.objects.get()
    assert decision.progress == Progress.IN_FORCE
    assert decision.conditions.get().text == "Watchlist search is off"
    assert "The decision is in force" in client.get(done.url).content.decode()


@pytest.fixture
def fresh(kim, client):
    """A browser of a decider who just logged in with their password."""
    user, case = kim
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client, case


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"reasons": ""}, "Reasons: This field is required."),
        ({"outcome": "proceed", "conditions-0-text": ""}, "the assessment proposes otherwise"),
        ({"conditions-0-owner": ""}, "A condition needs this."),
        ({"conditions-0-text": ""}, "name at least one"),
    ],
)
def test_what_is_missing_is_said_in_the_form(fresh, other, says):
    client, case = fresh
    url = address(case, "decide")
    answer = client.post(url, filled(client.get(url), case, **other))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_second_person_signs_on_the_page(reviewed, decide, hana, kim, client):
    user, _case = kim
    case = reviewed(WEIGHTY, named=(hana, user))
    decision = decide(case, hana)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    page = client.get(address(case, "decision"))
    data = {"stance": "agrees", "words": "", "seen": page.context["sign_form"]["seen"].value()}
    assert client.post(reverse("decisions:sign", args=[case.pk, 1]), data).status_code == 302
    decision.refresh_from_db()
    assert decision.progress == Progress.IN_FORCE
    page = client.get(address(case, "statement")).content.decode()
    assert page.count("The signature fits") == 2


def test_a_condition_is_proven_and_released_on_the_pages(
    reviewed, decide, hana, luk, evidence, ana, client
):
    case = reviewed()
    condition, file = decide(case, hana).conditions.get(), evidence(case)
    client.force_login(ana)
    client.post(address(case, "prove", condition), {"evidence": str(file.pk), "note": "page 1"})
    assert "Proof to be looked at" in client.get(address(case, "conditions")).content.decode()
    client.force_login(luk)
    assert "May not ship" in client.get(address(case, "conditions")).content.decode()
    client.post(address(case, "release", condition), {"note": "seen"})
    assert "May ship" in client.get(address(case, "conditions")).content.decode()


def test_a_decision_is_withdrawn_and_ended_on_the_pages(reviewed, decide, hana, ana, client):
    case = reviewed()
    decide(case, hana, triggers=["T08"])
    client.force_login(ana)
    client.post(address(case, "happened"), {"trigger": "T08", "reason": "a report"})
    assert "T08: a report" in client.get(address(case, "statement")).content.decode()
    decide(case, hana)
    client.force_login(hana)
    url = reverse("decisions:withdraw", args=[case.pk, 2])
    assert client.post(url, {"reason": "a new report"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "review"


def test_a_stale_assessment_is_said_on_the_page(reviewed, ana, hana, client):
    case = reviewed()
    content = {**cases.content_of(case), "end_use": "something else"}
    cases.save_transaction(case, actor=ana, content=content, seen=1)
    client.force_login(hana)
    page = client.get(address(case, "decision")).content.decode()
    assert "The transaction changed since." in page
    assert "Keep the assessment again" in page
