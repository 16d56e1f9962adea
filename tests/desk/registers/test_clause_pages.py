from html import unescape

import pytest
from django.urls import reverse

from enduse.desk.accounts.roles import VERBS, Role
from enduse.desk.registers.clause_views import blocks
from enduse.domain.clauses import FOR_COUNSEL, Variant
from enduse.guidance.clauses import load_clauses

LIBRARY = load_clauses()


@pytest.fixture
def reader(ana, client):
    client.force_login(ana)
    return client


def page_of(client, id_):
    return client.get(reverse("registers:clause", args=[id_]))


def test_the_list_holds_every_clause_and_its_caveat(reader):
    page = reader.get(reverse("registers:clauses")).content.decode()
    for one in LIBRARY.clauses:
        assert reverse("registers:clause", args=[one.id]) in page
    assert FOR_COUNSEL in unescape(page)
    assert f"library {LIBRARY.version}" in page


def test_a_safeguard_narrows_the_list(reader):
    safeguard = next(one.safeguards[0] for one in LIBRARY.clauses if one.safeguards)
    context = reader.get(reverse("registers:clauses"), {"safeguard": safeguard.lower()}).context
    shown = [one.id for _, held in context["parts"] for one in held]
    assert shown == [one.id for one in LIBRARY.clauses if safeguard in one.safeguards]


def test_a_safeguard_without_a_clause_is_said(reader):
    page = reader.get(reverse("registers:clauses"), {"safeguard": "C9-S99"}).content.decode()
    assert "No clause carries out C9-S99." in page


@pytest.mark.parametrize("one", LIBRARY.clauses, ids=lambda one: one.id)
def test_a_clause_is_shown_with_its_variants_and_notes(reader, one):
    response = page_of(reader, one.id)
    assert response.status_code == 200
    page, context = response.content.decode(), response.context
    for variant in Variant:
        assert f'id="{variant.value}"' in page
    assert [shown for shown, _ in context["variants"]] == list(Variant)
    assert context["notes"] == blocks(one.negotiation)
    assert [safeguard.id for safeguard in context["safeguards"]] == sorted(one.safeguards)


def test_blanks_and_other_clauses_are_explained(reader):
    one = next(one for one in LIBRARY.clauses if "{clause:" in one.text(Variant.BALANCED))
    context = page_of(reader, one.id).context
    assert context["points_to"]
    assert all("{" + id_ + "}" in "".join(one.variants.values()) for id_, _ in context["blanks"])


def test_no_word_of_a_clause_is_lost():
    for one in LIBRARY.clauses:
        for text in one.variants.values():
            words = " ".join(words for _, words in blocks(text)).split()
            assert words == [word for word in text.split() if word != "-"]


def test_a_clause_that_does_not_exist_is_not_found(reader):
    assert page_of(reader, "horoscope").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_clauses_are_for_those_who_may_view_them(user_with, client, role):
    client.force_login(user_with(role))
    expected = 200 if role in VERBS["clause:view"] else 403
    assert client.get(reverse("registers:clauses")).status_code == expected
