"""A plan as text, JSON and workbook says the same, and nothing in it can be run."""

import json
from io import BytesIO

import jsonschema
import pytest
from openpyxl import load_workbook

from enduse.assessment.engine import load_engine
from enduse.assessment.plan import plan_safeguards
from enduse.assessment.plan_annex import assemble_annex
from enduse.assessment.transaction_file import transaction_from
from enduse.documents.plan_json import plan_document, plan_json, plan_schema
from enduse.documents.plan_text import annex_text, plan_text
from enduse.documents.tracker import tracker_xlsx
from enduse.domain.clauses import FOR_COUNSEL
from enduse.guidance.clauses import load_clauses
from tests.unit.documents.assessed import AS_OF, CASES, assessed

ENGINE = load_engine()
NAMES = [*CASES]


def plan_of(name):
    return plan_safeguards(assessed(name), ENGINE.pack)


def proved_plan():
    proof = {"kind": "signed_clause", "reference": "=HYPERLINK(2)", "by": "@SUM(1)"}
    content = CASES["uganda"] | {
        "id": "=1+1",
        "safeguards": [
            {"id": "C6-S05", "done_on": "2019-04-01", "proof": proof},
            {"id": "C6-S03"},
        ],
        "milestones": {"shipment": "2019-05-05"},
    }
    assessment = ENGINE.assess(transaction_from(content, ENGINE.known), AS_OF)
    return plan_safeguards(assessment, ENGINE.pack)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_names_every_safeguard_gap_and_conflict(name):
    plan = plan_of(name)
    text = plan_text(plan)
    told = " ".join(text.split())
    for one in plan.safeguards:
        assert f"{one.safeguard.id}. " in told
        assert " ".join(one.left_if_not.split()) in told
    for finding in (*plan.gaps, *plan.settle_first):
        assert finding.finding.red_flag.title in told
    for conflict in plan.conflicts:
        assert conflict.resolve in told
    assert "A named person decides." in told
    assert "  " not in text.replace("\n  ", "\n").replace("\n  ", "\n").replace("\n", "")
    assert all(len(line) <= 80 or " " not in line.strip() for line in text.splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_the_text_can_be_read_aloud(name):
    text = plan_text(plan_of(name))
    assert not set("|*#_<>{}") & set(text.replace("biometric.face_recognition", "").split("\n")[4])
    assert all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize("name", NAMES)
def test_the_json_fits_its_schema(name):
    document = json.loads(plan_json(plan_of(name)))
    jsonschema.validate(document, plan_schema())
    assert document == json.loads(json.dumps(plan_document(plan_of(name))))


def test_proof_and_lateness_reach_every_form():
    plan = proved_plan()
    text = plan_text(plan)
    assert "done and proved, on 2019-04-01, by signed clause" in " ".join(text.split())
    assert "said to be done but not proved: no proof is on file" in " ".join(text.split())
    assert "Overdue:" in text
    book = load_workbook(BytesIO(tracker_xlsx(plan)))
    rows = {row[0]: row for row in book["Safeguards"].iter_rows(min_row=2, values_only=True)}
    assert rows["C6-S05"][12] == "done and proved"
    assert rows["C6-S05"][15] == "=HYPERLINK(2)"
    assert "no proof" in rows["C6-S03"][19]


def test_the_tracker_holds_the_plan_and_no_formula():
    plan = proved_plan()
    book = load_workbook(BytesIO(tracker_xlsx(plan)))
    sheet = book["Safeguards"]
    ids = [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)]
    assert ids == [one.safeguard.id for one in plan.safeguards]
    cells = [cell for one in book.worksheets for row in one.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert {cell.value for cell in cells} >= {"@SUM(1)", "=HYPERLINK(2)"}
    assert not sheet["M2"].protection.locked
    assert sheet["A2"].protection.locked
    assert len(book["Risk left"]["A"]) == len(plan.residual.rights) + 1


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_becomes_a_workbook(name):
    assert load_workbook(BytesIO(tracker_xlsx(plan_of(name)))).sheetnames[0] == "Safeguards"


@pytest.mark.parametrize("name", NAMES)
def test_the_annex_in_text_holds_every_clause_and_the_notice(name):
    annex = assemble_annex(plan_of(name), load_clauses(), countries=ENGINE.base.countries)
    told = " ".join(annex_text(annex).split())
    assert FOR_COUNSEL in told
    for clause in annex.clauses:
        assert f"{clause.number}. {clause.clause.title}" in told
    assert all(one.asks in told for one in annex.blanks)
