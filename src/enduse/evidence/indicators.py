"""Published figures about countries, read as they were known on a date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

import numpy as np
import numpy.typing as npt
import polars as pl

from enduse.domain.country import Indicator, Practice, Reading
from enduse.domain.errors import BadDataError, NotFoundError
from enduse.evidence.figures import read_figures
from enduse.evidence.manifests import Manifest, read_file

OLDEST_READING_YEARS = 10  # an older figure is not read at all
FRESH_YEARS = 5  # an older figure is shown and enters no practice
TREND_YEARS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One year of one series of one country."""

    year: int
    value: float  # in the indicator's unit
    worse_than: float  # 0 to 100


@dataclass(frozen=True, slots=True)
class _Series:
    """All figures of one indicator, laid out so that a lookup is an array index.

    The arrays have the shape (countries, years); a missing figure is NaN.
    """

    indicator: Indicator
    values: npt.NDArray[np.float32]
    worse_than: npt.NDArray[np.float32]
    ranked: npt.NDArray[np.int16]  # shape (years,)


class IndicatorTable:
    """Every indicator of every country; answers are kept, so asking again costs nothing."""

    def __init__(
        self, series: Iterable[_Series], rows: Mapping[str, int], first_year: int, last_year: int
    ) -> None:
        self._series = {entry.indicator.id: entry for entry in series}
        self._rows = rows
        self._first_year = first_year
        self._last_year = last_year
        self._readings: dict[tuple[str, int], tuple[Reading, ...]] = {}
        self._practices: dict[tuple[str, str, int], Practice | None] = {}

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in the order of their sources' manifests."""
        return tuple(entry.indicator for entry in self._series.values())

    @property
    def known_years(self) -> tuple[int, int]:
        """The first and the last year that any figure describes."""
        return self._first_year, self._last_year

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries with any figure, in order of code."""
        return tuple(sorted(self._rows))

    def get(self, indicator: str) -> Indicator:
        """Give one indicator.

        Raises:
            NotFoundError: there is none with this id.
        """
        return self._entry(indicator).indicator

    def readings(self, country: str, as_of: date) -> tuple[Reading, ...]:
        """Read the newest figure of each indicator that was known on a day.

        A figure about a year is known from the first day of the next year. A figure older than
        `OLDEST_READING_YEARS` is left out; the year stands in the reading, so age is visible.
        """
        key = (country, as_of.year)
        if key not in self._readings:
            self._readings[key] = self._read_all(country, as_of.year)
        return self._readings[key]

    def practice(self, country: str, subject: str, as_of: date) -> Practice | None:
        """Say how a country treats a subject, from the fresh figures known on a day.

        The practice is the median of the shares of countries that do better. Figures that
        are shown only, figures older than `FRESH_YEARS`, and counts of zero (no record is
        not a record of nothing) do not enter it; nor does a series that a fresh figure of a
        later release supersedes.

        Returns:
            None when no fresh figure is known: that is a gap, not a clean record.
        """
        key = (country, subject, as_of.year)
        if key not in self._practices:
            self._practices[key] = self._judge(country, subject, as_of)
        return self._practices[key]

    def series(self, country: str, indicator: str, as_of: date | None = None) -> tuple[Point, ...]:
        """Give all years of one indicator of one country, oldest first.

        Args:
            country: ISO 3166-1 alpha-3; a country without figures gives an empty series.
            indicator: id of the indicator.
            as_of: when given, only what was known on that day.

        Raises:
            NotFoundError: there is no such indicator.
        """
        entry = self._entry(indicator)
        if country not in self._rows:
            return ()
        row = self._rows[country]
        return tuple(
            Point(self._first_year + int(column), float(value), float(worse))
            for column, (value, worse) in enumerate(
                zip(entry.values[row], entry.worse_than[row], strict=True)
            )
            if not np.isnan(value) and (as_of is None or self._first_year + column < as_of.year)
        )

    def latest_of_all(self, indicator: str, as_of: date) -> dict[str, Reading]:
        """Read one indicator for every country that has a figure known on a day."""
        entry = self._entry(indicator)
        readings = (self._read(entry, country, as_of.year) for country in self._rows)
        return {reading.country: reading for reading in readings if reading}

    def _entry(self, indicator: str) -> _Series:
        try:
            return self._series[indicator]
        except KeyError:
            raise NotFoundError("there is no such indicator", indicator=indicator) from None

    def _read_all(self, country: str, as_of_year: int) -> tuple[Reading, ...]:
        if country not in self._rows:
            return ()
        readings = (self._read(entry, country, as_of_year) for entry in self._series.values())
        return tuple(reading for reading in readings if reading)

    def _read(self, entry: _Series, country: str, as_of_year: int) -> Reading | None:
        """Read the newest known figure of one series, not older than is useful."""
        row = self._rows[country]
        newest = min(as_of_year - 1, self._last_year)
        oldest = max(as_of_year - OLDEST_READING_YEARS, self._first_year)
        for year in range(newest, oldest - 1, -1):
            column = year - self._first_year
            value = entry.values[row, column]
            if not np.isnan(value):
                worse = float(entry.worse_than[row, column])
                return Reading(
                    indicator=entry.indicator,
                    country=country,
                    year=year,
                    value=round(float(value), 4),
                    worse_than=round(worse, 1),
                    change_5y=self._change(entry, row, column),
                    countries=int(entry.ranked[column]),
                )
        return None

    def _change(self, entry: _Series, row: int, column: int) -> float | None:
        if column < TREND_YEARS:
            return None
        now, before = entry.worse_than[row, column], entry.worse_than[row, column - TREND_YEARS]
        return None if np.isnan(before) else round(float(now) - float(before), 1)

    def _judge(self, country: str, subject: str, as_of: date) -> Practice | None:
        fresh = tuple(
            reading
            for reading in self.readings(country, as_of)
            if subject in reading.indicator.subjects and counts_towards_practice(reading, as_of)
        )
        replaced = {reading.indicator.supersedes for reading in fresh} - {""}
        fresh = tuple(reading for reading in fresh if reading.indicator.id not in replaced)
        if not fresh:
            return None
        changes = [reading.change_5y for reading in fresh if reading.change_5y is not None]
        return Practice(
            country=country,
            subject=subject,
            worse_than=round(median(reading.worse_than for reading in fresh), 1),
            change_5y=round(median(changes), 1) if changes else None,
            readings=fresh,
        )


def counts_towards_practice(reading: Reading, as_of: date) -> bool:
    """True for a fresh figure of the series used, that records something."""
    is_fresh = reading.year >= as_of.year - FRESH_YEARS
    return is_fresh and not reading.indicator.shown_only and not reading.none_recorded


def load_indicators(manifests: Iterable[Manifest]) -> IndicatorTable:
    """Read the figures of every source of indicators.

    Raises:
        BadDataError: a file is not the one its manifest describes, or holds figures of an
            indicator that the manifest does not name.
    """
    sources = [manifest for manifest in manifests if manifest.kind == "indicators"]
    if not sources:
        raise BadDataError("there is no source of indicators; install the package again")
    tables = [_figures_of(source) for source in sources]
    figures = pl.concat(tables)
    known = {indicator.id: indicator for source in sources for indicator in source.indicators}
    try:
        return _lay_out(figures, known)
    except pl.exceptions.InvalidOperationError as error:  # a word that is none of the Enum's
        raise BadDataError(
            "the manifests do not name every indicator in the figures", why=str(error)[:200]
        ) from error


def _figures_of(source: Manifest) -> pl.DataFrame:
    """Read the one file of figures that a source has."""
    if len(source.files) != 1:
        raise BadDataError("a source of indicators has one file of figures", source=source.id)
    return read_figures(read_file(source, next(iter(source.files))), source=source.id)


def _lay_out(figures: pl.DataFrame, known: Mapping[str, Indicator]) -> IndicatorTable:
    """Turn rows into arrays of countries by years, one pair for each indicator."""
    countries = figures["country"].unique().sort().to_list()
    years = figures["year"].to_numpy()
    first, last = int(years.min()), int(years.max())
    places = figures.select(
        indicator=pl.col("indicator").cast(pl.Enum(list(known))).to_physical(),
        row=pl.col("country").cast(pl.Enum(countries)).to_physical(),
        column=pl.col("year") - first,
    )
    at = tuple(places[name].to_numpy() for name in ("indicator", "row", "column"))
    shape = (len(known), len(countries), last - first + 1)
    values, worse = np.full(shape, np.nan, np.float32), np.full(shape, np.nan, np.float32)
    ranked = np.zeros((len(known), last - first + 1), np.int16)
    values[at], worse[at] = figures["value"].to_numpy(), figures["worse_than"].to_numpy()
    ranked[at[0], at[2]] = figures["countries"].to_numpy()
    series = [
        _Series(indicator, values[i], worse[i], ranked[i])
        for i, indicator in enumerate(known.values())
    ]
    return IndicatorTable(series, {c: i for i, c in enumerate(countries)}, first, last)
