"""The registers speak in ids that exist: siblings do not import each other, so it is held here."""

from datetime import date

from enduse.assessment.country_facts import LAW_FACTS

TODAY = date(2026, 11, 24)


def test_every_incident_names_capabilities_of_the_taxonomy(engine):
    known = set(engine.taxonomy.ids)
    incidents = engine.base.incidents.known(TODAY)
    assert len(incidents) >= 200
    for incident in incidents:
        assert set(incident.capabilities) <= known, incident.id


def test_every_law_stands_under_an_entry_of_appendix_2_or_protects(engine):
    entries = {item.id for item in engine.pack.catalogue.appendix2}
    countries = engine.base.laws.countries
    assert len(countries) >= 50
    for country in countries:
        for law in engine.base.laws.in_force(country, TODAY):
            assert law.protects or law.entry in entries, law.id


def test_every_law_entry_that_a_fact_counts_exists(engine):
    entries = {item.id for item in engine.pack.catalogue.appendix2}
    counted = {entry for entries_ in LAW_FACTS.values() for entry in entries_}
    assert {entry for entry in counted if entry.startswith("LAW-")} <= entries
