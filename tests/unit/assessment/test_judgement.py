"""How facts lead to a route: what the tables promise, held by tests."""

from datetime import date

import pytest

from enduse.assessment.transaction_file import transaction_from
from enduse.domain.answers import Answer
from enduse.domain.vocabulary import RouteLevel

DAY = date(2018, 6, 30)


@pytest.fixture
def assess(engine):
    def run(day=DAY, **content):
        content = {"product": {}, "parties": [{"role": "end_user"}], **content}
        return engine.assess(transaction_from(content, engine.known), day)

    return run


def user(name="Agency", country="UGA", type_="police", region=None):
    party = {"role": "end_user", "name": name, "country": country, "type": type_}
    return [{**party, "region": region} if region else party]


def test_no_row_of_likelihood_speaks_of_a_country_alone(pack):
    for row in pack.tables.likelihood.rows:
        assert "power.level" in row.condition.names, row.id


def test_rows_stand_from_grave_to_mild(pack):
    levels = [int(row.level) for row in pack.tables.likelihood.rows]
    assert levels == sorted(levels, reverse=True)
    routes = [RouteLevel(row.level).rank for row in pack.tables.route.rows]
    assert routes == sorted(routes, reverse=True)


def test_severity_is_the_maximum_and_never_a_mean(assess):
    outcome = assess(
        product={"capabilities": ["internet.spyware_implant"]}, parties=user(), end_use="crime"
    )
    for right in outcome.rights:
        assert right.severity == max(right.scale, right.scope, right.irremediability)


def test_spyware_for_a_repressive_police_is_not_proposed(assess):
    outcome = assess(
        product={"capabilities": ["internet.spyware_implant"]},
        parties=user(),
        end_use="Investigations into serious crime",
    )
    assert outcome.route.level is RouteLevel.DO_NOT_PROCEED


def test_the_same_country_gets_hospital_imaging_with_at_most_conditions(assess):
    outcome = assess(
        product={"description": "Magnetic resonance scanner for a hospital."},
        parties=user("Mulago Hospital", type_="health"),
        end_use="Diagnosis of patients",
    )
    assert outcome.route.level is RouteLevel.PROCEED_WITH_CONDITIONS
    assert outcome.route.pause_until == ()


def test_nothing_known_never_means_proceed(assess):
    outcome = assess()
    assert outcome.route.level is not RouteLevel.PROCEED
    assert outcome.scope.in_scope is Answer.UNKNOWN
    assert outcome.route.pause_until


def test_region_of_documented_abuse_counts(assess):
    files = {
        "product": {"capabilities": ["recording.video_surveillance"]},
        "end_use": "Cameras for streets",
    }
    there = assess(parties=user("Bureau", "CHN", "municipality", "Xinjiang"), **files)
    elsewhere = assess(parties=user("Bureau", "CHN", "municipality"), **files)
    assert there.queue_order > elsewhere.queue_order


def test_a_listing_is_a_legal_hold_and_not_a_route(assess):
    plain = assess(product={"capabilities": []}, parties=user())
    listed = assess(product={"capabilities": []}, parties=user(), answers={"C4-Q07": "yes"})
    assert listed.route.level is plain.route.level
    assert next(h for h in listed.legal_holds if h.id == "party_listed").state == "hold"
    assert next(h for h in plain.legal_holds if h.id == "party_listed").state == "check"


def test_a_safeguard_in_hand_changes_no_finding_and_no_severity(assess):
    files = {"product": {"capabilities": ["location.alpr"]}, "parties": user()}
    without, with_ = assess(**files), assess(**files, safeguards=["C6-S03"])
    assert [f.answer for f in without.findings] == [f.answer for f in with_.findings]
    assert [r.severity for r in without.rights] == [r.severity for r in with_.rights]
    assert any(s.in_hand for s in with_.safeguards)


def test_a_benefit_is_named_and_offsets_nothing(assess):
    files = {"product": {"capabilities": ["biometric.face_recognition"]}, "parties": user()}
    plain = assess(**files, end_use="Public safety")
    kind = assess(**files, end_use="Public safety and finding missing children")
    assert kind.benefits
    assert [r.severity for r in plain.rights] == [r.severity for r in kind.rights]
    assert kind.route.level is plain.route.level


def test_evidence_of_a_later_day_is_not_used(assess):
    files = {
        "product": {"capabilities": ["internet.lawful_interception"]},
        "parties": user("Uganda Police Force"),
    }
    early = assess(day=date(2012, 1, 1), **files)
    assert all(
        "2012-01-01" in e.looked_for or not e.looked_for for f in early.findings for e in f.evidence
    )


def test_a_firm_in_its_own_country_with_a_confirmed_list_is_a_domestic_sale(assess):
    outcome = assess(
        seller={"country": "EST"},
        product={"capabilities": ["location.alpr"]},
        parties=user("Town", "EST", "municipality"),
        answers={"C4-Q01": ["Town"]},
    )
    assert outcome.scope.in_scope is Answer.NO
    assert outcome.route.level is RouteLevel.PROCEED


def test_a_shorter_list_never_proves_an_absence(assess):
    files = {
        "parties": user("Town", "EST", "municipality"),
        "seller": {"country": "USA"},
        "end_use": "Lighting of streets",
    }
    lamp = {"name": "Lamp", "description": "A street lamp.", "capabilities": []}
    whole = assess(
        product=lamp,
        answers={"C1-Q01": "none", "C1-Q04": "no", "C4-Q01": ["Town"]},
        **files,
    )
    assert whole.scope.in_scope is Answer.NO
    cut = assess(
        product=lamp,
        answers={"C1-Q01": ["location.alpr"], "C1-Q04": "no", "C4-Q01": ["Town"]},
        **files,
    )
    assert cut.scope.in_scope is Answer.YES


def test_what_became_of_a_law_later_is_not_read_earlier(engine):
    def says(day):
        return {law.id: law.reads_as for law in engine.base.laws.in_force("UGA", day)}

    assert "struck down" not in says(date(2012, 1, 1))["LAW-UGA-04"].lower()
    assert "LAW-UGA-04" not in says(date(2024, 1, 1))
    assert "2023" in next(
        law.reads_as
        for law in engine.base.laws.in_force("TZA", date(2025, 1, 1))
        if law.id == "LAW-TZA-02"
    )


def test_an_absent_list_is_not_a_confirmed_empty_one(assess):
    outcome = assess(
        seller={"country": "USA"},
        product={"name": "Lamp", "description": "A street lamp."},
        parties=user("Town", "EST", "municipality"),
        end_use="Lighting of streets",
        answers={"C1-Q01": "none", "C1-Q04": "no", "C4-Q01": ["Town"]},
    )
    assert outcome.route.level is not RouteLevel.PROCEED


def test_a_law_of_one_country_does_not_check_power_in_another(engine):
    alone = engine.country_facts.of("AND", date(2020, 1, 1), complete=True)
    both = [engine.country_facts.of(c, date(2020, 1, 1), complete=True) for c in ("AND", "AUS")]
    name = "laws.independent_oversight"
    least = min(next(f.value for f in facts if f.name == name) for facts in both)
    parties = [*user("A", "AND"), *user("B", "AUS")]
    content = {"product": {}, "parties": parties, "answers": {"C4-Q01": ["A", "B"]}}
    outcome = engine.assess(transaction_from(content, engine.known), date(2020, 1, 1))
    assert alone
    assert least == 0
    assert outcome.route.level is not RouteLevel.PROCEED
