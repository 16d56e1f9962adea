import json
import subprocess
import sys

import pytest
from rich.console import Console

from enduse.cli.assess import print_coloured
from enduse.cli.options import today


def test_text_is_printed_and_exit_code_is_0(enduse, transaction):
    result = enduse("assess", transaction)
    assert result.exit_code == 0
    assert "PROPOSED ROUTE" in result.stdout
    assert "2019-05-01" in result.stdout


def test_as_of_is_that_of_the_option_then_the_file_then_today(enduse, transaction):
    def as_of(*options):
        return json.loads(enduse("assess", transaction, "--format", "json", *options).stdout)[
            "as_of"
        ]

    assert as_of("--as-of", "2015-02-03") == "2015-02-03"
    assert as_of() == "2019-05-01"
    transaction.write_text(transaction.read_text().replace("as_of = 2019-05-01\n", ""))
    assert as_of() == today().isoformat()


def test_toml_and_json_give_the_same_assessment(enduse, transaction, tmp_path):
    from_toml = enduse("assess", transaction, "--format", "json").stdout
    kept = json.loads(from_toml)["transaction"]
    (tmp_path / "deal.json").write_text(json.dumps(kept))
    assert enduse("assess", "deal.json", "--format", "json").stdout == from_toml


def test_deep_json_holds_the_related_instruments(enduse, transaction):
    deep = json.loads(enduse("assess", transaction, "--format", "json", "--deep").stdout)
    assert {"UNGP", "EU-2024-2659"} <= {one["id"] for one in deep["instruments"]}


def test_out_writes_the_file_and_keeps_stdout_empty(enduse, transaction, tmp_path):
    result = enduse("assess", transaction, "--format", "html", "--out", "page.html")
    assert (result.stdout, result.stderr) == ("", "Wrote page.html\n")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")
    assert not list(tmp_path.glob(".*part"))


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        (('name = "CityEye"', 'nam = "CityEye"'), "product.nam", "correct its name"),
        (('country = "EST"', 'country = "Narnia"'), "parties[0].country", "ISO 3166-1"),
        (('type = "ministry"', 'type = "spies"'), "parties[0].type", "intelligence"),
        (('role = "end_user"', 'role = "buyer"'), "parties", "end_user"),
        (("as_of = 2019-05-01", 'as_of = "soon"'), "day", "YYYY-MM-DD"),
        (('id = "T-1"', 'id = "T-1"\nsafeguards = ["C6-S99"]'), "safeguards", "C6-S0"),
        (('id = "T-1"', 'id = "T-1'), "TOML", "line 2"),
        (('id = "T-1"', 'id = "T-1"\nanswers."C9-Q1" = "yes"'), "answers", "did you mean"),
        (('id = "T-1"', 'id = "T-1"\nanswers."C1-Q11" = "bad"'), "answers.C1-Q11", "grave"),
    ],
)
def test_bad_input_names_file_field_and_remedy(refused, transaction, change, field, remedy):
    transaction.write_text(transaction.read_text().replace(*change))
    said = refused("assess", transaction)
    assert "deal.toml" in said
    assert field in said
    assert remedy in said


def test_what_is_not_there_is_said(refused, transaction, tmp_path):
    assert "cannot be read" in refused("assess", "nowhere.toml")
    assert "YYYY-MM-DD" in refused("assess", transaction, "--as-of", "2020-1-1")
    assert "no rule pack" in refused("assess", transaction, "--pack", tmp_path / "pack")
    assert "cannot be written" in refused("assess", transaction, "--out", tmp_path / "no" / "f")


def test_colour_changes_no_word():
    console = Console(width=40, record=True, force_terminal=True, highlight=False)
    text = "PROPOSED ROUTE: Escalate.\n  - [bold]not markup[/] and a line longer than the console\n"
    print_coloured(console, text)
    assert console.export_text() == text


def test_two_processes_give_the_same_bytes(transaction, tmp_path):
    command = [sys.executable, "-c", "from enduse.cli.main import run; run()", "assess"]
    options = [str(transaction), "--format", "json", "--data-dir", str(tmp_path / "none")]
    first, second = (subprocess.check_output([*command, *options]) for _ in range(2))  # noqa: S603 - this interpreter
    assert first == second
