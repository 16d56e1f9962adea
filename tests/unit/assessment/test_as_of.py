"""An assessment as of a day shows nothing that was published after it."""

from datetime import date

import pytest

from enduse.assessment.transaction_file import transaction_from
from enduse.evidence.base import incident_evidence

DAYS = [date(2012, 1, 1), date(2019, 5, 1), date(2024, 7, 1)]
COUNTRIES = ["CHN", "UGA", "ESP", "VEN", "IRN", "NAM", "USA", "SGP"]


def provenances(outcome):
    for finding in outcome.findings:
        yield from (evidence.provenance for evidence in finding.evidence)
        stack = [finding.trace]
        while stack:
            trace = stack.pop()
            stack.extend(trace.children)
            yield from (evidence.provenance for evidence in trace.evidence)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("country", COUNTRIES)
def test_no_evidence_is_dated_after_the_as_of_day(engine, country, day):
    content = {
        "product": {
            "vendor": "Hacking Team",
            "capabilities": ["internet.spyware_implant", "biometric.face_recognition"],
        },
        "parties": [{"role": "end_user", "name": "Police", "country": country, "type": "police"}],
    }
    outcome = engine.assess(transaction_from(content, engine.known), day)
    dated = [p for p in provenances(outcome) if p.published_on]
    assert dated
    assert all(p.published_on <= day for p in dated)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_cited_source_bears_a_later_year(engine, day):
    for incident in engine.base.incidents.known(day):
        assert incident.known_from <= day
    later = [str(year) for year in range(day.year + 1, 2028)]
    for country in engine.base.laws.countries:
        for fact in engine.country_facts.of(country, day, complete=True):
            for evidence in fact.evidence:
                assert not any(f"({year})" in evidence.provenance.source for year in later)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_report_is_cited_only_if_it_can_have_existed(engine, day):
    for incident in engine.base.incidents.known(day):
        source = incident_evidence(incident, day).provenance.source
        cited = f"({incident.source_year})" in source
        same_year = incident.source_year <= incident.known_from.year
        assert not cited or same_year or date(incident.source_year, 12, 31) <= day, incident.id
