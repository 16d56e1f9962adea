from dataclasses import replace
from datetime import date

import pytest

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import Judgement, Verdict
from enduse.screening.judgements import entry_hash, with_judgements
from tests.unit.screening.conftest import make_entry, make_index

TODAY = date(2026, 9, 1)


@pytest.fixture
def match():
    index = make_index([make_entry(1, "Zhejiang Dahua Technology")])
    return index.search("Zhejiang Dahua Technology").matches[0]


def judged(match, **changes):
    values = {
        "party": "Zhejiang Dahua Technology",
        "entry_id": match.entry.id,
        "entry_hash": entry_hash(match.entry),
        "verdict": Verdict.DIFFERENT,
        "reason": "another address",
        "judged_by": "ana",
        "judged_on": date(2026, 8, 1),
    }
    return Judgement(**(values | changes))


def test_a_judgement_is_remembered_while_the_entry_stays(match):
    (known,) = with_judgements("ZHEJIANG DAHUA TECHNOLOGY", [match], [judged(match)], TODAY)
    assert known.judgement is not None
    assert not known.is_open


def test_a_judgement_lapses_with_the_entry_and_with_time(match):
    changed = replace(match, entry=replace(match.entry, countries=("CHN",)))
    old = judged(match, expires_on=date(2026, 8, 15))
    for found, said in ((changed, judged(match)), (match, old)):
        (known,) = with_judgements("Zhejiang Dahua Technology", [found], [said], TODAY)
        assert known.is_open and known.lapsed == said


def test_cannot_tell_leaves_the_match_open(match):
    said = judged(match, verdict=Verdict.CANNOT_TELL)
    (known,) = with_judgements("Zhejiang Dahua Technology", [match], [said], TODAY)
    assert known.is_open


def test_a_judgement_of_another_party_says_nothing(match):
    (known,) = with_judgements("Dahua Fashion", [match], [judged(match)], TODAY)
    assert known.judgement is None and known.lapsed is None


def test_a_judgement_names_a_person_and_a_reason(match):
    with pytest.raises(InvalidInputError):
        judged(match, reason=" ")
