"""Small numbers stay hidden, also from a reader who adds and subtracts.

A figure under five may point at one sale or one complainant. Hiding it alone does not help when
the total beside it is shown: the rest can be subtracted. So a second figure is hidden as well,
chosen by playing the reader: what is the largest value the small figure could have, given
everything shown in this report and in the earlier ones? While that is under five, one more
figure is hidden. The same question is asked of every part of a figure that one category picks
out (one year of a table over two), and of every difference and overlap of two shown figures.

The reader is a whole-number programme, solved exactly by HiGHS. The values a reader may hold
possible are taken too few rather than too many, so a figure that passes is safe against a
reader who knows less.

Source: docs/explanation/public-report.md
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import highspy
import numpy as np
import numpy.typing as npt

from enduse.documents.public_report.tables import Cell, Dimension, Row, base_name
from enduse.domain.errors import BadDataError

SMALLEST_SHOWN = 5
"""A count below this is never shown, and never to be worked out."""

_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the figures count, and what earlier reports have shown of it.

    `already_shown` are the figures that stand in earlier public reports and cannot be taken
    back; their cells count the same `rows`.
    """

    rows: Mapping[str, Row]
    dimensions: tuple[Dimension, ...]
    already_shown: tuple[Cell, ...] = ()


def choose_hidden(cells: Sequence[Cell], ledger: Ledger) -> frozenset[str]:
    """The ids of the figures a report must not show.

    Raises:
        BadDataError: earlier reports alone already give a small figure away; nothing that is
            left out of this one could mend that.
    """
    space = _Space.of(cells, ledger)
    reader = _Reader(space)
    small = {cell.cell_id for cell in cells if space.count(cell) < SMALLEST_SHOWN}
    shown = [cell for cell in cells if cell.cell_id not in small]
    for cell in (*ledger.already_shown, *shown):
        reader.learn(cell)
    kept = {cell.cell_id for cell in shown}
    for secret in space.secrets(shown):
        _protect(secret, reader, [cell for cell in shown if cell.cell_id in kept], kept)
    _give_back(space, reader, shown, kept)
    return frozenset(cell.cell_id for cell in cells if cell.cell_id not in kept)


def given_away(cells: Sequence[Cell], ledger: Ledger, hidden: frozenset[str]) -> tuple[str, ...]:
    """The small figures a reader could still work out, each in words; empty when none."""
    space = _Space.of(cells, ledger)
    reader = _Reader(space)
    shown = [cell for cell in cells if cell.cell_id not in hidden]
    for cell in (*ledger.already_shown, *shown):
        reader.learn(cell)
    return tuple(
        secret.reads_as for secret in space.secrets(shown) if not reader.holds_large(secret.flags)
    )


@dataclass(frozen=True, slots=True)
class _Secret:
    """A set of rows fewer than five, which no reader may learn to be fewer than five."""

    reads_as: str
    flags: _Flags  # shape (kinds,): the kinds of row it counts


@dataclass(frozen=True, slots=True)
class _Space:
    """The kinds of row a reader holds possible, and the truth about them."""

    members: Mapping[str, _Flags]  # cell_id -> shape (kinds,)
    true: npt.NDArray[np.int64]  # shape (kinds,): rows of each kind
    cells: tuple[Cell, ...]  # of this report
    earlier: tuple[Cell, ...]
    categories: tuple[Cell, ...]  # each category of each dimension, as if it were a figure

    @classmethod
    def of(cls, cells: Sequence[Cell], ledger: Ledger) -> "_Space":
        categories = tuple(_categories(ledger.dimensions))
        every = {cell.cell_id: cell for cell in (*ledger.already_shown, *cells, *categories)}
        kinds: dict[tuple[bool, ...], int] = {}
        for row in ledger.rows.values():
            kind = tuple(cell.holds(row) for cell in every.values())
            kinds[kind] = kinds.get(kind, 0) + 1
        for row in _possible(ledger):
            kinds.setdefault(tuple(cell.holds(row) for cell in every.values()), 0)
        table = np.array(list(kinds), dtype=np.bool_).reshape(len(kinds), len(every))
        return cls(
            members={cell_id: table[:, place] for place, cell_id in enumerate(every)},
            true=np.array(list(kinds.values()), dtype=np.int64),
            cells=tuple(cells),
            earlier=ledger.already_shown,
            categories=categories,
        )

    def count(self, cell: Cell) -> int:
        return int(self.true[self.members[cell.cell_id]].sum())

    def same_rows(self, cells: Sequence[Cell]) -> list[list[Cell]]:
        """The figures, those that count the very same rows together; smallest count first."""
        groups: dict[bytes, list[Cell]] = {}
        for cell in cells:
            rows = self.members[cell.cell_id] & (self.true > 0)
            groups.setdefault(rows.tobytes(), []).append(cell)
        return sorted(groups.values(), key=lambda g: (self.count(g[0]), g[0].cell_id))

    def secrets(self, shown: Sequence[Cell]) -> Iterator[_Secret]:
        """Every small figure, every small part of one, and what two shown ones differ by."""
        for cell in (*self.earlier, *self.cells):
            yield from self._small(cell.cell_id, self.members[cell.cell_id], least=0)
            for category in self.categories:
                part = self.members[cell.cell_id] & self.members[category.cell_id]
                yield from self._small(f"{cell.cell_id} and {category.cell_id}", part, least=1)
        for one, other in combinations((*self.earlier, *shown), 2):
            a, b = self.members[one.cell_id], self.members[other.cell_id]
            first, second = one.cell_id, other.cell_id
            yield from self._small(f"{first} without {second}", a & ~b, least=1)
            yield from self._small(f"{second} without {first}", b & ~a, least=1)
            yield from self._small(f"both {first} and {second}", a & b, least=1)

    def _small(self, reads_as: str, flags: _Flags, *, least: int) -> Iterator[_Secret]:
        # A set that no row could be in is no secret: the table's own layout says so.
        if flags.any() and least <= int(self.true[flags].sum()) < SMALLEST_SHOWN:
            yield _Secret(reads_as, flags)


def _categories(dimensions: Sequence[Dimension]) -> Iterator[Cell]:
    for dimension in dimensions:
        for category in dimension.categories:
            where = ((dimension.name, frozenset({category})),)
            yield Cell(f"{dimension.name} {category}", where)


def _possible(ledger: Ledger) -> Iterator[Row]:
    """Rows a reader must hold possible: each real one with one free category changed.

    A dimension and its copies from earlier reports change together: a case that never moved.
    """
    distinct = {tuple(sorted(row.items())) for row in ledger.rows.values()}
    for items in sorted(distinct):
        row = dict(items)
        for dimension in ledger.dimensions:
            if dimension.is_free and dimension.name in row:
                copies = [name for name in row if base_name(name) == base_name(dimension.name)]
                for category in dimension.categories:
                    yield row | dict.fromkeys(copies, category)


class _Reader:
    """What can be worked out from the figures learned, and from nothing else."""

    def __init__(self, space: _Space) -> None:
        self.space = space
        self._programme = highspy.Highs()  # type: ignore[no-untyped-call]  # it ships no types here
        self._programme.setOptionValue("output_flag", False)  # noqa: FBT003 -- HiGHS's own way
        kinds = len(space.true)
        self._programme.addVars(kinds, np.zeros(kinds), np.full(kinds, highspy.kHighsInf))
        self._programme.changeColsIntegrality(
            kinds,
            np.arange(kinds, dtype=np.int32),
            np.full(kinds, highspy.HighsVarType.kInteger),
        )
        self._rows: dict[str, int] = {}
        # Sets of rows that would show the very same figures; one is often the answer again.
        self._witnesses = [space.true]

    def learn(self, cell: Cell) -> None:
        """Read one figure."""
        count, flags = self.space.count(cell), self.space.members[cell.cell_id]
        self._witnesses = [w for w in self._witnesses if w[flags].sum() == count]
        if cell.cell_id in self._rows:
            self._bound(cell, count, count)
            return
        self._rows[cell.cell_id] = len(self._rows)
        self._add(flags, count, count)

    def forget(self, cell: Cell) -> None:
        """Be left without one figure."""
        self._bound(cell, 0.0, highspy.kHighsInf)

    def holds_large(self, flags: _Flags) -> bool:
        """Whether five or more of these rows are possible, for all the reader knows."""
        return any(w[flags].sum() >= SMALLEST_SHOWN for w in self._witnesses) or self._solve(flags)

    def _solve(self, flags: _Flags) -> bool:
        self._add(flags, SMALLEST_SHOWN, highspy.kHighsInf)
        self._programme.run()
        status = self._programme.getModelStatus()
        found = np.rint(np.array(self._programme.getSolution().col_value)).astype(np.int64)
        self._programme.deleteRows(1, np.array([len(self._rows)], dtype=np.int32))
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        if status != highspy.HighsModelStatus.kOptimal:
            raise BadDataError("the check for disclosure did not finish", status=str(status))
        self._witnesses.append(found)
        return True

    def _add(self, flags: _Flags, low: float, high: float) -> None:
        places = np.flatnonzero(flags).astype(np.int32)
        self._programme.addRow(low, high, len(places), places, np.ones(len(places)))

    def _bound(self, cell: Cell, low: float, high: float) -> None:
        self._programme.changeRowBounds(self._rows[cell.cell_id], low, high)


def _protect(secret: _Secret, reader: _Reader, shown: list[Cell], kept: set[str]) -> None:
    """Hide figures of this report until the secret could be five or more."""
    while not reader.holds_large(secret.flags):
        if not shown:
            raise BadDataError(
                "earlier reports already give a small figure away", at=secret.reads_as
            )
        for cell in _best_to_hide(secret, reader, shown):
            reader.forget(cell)
            kept.discard(cell.cell_id)
            shown.remove(cell)


def _best_to_hide(secret: _Secret, reader: _Reader, shown: Sequence[Cell]) -> list[Cell]:
    """The smallest figure that protects the secret by itself; else the smallest of all.

    Figures that count the very same rows are one figure under two names, and go together.
    """
    groups = reader.space.same_rows(shown)
    for group in groups:
        for cell in group:
            reader.forget(cell)
        is_enough = reader.holds_large(secret.flags)
        for cell in group:
            reader.learn(cell)
        if is_enough:
            return group
    return groups[0]


def _give_back(space: _Space, reader: _Reader, shown: Sequence[Cell], kept: set[str]) -> None:
    """Show again, largest first, what turns out not to be needed."""
    spare = [cell for cell in shown if cell.cell_id not in kept]
    for cell in sorted(spare, key=lambda cell: (-space.count(cell), cell.cell_id)):
        reader.learn(cell)
        now = [c for c in shown if c.cell_id in kept or c is cell]
        if all(reader.holds_large(secret.flags) for secret in space.secrets(now)):
            kept.add(cell.cell_id)
        else:
            reader.forget(cell)
