import pytest
from django.urls import reverse

from enduse.desk.accounts.roles import Role
from enduse.desk.cases import services as cases
from enduse.desk.matches import services
from enduse.desk.matches.models import Judgement
from enduse.desk.matches.remembered import judged

MOST_QUERIES = 15


@pytest.fixture
def screened(with_reseller, ana, client):
    case = with_reseller()
    run = services.screen_case(case, actor=ana)
    client.force_login(ana)
    return case, judged(run)[1].matches[0].match


def page_of(client, case, route, *more):
    return client.get(reverse(f"matches:{route}", args=[case.pk, *more]))


@pytest.mark.parametrize("route", ["screening", "run", "match", "judge", "cannot"])
def test_a_page_opens_and_takes_few_queries(screened, client, django_assert_max_num_queries, route):
    case, match = screened
    more = {
        "screening": ("screening",),
        "run": ("run", 1),
        "match": ("match", match.pk),
        "judge": ("judge", match.pk, "same"),
        "cannot": ("judge", match.pk, "cannot-tell"),
    }[route]
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = page_of(client, case, *more)
    assert answer.status_code == 200


def test_another_teams_screening_is_not_there(screened, user_with, client):
    case, match = screened
    client.force_login(user_with(Role.ANALYST))
    for more in (("screening",), ("run", 1), ("match", match.pk), ("judge", match.pk, "same")):
        assert page_of(client, case, *more).status_code == 404


def test_the_two_parties_stand_side_by_side_with_the_score_by_its_evidence(screened, client):
    case, match = screened
    page = page_of(client, case, "match", match.pk).content.decode()
    for said in ("Norvik Trading FZE", "xx-list P1, 2020-01-01", "The country agrees", "+0.40"):
        assert said in page
    assert "An old list" in page
    assert "5 of 90 on file" in page


def test_a_match_is_judged_on_its_page(screened, client, in_a_month):
    case, match = screened
    url = reverse("matches:judge", args=[case.pk, match.pk, "different"])
    assert client.post(url, {"reason": "", "until": in_a_month}).status_code == 422
    answer = client.post(url, {"reason": "another seat", "until": in_a_month.isoformat()})
    assert answer.status_code == 302
    assert Judgement.objects.get().verdict == "different party"
    assert "Different party" in client.get(answer.url).content.decode()


def test_one_looks_again_from_the_page(screened, client):
    case, _match = screened
    answer = client.post(reverse("matches:look", args=[case.pk]), {"threshold": "0.65"})
    assert answer.status_code == 302
    assert services.newest_run(case).threshold == 0.65
    assert "Earlier screenings" in client.get(answer.url).content.decode()


def test_where_a_word_was_said_is_shown_only_to_who_may_know(
    screened, ana, user_with, client, in_a_month, with_reseller
):
    case, match = screened
    said = {"reason": "another seat", "until": in_a_month}
    services.judge_match(match, actor=ana, verdict="different party", **said)
    bo = user_with(Role.ANALYST)
    theirs = with_reseller(actor=bo)
    there = judged(services.screen_case(theirs, actor=bo))[1].matches[0].match
    client.force_login(bo)
    page = page_of(client, theirs, "match", there.pk).content.decode()
    assert "Said in another case." in page
    assert case.reference not in page
    cases.add_member(case, actor=ana, user=bo, role="analyst")
    assert case.reference in page_of(client, theirs, "match", there.pk).content.decode()


def test_the_whole_case_takes_its_screening_along(screened, client):
    case, _match = screened
    told = client.get(reverse("cases:export", args=[case.pk])).json()
    assert told["screenings"][0]["parties"][1]["matches"][0]["entry"]["id"] == "xx:1"
    assert told["judgements"] == []
