"""Draw the outlines of countries as SVG paths for a small world map."""

import json
import math
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from snapshots.csvtext import read_rows
from snapshots.topology import Point, Ring, area, read_shapes

HERE = Path(__file__).parent
WIDTH, HEIGHT = 960.0, 470.0  # of the picture, in SVG units
TOP, BOTTOM = 84.0, -57.0  # degrees of latitude shown; Antarctica is left out
TOLERANCE = 0.2  # SVG units a line may move when it is simplified
SMALLEST = 0.4  # square units; a smaller ring is dropped, unless it is the country's largest
POINTS_BELOW = 12.0  # square units; a country that covers less also gets a mark
HALF_TURN = 180.0
UNNUMBERED = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
"""Shapes without an ISO number: drawn with the state whose territory the United Nations has
them in, except Kosovo, which has figures of its own."""


def build_map(topojson: Path, numbers: Mapping[str, str]) -> tuple[bytes, int]:
    """Build `shapes.json`: the size of the picture, and per country a path and a mark.

    Args:
        topojson: `countries-50m.json` of world-atlas.
        numbers: ISO 3166-1 number to alpha-3.

    Returns:
        The JSON, and how many countries have a path.
    """
    drawn: dict[str, list[Ring]] = {}
    for number, name, polygons in read_shapes(topojson):
        iso3 = UNNUMBERED.get(name) or numbers.get(number)
        if iso3 and iso3 != "ATA":
            halves = [half for polygon in polygons for half in _cut_at_date_line(polygon[0])]
            rings = [_project_ring(ring) for ring in halves]
            drawn.setdefault(iso3, []).extend(ring for ring in rings if len(ring) > 3)
    paths = {iso3: _path(rings) for iso3, rings in sorted(drawn.items())}
    marks = {
        row["iso3"]: project((float(row["lon"]), float(row["lat"])))
        for row in read_rows(HERE / "points.csv")
        if _covers(drawn.get(row["iso3"], [])) < POINTS_BELOW and row["iso3"] != "ATA"
    }
    content = {
        "width": WIDTH,
        "height": HEIGHT,
        "paths": {iso3: path for iso3, path in paths.items() if path},
        "marks": {iso3: [round(x, 1), round(y, 1)] for iso3, (x, y) in sorted(marks.items())},
    }
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    return text.encode(), len(paths)


def project(point: Point) -> Point:
    """Place longitude and latitude on the picture (Natural Earth projection, Patterson 2011)."""
    longitude, latitude = math.radians(point[0]), math.radians(point[1])
    x, y = _natural_earth(longitude, latitude)
    edge, _ = _natural_earth(math.pi, 0.0)
    _, top = _natural_earth(0.0, math.radians(TOP))
    _, bottom = _natural_earth(0.0, math.radians(BOTTOM))
    return (
        (x / edge + 1) / 2 * WIDTH,
        (top - y) / (top - bottom) * HEIGHT,
    )


def _natural_earth(longitude: float, latitude: float) -> Point:
    """The polynomial form of Natural Earth (Šavrič, Patterson and Jenny 2011)."""
    square = latitude * latitude
    fourth = square * square
    x = longitude * (
        0.8707
        - 0.131979 * square
        + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    y = latitude * (
        1.007226
        + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
    )
    return x, y


def _cut_at_date_line(ring: Ring) -> list[Ring]:
    """Split a ring that crosses 180 degrees east into its parts on either side."""
    unrolled, turn = [ring[0]], 0.0
    for (before, _), (longitude, latitude) in pairwise(ring):
        if abs(longitude - before) > HALF_TURN:
            turn += 2 * HALF_TURN if longitude < before else -2 * HALF_TURN
        unrolled.append((longitude + turn, latitude))
    if all(-HALF_TURN <= longitude <= HALF_TURN for longitude, _ in unrolled):
        return [unrolled]
    parts = [
        _shift(_clip(_clip(unrolled, centre - HALF_TURN, 1), centre + HALF_TURN, -1), -centre)
        for centre in (-2 * HALF_TURN, 0.0, 2 * HALF_TURN)
    ]
    return [part for part in parts if part]


def _clip(ring: Ring, at: float, side: int) -> Ring:
    """Keep what lies east (side 1) or west (side -1) of a longitude (Sutherland-Hodgman)."""
    kept: Ring = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, next_inside = (x0 - at) * side >= 0, (x1 - at) * side >= 0
        if inside:
            kept.append((x0, y0))
        if inside != next_inside:
            kept.append((at, y0 + (at - x0) / (x1 - x0) * (y1 - y0)))
    return [*kept, kept[0]] if kept and kept[0] != kept[-1] else kept


def _shift(ring: Ring, by: float) -> Ring:
    return [(longitude + by, latitude) for longitude, latitude in ring]


def _project_ring(ring: Ring) -> Ring:
    return _simplify([project(point) for point in ring])


def _simplify(ring: Ring) -> Ring:
    """Leave out points that lie within TOLERANCE of the line without them (Douglas-Peucker)."""
    keep = {0, len(ring) - 1}
    middle = max(range(len(ring)), key=lambda i: math.dist(ring[0], ring[i]))
    todo = [(0, middle), (middle, len(ring) - 1)]
    keep.add(middle)
    while todo:
        start, end = todo.pop()
        far, distance = start, TOLERANCE
        for i in range(start + 1, end):
            off = _distance(ring[i], ring[start], ring[end])
            if off > distance:
                far, distance = i, off
        if far != start:
            keep.add(far)
            todo += [(start, far), (far, end)]
    return [ring[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """The distance from a point to a stretch of line."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    if length == 0:
        return math.dist(point, start)
    along = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.dist(point, (ax + along * (bx - ax), ay + along * (by - ay)))


def _covers(rings: list[Ring]) -> float:
    return sum(abs(area(ring)) for ring in rings)


def _path(rings: list[Ring]) -> str:
    """Write rings as an SVG path in tenths of a unit, relative moves, largest ring first."""
    ordered = sorted(rings, key=lambda ring: -abs(area(ring)))
    kept = ordered[:1] + [ring for ring in ordered[1:] if abs(area(ring)) >= SMALLEST]
    return "".join(_subpath(ring) for ring in kept)


def _subpath(ring: Ring) -> str:
    grid = [(round(x * 10), round(y * 10)) for x, y in ring]
    (x, y), rest = grid[0], grid[1:-1]
    steps = []
    at = (x, y)
    for point in rest:
        steps.append(f"{_tenth(point[0] - at[0])} {_tenth(point[1] - at[1])}")
        at = point
    return f"M{_tenth(x)} {_tenth(y)}l{' '.join(steps)}z".replace(" -", "-")


def _tenth(value: int) -> str:
    """Write tenths as short as SVG allows: 0.5 as .5."""
    text = f"{value / 10:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
