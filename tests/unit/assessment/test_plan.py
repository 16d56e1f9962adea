"""The safeguard plan: it covers every finding, and only proof moves the risk, and only down."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tools.update_golden import assess_example, example_paths

from enduse.assessment.engine import load_engine
from enduse.assessment.plan import plan_safeguards
from enduse.assessment.plan_table import read_plan_table
from enduse.assessment.transaction_file import transaction_from
from enduse.capability.taxonomy import load_taxonomy
from enduse.domain.errors import BadDataError
from enduse.domain.findings import FindingAnswer
from enduse.domain.safeguard_plan import SafeguardKind, SafeguardState
from enduse.domain.transactions import Proof, SafeguardInHand
from enduse.domain.vocabulary import Milestone, RouteLevel
from tests.golden.generated import transactions

ENGINE = load_engine()
PACK = ENGINE.pack
TABLE = PACK.plan_table
AS_OF = date(2019, 5, 1)
IDS = [safeguard.id for safeguard in PACK.catalogue.safeguards]
QUICK = settings(
    max_examples=60,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
FULL = {"reference": "DMS 4711", "sha256": "a" * 64, "before_sha256": "b" * 64, "by": "A. Person"}


def proved(id_: str) -> SafeguardInHand:
    kind = TABLE.safeguards[id_].proofs[0]
    return SafeguardInHand(id_, date(2019, 4, 1), Proof(kind.id, **FULL))


def likely_sale(**extra: object) -> dict[str, object]:
    """A sale to a body that can detain, of a product with a high power: misuse is likely."""
    return {
        "id": "T-1",
        "product": {
            "name": "CityEye",
            "description": "Facial recognition over live city-wide video against a watchlist.",
            "capabilities": ["biometric.face_recognition"],
        },
        "parties": [
            {"role": "end_user", "name": "Police of Ruritania", "country": "KEN", "type": "police"}
        ],
        "end_use": "Public order.",
        "answers": {
            "product.safeguards_removable_unseen": "no",
            "buyer.asks_to_remove_safeguards": "no",
        },
        **extra,
    }


def plan_of(content, as_of=AS_OF, in_hand=()):
    transaction = transaction_from(content, ENGINE.known)
    if in_hand:
        transaction = replace(transaction, safeguards=tuple(in_hand))
    return plan_safeguards(ENGINE.assess(transaction, as_of), PACK)


def levels(plan):
    return [(one.inherent.severity, one.likelihood) for one in plan.residual.rights]


@pytest.mark.parametrize("path", example_paths(), ids=lambda path: path.stem)
def test_a_plan_covers_every_raised_or_unknown_finding_or_names_it_as_a_gap(path):
    assessment = assess_example(ENGINE, path)
    plan = plan_safeguards(assessment, PACK)
    open_ids = [f.red_flag.id for f in assessment.findings if f.answer is not FindingAnswer.CLEAR]
    assert [one.finding.red_flag.id for one in plan.findings] == open_ids
    for one in plan.findings:
        assert bool(one.safeguards) != bool(one.gap), one.finding.red_flag.id
        if one.finding.answer is FindingAnswer.RAISED:
            assert set(one.safeguards) <= {item.safeguard.id for item in plan.safeguards}


@pytest.mark.parametrize("path", example_paths(), ids=lambda path: path.stem)
def test_a_plan_keeps_everything_that_the_assessment_asks_for(path):
    assessment = assess_example(ENGINE, path)
    planned = {one.safeguard.id for one in plan_safeguards(assessment, PACK).safeguards}
    assert {one.safeguard.id for one in assessment.safeguards} <= planned


def test_every_red_flag_of_the_catalogue_has_a_safeguard_or_a_reason_why_not():
    addressed = {flag for one in PACK.catalogue.safeguards for flag in one.addresses}
    for flag in PACK.catalogue.red_flags:
        ways = [flag.id in addressed, flag.id in TABLE.also_answers, flag.id in TABLE.gaps]
        assert sum(ways) == 1, flag.id


def test_what_may_hold_a_shipment_falls_due_by_shipment():
    for safeguard in PACK.catalogue.safeguards:
        due = TABLE.safeguards[safeguard.id].due
        if safeguard.consideration not in {"C7", "C8"}:
            assert due.milestone is not Milestone.RENEWAL, safeguard.id
            assert due.days <= 0, safeguard.id


def test_a_promise_alone_never_makes_misuse_less_likely():
    paper = {"signed_clause", "signed_statement", "record", "published_page"}
    for row in TABLE.reliefs:
        proofs = [{kind.id for kind in TABLE.safeguards[id_].proofs} for id_ in row.safeguards]
        assert any(not kinds & paper for kinds in proofs), row.id
        assert row.needs_clear == ("C5-R03",), row.id


def test_proof_lowers_likelihood_and_leaves_severity_and_the_assessment_alone():
    content = likely_sale(end_use="Monitor protest, dissent and the opposition.")
    bare = plan_of(content)
    better = plan_of(content, in_hand=[proved("C5-S01"), proved("C5-S10")])
    assert max(level for _, level in levels(bare)) > 1
    assert [s for s, _ in levels(better)] == [s for s, _ in levels(bare)]
    assert all(
        after <= before
        for (_, before), (_, after) in zip(levels(bare), levels(better), strict=True)
    )
    assert levels(better) != levels(bare)
    assert better.assessment.rights == bare.assessment.rights
    assert better.assessment.route.level is bare.assessment.route.level
    assert better.residual.route.rank < bare.residual.route.rank
    assert better.residual.route is not RouteLevel.PROCEED
    assert any("without the safeguards" in said for said in better.residual.says)


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("product.safeguards_removable_unseen", "unknown"),
        ("product.safeguards_removable_unseen", "yes"),
        ("buyer.asks_to_remove_safeguards", "yes"),
    ],
)
def test_what_can_undo_a_safeguard_keeps_it_from_counting(answer, value):
    content = likely_sale()
    content["answers"] |= {answer: value}
    plan = plan_of(content, in_hand=[proved("C5-S01"), proved("C5-S10")])
    assert all(one.likelihood == one.inherent.likelihood for one in plan.residual.rights)
    if value == "unknown":
        assert any("C5-R03" in said for said in plan.residual.says)


BAD_PROOFS = {
    "no proof": (SafeguardInHand("C5-S01", AS_OF), "no proof is on file"),
    "no day": (SafeguardInHand("C5-S01", None, Proof("build_flag", **FULL)), "done_on"),
    "done later": (
        SafeguardInHand("C5-S01", AS_OF + timedelta(days=1), Proof("build_flag", **FULL)),
        "after the day",
    ),
    "a kind that does not fit": (
        SafeguardInHand("C5-S01", AS_OF, Proof("signed_clause", **FULL)),
        "signed_clause does not prove it",
    ),
    "a field left empty": (
        SafeguardInHand("C5-S01", AS_OF, Proof("build_flag", reference="x")),
        "sha256",
    ),
    "a difference of nothing": (
        SafeguardInHand(
            "C5-S01", AS_OF, Proof("sbom_difference", sha256="a" * 64, before_sha256="a" * 64)
        ),
        "the same",
    ),
}


@pytest.mark.parametrize("name", BAD_PROOFS)
def test_what_is_no_proof_is_said_and_changes_nothing(name):
    in_hand, why = BAD_PROOFS[name]
    plan = plan_of(likely_sale(), in_hand=[in_hand, proved("C5-S10")])
    one = next(item for item in plan.safeguards if item.safeguard.id == "C5-S01")
    assert one.state is SafeguardState.NOT_PROVED
    assert why in one.shortfall
    assert all(right.likelihood == right.inherent.likelihood for right in plan.residual.rights)


def test_a_safeguard_in_hand_holds_the_shipment_until_it_is_proved():
    content = likely_sale()
    content["answers"] |= {"C4-Q12": {"refuses_terms_or_support": "yes"}}
    for in_hand, holds in (
        ([], True),
        ([SafeguardInHand("C4-S05")], True),
        ([proved("C4-S05")], False),
    ):
        plan = plan_of(content, in_hand=in_hand)
        one = next(item for item in plan.safeguards if item.safeguard.id == "C4-S05")
        assert one.blocks_shipment is holds
        assert (one in plan.blocking) is holds


def test_due_days_are_counted_from_the_milestones_and_lateness_is_said():
    content = likely_sale(milestones={"shipment": "2019-05-10", "signature": "9999-12-31"})
    plan = plan_of(content)
    built = next(one for one in plan.safeguards if one.safeguard.id == "C5-S01")
    assert built.due.says == "14 days before shipment, 2019-04-26"
    assert built.due.overdue
    done = plan_of(content, in_hand=[proved("C5-S01")])
    assert not next(one for one in done.safeguards if one.safeguard.id == "C5-S01").due.overdue
    decided = next(one for one in plan.safeguards if one.due.milestone is Milestone.DECISION)
    assert decided.due.on is None
    assert not decided.due.overdue


def test_a_conflict_is_named_when_both_sides_are_planned():
    content = likely_sale()
    content["product"]["capabilities"] = ["biometric.face_verification"]
    plan = plan_of(content, in_hand=[proved("C5-S12")])
    named = {(one.first, one.second) for one in plan.conflicts}
    assert ("C5-S12", "biometric.face_verification: template stays on device") in named
    assert all(one.resolve for one in plan.conflicts)


def test_tailoring_options_come_from_the_capabilities_on_file():
    plan = plan_of(likely_sale())
    options = {one.text for one in plan.tailoring}
    assert "one-to-one mode only build" in options
    assert {one.kind for one in plan.safeguards} >= {
        SafeguardKind.TAILORING,
        SafeguardKind.CONTRACTUAL,
    }


def some_in_hand():
    """Safeguards in hand: some proved well, some badly, some only said."""
    kinds = [kind.id for row in TABLE.safeguards.values() for kind in row.proofs]
    proof = st.builds(
        Proof,
        st.sampled_from(sorted(set(kinds))),
        reference=st.sampled_from(["", "x"]),
        sha256=st.sampled_from(["", "a" * 64]),
        before_sha256=st.sampled_from(["", "b" * 64]),
        by=st.sampled_from(["", "y"]),
    )
    one = st.builds(
        SafeguardInHand,
        st.sampled_from(IDS),
        st.sampled_from([None, AS_OF, date(2031, 1, 1)]),
        st.none() | proof,
    )
    return st.lists(one, max_size=8, unique_by=lambda item: item.id)


RELIEVING = sorted({id_ for row in TABLE.reliefs for id_ in row.safeguards})


@QUICK
@given(
    content=transactions(ENGINE),
    in_hand=some_in_hand(),
    more=st.lists(st.sampled_from(RELIEVING), max_size=6, unique=True),
)
def test_proof_never_raises_risk_and_words_never_lower_it(content, in_hand, more):
    bare = plan_of(content)
    said = [replace(one, proof=None) for one in in_hand]
    assert levels(plan_of(content, in_hand=said)) == levels(bare)
    some = plan_of(content, in_hand=in_hand)
    extra = [proved(id_) for id_ in more if id_ not in {one.id for one in in_hand}]
    most = plan_of(content, in_hand=[*in_hand, *extra])
    for before, after in ((bare, some), (some, most)):
        for (severity, likelihood), (severity_after, likelihood_after) in zip(
            levels(before), levels(after), strict=True
        ):
            assert severity_after == severity
            assert likelihood_after <= likelihood
            assert likelihood - likelihood_after <= TABLE.most_lowered
        assert after.residual.route.rank <= before.residual.route.rank
        assert after.assessment.route.level is before.assessment.route.level


BROKEN = {
    "a safeguard without a row": (lambda t: t["safeguards"].pop(), "no row for safeguard"),
    "an unknown proof": (lambda t: t["safeguards"][0].update(proofs=["oath"]), "oath"),
    "an unknown red flag": (lambda t: t["gaps"][0].update(red_flag="C9-R01"), "C9-R01"),
    "an unknown option": (lambda t: t["conflicts"][0].update(second="x: y"), "x: y"),
    "a relief for nothing": (lambda t: t["reliefs"][0].update(safeguards=[]), "only on proof"),
    "an unknown key": (lambda t: t.update(surprise=1), "surprise"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_does_not_load(name):
    text = (files("enduse.guidance") / "judgement" / "safeguards.toml").read_text("utf-8")
    content = tomllib.loads(text)
    breaks, why = BROKEN[name]
    breaks(content)
    with pytest.raises(BadDataError, match=why):
        read_plan_table(content, "safeguards.toml", PACK.catalogue, load_taxonomy())
