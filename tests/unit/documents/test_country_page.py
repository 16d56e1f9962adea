import json
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from enduse.documents.country_data import country_data
from enduse.documents.country_page import country_page, trend_in_words
from enduse.documents.page import escape, html_page
from enduse.evidence.base import load_evidence
from enduse.evidence.dossier import country_dossier

VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "circle", "path"}


class Reader(HTMLParser):
    """Collects what the tests ask about, and checks that every element is closed."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.tags, self.headings, self.open = [], [], set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "a":
            self.links.append(told["href"])
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def base():
    return load_evidence()


@pytest.fixture(scope="module", params=[("UGA", 2026), ("BHR", 2012), ("TUV", 2001)])
def page(request, base):
    country, year = request.param
    return country_page(base, country_dossier(base, country, date(year, 1, 1)))


def test_a_page_is_whole_and_needs_nothing_else(page):
    reader = Reader(page)
    assert not reader.open
    assert not reader.tags & {"script", "img", "iframe", "link", "object", "form"}
    assert "@import" not in page
    assert "url(http" not in page


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(page):
    reader = Reader(page)
    assert len(reader.ids) == len(set(reader.ids))
    for link in reader.links:
        assert link[1:] in reader.ids if link.startswith("#") else link.startswith("https://")


def test_headings_go_down_one_level_at_a_time(page):
    levels = Reader(page).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_same_dossier_gives_the_same_bytes(base):
    dossier = country_dossier(base, "UGA", date(2020, 1, 1))
    assert country_page(base, dossier) == country_page(base, dossier)
    assert json.dumps(country_data(dossier)) == json.dumps(country_data(dossier))


def test_a_country_without_figures_is_said_to_be_unknown_and_not_clean(base):
    page = country_page(base, country_dossier(base, "TUV", date(2012, 1, 1)))
    assert "unknown, not clean" in page
    assert "That is a gap, not a clean record" in page


def test_every_source_used_is_named_with_its_licence(base):
    page = country_page(base, country_dossier(base, "UGA", date(2026, 1, 1)))
    for source in ("vdem", "wjp", "wgi", "ucdp", "fariss"):
        assert escape(base.manifests[source].citation) in page
        assert escape(base.manifests[source].licence) in page


def test_data_for_json_holds_every_subject_and_gap(base):
    data = country_data(country_dossier(base, "UGA", date(2012, 1, 1)))
    assert data["as_of"] == "2012-01-01"
    assert len(data["subjects"]) == 13
    assert any(subject["gaps"] for subject in data["subjects"])


@pytest.mark.parametrize(
    ("change", "words"),
    [(None, "not known"), (4.9, "about the same"), (-4.9, "about the same"),
     (5.0, "worse by 5 points"), (-12.0, "better by 12 points")],
)  # fmt: skip
def test_a_rank_that_rises_is_a_record_that_gets_worse(change, words):
    assert trend_in_words(change) == words


def test_markup_in_a_title_stays_text():
    page = html_page(title='<script>alert("x")</script>', body="<p>b</p>", lang='en"><b')
    assert "<script" not in page
    assert 'lang="en&quot;&gt;&lt;b"' in page
