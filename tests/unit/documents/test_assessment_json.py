import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from enduse.assessment.engine import load_engine
from enduse.documents.assessment_json import (
    assessment_document,
    assessment_line,
    assessment_schema,
    dump,
    dump_line,
    transaction_schema,
)
from enduse.domain.assessment import LIKELIHOOD_WORDS, SEVERITY_WORDS
from enduse.domain.findings import FindingAnswer
from tests.unit.documents.assessed import CASES, assessed

ROOT = Path(__file__).parents[3]
ONE = """
import sys
from tests.unit.documents.assessed import assessed
from enduse.documents.assessment_json import assessment_document, dump
sys.stdout.buffer.write(dump(assessment_document(assessed(sys.argv[1]))).encode())
"""

REQUIRED = {
    "id", "as_of", "scope", "considerations", "findings", "rights", "route", "queue_order",
    "safeguards", "review_triggers", "legal_holds", "unknowns", "reproducibility",
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_document_fits_the_published_schema(name):
    written = json.loads(dump(assessment_document(assessed(name))))
    jsonschema.Draft202012Validator(assessment_schema()).validate(written)


@pytest.mark.parametrize("name", CASES)
def test_every_transaction_fits_the_published_schema(name):
    jsonschema.Draft202012Validator(transaction_schema()).validate(CASES[name])


def test_schemas_are_valid_schemas():
    for schema in (assessment_schema(), transaction_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)


def test_schema_refuses_an_unknown_key():
    document = {**json.loads(dump(assessment_document(assessed("sparse")))), "risk_score": 7}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(assessment_schema()).validate(document)


def test_document_has_every_key_that_is_promised():
    document = assessment_document(assessed("uganda"))
    assert set(document) >= REQUIRED
    assert len(document["considerations"]) == 8
    assert set(document["route"]) >= {"level", "pause_until", "because", "would_change"}
    assert set(document["reproducibility"]) == {"engine", "rules_sha256", "snapshots"}


def test_two_processes_write_the_same_bytes():
    outputs = {
        hashlib.sha256(
            subprocess.run(  # noqa: S603 - our own interpreter and text
                [sys.executable, "-c", ONE, "uganda"],
                check=True,
                capture_output=True,
                env={"PYTHONHASHSEED": seed},
                cwd=ROOT,
                timeout=60,
            ).stdout
        ).hexdigest()
        for seed in ("1", "2")
    }
    own = dump(assessment_document(assessed("uganda"))).encode()
    assert outputs == {hashlib.sha256(own).hexdigest()}


def test_one_line_says_the_same_as_many():
    document = assessment_document(assessed("uganda"))
    line = dump_line(document)
    assert "\n" not in line
    assert json.loads(line) == json.loads(dump(document))


def test_text_is_written_as_text_and_not_escaped():
    assert "وزارة الداخلية" in dump(assessment_document(assessed("hostile")))


def test_why_trees_point_at_evidence_that_is_there():
    document = assessment_document(assessed("uganda"))

    def places(trace):
        return {*trace["evidence"], *(p for child in trace["children"] for p in places(child))}

    for finding in document["findings"]:
        assert places(finding["trace"]) == set(range(len(finding["evidence"])))


def test_deciding_evidence_is_what_the_finding_says():
    outcome = assessed("uganda")
    for finding, row in zip(
        outcome.findings, assessment_document(outcome)["findings"], strict=True
    ):
        deciding = [one["says"] for one in row["evidence"] if one["decides"]]
        assert deciding == [one.says for one in finding.evidence]


def test_evidence_keeps_source_dates_and_licence():
    document = assessment_document(assessed("uganda"))
    kept = [one["provenance"] for f in document["findings"] for one in f["evidence"]]
    assert any(one["published_on"] and one["licence"] for one in kept)
    assert all(one["source"] for one in kept)


def test_levels_are_words():
    for right in assessment_document(assessed("uganda"))["rights"]:
        assert set(right["severity"].values()) <= set(SEVERITY_WORDS)
        assert right["likelihood"]["level"] in LIKELIHOOD_WORDS


def test_a_finding_kept_from_one_case_never_answers_another():
    engine = load_engine()
    day = date(2019, 5, 1)
    for name in (*CASES, *reversed(CASES)):
        outcome = engine.assess(assessed(name).transaction, day)
        rows = assessment_document(outcome)["findings"]
        for finding, row in zip(outcome.findings, rows, strict=True):
            assert row["answer"] == finding.answer
            assert row["missing"] == list(finding.missing)
            if finding.answer is FindingAnswer.RAISED:
                assert row["trace"]["answer"] == "yes"


def test_a_batch_line_says_the_same_as_the_document():
    assessment = assessed("uganda")
    for _ in range(2):
        assert json.loads(assessment_line(assessment)) == json.loads(
            dump(assessment_document(assessment))
        )
