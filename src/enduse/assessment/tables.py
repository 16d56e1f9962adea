"""Judgement as data: ordered rows, the first that holds decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from enduse.domain.answers import Answer
from enduse.domain.errors import BadDataError, InvalidInputError
from enduse.domain.facts import Fact
from enduse.domain.strict import StrictTable
from enduse.rules.dictionary import FactDictionary
from enduse.rules.expressions import Expression, Facts
from enduse.rules.grammar import parse_condition

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a condition, and the level it leads to."""

    id: str
    level: str
    condition: Expression
    reads_as: str

    def holds(self, facts: Facts) -> bool:
        """True when the condition is known to hold."""
        return self.condition.answer(facts) is Answer.YES

    def may_hold(self, facts: Facts) -> bool:
        """True unless the condition is known not to hold."""
        return self.condition.answer(facts) is not Answer.NO


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Rows from the gravest to the mildest level."""

    rows: tuple[Row, ...]

    def first(self, facts: Facts) -> Row | None:
        """The first row that holds on these facts; what is unknown does not hold."""
        return next((row for row in self.rows if row.holds(facts)), None)

    def first_not_excluded(self, facts: Facts) -> Row | None:
        """The first row that holds or may hold: the worst that these facts leave open."""
        return next((row for row in self.rows if row.may_hold(facts)), None)

    def first_for_each(
        self, facts: Facts, own: Mapping[K, Mapping[str, Fact]], *, worst: bool = False
    ) -> dict[K, Row]:
        """The first row for each of several subjects that differ in a few facts of their own.

        Args:
            facts: what all subjects share.
            own: what each subject adds, the same names for all.
            worst: take the first row that is not excluded, instead of the first that holds.

        Returns:
            The row by subject; a subject for which no row holds is left out.
        """
        own_names = {name for facts_of_one in own.values() for name in facts_of_one}
        left, found = dict(own), dict[K, Row]()
        for row in self.rows:
            decides = row.may_hold if worst else row.holds
            if own_names.isdisjoint(row.condition.names):
                if decides(facts):
                    return {**found, **dict.fromkeys(left, row)}
                continue
            for subject in [one for one in left if decides({**facts, **left[one]})]:
                found[subject] = row
                del left[subject]
        return found


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
