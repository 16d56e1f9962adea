"""The catalogue is whole, and strict about its files."""

import shutil
from importlib.resources import as_file, files

import pytest

from enduse.assessment.pack import LOCK, load_pack, pack_sha256
from enduse.domain.errors import BadDataError, NotFoundError
from enduse.domain.vocabulary import Confidence
from enduse.guidance.loading import load_catalogue, read_catalogue


@pytest.fixture
def folder(tmp_path):
    with as_file(files("enduse.guidance")) as source:
        shutil.copytree(source, tmp_path / "pack", ignore=shutil.ignore_patterns("*.py*"))
    return tmp_path / "pack"


def test_catalogue_counts_what_the_seed_counts():
    catalogue = load_catalogue()
    assert len(catalogue.considerations) == 8
    assert len(catalogue.questions) == 107
    assert len(catalogue.red_flags) == 82
    assert len(catalogue.safeguards) == 89
    assert len(catalogue.definitions) == 16
    assert len(catalogue.instruments) == 25
    assert len(catalogue.appendix1) == 43
    assert len(catalogue.appendix2) == 27


def test_every_item_has_a_confidence():
    catalogue = load_catalogue()
    items = (
        *catalogue.questions,
        *catalogue.red_flags,
        *catalogue.safeguards,
        *catalogue.definitions,
        *catalogue.review_triggers,
        *catalogue.appendix2,
    )
    assert all(isinstance(item.confidence, Confidence) for item in items)


def test_recalled_items_never_read_as_the_departments_words():
    for confidence in Confidence:
        if confidence.value.startswith("memory"):
            assert "recalled, not checked" in confidence.label
    assert "addition" in Confidence.INFERRED.label


def test_every_question_gives_one_fact_and_every_sign_is_yes_or_no():
    for question in load_catalogue().questions:
        assert question.fact.question == question.id
        assert {sign.fact.type.value for sign in question.signs} <= {"yes_no"}


def test_every_instrument_maps_to_items_that_exist():
    catalogue = load_catalogue()
    known = {item.id for item in (*catalogue.considerations, *catalogue.red_flags)}
    for instrument in catalogue.instruments:
        assert set(instrument.considerations) <= known
        for element in instrument.elements:
            assert set(element.maps) <= known, element.id


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("red_flags/C1-R03.toml", 'severity = "high"', 'severity = "huge"', "severity is 'huge'"),
        ("red_flags/C1-R03.toml", "version = 1", "versio = 1", "version is missing"),
        ("red_flags/C1-R03.toml", "version = 1", "version = 1\nextra = 2", "unknown key 'extra'"),
        ("red_flags/C1-R03.toml", 'asks = ["C1-Q02"]', 'asks = ["C9-Q99"]', "C9-Q99"),
        ("red_flags/C1-R03.toml", 'id = "C1-R03"', 'id = "C1-R99"', "is named C1-R99.toml"),
        ("considerations/C1.toml", 'answer = "date"', 'answer = "day"', "answer is 'day'"),
        ("facts.toml", 'type = "date"', "type = 3", "type is int, should be str"),
        ("definitions.toml", 'id = "D-MISUSE"', "id = ", "definitions.toml"),
    ],
)
def test_a_malformed_file_stops_the_program_and_is_named(folder, file, old, new, says):
    path = folder / file
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(BadDataError) as error:
        read_catalogue(folder)
    assert says in str(error.value)


def test_a_pack_that_is_not_what_its_lock_says_does_not_load(folder):
    path = folder / "red_flags" / "C1-R03.toml"
    path.write_text(path.read_text().replace('severity = "high"', 'severity = "note"'))
    with pytest.raises(BadDataError, match="lock"):
        load_pack(folder)
    (folder / LOCK).write_text(pack_sha256(folder))
    assert load_pack(folder).sha256 == pack_sha256(folder)


def test_a_rule_that_names_an_unknown_fact_does_not_load(folder):
    path = folder / "red_flags" / "C1-R03.toml"
    path.write_text(path.read_text().replace('when = "product.', 'when = "produkt.'))
    (folder / LOCK).write_text(pack_sha256(folder))
    with pytest.raises(BadDataError, match=r"C1-R03: no fact is called 'produkt\.marketed"):
        load_pack(folder)


def test_a_missing_folder_is_said_to_be_missing(tmp_path):
    with pytest.raises(NotFoundError):
        load_pack(tmp_path / "nowhere")
