import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from enduse.cli import data
from enduse.cli.country import country
from enduse.cli.data_folder import data_folder
from enduse.domain.errors import InvalidInputError, NotFoundError


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    app.command()(country)
    app.add_typer(data.app, name="data")
    runner = CliRunner(env={"ENDUSE_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "100"})

    def call(*arguments):
        result = runner.invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_country_prints_each_right_with_its_gaps(run):
    result = run("country", "Uganda", "--as-of", "2012-01-01")
    assert "Privacy (art. 17)" in result.output
    assert "no figure was known by 2012-01-01" in result.output
    assert "Reported misuse of surveillance products" in result.output


def test_country_gives_json_and_html_to_a_file(run, tmp_path):
    told = run("country", "NA", "--as-of", "2020-01-01", "--format", "json").output
    assert json.loads(told)["country"] == "NAM"
    out = tmp_path / "page.html"
    run("country", "UGA", "--as-of", "2020-01-01", "--format", "html", "--out", out)
    assert out.read_text("utf-8").startswith("<!doctype html>")
    run("country", "UGA", "--as-of", "2020-01-01", "--out", tmp_path / "page.txt")
    assert "Uganda (UGA)" in (tmp_path / "page.txt").read_text("utf-8")


def test_an_unknown_country_or_day_is_said(run):
    with pytest.raises(NotFoundError, match="no such country"):
        run("country", "Narnia")
    with pytest.raises(InvalidInputError, match="YYYY-MM-DD"):
        run("country", "UGA", "--as-of", "yesterday")


def test_status_says_when_a_source_is_due(run):
    assert "not due" in run("data", "status", "--as-of", "2024-01-01").output
    assert "due" in run("data", "status", "--as-of", "2040-01-01").output


def test_sources_names_licences_and_what_can_be_added(run):
    told = run("data", "sources").output
    assert "CC BY-SA 4.0" in told
    assert "freedom_house" in told


def test_an_imported_file_shows_in_the_country(run, tmp_path):
    path = tmp_path / "2023.csv"
    path.write_text("ISO;Score;Rank;Year (N)\nUGA;46,00;128;2023\nNOR;95,18;1;2023\n")
    assert "Imported 2 figures" in run("data", "import", "rsf", path).output
    told = run("country", "UGA", "--as-of", "2024-06-01").output
    assert "Press freedom (index from 2022)" in told


def test_the_folder_given_is_the_folder_used(monkeypatch):
    assert data_folder(Path("here")) == Path("here")
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    monkeypatch.setattr("sys.platform", "linux")
    assert data_folder(None) == Path("/somewhere/enduse")
