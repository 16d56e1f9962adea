"""Countries as lists write them, turned into ISO 3166-1 alpha-3."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_ALSO = {
    "uk": "GBR", "england": "GBR", "great britain": "GBR", "united states": "USA", "us": "USA",
    "u.s.a.": "USA", "united states of america": "USA", "burma": "MMR", "korea, north": "PRK",
    "democratic people's republic of korea": "PRK", "dprk": "PRK", "korea, south": "KOR",
    "republic of korea": "KOR", "south korea": "KOR", "congo, democratic republic of the": "COD",
    "congo (democratic republic)": "COD", "congo, republic of the": "COG", "palestinian": "PSE",
    "region: gaza": "PSE", "west bank": "PSE", "occupied palestinian territories": "PSE",
    "region: crimea": "UKR", "region: northern mali": "MLI", "the gambia": "GMB",
    "bahamas, the": "BHS", "cabo verde": "CPV", "swaziland": "SWZ", "macau": "MAC",
    "macao": "MAC", "ivory coast": "CIV", "cote d ivoire": "CIV", "laos": "LAO", "syria": "SYR",
    "macedonia, the former yugoslav republic of": "MKD", "turkey": "TUR", "türkiye": "TUR",
    "czech republic": "CZE", "kosovo": "XKX", "virgin islands, british": "VGB",
    "british virgin islands": "VGB", "hong kong (sar)": "HKG", "hong kong": "HKG", "uae": "ARE",
    "moldova": "MDA", "iran": "IRN", "russia": "RUS", "vietnam": "VNM", "tanzania": "TZA",
    "bolivia": "BOL", "venezuela": "VEN", "brunei": "BRN", "state of palestine": "PSE", "xk": "XKX",
}  # fmt: skip


@cache
def country_names() -> Mapping[str, tuple[str, ...]]:
    """Alpha-3 -> names in the languages of the United Nations, as the shipped table has them."""
    text = files("enduse.screening").joinpath("data/countries.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["alpha3"]: tuple(row["names"].split("|")) for row in rows})


@cache
def _codes() -> Mapping[str, str]:
    text = files("enduse.screening").joinpath("data/countries.csv").read_text("utf-8")
    codes: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        for form in (row["alpha3"], row["alpha2"], *row["names"].split("|")):
            codes.setdefault(form.casefold(), row["alpha3"])
    return MappingProxyType(codes | _ALSO)


def alpha3(text: str) -> str:
    """Give the alpha-3 code of a code or a name in any case; empty when it is none."""
    return _codes().get(text.strip().casefold(), "")


def alpha3_of_all(texts: list[str]) -> tuple[str, ...]:
    """Give the known codes among the texts, once each, in their order."""
    return tuple(dict.fromkeys(code for text in texts if (code := alpha3(text))))
