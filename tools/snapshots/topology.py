"""Read the country shapes of a TopoJSON file as rings of longitude and latitude."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # longitude, latitude in degrees
Ring = list[Point]


def read_shapes(path: Path) -> Iterator[tuple[str, str, list[list[Ring]]]]:
    """Give each country's ISO number (may be empty), name and polygons (outer ring first)."""
    topology = json.loads(path.read_bytes())
    arcs = [_unpack(arc, topology["transform"]) for arc in topology["arcs"]]
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield (
            shape.get("id", ""),
            shape["properties"]["name"],
            [[_ring(ring, arcs) for ring in polygon] for polygon in polygons],
        )


def area(ring: Ring) -> float:
    """The signed area of a ring in square degrees."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def _unpack(arc: list[list[int]], transform: Any) -> Ring:  # noqa: ANN401 - as JSON gives it
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return points


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs; a negative number is an arc read backwards. Joints are kept once."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring
