import csv
import json
import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "tools"))

import build_snapshots
from snapshots.indicators import build_indicator, read_sources, read_wanted
from snapshots.memberships import build_groups, build_treaties
from snapshots.topology import area, read_shapes
from snapshots.worldmap import HEIGHT, WIDTH, _cut_at_date_line, build_map, project


def figures(rows):
    schema = ("iso3", "year", "indicator", "value", "source", "version")
    return pl.DataFrame(rows, schema=list(schema), orient="row")


def wanted(name):
    return next(one for one in read_wanted() if one.id == name)


def test_every_wanted_indicator_has_a_source_and_a_title_of_its_own():
    entries = read_wanted()
    assert len({one.id for one in entries}) == len(entries)
    assert len({one.title for one in entries}) == len(entries)
    assert {one.source for one in entries} == set(read_sources())


def test_only_the_release_that_an_indicator_names_is_taken():
    rows = [
        ("UGA", 2020, "v2x_libdem", 0.2, "V-Dem", "v14 (via a)"),
        ("NOR", 2020, "v2x_libdem", 0.8, "V-Dem", "v14 (via a)"),
        ("UGA", 2024, "v2x_libdem", 0.9, "V-Dem", "v15 (via democracyData)"),
        ("SML", 2020, "v2x_libdem", 0.1, "V-Dem", "v14 (via a)"),
    ]
    indicator, ranked = build_indicator(figures(rows), wanted("v2x_libdem"), read_sources()["vdem"])
    assert indicator.version == "v14"
    assert ranked["country"].to_list() == ["NOR", "UGA"]
    assert ranked["worse_than"].to_list() == [0.0, 100.0]


def test_a_source_that_lists_only_reports_ranks_the_others_as_zero():
    rows = [("NAM", 2015, "targeted_threat_reports", 2.0, "Targeted Threats (Guarnieri)", "x")]
    _, ranked = build_indicator(
        figures(rows), wanted("targeted_threat_reports"), read_sources()["targeted_threats"]
    )
    assert ranked["countries"].to_list() == [195]
    assert ranked["worse_than"].to_list() == [100.0]


def test_namibias_code_stays_a_word(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text(
        "iso3,name,group,as_of,source,confidence,note\n"
        "NAM,Namibia,EAR E:1,2025-01,A rule (stored copy),high,\n"
    )
    content, rows = build_groups(path)
    assert rows == 1
    assert b"NAM,ear_e1,2025-01,,A rule,high" in content


def test_a_treaty_that_was_left_stops_the_build():
    rows = [
        ("UGA", 2000, "treaty_cat_party", 1.0, "UN Treaty Collection", "x"),
        ("UGA", 2001, "treaty_cat_party", 0.0, "UN Treaty Collection", "x"),
    ]
    with pytest.raises(SystemExit, match="left a treaty"):
        build_treaties(figures(rows))
    content, _ = build_treaties(figures(rows[::-1][1:]))
    assert b"UGA,cat,yes,2000,2000" in content


def test_the_picture_keeps_north_up_and_the_date_line_at_its_edges():
    (x0, y0), (x1, y1) = project((-180, 0)), project((180, 0))
    assert (round(x0), round(x1), y0) == (0, WIDTH, y1)
    assert project((0, 84))[1] == pytest.approx(0)
    assert project((0, -57))[1] == pytest.approx(HEIGHT)


def test_a_ring_over_the_date_line_is_cut_in_two():
    ring = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    parts = _cut_at_date_line(ring)
    assert len(parts) == 2
    assert sum(abs(area(part)) for part in parts) == pytest.approx(200)
    assert all(abs(x) <= 180 for part in parts for x, _ in part)


def test_shapes_are_read_and_drawn(tmp_path):
    arcs = [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]]
    shape = {"type": "Polygon", "arcs": [[0, 1]], "id": "800", "properties": {"name": "Uganda"}}
    path = tmp_path / "shapes.json"
    path.write_text(
        json.dumps(
            {
                "transform": {"scale": [1, 1], "translate": [20, 0]},
                "arcs": arcs,
                "objects": {"countries": {"geometries": [shape]}},
            }
        )
    )
    ((number, name, polygons),) = read_shapes(path)
    assert (number, name) == ("800", "Uganda")
    assert polygons[0][0][0] == (20, 0)
    content, count = build_map(path, {"800": "UGA"})
    assert count == 1
    assert json.loads(content)["paths"]["UGA"].startswith("M")


def small_input(folder):
    """Write an input of a few rows for every source."""
    folder.mkdir()
    rows = [
        (iso3, year, one.column or one.id, float(i + year % 3), read_sources()[one.source]["input"],
         one.version or "v14")
        for one in read_wanted()
        for i, iso3 in enumerate(("UGA", "NOR", "NAM"))
        for year in (2020, 2021)
    ]  # fmt: skip
    rows += [
        ("NAM", 2000, "treaty_cat_party", 1.0, "UN Treaty Collection", "x"),
    ]
    figures(rows).write_parquet(folder / "country_year_open.parquet")
    (folder / "export_control_groups.csv").write_text(
        "iso3,name,group,as_of,source,confidence,note\nNAM,Namibia,EAR A:1,2026-06-20,s,high,\n"
    )
    header = ["ISO3166-1-Alpha-3", "ISO3166-1-Alpha-2", "ISO3166-1-numeric", "CLDR display name",
        "UNTERM English Formal", "official_name_en", "Region Name", "Sub-region Name",
        "Capital"]  # fmt: skip
    with (folder / "iso3166_country-codes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerow(["NAM", "NA", "516", "Namibia", "the Republic of Namibia", "Namibia",
            "Africa", "Sub-Saharan Africa", "Windhoek"])  # fmt: skip


def test_the_same_input_gives_the_same_bytes(tmp_path, monkeypatch, capsys):
    small_input(tmp_path / "country")
    monkeypatch.setattr(build_snapshots, "verify", lambda _manifest: None)  # few rows, on purpose
    for name in ("a", "b"):
        build_snapshots.build_all(tmp_path / "country", tmp_path / name)
    built = [
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in sorted((tmp_path / name).rglob("*"))
            if path.is_file()
        }
        for name in ("a", "b")
    ]
    assert built[0] == built[1]
    assert b"NAM,NA,Namibia,Republic of Namibia" in built[0]["iso/countries.csv"]
    assert "vdem/LICENSE" in built[0]
    capsys.readouterr()
