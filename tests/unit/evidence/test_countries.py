import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.domain.errors import NotFoundError
from enduse.evidence.base import load_evidence


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("UGA", "UGA"), ("uga", "UGA"), ("NA", "NAM"), ("na", "NAM"), ("Namibia", "NAM"),
        ("Türkiye", "TUR"), ("turkiye", "TUR"), ("Turkey", "TUR"), ("Ivory Coast", "CIV"),
        ("Côte d\u2019Ivoire", "CIV"), ("Burma", "MMR"), ("Swaziland", "SWZ"), ("UAE", "ARE"),
        ("DRC", "COD"), ("Holland", "NLD"), ("the Gambia", "GMB"), ("Kosovo", "XKX"),
        ("Iran (Islamic Republic of)", "IRN"), ("Republic of Korea", "KOR"), ("U.S.", "USA"),
        ("Korea, North", "PRK"), ("Congo-Brazzaville", "COG"), ("the Republic of Uganda", "UGA"),
    ],
)  # fmt: skip
def test_a_code_a_name_and_an_alias_resolve(base, text, iso3):
    assert base.countries.resolve(text) == iso3


@pytest.mark.parametrize("text", ["Xinjiang", "England", "Narnia", "", "   ", "Ugandan"])
def test_what_is_no_country_does_not_resolve(base, text):
    assert base.countries.resolve(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Uganda Police Force", ("UGA",)),
        ("the Nigerian police", ("NGA",)),
        ("Nigeria", ("NGA",)),
        ("Niger's army", ("NER",)),
        ("Guinea-Bissau", ("GNB",)),
        ("Equatorial Guinea", ("GNQ",)),
        ("Papua New Guinea", ("PNG",)),
        ("Georgia, Jordan and Chad", ("GEO", "JOR", "TCD")),
        ("Xinjiang Public Security Bureau", ("CHN",)),
        ("South Sudanese army", ("SSD",)),
        ("Emirati intelligence in Abu Dhabi", ("ARE",)),
        ("US agencies told us nothing", ("USA",)),
        ("Polish police polish shoes", ("POL",)),
        ("a DNA reunion of missing males", ()),
        ("Latin American police", ()),
        ("New Jersey", ("USA",)),
        ("DR Congo and Congo", ("COD", "COG")),
        ("Democratic People's Republic of Korea", ("PRK",)),
        ("no one in particular", ()),
    ],
)
def test_a_text_mentions_the_longest_reading_of_each_name(base, text, found):
    assert base.countries.mentioned_in(text) == found


def test_every_country_finds_itself_and_has_a_place(base):
    for country in base.countries:
        assert base.countries.resolve(country.name) == country.iso3
        assert base.countries.resolve(country.iso3) == country.iso3
        assert base.countries.resolve(country.alpha2) == country.iso3
        lat, lon = base.countries.centroid(country.iso3)
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180


def test_every_country_with_figures_has_a_name(base):
    assert set(base.indicators.countries) <= {country.iso3 for country in base.countries}


def test_a_code_not_on_file_is_said(base):
    assert base.countries.name("ZZZ") == "ZZZ"
    with pytest.raises(NotFoundError, match="alpha-3"):
        base.countries.centroid("ZZZ")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    countries = load_evidence().countries
    assert all(iso3 in countries for iso3 in countries.mentioned_in(text))
    assert countries.resolve(text) is None or countries.resolve(text) in countries
