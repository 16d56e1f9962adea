"""The words of the field refuse nonsense."""

from datetime import date

import pytest

from enduse.domain.dates import latest_day, parse_day
from enduse.domain.errors import BadDataError, InvalidInputError
from enduse.domain.strict import StrictTable
from enduse.domain.transactions import Party, Product, Transaction
from enduse.domain.vocabulary import Role, RouteLevel, Severity


@pytest.mark.parametrize(
    ("text", "day"),
    [("2019", "2019-12-31"), ("2019-02", "2019-02-28"), ("2020-02-29", "2020-02-29")],
)
def test_a_coarse_date_counts_from_its_last_day(text, day):
    assert latest_day(text) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-02-30", "2019-1-1", "0000", "x"])
def test_a_day_that_is_no_day_is_refused(text):
    with pytest.raises(InvalidInputError):
        latest_day(text)


def test_a_day_is_written_whole():
    assert parse_day("2019-05-01") == date(2019, 5, 1)
    with pytest.raises(InvalidInputError, match="YYYY-MM-DD"):
        parse_day("2019-05")


def test_a_transaction_needs_an_end_user():
    with pytest.raises(InvalidInputError, match="end_user"):
        Transaction(product=Product(), parties=(Party(Role.RESELLER),))


def test_strict_table_refuses_what_nobody_took():
    table = StrictTable({"a": 1, "b": 2}, "file.toml")
    assert table.take("a", int) == 1
    with pytest.raises(BadDataError, match=r"file\.toml: unknown key 'b'"):
        table.finish()


def test_strict_table_takes_no_bool_for_a_number():
    with pytest.raises(BadDataError, match="a is bool, should be int"):
        StrictTable({"a": True}, "file.toml").take("a", int)


def test_ranks_rise_from_mild_to_grave():
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3]
    assert [level.rank for level in RouteLevel] == [0, 1, 2, 3]
