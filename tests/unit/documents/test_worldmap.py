import re
from xml.etree import ElementTree

import pytest

from enduse.documents.worldmap import LABELS, load_shapes, step_of, world_map
from enduse.evidence.base import load_evidence

SMALL = ("BHR", "SGP", "MLT", "HKG", "MUS", "MCO", "LIE", "MDV", "SMR", "TUV", "BRB", "XKX")


def test_every_state_is_on_the_map():
    shapes = load_shapes()
    for country in load_evidence().indicators.countries:
        assert country in shapes.paths or country in shapes.marks, country


@pytest.mark.parametrize("iso3", SMALL)
def test_a_state_too_small_to_see_has_a_mark_within_the_picture(iso3):
    shapes = load_shapes()
    x, y = shapes.marks[iso3]
    assert 0 <= x <= shapes.width
    assert 0 <= y <= shapes.height


def test_no_outline_runs_across_the_whole_picture():
    shapes = load_shapes()
    for iso3, path in shapes.paths.items():
        moves = re.findall(r"l([^z]*)z", path)
        steps = [float(n) for part in moves for n in re.findall(r"-?\d*\.?\d+", part)[::2]]
        assert all(abs(step) < shapes.width / 2 for step in steps), iso3


def test_each_step_has_a_legend_and_a_pattern_of_its_own():
    html = world_map({"UGA": 70.0}, title="T", said="S", chosen="UGA")
    for step, label in LABELS.items():
        assert label in html
        assert f'id="map-{step}"' in html
    svg = ElementTree.fromstring(re.search(r"<svg.*?</svg>", html, re.DOTALL)[0])  # noqa: S314 - ours
    patterns = [len(pattern) for pattern in svg.iter("pattern")]
    assert sum(count > 1 for count in patterns) >= 4


def test_a_small_state_is_outlined_by_a_ring():
    assert '<circle class="chosen"' in world_map({}, title="T", said="S", chosen="BHR")
    assert '<path class="chosen"' in world_map({}, title="T", said="S", chosen="UGA")
    assert 'class="chosen"' not in world_map({}, title="T", said="S")


@pytest.mark.parametrize(
    ("value", "step"),
    [(None, "s0"), (0.0, "s1"), (19.9, "s1"), (20.0, "s2"), (79.9, "s4"), (100.0, "s5")],
)
def test_a_share_falls_in_one_step(value, step):
    assert step_of(value) == step
