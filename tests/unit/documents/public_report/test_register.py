"""A register is read strictly: every error names the file, the entry and the field."""

import tomllib

import pytest

from enduse.documents.public_report.register import Outcome, Region, read_register
from enduse.domain.errors import InvalidInputError

GOOD = """
sales_complete = true
[[cases]]
id = "C-1"
assessed_on = 2026-02-01
closed_on = 2026-03-01
outcome = "declined"
region = "Asia"
product_group = "Sensors"
author = "rao"
deciders = ["okafor"]
[[sales]]
id = "S-1"
agreed_on = 2026-03-02
case = "C-1"
"""


def read(text: str):
    return read_register(tomllib.loads(text), "register.toml")


def test_a_register_is_read():
    register = read(GOOD)

    assert register.cases[0].outcome is Outcome.DECLINED
    assert register.cases[0].region is Region.ASIA
    assert register.sales_complete


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ('"declined"', '"refused"', "register.toml, C-1: outcome is 'refused', should be one of"),
        ("2026-03-01", '"March"', "register.toml, C-1: closed_on is 'March'; a day is written"),
        ('region = "Asia"', 'regoin = "Asia"', "register.toml, C-1: region is missing"),
        ('case = "C-1"', 'case = "C-9"', "register.toml: sales, S-1: no case 'C-9'"),
        ("sales_complete", "sales_whole", "register.toml: unknown key 'sales_whole'"),
    ],
)
def test_a_wrong_register_is_refused(was, now, says):
    with pytest.raises(InvalidInputError) as refused:
        read(GOOD.replace(was, now))

    assert says in str(refused.value)


def test_an_id_that_stands_twice_is_refused():
    twice = GOOD + GOOD[GOOD.index("[[sales]]") :]

    with pytest.raises(InvalidInputError, match="sales: id 'S-1' stands twice"):
        read(twice)
