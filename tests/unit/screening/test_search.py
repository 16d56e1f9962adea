from datetime import date

import pytest

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Identifier, PartyKind
from enduse.screening.evidence import Details
from enduse.screening.index import Index, write_index
from enduse.screening.watchlist import Watchlist
from tests.unit.screening.conftest import make_entry, make_index


@pytest.fixture
def index():
    return make_index(
        [
            make_entry(
                1,
                "Hangzhou Hikvision Digital Technology Co., Ltd.",
                kind=PartyKind.ORGANISATION,
                countries=("CHN",),
            ),
            make_entry(
                2,
                "IVANOV, Sergey Petrovich",
                kind=PartyKind.PERSON,
                countries=("RUS",),
                birth_dates=("1961-03-04",),
                identifiers=(Identifier("passport", "AB 123"),),
            ),
            make_entry(3, "Old Company Trading", ended_on=date(2020, 1, 1)),
        ]
    )


def test_a_result_without_matches_is_evidence(index):
    result = index.search("Nobody Of That Name", as_of=date(2026, 9, 1))
    assert not result.matches
    assert result.says.startswith("no match for 'Nobody Of That Name' at 0.75 on 2 lists")
    assert "us-ofac-sdn" in result.says
    assert result.engine and result.watchlist == index.version
    assert result.as_of == date(2026, 9, 1)


def test_coverage_comes_with_every_result(index):
    shares = {row.list_id: row.share for row in index.search("Hikvision").coverage}
    assert shares == {"us-bis-el": 1.0, "us-ofac-sdn": 0.7}


def test_an_ended_listing_is_formerly_listed(index):
    match = index.search("Old Company Trading", as_of=date(2026, 1, 1)).matches[0]
    assert (match.is_live, match.standing) == (False, "formerly listed")
    before = index.search("Old Company Trading", as_of=date(2019, 1, 1)).matches[0]
    assert before.is_live


def test_country_kind_birth_and_number_are_evidence_for_and_against(index):
    plain = index.search("Sergey Ivanov", threshold=0.05).matches[0].score

    def score(**details):
        return (
            index.search("Sergey Ivanov", threshold=0.0001, details=Details(**details))
            .matches[0]
            .score
        )

    assert score(country="RUS") > plain > score(country="FRA")
    assert score(birth_date="1961-03-04") > score(birth_date="1961") > plain
    assert score(birth_date="1990-01-01") < plain
    assert score(identifiers=("ab123",)) > 0.99
    assert score(kind=PartyKind.VESSEL) < plain


def test_the_limit_cuts_only_the_end(index):
    assert len(index.search("Hikvision", limit=0).matches) == 0
    with pytest.raises(InvalidInputError):
        index.search("Hikvision", threshold=0.0)
    with pytest.raises(InvalidInputError):
        index.search(" - ")


def test_an_index_file_gives_what_the_index_in_memory_gives(tmp_path, index):
    entries = tuple(index.entry(i) for i in range(index.size[0]))
    write_index(Watchlist(entries, index.coverage, index.version), tmp_path / "a.index")
    opened = Index.open(tmp_path / "a.index")
    assert opened.search("Hik Vision") == index.search("Hik Vision")
