from datetime import date

import pytest

from enduse.domain.answers import Answer
from enduse.domain.errors import NotFoundError

NOW = date(2026, 11, 24)


def test_absence_from_a_whole_list_is_no_and_from_a_partial_one_unknown(base):
    assert base.groups.is_member("UGA", "ear_e1", NOW) is Answer.NO
    assert base.groups.is_member("UGA", "ear_d1", NOW) is Answer.UNKNOWN
    assert base.groups.is_member("IRN", "ear_e1", NOW) is Answer.YES


def test_a_membership_that_ended_no_longer_counts(base):
    assert base.groups.is_member("KHM", "itar_126_1_d2", date(2025, 6, 1)) is Answer.YES
    assert base.groups.is_member("KHM", "itar_126_1_d2", NOW) is Answer.NO


def test_namibia_is_on_a_list_and_no_gap(base):
    groups = {one.group for one in base.groups.of("NAM", NOW)}
    assert "fatf_increased_monitoring" in groups


def test_a_party_to_a_treaty_is_told_from_one_that_is_not(base):
    assert base.groups.treaty("UGA", "iccpr", NOW).party
    assert not base.groups.treaty("CHN", "iccpr", NOW).party
    assert base.groups.treaty("UGA", "iccpr", date(2000, 6, 1)) is None


def test_a_later_accession_is_not_read_back(base):
    joined = base.groups.treaty("PAK", "iccpr", NOW)
    assert joined.party
    assert not joined.since_or_before
    assert not base.groups.treaty("PAK", "iccpr", date(joined.since, 12, 31)).party


def test_unknown_groups_and_treaties_are_said(base):
    with pytest.raises(NotFoundError):
        base.groups.is_member("UGA", "nonsense", NOW)
    with pytest.raises(NotFoundError):
        base.groups.treaty("UGA", "nonsense", NOW)
