"""Build the ranked figures of each source, and describe each indicator."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from enduse.domain.country import Indicator
from enduse.evidence.figures import rank_figures

HERE = Path(__file__).parent
NOT_COUNTRIES = ("PSG", "SML", "ZZB", "XNC")  # parts of countries with codes outside ISO 3166


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry of `indicators.toml`: what to take and how to read it."""

    id: str
    source: str
    title: str
    subjects: tuple[str, ...]
    unit: str
    column: str = ""  # the input's name when it is not the id
    version: str = ""  # start of the release to take; for V-Dem, v14 unless it says otherwise
    higher_is_worse: bool = False
    counts_events: bool = False
    shown_only: bool = False
    only_positive: bool = False  # the source lists no zeros: rank among all states


STATES = 195  # ranked when a source lists only the countries where something was recorded


def read_wanted() -> list[Wanted]:
    """Read the list of indicators to keep."""
    entries = tomllib.loads((HERE / "indicators.toml").read_text("utf-8"))["indicators"]
    return [Wanted(**{**entry, "subjects": tuple(entry["subjects"])}) for entry in entries]


def read_sources() -> Mapping[str, Mapping[str, Any]]:
    """Read what the manifests say of each source."""
    return tomllib.loads((HERE / "sources.toml").read_text("utf-8"))


def build_indicator(
    figures: pl.DataFrame, wanted: Wanted, source: Mapping[str, Any]
) -> tuple[Indicator, pl.DataFrame]:
    """Select and rank one indicator.

    Args:
        figures: the input table; columns iso3, year, indicator, value, source, version.
        wanted: which indicator, of which release.
        source: the entry of `sources.toml`.
    """
    release = wanted.version or ("v14" if wanted.source == "vdem" else "")
    chosen = figures.filter(
        pl.col("source") == source["input"],
        pl.col("indicator") == (wanted.column or wanted.id),
        pl.col("version").str.starts_with(release),
        ~pl.col("iso3").is_in(NOT_COUNTRIES),
    )
    version = release.split(" ")[0] or str(source["version"])
    ranked = rank_figures(
        chosen.select(
            pl.lit(wanted.id).alias("indicator"),
            pl.col("iso3").alias("country"),
            "year",
            "value",
            pl.lit(version).alias("version"),
        ),
        higher_is_worse=wanted.higher_is_worse,
        unlisted_zeros_to=STATES if wanted.only_positive else 0,
    )
    years = ranked["year"].to_list()
    indicator = Indicator(
        id=wanted.id,
        title=wanted.title,
        subjects=wanted.subjects,
        source=wanted.source,
        version=version,
        unit=wanted.unit,
        higher_is_worse=wanted.higher_is_worse,
        first_year=min(years),
        last_year=max(years),
        counts_events=wanted.counts_events,
        shown_only=wanted.shown_only,
    )
    return indicator, ranked
