"""The figures of a public report: which rows each one counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from enduse.domain.errors import InvalidInputError

Row = Mapping[str, str]
"""One closed case or grievance: a category for each dimension."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to tell rows apart.

    `is_free` says that a reader must hold every category possible for any row, whatever the
    row's other categories are. Leave it out where the categories hang together (the year of a
    case, once a report on that year is out): the check for disclosure then takes fewer rows for
    possible, and so hides more, never less.
    """

    name: str
    title: str
    categories: tuple[str, ...]
    is_free: bool = True


def base_name(name: str) -> str:
    """The dimension that a copy from an earlier report is of: `outcome` for `outcome@2025`."""
    return name.partition("@")[0]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: how many rows fall under all of `where`."""

    cell_id: str
    where: tuple[tuple[str, frozenset[str]], ...]  # dimension, the categories counted

    def holds(self, row: Row) -> bool:
        """Whether this figure counts the row."""
        return all(row.get(dimension) in categories for dimension, categories in self.where)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells side by side: one for each combination of the categories of `by`, and their total."""

    table_id: str
    title: str
    by: tuple[Dimension, ...]
    where: tuple[tuple[str, frozenset[str]], ...] = ()

    def total(self) -> Cell:
        """The figure that counts every row of the table."""
        return Cell(f"{self.table_id}:total", self.where)

    def cells(self) -> Iterator[Cell]:
        """The total, then one cell for each combination, in the order of the categories."""
        yield self.total()
        names = [dimension.name for dimension in self.by]
        for picked in product(*(dimension.categories for dimension in self.by)):
            if picked:
                yield self.cell(dict(zip(names, picked, strict=True)))

    def cell(self, picked: Mapping[str, str]) -> Cell:
        """The figure for one combination of categories."""
        own = tuple((name, frozenset({category})) for name, category in picked.items())
        return Cell(f"{self.table_id}:{'|'.join(picked.values())}", self.where + own)


def check_rows(rows: Mapping[str, Row], dimensions: Sequence[Dimension]) -> None:
    """Refuse a row that no table could count rightly.

    Raises:
        InvalidInputError: a dimension is missing, or holds a category it does not have.
    """
    for row_id, row in rows.items():
        for dimension in dimensions:
            _check_category(row_id, dimension, row.get(dimension.name))


def _check_category(row_id: str, dimension: Dimension, category: str | None) -> None:
    if category in dimension.categories:
        return
    raise InvalidInputError(
        f"{dimension.name} must be one of: {', '.join(dimension.categories)}",
        row=row_id,
        found=category,
    )


def count(cells: Iterable[Cell], rows: Iterable[Row]) -> dict[str, int]:
    """How many rows each figure counts, by `cell_id`."""
    held = list(rows)
    return {cell.cell_id: sum(map(cell.holds, held)) for cell in cells}
