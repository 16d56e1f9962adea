"""`enduse plan`, `enduse clauses` and `enduse questionnaire`, as a stranger uses them."""

import hashlib
import json
import tomllib
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from tools.update_golden import EXAMPLES
from typer.testing import CliRunner

from enduse.cli.main import app

KENYA = EXAMPLES / "kenya-border-facial-recognition.toml"


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def sale(tmp_path):
    path = tmp_path / "sale.toml"
    path.write_bytes(KENYA.read_bytes())
    return path


def answer(path, answers):
    book = load_workbook(path)
    sheet = book["Questions"]
    for row in range(2, sheet.max_row + 1):
        choice, words = answers.get(sheet.cell(row, 6).value, (None, None))
        sheet.cell(row, 4).value = choice or sheet.cell(row, 4).value
        sheet.cell(row, 5).value = words or sheet.cell(row, 5).value
    book.save(path)


def test_plan_in_three_forms(sale, tmp_path):
    text = run("plan", sale)
    assert text.exit_code == 0
    assert "RISK THAT IS LEFT" in text.stdout
    document = json.loads(run("plan", sale, "--format", "json").stdout)
    assert document["id"] == "EX-KENYA-BORDER"
    out = tmp_path / "plan.xlsx"
    assert run("plan", sale, "--format", "xlsx", "--out", out).exit_code == 0
    assert load_workbook(BytesIO(out.read_bytes())).sheetnames[0] == "Safeguards"


def test_a_workbook_needs_a_file_and_never_the_transaction(sale):
    assert "--out is missing" in run("plan", sale, "--format", "xlsx").stderr
    before = sale.read_bytes()
    assert run("plan", sale, "--out", sale).exit_code == 2
    assert sale.read_bytes() == before


def test_clauses_are_listed_shown_and_assembled(sale, tmp_path):
    listed = run("clauses", "list", "--safeguard", "C4-S05")
    assert "reseller_flow_down" in listed.stdout
    assert "counsel" in listed.stdout
    rows = json.loads(run("clauses", "list", "--format", "json").stdout)
    assert len(rows) >= 60
    shown = run("clauses", "show", "prohibited_use")
    for word in ("Negotiation", "Firm:", "Balanced:", "Fallback:", "es: Uso prohibido"):
        assert word in shown.stdout
    assert json.loads(run("clauses", "show", "prohibited_use", "--format", "json").stdout)
    out = tmp_path / "annex.txt"
    assert run("clauses", "assemble", sale, "--variant", "firm", "--out", out).exit_code == 0
    assert "[party to complete:" in out.read_text(encoding="utf-8")
    assembled = run("clauses", "assemble", sale, "--format", "json")
    assert json.loads(assembled.stdout)["clauses"][0]["clause"]["id"] == "definitions"


def test_an_unknown_clause_is_one_line_on_stderr():
    result = run("clauses", "show", "unicorn")
    assert result.exit_code == 2
    assert result.stderr.startswith("enduse: there is no such clause")


@pytest.mark.parametrize("form", ["xlsx", "docx"])
@pytest.mark.parametrize("audience", ["buyer", "reseller"])
def test_a_questionnaire_is_written(sale, tmp_path, form, audience):
    out = tmp_path / f"q.{form}"
    args = ("questionnaire", "export", sale, "--format", form, "--for", audience, "--out", out)
    assert run(*args).exit_code == 0
    assert out.stat().st_size > 5_000


def test_answers_come_back_as_claims_and_nothing_else_is_touched(sale, tmp_path):
    sheet, new = tmp_path / "q.xlsx", tmp_path / "new.toml"
    assert run("questionnaire", "export", sale, "--out", sheet).exit_code == 0
    answer(sheet, {"C3-Q06": ("no", "none yet"), "C3-Q03": (None, "Immigration Act 仅")})
    args = ("--by", "J. Doe", "--on", "2019-05-20", "--out", new)
    result = run("questionnaire", "import", sale, sheet, *args)
    assert result.exit_code == 0, result.stderr
    assert "2 claims of J. Doe" in result.stderr
    text = new.read_text(encoding="utf-8")
    assert text.startswith(sale.read_text(encoding="utf-8"))
    claims = {claim["key"]: claim for claim in tomllib.loads(text)["claims"]}
    assert claims["C3-Q06"] == {
        "key": "C3-Q06",
        "answer": "no",
        "words": "none yet",
        "by": "J. Doe",
        "role": "buyer",
        "on": "2019-05-20",
        "document_sha256": hashlib.sha256(sheet.read_bytes()).hexdigest(),
    }
    assert claims["C3-Q03"]["answer"] == "Immigration Act 仅"
    assessed = run("assess", new)
    assert assessed.exit_code == 0
    again = run("questionnaire", "export", new, "--out", tmp_path / "q2.xlsx")
    assert "questions to the buyer" in again.stderr
    keys = [row[5] for row in load_workbook(tmp_path / "q2.xlsx")["Questions"].values]
    assert "C3-Q06" not in keys


def test_a_json_transaction_takes_claims_too(sale, tmp_path):
    content = tomllib.loads(sale.read_text(encoding="utf-8"))
    content["as_of"] = content["as_of"].isoformat()
    path, sheet, new = tmp_path / "sale.json", tmp_path / "q.xlsx", tmp_path / "new.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    run("questionnaire", "export", path, "--out", sheet)
    answer(sheet, {"C3-Q06": ("no", None)})
    result = run("questionnaire", "import", path, sheet, "--by", "J", "--out", new)
    assert result.exit_code == 0, result.stderr
    written = json.loads(new.read_text(encoding="utf-8"))
    assert [claim["key"] for claim in written["claims"]] == ["C3-Q06"]
    assert {**written, "claims": []} == {**content, "claims": []}


def _rename(at):
    text = at.sale.read_text(encoding="utf-8")
    at.sale.write_text(text.replace("EX-KENYA-BORDER", "EX-OTHER"), encoding="utf-8")


REFUSED = {
    "another sale": _rename,
    "truncated": lambda at: at.sheet.write_bytes(at.sheet.read_bytes()[:4_000]),
    "not there": lambda at: at.sheet.unlink(),
    "no answer": lambda _: None,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_changes_nothing(sale, tmp_path, name):
    sheet, new = tmp_path / "q.xlsx", tmp_path / "new.toml"
    run("questionnaire", "export", sale, "--out", sheet)
    if name != "no answer":
        answer(sheet, {"C3-Q06": ("no", "")})
    REFUSED[name](SimpleNamespace(sheet=sheet, sale=sale))
    before = sale.read_bytes()
    result = run("questionnaire", "import", sale, sheet, "--by", "J", "--out", new)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"enduse: {sheet}: ")
    assert sale.read_bytes() == before
    assert not new.exists()


def test_a_name_and_a_known_kind_of_file_are_asked_for(sale, tmp_path):
    other = tmp_path / "answers.pdf"
    other.write_bytes(b"x")
    new = tmp_path / "new.toml"
    result = run("questionnaire", "import", sale, other, "--by", "J", "--out", new)
    assert "neither .xlsx nor .docx" in result.stderr
    assert "--by" in run("questionnaire", "import", sale, other, "--by", " ", "--out", new).stderr
