"""Two assessments side by side, and one made again on other terms."""

import json
from datetime import date

import pytest

from enduse.assessment.comparison import compare
from enduse.assessment.replay import replay
from enduse.assessment.transaction_file import transaction_from
from enduse.documents.assessment_json import assessment_document, dump
from enduse.domain.errors import InvalidInputError

TRANSACTION = {
    "id": "UG-1",
    "product": {"name": "FinFisher", "vendor": "Gamma", "description": "spyware for phones"},
    "parties": [
        {"role": "end_user", "name": "Military Intelligence", "country": "UGA", "type": "military"}
    ],
}


@pytest.fixture
def document(engine):
    def make(as_of=date(2014, 5, 1), **changes):
        transaction = transaction_from({**TRANSACTION, **changes}, engine.known)
        return json.loads(dump(assessment_document(engine.assess(transaction, as_of))))

    return make


def changes_of(comparison, kind):
    return {change.id: change for change in comparison.outcomes if change.kind == kind}


def test_an_assessment_does_not_differ_from_itself(document):
    assert compare(document(), document()).same


def test_a_later_day_raises_a_finding_and_names_the_report_that_did(document):
    comparison = compare(document(), document(date(2020, 1, 1)))
    assert [change.id for change in comparison.inputs] == ["as_of"]
    finding = changes_of(comparison, "finding")["C1-R10"]
    assert (finding.before, finding.after) == ("unknown (stop)", "raised (stop)")
    assert any("Fungua Macho" in because for because in finding.because)


def test_an_answer_shows_as_the_input_that_changed(document):
    comparison = compare(document(), document(answers={"C4-R02": "yes"}))
    assert [change.id for change in comparison.inputs] == ["transaction.answers.C4-R02"]
    assert changes_of(comparison, "finding")["C4-R02"].after == "raised (stop)"
    assert changes_of(comparison, "unknown")["buyer.evasive"].after == "leaves nothing open"


def test_a_milder_use_changes_route_and_rights_with_the_reason(document):
    milder = document(
        product={"name": "Lab", "description": "X-ray imaging for hospitals"},
        parties=[{"role": "end_user", "name": "Hospital", "country": "UGA", "type": "health"}],
        end_use="Diagnose patients",
    )
    comparison = compare(document(), milder)
    route = changes_of(comparison, "route")["route"]
    assert route.before != route.after
    assert any(because.startswith("decided by") for because in route.because)
    assert changes_of(comparison, "right")["privacy"].after == "not at risk"
    assert changes_of(comparison, "safeguard")


def test_changed_rules_and_data_are_named(document):
    before, after = document(), document()
    after["reproducibility"]["rules_sha256"] = "0" * 64
    after["reproducibility"]["snapshots"]["vdem/figures.parquet"] = "1" * 64
    ids = [change.id for change in compare(before, after).inputs]
    assert ids == [
        "reproducibility.rules_sha256",
        "reproducibility.snapshots.vdem/figures.parquet",
    ]


@pytest.mark.parametrize("key", ["findings", "route", "reproducibility", "as_of"])
def test_what_is_no_assessment_is_refused(document, key):
    broken = document()
    del broken[key]
    with pytest.raises(InvalidInputError, match=f"{key} is missing"):
        compare(document(), broken)


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, [1], [[]], {"id": 3}])
def test_a_damaged_assessment_compares_or_is_refused_and_never_crashes(document, value):
    for key in document():
        broken = {**document(), key: value}
        try:
            compare(document(), broken)
            compare(broken, document())
        except InvalidInputError as error:
            assert "no assessment" in str(error)  # noqa: PT017 - either way is right


def test_a_replay_on_the_same_terms_gives_the_same_bytes(document, engine):
    kept = document()
    assert json.loads(dump(assessment_document(replay(kept, engine)))) == kept


def test_a_replay_on_another_day_is_the_assessment_of_that_day(document, engine):
    again = replay(document(), engine, date(2020, 1, 1))
    assert json.loads(dump(assessment_document(again))) == document(date(2020, 1, 1))


@pytest.mark.parametrize("broken", [{}, {"as_of": "2014-05-01"}, {"transaction": {}, "as_of": 1}])
def test_a_replay_needs_a_transaction_and_a_day(engine, broken):
    with pytest.raises(InvalidInputError, match="transaction or as_of is missing"):
        replay(broken, engine)
