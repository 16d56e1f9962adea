"""A world map as inline SVG: shade and pattern by value, and marks for small states."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from enduse.documents.page import escape
from enduse.domain.errors import BadDataError

STEPS = ((20.0, "s1"), (40.0, "s2"), (60.0, "s3"), (80.0, "s4"), (100.1, "s5"))
LABELS = {
    "s1": "0 to 20% of countries do better",
    "s2": "20 to 40%",
    "s3": "40 to 60%",
    "s4": "60 to 80%",
    "s5": "80 to 100%",
    "s0": "no fresh figure",
}
SHORT_LABELS = {**LABELS, "s1": "0 to 20%", "s0": "no figure"}
LEGEND_HEIGHT = 28.0
# The pattern drawn over each shade, so that the map reads without colour.
_PATTERNS = {
    "s1": "",
    "s2": "",
    "s3": '<path class="hatch" d="M0 6L6 0"/>',
    "s4": '<path class="hatch" d="M0 3H6"/>',
    "s5": '<path class="hatch" d="M0 0L6 6M0 6L6 0"/>',
    "s0": '<circle class="hatch-none" cx="3" cy="3" r="0.8"/>',
}
MARK_RADIUS = 2.6


@dataclass(frozen=True, slots=True)
class Shapes:
    """The outlines and marks of countries on a picture of a given size."""

    width: float
    height: float
    paths: Mapping[str, str]  # ISO 3166-1 alpha-3 to SVG path
    marks: Mapping[str, tuple[float, float]]  # of countries too small to see


@cache
def load_shapes() -> Shapes:
    """Read the embedded outlines.

    Raises:
        BadDataError: the file is missing or malformed.
    """
    try:
        place = files("enduse").joinpath("snapshots", "map", "shapes.json")
        table = json.loads(place.read_bytes())
        return Shapes(
            width=float(table["width"]),
            height=float(table["height"]),
            paths=dict(table["paths"]),
            marks={iso3: (float(x), float(y)) for iso3, (x, y) in table["marks"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadDataError("the map cannot be read; install the package again") from error


def step_of(value: float | None) -> str:
    """Give the step of the scale that a share of 0 to 100 falls in; `s0` for none."""
    if value is None:
        return "s0"
    return next(step for limit, step in STEPS if value < limit)


def world_map(
    values: Mapping[str, float], *, title: str, said: str, chosen: str = "", map_id: str = "map"
) -> str:
    """Draw the world, shaded by value, with a legend.

    Args:
        values: ISO 3166-1 alpha-3 to a share of 0 to 100; higher is worse, absent is unknown.
        title: what the map shows.
        said: the same in a sentence, for those who do not see it.
        chosen: a country to outline.
        map_id: unique on the page.

    Returns:
        A `figure` with the map and its legend; the caller gives the table beside it.
    """
    drawn = map_svg(values, title=title, said=said, chosen=chosen, map_id=map_id)
    return f"<figure>{drawn}<figcaption>{escape(title)}</figcaption>{_legend(map_id)}</figure>"


def map_svg(
    values: Mapping[str, float],
    *,
    title: str,
    said: str,
    chosen: str = "",
    map_id: str = "map",
    legend: bool = False,
) -> str:
    """Draw the map alone, with the legend inside the picture where `legend` is true."""
    shapes = load_shapes()
    land = "".join(
        _land(path, step_of(values.get(iso3)), map_id) for iso3, path in shapes.paths.items()
    )
    marks = "".join(
        _mark(place, step_of(values.get(iso3)), map_id) for iso3, place in shapes.marks.items()
    )
    height = shapes.height + (LEGEND_HEIGHT if legend else 0)
    return (
        f'<svg viewBox="0 0 {shapes.width:g} {height:g}" role="img" '
        f'aria-labelledby="{map_id}-t {map_id}-d"><title id="{map_id}-t">{escape(title)}</title>'
        f'<desc id="{map_id}-d">{escape(said)}</desc>{_definitions(map_id)}'
        f'<rect class="sea" width="{shapes.width:g}" height="{shapes.height:g}"/>'
        f"<g>{land}</g><g>{marks}</g>{_outline(shapes, chosen)}"
        f"{_drawn_legend(shapes, map_id) if legend else ''}</svg>"
    )


def _drawn_legend(shapes: Shapes, map_id: str) -> str:
    """The legend as part of the picture, for paper."""
    step_width = shapes.width / len(LABELS)
    y = shapes.height + 8
    return "".join(
        f'<rect class="mark" x="{place * step_width:.0f}" y="{y:g}" width="24" height="14" '
        f'fill="url(#{map_id}-{step})"/><text x="{place * step_width + 29:.0f}" y="{y + 11:g}" '
        f'font-size="13">{escape(SHORT_LABELS[step])}</text>'
        for place, step in enumerate(LABELS)
    )


def _definitions(map_id: str) -> str:
    patterns = "".join(
        f'<pattern id="{map_id}-{step}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect class="{step}" width="6" height="6"/>{drawing}</pattern>'
        for step, drawing in _PATTERNS.items()
    )
    return f"<defs>{patterns}</defs>"


def _land(path: str, step: str, map_id: str) -> str:
    return f'<path class="land" fill="url(#{map_id}-{step})" d="{path}"/>'


def _mark(place: tuple[float, float], step: str, map_id: str) -> str:
    x, y = place
    return (
        f'<circle class="mark" cx="{x:g}" cy="{y:g}" r="{MARK_RADIUS}" '
        f'fill="url(#{map_id}-{step})"/>'
    )


def _outline(shapes: Shapes, chosen: str) -> str:
    """Outline one country; a small one gets a ring round its mark."""
    if chosen in shapes.marks:
        x, y = shapes.marks[chosen]
        return f'<circle class="chosen" cx="{x:g}" cy="{y:g}" r="{MARK_RADIUS + 5}"/>'
    return f'<path class="chosen" d="{shapes.paths[chosen]}"/>' if chosen in shapes.paths else ""


def _legend(map_id: str) -> str:
    entries = "".join(
        f'<li><svg viewBox="0 0 24 14" width="24" height="14" aria-hidden="true">'
        f'<rect class="mark" width="24" height="14" fill="url(#{map_id}-{step})"/></svg>'
        f"{escape(label)}</li>"
        for step, label in LABELS.items()
    )
    return f'<ul class="legend">{entries}</ul>'
