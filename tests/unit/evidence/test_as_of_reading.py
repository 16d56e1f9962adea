"""Nothing that was published after the as-of date may be read, from any source."""

from datetime import date, timedelta

import pytest

from enduse.domain.answers import Answer
from enduse.domain.dates import latest_day
from enduse.evidence.dossier import country_dossier

DAYS = [date(1995, 6, 1), date(2001, 1, 1), date(2012, 1, 1), date(2019, 5, 1), date(2024, 12, 31)]


@pytest.mark.parametrize("day", DAYS)
def test_no_figure_is_read_before_the_year_after_it(base, day):
    for country in base.indicators.countries:
        for reading in base.indicators.readings(country, day):
            assert reading.known_from <= day
            assert day.year - 10 <= reading.year < day.year


@pytest.mark.parametrize("day", DAYS)
def test_each_reading_is_the_newest_one_known(base, day):
    for reading in base.indicators.readings("UGA", day):
        years = [point.year for point in base.indicators.series("UGA", reading.indicator.id, day)]
        assert reading.year == max(years)
        assert max(years) < day.year


@pytest.mark.parametrize("day", DAYS)
def test_no_practice_rests_on_a_later_figure(base, day):
    for country in base.indicators.countries:
        for subject in ("privacy", "expression", "conflict", "democracy", "internet_control"):
            practice = base.indicators.practice(country, subject, day)
            if practice:
                assert all(reading.known_from <= day for reading in practice.readings)


@pytest.mark.parametrize("day", DAYS)
def test_no_incident_is_known_before_its_report(base, day):
    known = base.incidents.known(day)
    assert all(latest_day(incident.first_reported_on) <= day for incident in known)
    matched = [one for c in base.countries for one in
               base.incidents.matching(as_of=day, country=c.iso3)]  # fmt: skip
    assert sorted(one.id for one in matched) == sorted(one.id for one in known)


@pytest.mark.parametrize("day", DAYS)
def test_no_law_counts_before_it_is_in_force(base, day):
    for country in base.laws.countries:
        for law in base.laws.in_force(country, day):
            assert latest_day(law.in_force_from) <= day
            assert not law.in_force_until or day <= latest_day(law.in_force_until)


@pytest.mark.parametrize("day", DAYS)
def test_no_membership_is_known_before_its_list(base, day):
    for country in base.countries:
        for membership in base.groups.of(country.iso3, day):
            assert membership.known_from <= day
            assert membership.known_until is None or day < membership.known_until


@pytest.mark.parametrize("day", DAYS)
def test_no_treaty_status_is_known_before_the_year_after_it(base, day):
    for country in base.countries:
        for status in base.groups.treaties(country.iso3, day):
            assert status.year < day.year
            assert status.since is None or status.since <= status.year


@pytest.mark.parametrize("day", DAYS)
def test_a_dossier_holds_nothing_later(base, day):
    for country in ("UGA", "CHN", "USA", "BHR", "NAM"):
        dossier = country_dossier(base, country, day)
        years = [year for section in dossier.sections for year, _ in section.history]
        years += [reading.year for section in dossier.sections for reading in section.readings]
        assert all(year < day.year for year in years)
        assert all(one.known_from <= day for one in dossier.incidents)
        assert all(latest_day(law.in_force_from) <= day for law in dossier.laws)


def test_a_figure_counts_from_the_first_day_of_the_next_year(base):
    eve, day = date(2020, 12, 31), date(2021, 1, 1)
    newest = {r.indicator.id: r.year for r in base.indicators.readings("UGA", eve)}
    assert newest["v2casurv"] == 2019
    newest = {r.indicator.id: r.year for r in base.indicators.readings("UGA", day)}
    assert newest["v2casurv"] == 2020


def test_a_list_of_2026_says_nothing_in_2012(base):
    assert base.groups.of("DEU", date(2012, 1, 1)) == base.groups.of("DEU", date(2011, 12, 31))
    assert base.groups.is_member("DEU", "wassenaar", date(2012, 1, 1)) is Answer.UNKNOWN
    assert base.groups.is_member("DEU", "wassenaar", date(2026, 6, 20)) is Answer.YES
    assert base.groups.is_member("DEU", "wassenaar", date(2026, 6, 19)) is Answer.UNKNOWN


def test_an_incident_dated_to_a_year_counts_only_once_the_year_is_over(base):
    yearly = next(one for one in base.incidents.known(date.max) if len(one.first_reported_on) == 4)
    last = date(int(yearly.first_reported_on), 12, 31)
    assert yearly not in base.incidents.known(last - timedelta(days=1))
    assert yearly in base.incidents.known(last)
