"""The checker hears claims as the engine does: they may raise a red flag and clear none."""

import json
from datetime import date

import pytest

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import transaction_from
from enduse.documents.assessment_json import assessment_document, dump
from enduse.documents.bundle.facts import facts_data, rules_data
from enduse.documents.bundle.verify import BundleError, check_findings

ENGINE = load_engine()
AS_OF = date(2019, 5, 1)


def claim(role, answer):
    return {"key": "deal.hidden_client", "answer": answer, "by": "B", "role": role, "on": AS_OF}


def told(*claims):
    content = {"product": {"name": "X"}, "parties": [{"role": "end_user"}], "claims": list(claims)}
    transaction = transaction_from(content, ENGINE.known)
    read = ENGINE.read(transaction, AS_OF)
    facts = json.loads(json.dumps(facts_data(read.facts, AS_OF, read.claims.by_role)))
    rules = json.loads(json.dumps(rules_data(ENGINE.pack.rules)))
    outcome = json.loads(dump(assessment_document(ENGINE.assess(transaction, AS_OF))))
    return facts, rules, outcome


@pytest.mark.parametrize(
    "claims",
    [
        (),
        (claim("buyer", "yes"),),
        (claim("buyer", "no"),),
        (claim("buyer", "no"), claim("reseller", "yes")),
    ],
)
def test_findings_with_claims_are_worked_out_again_and_the_same(claims):
    check_findings(*told(*claims))


def test_a_claim_taken_out_of_the_facts_is_noticed():
    facts, rules, outcome = told(claim("buyer", "yes"))
    facts["claimed"]["buyer"] = []
    with pytest.raises(BundleError, match="C4-R14"):
        check_findings(facts, rules, outcome)
