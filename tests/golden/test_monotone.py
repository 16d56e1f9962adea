"""Knowing less never makes a sale look better: the promise of "unknown never clears"."""

import tomllib
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from tools.update_golden import example_paths

from enduse.assessment.engine import load_engine
from enduse.domain.vocabulary import RouteLevel
from tests.golden.deletions import (
    assess,
    improvements,
    paths,
    takes_back_a_contradiction,
    without,
)
from tests.golden.generated import clean_answers, transactions

ENGINE = load_engine()
DAYS = [date(2010, 1, 1), date(2018, 6, 1), date(2024, 6, 1), date(2026, 10, 1)]
QUICK = settings(
    max_examples=120,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(QUICK, max_examples=1_000, derandomize=False, phases=list(Phase))
ANSWERS_TRIED = 12  # of about two hundred places under `answers`, in the quick form


@pytest.mark.parametrize("path", example_paths(), ids=lambda path: path.stem)
def test_deleting_any_one_fact_of_an_example_never_improves_it(path):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    fuller = assess(ENGINE, content, content["as_of"])
    assert fuller is not None
    for place in paths(content):
        reduced = assess(ENGINE, without(content, place), content["as_of"])
        assert reduced is None or not improvements(fuller, reduced), place


@QUICK
@given(content=transactions(ENGINE), day=st.sampled_from(DAYS), data=st.data())
def test_deleting_any_one_fact_of_a_made_up_file_never_improves_it(content, day, data):
    answers = list(paths(content["answers"], ("answers",)))
    tried = data.draw(st.lists(st.sampled_from(answers), max_size=ANSWERS_TRIED, unique=True))
    rest = {key: value for key, value in content.items() if key != "answers"}
    lists = [place for place in answers if place[1] in {"C1-Q01", "C4-Q01"}]
    _check(content, day, [*paths(rest), ("answers",), *lists, *tried])


@pytest.mark.long
@LONG
@given(content=transactions(ENGINE), day=st.sampled_from(DAYS))
def test_deleting_any_one_fact_of_any_made_up_file_never_improves_it(content, day):
    _check(content, day, list(paths(content)))


def _sale(capabilities, *users, end_use="Records work.", description="Prints.", name="Printer"):
    product = {"name": name, "vendor": "Example Vendor", "description": description}
    keys = ("role", "name", "country", "type", "region")
    parties = [dict(zip(keys, ("end_user", *user), strict=False)) for user in users]
    answers = clean_answers(ENGINE.pack.catalogue) | {
        "C1-Q01": list(capabilities),
        "C4-Q01": [party["name"] for party in parties],
    }
    product["capabilities"] = list(capabilities)
    return {"product": product, "parties": parties, "end_use": end_use, "answers": answers}


LOW, MEDIUM = ["infra.ocr_document"], ["internet.packet_capture_nsm"]
COVERT = "Works covertly on the whole population and reads the content of messages."
POLICE = ("A", "UGA", "police")
# The smallest file for each way in which knowing less once made a sale look better.
SMALLEST = {
    "a party, of two with one name": (
        _sale(LOW, ("A", "NOR", "health"), POLICE),
        ("parties", 1),
    ),
    "the region of a user, where reports are regional": (
        _sale(MEDIUM, ("A", "GBR", "municipality", "London"), end_use="Work."),
        ("parties", 0, "region"),
    ),
    "a description that states more reach than the answers": (
        _sale(LOW, POLICE, end_use="Work.", description=COVERT),
        ("product", "description"),
    ),
    "an end-use that states more reach than the answers": (
        _sale(LOW, POLICE, end_use=COVERT),
        ("end_use",),
    ),
    "a product name that states more reach than the answers": (
        _sale(LOW, POLICE, end_use="Work.", name="Covert nationwide interception of messages"),
        ("product", "name"),
    ),
    "a reseller that is listed": (
        _sale(LOW, ("A", "NOR", "health"), ("Hikvision", "NOR", "border")),
        ("parties", 1),
    ),
    "the name of a listed party": (
        _sale(LOW, ("Xinjiang Public Security Bureau", "CHN", "police")),
        ("parties", 0, "name"),
    ),
    "the country that makes a match of a name": (
        _sale(LOW, ("Dahua Technology", "CHN", "police")),
        ("parties", 0, "country"),
    ),
    "the listed owner of a party": (
        _sale(LOW, ("A", "NOR", "health"))
        | {"ownership": [{"owned": "A", "owner": "Zhejiang Dahua Technology", "share": 1.0}]},
        ("ownership",),
    ),
    "the country of a user whose name names another": (
        _sale(["location.alpr"], ("Ministry of Interior of Norway", "IRN", "health")),
        ("parties", 0, "country"),
    ),
}


@pytest.mark.parametrize("deleted", SMALLEST)
def test_deleting_this_fact_never_improves_a_sale(deleted):
    content, place = SMALLEST[deleted]
    for day in (DAYS[1], DAYS[-1]):
        fuller = assess(ENGINE, content, day)
        reduced = assess(ENGINE, without(content, place), day)
        assert fuller is not None
        assert reduced is not None
        assert not improvements(fuller, reduced)


def test_made_up_files_reach_the_edge_where_a_sale_may_proceed():
    content = _sale(LOW, ("A", "NOR", "health"))
    assert assess(ENGINE, content, DAYS[1]).route is RouteLevel.PROCEED
    unconfirmed = without(content, ("answers", "C4-Q01"))
    assert assess(ENGINE, unconfirmed, DAYS[1]).route is not RouteLevel.PROCEED


def _check(content, day, places):
    fuller = assess(ENGINE, content, day)
    assert fuller is not None, "a made-up file should be valid"
    for place in places:
        less = without(content, place)
        if takes_back_a_contradiction(content, less):
            continue
        reduced = assess(ENGINE, less, day)
        better = improvements(fuller, reduced) if reduced else []
        if better:
            note(f"deleted: {place}")
        assert not better, (place, better)
