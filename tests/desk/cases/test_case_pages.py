import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import answering, services
from enduse.desk.cases.answering import Given
from enduse.desk.cases.models import Case
from tests.desk.cases.conftest import EXAMPLES

MOST_QUERIES = 15

PAGES = [
    ("cases:case", ()),
    ("cases:describe", ()),
    ("cases:first_pass", (1,)),
    ("cases:first_pass", (2,)),
    ("cases:first_pass", (10,)),
    ("cases:questionnaire", ()),
    ("cases:question", ("C1-Q01",)),
    ("cases:question", ("C2-Q01",)),
    ("cases:question", ("C2-Q06",)),
    ("cases:question", ("C3-Q14",)),
    ("cases:consideration", ("C2",)),
    ("cases:set_aside", ("C8",)),
    ("cases:findings", ()),
    ("cases:finding", ("C1-R01",)),
    ("cases:finding", ("C2-R07",)),
    ("cases:resolve", ("C1-R01", "accepted")),
    ("cases:evidence", ()),
    ("cases:attach", ()),
    ("cases:claims", ()),
    ("cases:bring_back", ()),
    ("cases:people", ()),
    ("cases:add_member", ()),
    ("cases:assign", ()),
    ("cases:comments", ()),
    ("cases:timeline", ()),
    ("cases:documents", ()),
    ("cases:document", ("assessment-html",)),
    ("cases:withdraw", ()),
    ("cases:supersede", ()),
]


@pytest.mark.parametrize(("route", "more"), PAGES, ids=[f"{r}-{m}" for r, m in PAGES])
def test_a_page_opens_and_takes_few_queries(
    case, ana, client, django_assert_max_num_queries, route, more
):
    client.force_login(ana)
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(reverse(route, args=[case.pk, *more]))
    assert response.status_code == 200, response.content[:500]


@pytest.mark.parametrize(("route", "more"), PAGES, ids=[f"{r}-{m}" for r, m in PAGES])
def test_a_page_of_another_teams_case_is_not_there(case, user_with, client, route, more):
    client.force_login(user_with(Role.ANALYST, email="other@example.org"))
    assert client.get(reverse(route, args=[case.pk, *more])).status_code == 404


def test_the_list_shows_only_ones_own_cases_in_a_fixed_number_of_queries(
    opened, ana, user_with, client, django_assert_max_num_queries
):
    opened()
    other = user_with(Role.ANALYST, email="other@example.org")
    theirs = opened("stockholm-congestion-charge", actor=other)
    client.force_login(ana)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("cases:list")).content.decode()
    assert theirs.reference not in page
    assert "1 in this list" in page


def test_a_case_is_opened_from_what_one_knows(ana, client):
    client.force_login(ana)
    answer = client.post(
        reverse("cases:open"),
        {
            "product_name": "Vantage",
            "user_name": "Interior Ministry",
            "user_country": "KEN",
            "classification": "confidential",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert case.country == "KEN"
    assert "Vantage" in case.title
    assert case.memberships.get().role == "author"


def test_answering_on_the_page_goes_on_to_the_next_question(case, ana, client):
    client.force_login(ana)
    url = reverse("cases:question", args=[case.pk, "C2-Q11"])
    fact = "end_user.listed_on_rights_grounds"
    answer = client.post(url, {fact: "yes", "seen": "C2-Q11=0", "source": "List", "next": ""})
    assert answer.status_code == 302
    assert case.answers.get(question="C2-Q11").source == "List"
    case.refresh_from_db()
    assert case.route == "do_not_proceed"


def test_a_conflict_shows_both_answers_and_saves_neither_over_the_other(case, ana, client):
    fact = "end_user.listed_on_rights_grounds"
    answering.give_answers(case, [Given("C2-Q11", {fact: "yes"}, seen=0)], actor=ana)
    client.force_login(ana)
    url = reverse("cases:question", args=[case.pk, "C2-Q11"])
    answer = client.post(url, {fact: "no", "seen": "C2-Q11=0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "On file now" in page
    assert 'value="C2-Q11=1"' in page
    assert case.answers.get(is_current=True).values[fact] == "yes"


def test_a_page_of_the_first_pass_answers_the_questions_behind_it(case, ana, client):
    client.force_login(ana)
    page = client.get(reverse("cases:first_pass", args=[case.pk, 6]))
    form = page.context["form"]
    data = {field.name: "no" for field in form.line_fields}
    data["seen"] = form["seen"].value()
    answer = client.post(reverse("cases:first_pass", args=[case.pk, 6]), data)
    assert answer.status_code == 302
    assert case.answers.filter(is_current=True).count() >= 2


def test_a_transaction_file_opens_a_case_with_its_answers(ana, client):
    content = (EXAMPLES / "kenya-border-facial-recognition.toml").read_bytes()
    client.force_login(ana)
    answer = client.post(
        reverse("cases:upload"), {"title": "Gates", "file": SimpleUploadedFile("k.toml", content)}
    )
    assert answer.status_code == 302, answer.content.decode()
    case = services.get_case(ana, int(answer.url.split("-")[1].strip("/")))
    assert services.content_of(case)["answers"]["C3-Q04"] == "no"
    assert case.route == "escalate"


def test_a_file_that_is_no_transaction_says_what_is_wrong(ana, client):
    client.force_login(ana)
    answer = client.post(
        reverse("cases:upload"),
        {"title": "Gates", "file": SimpleUploadedFile("k.json", b'{"product": {}, "party": []}')},
    )
    assert answer.status_code == 422
    assert "parties: missing" in answer.content.decode()
