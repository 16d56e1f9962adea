"""Build the tables of groups of states and of treaty status."""

import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from enduse.evidence.groups import GROUP_COLUMNS, TREATY_COLUMNS
from snapshots.csvtext import read_rows, write_rows

GROUP_IDS = {
    "EAR A:1": "ear_a1", "EAR A:2": "ear_a2", "EAR A:3": "ear_a3", "EAR A:4": "ear_a4",
    "EAR A:5": "ear_a5", "EAR A:6": "ear_a6", "EAR D:1 (at least)": "ear_d1",
    "EAR D:5": "ear_d5", "EAR E:1": "ear_e1", "EAR E:2": "ear_e2",
    "ITAR 126.1(d)(1)": "itar_126_1_d1", "ITAR 126.1(d)(2)": "itar_126_1_d2",
    "Wassenaar Arrangement": "wassenaar", "ECHRI Code of Conduct subscriber": "echri_code",
    "Freedom Online Coalition": "freedom_online_coalition",
    "FATF call for action": "fatf_call_for_action",
    "FATF increased monitoring": "fatf_increased_monitoring",
}  # fmt: skip
# What a later notice took off a list, with the month in which it did.
ENDED = {("KHM", "itar_126_1_d2"): "2025-11"}
# The notes, in this project's words, by group.
NOTES = {
    "ear_a1": "read from a secondary reproduction; confirm against the eCFR",
    "ear_a2": "read from a secondary reproduction; confirm against the eCFR",
    "ear_a3": "read from a secondary reproduction; confirm against the eCFR",
    "ear_a4": "read from a secondary reproduction; confirm against the eCFR",
    "ear_a5": "read from a secondary reproduction; confirm against the eCFR",
    "ear_a6": "read from a secondary reproduction; confirm against the eCFR",
    "ear_d1": "from the definition of controlled countries; D:1 may list more",
    "ear_d5": "the list that BIS keeps equal to ITAR 126.1; Cyprus and Ethiopia to be verified",
    "ear_e1": "Syria's place was under review in 2025 and 2026; confirm",
    "itar_126_1_d1": "read from a secondary copy; confirm against the eCFR",
    "echri_code": "first subscribers only; later ones are not captured",
    "freedom_online_coalition": "the year of joining; members since 2017 are not captured",
}

_STORED = re.compile(r"\s*\([^)]*(?:stored|copy)[^)]*\)")  # where a copy was read is not the source


def build_groups(table: Path) -> tuple[bytes, int]:
    """Build `memberships.csv`; give it with its number of rows."""
    rows = sorted(
        (_membership(row) for row in read_rows(table)), key=lambda r: (r["group"], r["country"])
    )
    return write_rows(GROUP_COLUMNS, rows), len(rows)


def _membership(row: Mapping[str, str]) -> dict[str, str]:
    group = GROUP_IDS[row["group"]]
    return {
        "country": row["iso3"],
        "group": group,
        "known_from": row["as_of"],
        "known_until": ENDED.get((row["iso3"], group), ""),
        "source": _STORED.sub("", row["source"]),
        "confidence": row["confidence"],
        "note": NOTES.get(group, ""),
    }


def build_treaties(figures: pl.DataFrame) -> tuple[bytes, int]:
    """Build `status.csv`: one row a country and treaty, with the first year as a party.

    No country in the record ever left a treaty, which the build checks.
    """
    records = figures.filter(pl.col("source") == "UN Treaty Collection").with_columns(
        pl.col("indicator").str.strip_prefix("treaty_").str.strip_suffix("_party").alias("treaty"),
        party=pl.col("value") == 1,
    )
    grouped = records.sort("iso3", "treaty", "year").group_by("iso3", "treaty", maintain_order=True)
    status = grouped.agg(
        pl.col("party").last(),
        pl.col("year").filter(pl.col("party")).min().alias("since"),
        pl.col("year").max(),
        (pl.col("party").cast(int).diff() < 0).any().alias("left"),
    )
    if status["left"].any():
        message = "a country left a treaty: give the table a column for that first"
        raise SystemExit(message)
    rows = [
        {
            "country": row["iso3"],
            "treaty": row["treaty"],
            "party": "yes" if row["party"] else "no",
            "since": row["since"] or "",
            "year": row["year"],
        }
        for row in status.to_dicts()
    ]
    return write_rows(TREATY_COLUMNS, rows), len(rows)
