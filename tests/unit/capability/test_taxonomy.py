from importlib.resources import files

import pytest
from tools.build_capability_reference import PAGE, page

from enduse.capability.lexicon import build_lexicon
from enduse.capability.taxonomy import build_taxonomy, load_taxonomy
from enduse.domain.errors import BadDataError, NotFoundError

DATA = files("enduse.capability") / "data"


def _text(name):
    return (DATA / name).read_text("utf-8")


def test_taxonomy_holds_sixty_capabilities_in_seven_groups():
    taxonomy = load_taxonomy()
    assert len(taxonomy.capabilities) == 60
    assert len({capability.group for capability in taxonomy.capabilities}) == 7


def test_every_capability_names_misuse_legitimate_use_and_tailoring():
    for capability in load_taxonomy().capabilities:
        assert capability.misuse, capability.id
        assert capability.legitimate_uses, capability.id
        assert capability.tailoring, capability.id


def test_an_unknown_id_names_the_nearest_ones():
    with pytest.raises(NotFoundError) as error:
        load_taxonomy().get("biometric.face_recogniton")
    assert "biometric.face_recognition" in error.value.values["near"]


def test_control_entries_are_found_from_the_capability():
    entries = load_taxonomy().entries_of("location.cell_site_simulator")
    assert "5A001.f.1" in {entry.id for entry in entries}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('group = "Sensors"', 'group = "Sensors"\ncolour = "red"'),
        ('intrinsic_risk = "high"', 'intrinsic_risk = "huge"'),
        ("sensor.aerial_satellite", "sensor.nowhere"),
        ("as_of", "= broken"),
    ],
)
def test_wrong_taxonomy_data_stops_the_program(old, new):
    text = _text("taxonomy.toml").replace(old, new, 1)
    with pytest.raises(BadDataError):
        build_taxonomy(text, _text("control_entries.toml"))


@pytest.mark.parametrize(
    "row",
    [
        "sensor.nowhere,0.5,face,10,no such capability",
        "location.alpr,0.5,no_such_concept,10,no such concept",
        "location.alpr,0.5,face",
    ],
)
def test_wrong_function_data_stops_the_program(row):
    with pytest.raises(BadDataError):
        build_lexicon(
            load_taxonomy(),
            terms_csv=_text("terms.csv"),
            concepts_toml=_text("concepts.toml"),
            functions_csv=f"{_text('functions.csv')}{row}\n",
            implied_csv=_text("implied.csv"),
        )


def test_the_reference_page_is_current():
    assert PAGE.read_text("utf-8") == page(load_taxonomy())
