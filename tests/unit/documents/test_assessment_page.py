import re
from html.parser import HTMLParser

import pytest

from enduse.assessment.engine import load_engine
from enduse.documents.assessment_instruments import instruments_json, read_instruments
from enduse.documents.assessment_json import assessment_document
from enduse.documents.assessment_page import assessment_page
from enduse.documents.assessment_rights import matrix_svg, rights_html
from enduse.documents.assessment_words import printable
from enduse.domain.findings import FindingAnswer
from tests.unit.documents.assessed import CASES, assessed

VOID = {"meta", "br", "rect", "circle", "path", "img", "input", "hr", "link"}


class Elements(HTMLParser):
    """The elements of a page, with whether every one is closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.names, self.attributes, self.ids = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def page_of(name):
    engine = load_engine()
    return assessment_page(assessed(name), base=engine.base, catalogue=engine.pack.catalogue)


def parsed(name):
    elements = Elements()
    elements.feed(page_of(name))
    return elements


@pytest.mark.parametrize("name", CASES)
def test_page_is_well_formed_and_ids_are_unique(name):
    elements = parsed(name)
    assert elements.open == []
    assert len(elements.ids) == len(set(elements.ids))


@pytest.mark.parametrize("name", CASES)
def test_page_needs_nothing_outside_and_runs_nothing(name):
    elements = parsed(name)
    assert not {"script", "link", "img", "iframe", "object"} & set(elements.names)
    assert not [name for name, _ in elements.attributes if name.startswith("on")]
    assert not [value for name, value in elements.attributes if name == "src"]
    assert "url(" not in page_of(name)
    assert "@import" not in page_of(name)


def test_markup_in_a_name_stays_text():
    page = page_of("hostile")
    assert "<script" not in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page
    assert "<svg onload" not in page


def test_text_of_any_direction_stands_by_itself():
    assert re.search(r'<bdi dir="auto">وزارة الداخلية [^<]*</bdi> \(', page_of("hostile"))


@pytest.mark.parametrize("name", CASES)
def test_every_link_of_the_contents_leads_somewhere(name):
    elements = parsed(name)
    targets = [v[1:] for n, v in elements.attributes if n == "href" and v.startswith("#")]
    assert set(targets) <= set(elements.ids)


@pytest.mark.parametrize("name", CASES)
def test_route_stands_in_words_beside_its_colour(name):
    level = assessed(name).route.level
    assert f'<p class="figure">{level.label}</p>' in page_of(name)


def test_every_red_flag_has_a_why_tree():
    page = page_of("uganda")
    assert page.count('class="tree small"') == len(assessed("uganda").findings) + 1  # the route's


def test_every_finding_safeguard_unknown_and_hold_is_shown():
    outcome, page = assessed("uganda"), page_of("uganda")
    for finding in outcome.findings:
        assert finding.red_flag.id in page
    for one in outcome.safeguards:
        assert f"{one.safeguard.id} " in page
    assert page.count('data-label="State"') == len(outcome.unknowns)
    assert all(hold.id or hold.says in page for hold in outcome.legal_holds)


def test_rights_picture_has_a_table_that_says_the_same():
    rights = assessed("uganda").rights
    html = rights_html(rights)
    assert html.count('<th scope="row">') == len(rights)
    assert all(right.right.label in matrix_svg(rights) for right in rights)


def test_no_right_on_file_is_said_and_is_no_clearance():
    assert "not a finding that no right is at risk" in rights_html(())


def test_unknown_country_is_said():
    assert "The country of the end-user is not stated" in page_of("sparse")


def test_known_country_is_shown_as_it_was_known_on_the_day():
    page = page_of("uganda")
    assert "Record by subject" in page
    charted = re.search(r'id="UGA-privacy-d">(.*?)</desc>', page)
    assert charted
    assert max(map(int, re.findall(r"\b(20\d\d)\b", charted[1]))) < 2019


def test_every_instrument_with_elements_is_read():
    catalogue = load_engine().pack.catalogue
    readings = read_instruments(assessed("uganda"), catalogue)
    assert {one.instrument.id for one in readings} == {
        one.id for one in catalogue.instruments if one.elements
    }
    assert any(reading.raised for reading in readings)


def test_no_element_of_an_instrument_is_clear_while_a_flag_is_not_known():
    outcome = assessed("uganda")
    answers = {finding.red_flag.id: finding.answer for finding in outcome.findings}
    for reading in read_instruments(outcome, load_engine().pack.catalogue):
        for one in reading.elements:
            if one.says.startswith("Clear"):
                assert all(answers[id_] is FindingAnswer.CLEAR for id_ in one.clear)
                assert not one.unknown
                assert not one.raised


def test_instruments_enter_the_document_when_asked_for():
    outcome = assessed("uganda")
    readings = read_instruments(outcome, load_engine().pack.catalogue)
    document = assessment_document(outcome, instruments_json(readings))
    assert len(document["instruments"]) == len(readings)
    assert "instruments" not in assessment_document(outcome)


def test_same_assessment_gives_the_same_page():
    assert page_of("uganda") == page_of("uganda")


def test_letters_of_every_script_are_printable_and_steering_is_not():
    joined = "क्\u200dष 👩\u200d🔬"
    assert printable(joined) == joined
    assert printable("a\u202eb\x1b[1m\x00") == "a b [1m "
