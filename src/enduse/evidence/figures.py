"""The table of figures that every snapshot of indicators has: one row a country and year."""

from io import BytesIO

import numpy as np
import polars as pl

from enduse.domain.errors import BadDataError
from enduse.evidence.percentiles import worse_than

SCHEMA = pl.Schema(
    {
        "indicator": pl.String,
        "country": pl.String,  # ISO 3166-1 alpha-3, and XKX for Kosovo
        "year": pl.Int16,
        "value": pl.Float32,  # in the indicator's unit
        "worse_than": pl.Float32,  # share of the other countries with a better value, 0 to 100
        "countries": pl.Int16,  # how many were ranked that year
        "version": pl.String,  # the publisher's release
    }
)


def rank_figures(
    figures: pl.DataFrame, *, higher_is_worse: bool, unlisted_zeros_to: int = 0
) -> pl.DataFrame:
    """Add the rank in the world of each year to the figures of one indicator.

    Args:
        figures: columns indicator, country, year, value and version; one row a country and year.
        higher_is_worse: which way the figure reads.
        unlisted_zeros_to: when above 0, rank among so many countries, the missing ones as zero.

    Returns:
        Rows in the order and with the columns of `SCHEMA`.
    """
    years = [
        _rank_year(year, higher_is_worse=higher_is_worse, unlisted_zeros_to=unlisted_zeros_to)
        for year in figures.sort("country", "year").partition_by("year", maintain_order=True)
    ]
    ranked = pl.concat(years) if years else figures.with_columns(worse_than=0.0, countries=0)
    return ranked.select(SCHEMA.names()).cast(SCHEMA).sort("indicator", "country", "year")


def _rank_year(
    year: pl.DataFrame, *, higher_is_worse: bool, unlisted_zeros_to: int
) -> pl.DataFrame:
    values = year["value"].to_numpy().astype(np.float64)
    zeros = max(0, unlisted_zeros_to - len(values))
    ranks = worse_than(values, higher_is_worse=higher_is_worse, unlisted_zeros=zeros)
    return year.with_columns(
        pl.Series("worse_than", ranks), pl.lit(len(values) + zeros).alias("countries")
    )


def write_figures(figures: pl.DataFrame) -> bytes:
    """Give the Parquet bytes of a table of figures; the same table gives the same bytes."""
    buffer = BytesIO()
    figures.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    return buffer.getvalue()


def read_figures(content: bytes, *, source: str) -> pl.DataFrame:
    """Read the Parquet bytes of one snapshot.

    Raises:
        BadDataError: it is no Parquet file, or its columns are not those of `SCHEMA`.
    """
    try:
        figures = pl.read_parquet(BytesIO(content))
    except pl.exceptions.PolarsError as error:
        raise BadDataError(
            "the figures cannot be read as Parquet; build or import them again", source=source
        ) from error
    if figures.schema != SCHEMA:
        raise BadDataError(
            "the columns of the figures are not those of the schema; build or import them again",
            source=source,
            columns=figures.columns,
        )
    return figures
