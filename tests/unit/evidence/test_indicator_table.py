from datetime import date

import numpy as np
import pytest

from enduse.domain.country import Indicator
from enduse.domain.errors import BadDataError, NotFoundError
from enduse.evidence.dossier import SUBJECTS
from enduse.evidence.indicators import IndicatorTable, _Series, load_indicators


def indicator(name, **changed):
    told = {
        "title": name, "subjects": ("privacy",), "source": "s", "version": "1", "unit": "u",
        "higher_is_worse": False, "first_year": 2010, "last_year": 2014,
    }  # fmt: skip
    return Indicator(id=name, **{**told, **changed})


def table(*series):
    """Make a table of one country, AAA, from (indicator, values, shares), years from 2010."""
    width = len(series[0][1])
    made = [
        _Series(
            one,
            np.array([values], np.float32),
            np.array([shares], np.float32),
            np.full(width, 9, np.int16),
        )
        for one, values, shares in series
    ]
    return IndicatorTable(made, {"AAA": 0}, 2010, 2010 + width - 1)


NO = float("nan")


def test_a_practice_is_the_median_of_its_fresh_figures():
    known = table(
        (indicator("a"), [NO, 1.0], [NO, 10.0]),
        (indicator("b"), [NO, 1.0], [NO, 20.0]),
        (indicator("c"), [NO, 1.0], [NO, 90.0]),
    )
    assert known.practice("AAA", "privacy", date(2012, 1, 1)).worse_than == 20.0


def test_a_count_of_zero_is_read_and_enters_no_practice():
    known = table((indicator("a", counts_events=True), [0.0], [40.0]))
    assert known.readings("AAA", date(2011, 1, 1))[0].none_recorded
    assert known.practice("AAA", "privacy", date(2011, 1, 1)) is None


def test_a_figure_shown_only_enters_no_practice():
    known = table((indicator("a", shown_only=True), [1.0], [40.0]))
    assert known.readings("AAA", date(2011, 1, 1))
    assert known.practice("AAA", "privacy", date(2011, 1, 1)) is None


def test_a_later_release_takes_the_place_of_the_one_it_supersedes():
    known = table(
        (indicator("a"), [1.0], [10.0]),
        (indicator("a_v9", supersedes="a"), [1.0], [80.0]),
    )
    practice = known.practice("AAA", "privacy", date(2011, 1, 1))
    assert [reading.indicator.id for reading in practice.readings] == ["a_v9"]
    assert len(known.readings("AAA", date(2011, 1, 1))) == 2


def test_an_old_figure_is_shown_and_enters_no_practice():
    known = table((indicator("a"), [1.0], [10.0]))
    assert known.readings("AAA", date(2020, 1, 1))[0].year == 2010
    assert known.practice("AAA", "privacy", date(2016, 1, 1)) is None
    assert known.readings("AAA", date(2021, 1, 1)) == ()


def test_change_is_of_the_share_over_five_years_and_unknown_without_both_ends():
    shares = [10.0, NO, NO, NO, NO, 30.0, 35.0]
    known = table((indicator("a"), shares, shares))
    assert known.readings("AAA", date(2016, 1, 1))[0].change_5y == 20.0
    assert known.readings("AAA", date(2017, 1, 1))[0].change_5y is None


def test_a_country_without_figures_is_unknown_and_no_error():
    known = table((indicator("a"), [1.0], [10.0]))
    assert known.readings("ZZZ", date(2011, 1, 1)) == ()
    assert known.practice("ZZZ", "privacy", date(2011, 1, 1)) is None
    assert known.series("ZZZ", "a") == ()


def test_an_unknown_indicator_is_said(base):
    with pytest.raises(NotFoundError, match="no such indicator"):
        base.indicators.series("UGA", "nonsense")


def test_asking_again_gives_the_very_same_answer(base):
    first = base.indicators.readings("UGA", date(2020, 1, 1))
    assert base.indicators.readings("UGA", date(2020, 12, 31)) is first


def test_no_source_of_indicators_is_refused():
    with pytest.raises(BadDataError, match="no source of indicators"):
        load_indicators([])


def test_every_right_has_at_least_three_indicators(base):
    for subject in SUBJECTS:
        serving = [one for one in base.indicators.indicators if subject in one.subjects]
        assert len(serving) >= 3, subject


def test_capability_series_are_left_out(base):
    ids = {one.id for one in base.indicators.indicators}
    assert not ids & {"v2smgovfilcap", "v2smgovshutcap"}


def test_releases_of_one_source_are_never_joined(base):
    versions = {one.id: one.version for one in base.indicators.indicators if one.source == "vdem"}
    assert versions["v2casurv"] == "v14"
    assert versions["v2svstterr"] == "v12"
    assert versions["v2smarrest"] == "v13"
    last = {one.id: one.last_year for one in base.indicators.indicators}
    assert last["v2x_libdem"] == 2023
    assert last["v2x_libdem_v15"] == 2024


def test_known_bad_and_good_records_read_that_way_round(base):
    day = date(2025, 1, 1)
    for subject in ("privacy", "expression", "association", "assembly", "rule_of_law"):
        assert base.indicators.practice("CHN", subject, day).worse_than > 75
        assert base.indicators.practice("NOR", subject, day).worse_than < 25


def test_namibia_is_a_country_and_no_gap(base):
    assert base.indicators.practice("NAM", "privacy", date(2025, 1, 1)) is not None
