import csv
from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.domain.errors import InvalidInputError
from enduse.domain.vocabulary import PartyType
from enduse.evidence import incidents, laws
from enduse.evidence.base import load_evidence
from enduse.evidence.incidents import IncidentRegister
from enduse.evidence.laws import LawRegister
from enduse.evidence.registers import read_extra, read_register

CODES = frozenset({"UGA", "NAM", "CHN"})
INCIDENT = {
    "id": "INC-1", "vendor": "Acme Ltd", "product": "CityEye", "capabilities": "video.face",
    "agency": "Uganda Police Force", "agency_type": "police", "country": "UGA", "region": "",
    "year_of_use": "2018", "first_reported_on": "2019-08",
    "misuse_forms": "mass_surveillance", "rights": "privacy;expression",
    "summary": "Opponents were followed.", "source_title": "A report", "publisher": "A paper",
    "source_year": "2019", "url": "https://example.org/a", "confidence": "memory_high",
}  # fmt: skip
LAW = {
    "id": "LAW-1", "country": "UGA", "entry": "LAW-ACCESS", "statute": "An Act",
    "in_force_from": "2010", "in_force_until": "", "article": "3", "reads_as": "Orders access.",
    "source": "The Act", "source_year": "2010", "url": "", "confidence": "checked",
}  # fmt: skip


def as_csv(rows, columns):
    text = StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read_incidents(*changes):
    rows = [{**INCIDENT, "id": f"INC-{i}", **change} for i, change in enumerate(changes)]
    return read_register(
        as_csv(rows, incidents.COLUMNS),
        incidents.COLUMNS,
        file="own.csv",
        build=lambda row: incidents.build_incident(row, CODES),
    )


def read_laws(*changes):
    rows = [{**LAW, "id": f"L-{i}", **change} for i, change in enumerate(changes)]
    return read_register(
        as_csv(rows, laws.COLUMNS),
        laws.COLUMNS,
        file="own.csv",
        build=lambda row: laws.build_law(row, CODES),
    )


def register(base, *changes):
    return IncidentRegister(read_incidents(*changes), base.countries)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"country": "Uganda"}, "country"), ({"country": ""}, "country"),
        ({"agency_type": "cops"}, "agency_type"), ({"rights": "privacy;fun"}, "rights"),
        ({"misuse_forms": "spying"}, "misuse_forms"), ({"year_of_use": "18"}, "year_of_use"),
        ({"first_reported_on": "Aug 2019"}, "first_reported_on"),
        ({"first_reported_on": "2017"}, "first_reported_on"), ({"summary": " "}, "summary"),
        ({"url": "www.example.org"}, "url"), ({"id": "a b"}, "id"),
        ({"rights": "", "misuse_forms": ""}, "rights"), ({"confidence": ""}, "confidence"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_refused_with_file_line_column_and_remedy(change, column):
    with pytest.raises(InvalidInputError, match=rf"own\.csv, line 3, column {column}: \w+"):
        read_incidents({}, change)


@pytest.mark.parametrize(
    "change",
    [
        {"entry": "ACCESS"}, {"in_force_from": ""}, {"in_force_until": "2009"},
        {"country": "XXX"}, {"statute": ""}, {"source_year": "next year"},
    ],
)  # fmt: skip
def test_a_wrong_law_is_refused(change):
    with pytest.raises(InvalidInputError, match=r"own\.csv, line 2, column"):
        read_laws(change)


def test_unknown_missing_and_doubled_columns_are_refused():
    for header in ("id,colour", "id", "id,id"):
        with pytest.raises(InvalidInputError, match=r"own\.csv, line 1"):
            read_register(header.encode(), laws.COLUMNS, file="own.csv", build=lambda row: row)


def test_an_id_that_stands_twice_is_refused(base):
    with pytest.raises(InvalidInputError, match="stands twice"):
        register(base, {"id": "A"}, {"id": "A"})
    with pytest.raises(InvalidInputError, match="stands twice"):
        LawRegister(read_laws({"id": "A"}, {"id": "A"}))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"vendor": "ACME"}, True), ({"vendor": "Acme Limited"}, True),
        ({"vendor": "The Acme Group"}, True), ({"vendor": "Acm"}, False),
        ({"agency": "Uganda Police"}, True), ({"agency": "the UGANDA POLICE FORCE"}, True),
        ({"agency": "Police", "country": "UGA"}, True),
        ({"agency": "National Police"}, False), ({"agency": "Uganda Prisons Service"}, False),
        ({"product": "City Eye"}, False), ({"product": "CityEye camera system"}, True),
        ({"capabilities": frozenset({"video.face", "x.y"})}, True),
        ({"capabilities": frozenset({"x.y"})}, False),
        ({"agency_type": PartyType.POLICE}, True), ({"agency_type": PartyType.BORDER}, False),
        ({"country": "UGA", "vendor": "Acme"}, True), ({"country": "NAM"}, False), ({}, True),
    ],
)  # fmt: skip
def test_incidents_match_conservatively_on_everything_given(base, asked, found):
    known = register(base, {})
    assert bool(known.matching(as_of=date(2020, 1, 1), **asked)) is found
    assert known.matching(as_of=date(2019, 8, 30), **asked) == ()


def test_an_acronym_agrees_with_its_agency_in_the_same_country_only(base):
    known = register(base, {"agency": "National Bureau of Investigation"}, {"agency": "UPF"})
    for country, agency, found in (
        ("UGA", "NBI", 1), ("UGA", "Uganda Police Force", 1), ("UGA", "NBS", 0),
        ("NAM", "NBI", 0), (None, "NBI", 0), ("UGA", "Bureau", 0),
    ):  # fmt: skip
        matched = known.matching(as_of=date(2020, 1, 1), country=country, agency=agency)
        assert len(matched) == found, agency


def test_the_example_in_the_docs_is_a_whole_incident(tmp_path):
    page = Path(__file__).parents[3] / "docs" / "how-to" / "add-an-incident-or-law.md"
    path = tmp_path / "example.toml"
    path.write_text(page.read_text("utf-8").split("```toml\n")[1].split("```")[0], "utf-8")
    assert read_extra(
        path, incidents.COLUMNS, build=lambda row: incidents.build_incident(row, CODES)
    )


def test_names_joined_in_one_cell_are_several_names(base):
    known = register(base, {"vendor": "Acme (Zenith); Orbis / Quark (reported)"})
    for vendor in ("Acme", "Zenith Ltd", "Orbis", "Quark"):
        assert known.matching(as_of=date(2020, 1, 1), vendor=vendor)
    assert not known.matching(as_of=date(2020, 1, 1), vendor="reported")


def test_accents_and_case_do_not_hide_a_vendor(base):
    known = register(base, {"vendor": "Área Sécurité S.p.A."})
    assert known.matching(as_of=date(2020, 1, 1), vendor="AREA SECURITE")


def test_an_incident_without_a_vendor_matches_no_vendor(base):
    known = register(base, {"vendor": "", "product": ""})
    assert not known.matching(as_of=date(2020, 1, 1), vendor="Acme")
    assert not known.matching(as_of=date(2020, 1, 1), product="CityEye")


def test_a_law_counts_from_the_last_day_its_date_can_mean_until_its_end():
    register_of_laws = LawRegister(read_laws({"in_force_from": "2010", "in_force_until": "2015"}))
    assert register_of_laws.in_force("UGA", date(2010, 12, 30)) == ()
    assert len(register_of_laws.in_force("UGA", date(2010, 12, 31))) == 1
    assert len(register_of_laws.in_force("UGA", date(2015, 12, 31))) == 1
    assert register_of_laws.in_force("UGA", date(2016, 1, 1)) == ()
    assert register_of_laws.in_force("NAM", date(2012, 1, 1)) == ()


def test_one_toml_file_adds_one_incident(tmp_path):
    lines = [f'{key} = "{value}"' for key, value in INCIDENT.items() if key != "rights"]
    path = tmp_path / "mine.toml"
    path.write_text("\n".join([*lines, 'rights = ["privacy", "expression"]']))
    (one,) = read_extra(
        path, incidents.COLUMNS, build=lambda row: incidents.build_incident(row, CODES)
    )
    assert [right.value for right in one.rights] == ["privacy", "expression"]


def test_own_incidents_and_laws_stand_beside_the_embedded_ones(tmp_path):
    (tmp_path / "incidents").mkdir()
    (tmp_path / "laws").mkdir()
    (tmp_path / "incidents" / "own.csv").write_bytes(
        as_csv([{**INCIDENT, "id": "OWN-1"}], incidents.COLUMNS)
    )
    (tmp_path / "laws" / "own.csv").write_bytes(as_csv([{**LAW, "id": "OWN-L"}], laws.COLUMNS))
    ours, theirs = load_evidence(tmp_path), load_evidence()
    assert len(ours.incidents) == len(theirs.incidents) + 1
    assert len(ours.laws) == len(theirs.laws) + 1


def test_a_missing_extra_file_is_said(tmp_path):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_extra(tmp_path / "none.csv", laws.COLUMNS, build=lambda row: row)


def test_the_embedded_registers_are_whole(base):
    assert len(base.incidents) >= 200
    assert len(base.laws.countries) >= 50
    assert len(base.incidents) == base.manifests["incidents"].rows
    assert len(base.laws) == base.manifests["laws"].rows
    for place in ("CHN", "IRN", "VEN", "DZA", "UGA", "ZMB"):
        assert base.incidents.matching(as_of=date(2026, 1, 1), country=place), place


@given(st.binary(max_size=400), st.sampled_from(["own.csv", "own.toml"]))
def test_any_bytes_are_read_or_refused(content, file):
    with suppress(InvalidInputError):
        read_register(content, laws.COLUMNS, file=file, build=lambda row: row)


@given(st.dictionaries(st.sampled_from(incidents.COLUMNS), st.text(max_size=30)))
def test_any_row_is_built_or_refused(cells):
    with suppress(InvalidInputError):
        read_incidents({key: value.replace("\0", "") for key, value in cells.items()})
