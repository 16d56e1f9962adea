"""Build the table of countries: names, codes, regions, capitals and a point for each."""

from collections.abc import Mapping
from pathlib import Path

from snapshots.csvtext import read_rows, write_rows

HERE = Path(__file__).parent
COLUMNS = (
    "iso3", "alpha2", "name", "official_name", "region", "sub_region", "capital", "lat", "lon",
)  # fmt: skip

# Short names in everyday English where the table's display name is not one.
NAMES = {
    "ATG": "Antigua and Barbuda", "BIH": "Bosnia and Herzegovina", "COD": "DR Congo",
    "COG": "Congo", "GBR": "United Kingdom", "HMD": "Heard and McDonald Islands",
    "KNA": "Saint Kitts and Nevis", "LCA": "Saint Lucia", "SPM": "Saint Pierre and Miquelon",
    "STP": "São Tomé and Príncipe", "TTO": "Trinidad and Tobago", "USA": "United States",
    "VCT": "Saint Vincent and the Grenadines", "CIV": "Côte d'Ivoire",
    "SGS": "South Georgia and the South Sandwich Islands", "SJM": "Svalbard and Jan Mayen",
    "TCA": "Turks and Caicos Islands", "WLF": "Wallis and Futuna", "BLM": "Saint Barthélemy",
    "SHN": "Saint Helena", "MAF": "Saint Martin",
}  # fmt: skip
# Capitals that the table has under an older or an English-only name, or not at all.
CAPITALS = {
    "BDI": "Gitega", "BRA": "Brasília", "CMR": "Yaoundé", "COL": "Bogotá", "CRI": "San José",
    "CUW": "Willemstad", "GNQ": "Malabo", "KAZ": "Astana", "MMR": "Naypyidaw", "MDV": "Malé",
    "PRY": "Asunción", "PSE": "Ramallah", "TGO": "Lomé", "BLZ": "Belmopan", "ISL": "Reykjavík",
}  # fmt: skip
TAIWAN_REGION = ("Asia", "Eastern Asia")  # M49 has no row of its own for Taiwan
KOSOVO = {
    "iso3": "XKX", "alpha2": "XK", "name": "Kosovo", "official_name": "Republic of Kosovo",
    "region": "Europe", "sub_region": "Southern Europe", "capital": "Pristina",
}  # fmt: skip


def build_countries(table: Path) -> tuple[bytes, Mapping[str, str]]:
    """Build `countries.csv`.

    Args:
        table: the ISO 3166 and M49 table.

    Returns:
        The CSV, sorted by iso3; and ISO number to iso3, for the map.
    """
    source = read_rows(table)
    points = {row["iso3"]: row for row in read_rows(HERE / "points.csv")}
    rows = [
        {**country, "lat": points[country["iso3"]]["lat"], "lon": points[country["iso3"]]["lon"]}
        for country in [*map(_country, source), KOSOVO]
    ]
    numbers = {row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-3"] for row in source}
    return write_rows(COLUMNS, sorted(rows, key=lambda row: str(row["iso3"]))), numbers


def _country(row: Mapping[str, str]) -> dict[str, str]:
    iso3 = row["ISO3166-1-Alpha-3"]
    region, sub_region = row["Region Name"], row["Sub-region Name"]
    if iso3 == "TWN":
        region, sub_region = TAIWAN_REGION
    return {
        "iso3": iso3,
        "alpha2": row["ISO3166-1-Alpha-2"],  # Namibia's is NA, a word and not a gap
        "name": NAMES.get(iso3, row["CLDR display name"]).replace("\u2019", "'"),
        "official_name": _plain(row["UNTERM English Formal"] or row["official_name_en"]),
        "region": region,
        "sub_region": sub_region,
        "capital": CAPITALS.get(iso3, row["Capital"].strip()),
    }


def _plain(name: str) -> str:
    """Drop the article and the footnote stars of the formal names."""
    return name.replace("*", "").strip().removeprefix("the ").strip()
