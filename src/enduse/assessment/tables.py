"""Judgement as data: ordered rows, the first that holds decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from enduse.domain.answers import Answer
from enduse.domain.errors import BadDataError, InvalidInputError
from enduse.domain.strict import StrictTable
from enduse.rules.dictionary import FactDictionary
from enduse.rules.expressions import Expression, Facts
from enduse.rules.grammar import parse_condition


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a condition, and the level it leads to."""

    id: str
    level: str
    condition: Expression
    reads_as: str


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Rows from the gravest to the mildest level."""

    rows: tuple[Row, ...]

    def first(self, facts: Facts) -> Row | None:
        """The first row that holds on these facts; what is unknown does not hold."""
        for row in self.rows:
            if row.condition.answer(facts) is Answer.YES:
                return row
        return None

    def first_not_excluded(self, facts: Facts) -> Row | None:
        """The first row that holds or may hold: the worst that these facts leave open."""
        for row in self.rows:
            if row.condition.answer(facts) is not Answer.NO:
                return row
        return None


def read_table(
    content: Mapping[str, object], place: str, dictionary: FactDictionary
) -> DecisionTable:
    """Read a table from its TOML content.

    Raises:
        BadDataError: a key is missing or unknown, or a condition does not load.
    """
    table = StrictTable(content, place)
    rows = tuple(_read_row(row, place, dictionary) for row in table.tables("rows"))
    table.finish()
    return DecisionTable(rows)


def _read_row(row: StrictTable, place: str, dictionary: FactDictionary) -> Row:
    id_ = row.text("id")
    level = str(row.take("level", int)) if place.startswith("likelihood") else row.text("level")
    try:
        condition = parse_condition(row.text("when"), dictionary)
    except InvalidInputError as error:
        raise BadDataError(f"{place}, {id_}: {error.message}") from None
    read = Row(id_, level, condition, row.text("reads_as"))
    row.finish()
    return read
