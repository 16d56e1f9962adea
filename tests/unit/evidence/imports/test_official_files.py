from datetime import date
from pathlib import Path

import official
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.evidence.base import load_evidence
from enduse.evidence.dossier import country_dossier
from enduse.evidence.imports import files
from enduse.evidence.imports.files import KINDS, import_file, take_figures
from enduse.evidence.imports.tables import read_grids, read_lines
from enduse.evidence.manifests import load_manifests, verify

EMBEDDED = load_manifests()
VDEM_COLUMNS = [one.id for one in EMBEDDED["vdem"].indicators if not one.shown_only]
OFFICIAL = {
    "freedom_house": ("All_data_FIW_2013-2024.xlsx", official.freedom_house()),
    "freedom_on_the_net": ("FOTN24_Country_Score_Data.xlsx", official.freedom_on_the_net()),
    "rsf": ("2024.csv", official.rsf_new()),
    "pts": ("PTS-2024.csv", official.pts()),
    "access_now": ("stop.csv", official.access_now()),
    "vdem": ("V-Dem-CY-Full+Others-v15.csv", official.vdem(VDEM_COLUMNS)),
}


def taken(kind, content=None, file=None):
    name, official_content = OFFICIAL[kind]
    figures, indicators = take_figures(
        kind, official_content if content is None else content, file or name, EMBEDDED
    )
    values = {(f.indicator, f.country, f.year): f.value for f in figures.figures}
    return values, figures, indicators


def test_every_kind_has_a_small_official_file():
    assert set(OFFICIAL) == set(KINDS)


def test_an_edition_of_freedom_in_the_world_describes_the_year_before():
    values, figures, _ = taken("freedom_house")
    assert values["fiw_total", "UGA", 2023] == 34
    assert values["fiw_total", "UGA", 2022] == 35
    assert values["fiw_d4", "NOR", 2023] == 4
    assert values["fiw_total", "SSD", 2023] == -1  # a deduction can go below zero
    assert figures.left_out == ("Abkhazia",)


def test_freedom_on_the_net_takes_its_year_from_its_title():
    values, figures, _ = taken("freedom_on_the_net")
    assert values["fotn_total", "UGA", 2024] == 53
    assert figures.version == "edition 2024"


@pytest.mark.parametrize("column", ["Score", "Score 2025"])
def test_press_freedom_reads_semicolons_decimal_commas_and_latin_1(column):
    values, figures, indicators = taken("rsf", official.rsf_new(2025, column), "2025.csv")
    assert values["rsf_score", "NOR", 2025] == 91.89
    assert values["rsf_score", "XKX", 2025] == 60.19
    assert figures.left_out == ("CTU",)
    assert not indicators[0].higher_is_worse


def test_press_freedom_before_2022_is_a_series_of_its_own_that_reads_the_other_way():
    values, _, indicators = taken("rsf", official.rsf_old(), "2015.csv")
    assert values["rsf_score_to_2021", "UGA", 2015] == 31.65
    assert indicators[0].higher_is_worse
    with pytest.raises(InvalidInputError, match="from 2013 on"):
        taken("rsf", official.rsf_old(2012), "2012.csv")


def test_the_terror_scale_keeps_missing_apart_from_namibia_and_parts_from_countries():
    values, figures, _ = taken("pts")
    assert values["pts_s", "NAM", 2023] == 2
    assert ("pts_a", "NAM", 2023) not in values
    assert values["pts_s", "ISR", 2023] == 4
    assert set(figures.left_out) == {"Israel in Occupied Territories", "Nowhere"}


def test_shutdowns_are_counted_by_country_and_year():
    values, figures, _ = taken("access_now")
    assert values == {("stop_shutdowns", "UGA", 2021): 2.0, ("stop_shutdowns", "IRN", 2022): 1.0}
    assert figures.left_out == ("Atlantis",)


def test_a_release_of_v_dem_stands_beside_the_embedded_one_and_supersedes_it():
    values, figures, indicators = taken("vdem")
    assert values["v2casurv_v15", "UGA", 2024] == 0.25
    assert ("v2casurv_v15", "NOR", 1789) not in values
    assert figures.left_out == ("SML",)
    assert {one.supersedes for one in indicators} == set(VDEM_COLUMNS)
    with pytest.raises(InvalidInputError, match="keep the name"):
        taken("vdem", file="mine.csv")


@pytest.mark.parametrize("kind", KINDS)
def test_an_import_adds_indicators_beside_the_embedded_ones(kind, tmp_path):
    name, content = OFFICIAL[kind]
    (tmp_path / name).write_bytes(content)
    into = tmp_path / "data"
    manifest = import_file(kind, tmp_path / name, into, retrieved_on=date(2026, 1, 2))
    verify(load_manifests(into)[manifest.id])
    base = load_evidence(into)
    assert {one.id for one in manifest.indicators} <= {o.id for o in base.indicators.indicators}
    embedded = {one.id for one in load_evidence().indicators.indicators}
    assert embedded <= {one.id for one in base.indicators.indicators}
    assert base.manifests[manifest.id].retrieved_on == "2026-01-02"
    for section in country_dossier(base, "UGA", date(2022, 1, 1)).sections:
        assert all(reading.year < 2022 for reading in section.readings)


def test_a_further_year_of_press_freedom_joins_the_earlier_one(tmp_path):
    for year in (2023, 2024, 2024):
        path = tmp_path / f"{year}.csv"
        path.write_bytes(official.rsf_new(year))
        manifest = import_file("rsf", path, tmp_path / "data")
    assert (manifest.first_year, manifest.last_year) == (2023, 2024)
    points = load_evidence(tmp_path / "data").indicators.series("UGA", "rsf_score")
    assert [point.year for point in points] == [2023, 2024]
    assert len(list((tmp_path / "data" / "own_rsf").iterdir())) == 2


def test_the_same_file_gives_the_same_bytes(tmp_path):
    name, content = OFFICIAL["pts"]
    (tmp_path / name).write_bytes(content)
    for folder in ("a", "b"):
        import_file("pts", tmp_path / name, tmp_path / folder)
    written = [
        {path.name: path.read_bytes() for path in (tmp_path / folder / "own_pts").iterdir()}
        for folder in ("a", "b")
    ]
    assert written[0] == written[1]


def test_a_failed_import_leaves_what_was_there(tmp_path, monkeypatch):
    path, data = tmp_path / "2023.csv", tmp_path / "data"
    path.write_bytes(official.rsf_new(2023))
    import_file("rsf", path, data)
    before = {entry.name: entry.read_bytes() for entry in (data / "own_rsf").iterdir()}

    def no_space(target, content):
        if target.suffix == ".toml":
            raise OSError("no space left")
        whole(target, content)

    whole = files._replace
    monkeypatch.setattr(files, "_replace", no_space)
    path.write_bytes(official.rsf_new(2024))
    with pytest.raises(InvalidInputError, match="cannot be written"):
        import_file("rsf", path, data)
    after = {entry.name: entry.read_bytes() for entry in (data / "own_rsf").iterdir()}
    assert before.items() <= after.items()
    assert load_evidence(data).indicators.get("rsf_score").last_year == 2023


def test_a_refused_file_writes_nothing(tmp_path):
    (tmp_path / "pts.csv").write_bytes(official.pts().replace(b",4,4,4,0", b",4,4,9,0", 1))
    with pytest.raises(InvalidInputError, match=r"pts\.csv, row 2, column PTS_S"):
        import_file("pts", tmp_path / "pts.csv", tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (b"  \n", "empty"), (official.plain_zip(), "unpack it"),
        (official.freedom_house()[:400], "damaged or cut-off"), (b"PK\x03\x04junk", "cut-off"),
        (b"\xd0\xcf\x11\xe0junk", "old Excel"), (b"<!doctype html><p>", "web page"),
        (b"a,b\n1,2\n", "no header"), (b"Country,Year\x00", "not a text"),
        (official.pts().split(b"\n", 1)[0], "no row under the header"),
        (official.pts() + b'\n"open,', "not readable as CSV"),
        (official.pts() + b"\n" + b"x" * 200_000, "huge cell"),
        (official.pts().replace(b",2023,", b",20x3,"), "row 2, column Year"),
        (official.pts() + b"\nUganda,Uganda,2023,UGA,500,UGA,800,ssa,4,4,4,0,0,0", "two rows"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_place_and_remedy(content, says):
    with pytest.raises(InvalidInputError, match=says) as refused:
        taken("pts", content, "pts.csv")
    assert "pts.csv" in str(refused.value)


def test_a_workbook_with_a_huge_cell_is_refused(monkeypatch):
    monkeypatch.setattr("enduse.evidence.imports.tables.LARGEST_CELL", 10)
    with pytest.raises(InvalidInputError, match="a cell of over"):
        read_grids(official.workbook({"s": [["x" * 11]]}), file="a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("enduse.evidence.imports.tables.LARGEST_UNPACKED_BYTES", 10)
    with pytest.raises(InvalidInputError, match="unpacks to over"):
        read_grids(official.freedom_house(), file="a.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_text_is_read_in_the_encodings_that_publishers_use(encoding):
    content = "Country;Year\nCôte d'Ivoire;2020\n".encode(encoding)
    (line,) = read_lines(content, ("Country", "Year"), file="a.csv")
    assert line.text("Country") == "Côte d'Ivoire"
    assert line.number == 2


def test_a_series_that_a_release_dropped_is_named_and_the_rest_is_read():
    _, figures, indicators = taken("vdem", official.vdem(VDEM_COLUMNS[1:]))
    assert figures.absent == (VDEM_COLUMNS[0],)
    assert len(indicators) == len(VDEM_COLUMNS) - 1


def test_a_v_dem_file_that_is_not_the_full_one_names_the_missing_columns():
    content = b"country_text_id,year,v2casurv\nUGA,2024,0.1\n"
    with pytest.raises(InvalidInputError, match="columns are missing"):
        taken("vdem", content)


def test_unknown_kinds_and_missing_files_are_said(tmp_path):
    with pytest.raises(InvalidInputError, match="kind is one of"):
        import_file("fun", tmp_path / "a", tmp_path)
    with pytest.raises(InvalidInputError, match="cannot be read"):
        import_file("pts", tmp_path / "none.csv", tmp_path)


@given(kind=st.sampled_from(sorted(KINDS)), content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(kind, content):
    with pytest.raises(EnduseError):  # random bytes never hold a figure
        taken(kind, content)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
def test_a_damaged_official_file_is_read_or_refused(data, kind):
    content = bytearray(OFFICIAL[kind][1])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        try:
            values, _, _ = taken(kind, damaged)
        except EnduseError:
            continue
        assert values


def test_the_package_writes_nothing_outside_the_folder_it_is_given(tmp_path):
    name, content = OFFICIAL["access_now"]
    (tmp_path / name).write_bytes(content)
    import_file("access_now", tmp_path / name, tmp_path / "data")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["data", name]
    assert Path(tmp_path / "data" / "own_access_now" / "manifest.toml").is_file()
