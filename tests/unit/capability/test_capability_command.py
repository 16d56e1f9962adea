import json

import pytest
from typer.testing import CliRunner

from enduse.cli.capability import app

TEXT = "Reads the plate of every passing car."


def _run(*arguments):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_list_counts_every_capability():
    assert len(json.loads(_run("list", "--format", "json"))) == 60


def test_show_names_the_control_entries():
    shown = json.loads(_run("show", "location.cell_site_simulator", "--format", "json"))
    assert "5A001.f.1" in {entry["id"] for entry in shown["control_entries"]}
    assert "5A001.f.1" in _run("show", "location.cell_site_simulator")


@pytest.mark.parametrize("as_file", [True, False])
def test_read_takes_a_file_or_the_text_itself(tmp_path, as_file):
    path = tmp_path / "sheet.txt"
    path.write_text(TEXT, "utf-8")
    read = json.loads(_run("read", str(path) if as_file else TEXT, "--format", "json"))
    assert read["capabilities"][0]["id"] == "location.alpr"
    assert "location.alpr" in _run("read", TEXT)
