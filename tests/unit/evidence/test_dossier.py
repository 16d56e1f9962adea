from datetime import date

import pytest

from enduse.domain.errors import NotFoundError
from enduse.evidence.base import incident_evidence, law_evidence
from enduse.evidence.dossier import SUBJECTS, country_dossier, subject_label


def test_every_subject_has_a_section_and_every_indicator_is_read_or_a_gap(base, today):
    dossier = country_dossier(base, "UGA", today)
    assert [section.subject for section in dossier.sections] == list(SUBJECTS)
    for section in dossier.sections:
        said = {reading.indicator.id for reading in section.readings}
        said |= {gap.indicator.id for gap in section.gaps}
        serving = {o.id for o in base.indicators.indicators if section.subject in o.subjects}
        assert said == serving


def test_a_country_that_no_source_covers_has_gaps_and_no_clean_record(base, today):
    dossier = country_dossier(base, "TUV", today)
    privacy = dossier.sections[0]
    assert privacy.practice is None
    assert all("no figure for this country" in gap.why for gap in privacy.gaps)


def test_a_figure_not_yet_known_is_a_gap_that_says_so(base):
    privacy = country_dossier(base, "UGA", date(2012, 1, 1)).sections[0]
    whys = {gap.indicator.id: gap.why for gap in privacy.gaps}
    assert whys["v2smgovsmmon"] == "no figure was known by 2012-01-01"


def test_a_stale_figure_is_shown_and_named_as_too_old(base, today):
    integrity = next(
        s for s in country_dossier(base, "UGA", today).sections if s.subject == "life_and_integrity"
    )
    assert "fariss_hrps" in {reading.indicator.id for reading in integrity.readings}
    assert "too old to count" in {g.indicator.id: g.why for g in integrity.gaps}["fariss_hrps"]


def test_sources_that_disagree_are_named_with_their_figures(base, today):
    said = [
        section.disagreement
        for country in base.countries
        for section in country_dossier(base, country.iso3, today).sections
        if section.disagreement
    ]
    assert said
    assert all(text.startswith("The sources disagree: by ") for text in said)


def test_the_history_ends_with_the_practice_when_figures_are_new(base):
    section = country_dossier(base, "UGA", date(2024, 1, 1)).sections[0]
    assert section.history[-1] == (2023, section.practice.worse_than)


def test_laws_that_protect_are_told_from_laws_that_enable(base, today):
    dossier = country_dossier(base, "DEU", today)
    assert all(law.entry.startswith("SAFE-") for law in dossier.laws_that_protect)
    assert all(law.entry.startswith("LAW-") for law in dossier.laws_that_enable)


def test_evidence_travels_with_its_source(base, today):
    dossier = country_dossier(base, "UGA", today)
    reading = dossier.sections[0].readings[0]
    evidence = base.evidence_of(reading)
    assert evidence.provenance.sha256
    assert evidence.provenance.licence
    assert str(reading.year) in evidence.says
    assert incident_evidence(dossier.incidents[0], today).provenance.source
    assert law_evidence(dossier.laws[0], today).provenance.source


def test_unknown_countries_and_subjects_are_said(base, today):
    with pytest.raises(NotFoundError):
        country_dossier(base, "ZZZ", today)
    with pytest.raises(NotFoundError):
        subject_label("fun")
