"""No reader of public reports can work out a figure under five by adding and subtracting."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.documents.public_report.disclosure import (
    SMALLEST_SHOWN,
    Ledger,
    choose_hidden,
    given_away,
)
from enduse.documents.public_report.tables import Cell, Dimension, Row, Table, check_rows, count
from enduse.domain.errors import BadDataError, InvalidInputError

ROUTE = Dimension("route", "Route", ("proceed", "conditions", "declined"))
REGION = Dimension("region", "Region", ("Africa", "Asia"))
YEAR = Dimension("year", "Year", ("2025", "2026"), is_free=False)
DIMENSIONS = (ROUTE, REGION, YEAR)


def rows_of(counts: dict[tuple[str, str, str], int]) -> dict[str, Row]:
    return {
        f"{route}-{region}-{year}-{number}": {"route": route, "region": region, "year": year}
        for (route, region, year), many in counts.items()
        for number in range(many)
    }


def cells_of(
    *years: str, by: Sequence[tuple[Dimension, ...]] = ((ROUTE,), (REGION,))
) -> list[Cell]:
    where = (("year", frozenset(years)),)
    tables = [
        Table("-".join((*years, *(d.name for d in picked))), "", picked, where) for picked in by
    ]
    return list({cell.where: cell for table in tables for cell in table.cells()}.values())


def test_a_figure_under_five_is_hidden_and_so_is_one_that_would_give_it_away():
    rows = rows_of({("proceed", "Asia", "2026"): 31, ("conditions", "Asia", "2026"): 9,
                    ("declined", "Asia", "2026"): 2})  # fmt: skip
    cells = cells_of("2026", by=((ROUTE,),))

    hidden = choose_hidden(cells, Ledger(rows, DIMENSIONS))

    assert hidden == {"2026-route:declined", "2026-route:conditions"}


def test_nothing_is_hidden_where_nothing_is_small():
    rows = rows_of({(route, "Asia", "2026"): 8 for route in ROUTE.categories})
    cells = cells_of("2026", by=((ROUTE,),))

    assert choose_hidden(cells, Ledger(rows, DIMENSIONS)) == frozenset()


def test_the_difference_of_two_years_is_a_figure_too():
    rows = rows_of({("proceed", "Asia", "2025"): 20, ("proceed", "Asia", "2026"): 3})
    first = cells_of("2025", by=((),))
    both = cells_of("2025", "2026", by=((),))

    hidden = choose_hidden(both, Ledger(rows, DIMENSIONS, already_shown=tuple(first)))

    assert hidden == {cell.cell_id for cell in both}, "23 less 20 would tell of three"


def test_a_figure_of_nought_is_hidden_like_any_small_one():
    rows = rows_of({("proceed", "Asia", "2026"): 12, ("conditions", "Asia", "2026"): 7})
    cells = cells_of("2026", by=((ROUTE,),))

    hidden = choose_hidden(cells, Ledger(rows, DIMENSIONS))

    assert "2026-route:declined" in hidden
    assert len(hidden) > 1, "19 less 12 less 7 would tell of nought"


def test_reports_that_already_give_a_figure_away_are_said_to():
    rows = rows_of({("proceed", "Asia", "2025"): 20, ("proceed", "Africa", "2025"): 2})
    earlier = (
        Cell("all", ()),
        Cell("asia", (("region", frozenset({"Asia"})),)),
    )

    with pytest.raises(BadDataError, match="earlier reports already give a small figure away"):
        choose_hidden([], Ledger(rows, DIMENSIONS, already_shown=earlier))


def test_hiding_only_the_small_figures_would_be_found_out():
    rows = rows_of({("proceed", "Asia", "2026"): 31, ("conditions", "Asia", "2026"): 9,
                    ("declined", "Asia", "2026"): 2})  # fmt: skip
    cells = cells_of("2026", by=((ROUTE,),))

    found = given_away(cells, Ledger(rows, DIMENSIONS), frozenset({"2026-route:declined"}))

    assert "2026-route:declined" in found


def worlds(
    kinds: int, cells: Sequence[tuple[frozenset[int], int]], most: int
) -> Iterator[list[int]]:
    """Every way to fill the kinds that shows exactly these figures: a reader with patience."""

    def fill(place: int, filled: list[int]) -> Iterator[list[int]]:
        for members, total in cells:
            so_far = sum(filled[kind] for kind in members if kind < place)
            open_kinds = any(kind >= place for kind in members)
            if so_far > total or (not open_kinds and so_far != total):
                return
        if place == kinds:
            yield filled
            return
        for many in range(most + 1):
            yield from fill(place + 1, [*filled, many])

    yield from fill(0, [])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.booleans())
def test_a_patient_reader_of_two_reports_learns_of_no_figure_under_five(counts, is_crossed):
    kinds = [(r, "Asia", y) for r in ROUTE.categories for y in YEAR.categories]
    rows = rows_of(dict(zip(kinds, counts, strict=True)))
    by = ((ROUTE,), ()) if is_crossed else ((ROUTE,),)
    old = {key: row for key, row in rows.items() if row["year"] == "2025"}
    first = cells_of("2025", by=by)
    hidden_first = choose_hidden(first, Ledger(old, DIMENSIONS))
    shown_first = [cell for cell in first if cell.cell_id not in hidden_first]
    second = cells_of("2025", "2026", by=by)
    hidden = choose_hidden(second, Ledger(rows, DIMENSIONS, tuple(shown_first)))
    shown = [*shown_first, *(cell for cell in second if cell.cell_id not in hidden)]
    plain = [{"route": r, "region": g, "year": y} for r, g, y in kinds]
    figures = [
        (frozenset(n for n, row in enumerate(plain) if cell.holds(row)), many)
        for cell, many in zip(shown, count(shown, rows.values()).values(), strict=True)
    ]
    secrets = [members for members, _ in figures]
    secrets += [frozenset({n}) for n in range(len(kinds))]
    secrets += [a - b for a, b in combinations([m for m, _ in figures], 2)]
    secrets += [b - a for a, b in combinations([m for m, _ in figures], 2)]
    small = [s for s in secrets if s and 0 < sum(counts[n] for n in s) < SMALLEST_SHOWN]
    reached = dict.fromkeys(small, 0)

    bounded = frozenset().union(*(members for members, _ in figures)) if figures else frozenset()
    reached |= {s: SMALLEST_SHOWN for s in small if s - bounded}  # nothing shown counts these
    most = max([9, *(many for _, many in figures)])
    listed = [frozenset(sorted(bounded).index(n) for n in members) for members, _ in figures]
    if min(reached.values(), default=SMALLEST_SHOWN) < SMALLEST_SHOWN:
        totals = [many for _, many in figures]
        for world in worlds(len(bounded), list(zip(listed, totals, strict=True)), most):
            named = dict(zip(sorted(bounded), world, strict=True))
            for secret in small:
                reached[secret] = max(reached[secret], sum(named.get(n, 0) for n in secret))
            if min(reached.values()) >= SMALLEST_SHOWN:
                break

    assert all(value >= SMALLEST_SHOWN for value in reached.values())


def test_a_row_with_an_unknown_category_is_refused():
    with pytest.raises(InvalidInputError, match="route must be one of: proceed"):
        check_rows({"c1": {"route": "maybe", "region": "Asia", "year": "2026"}}, DIMENSIONS)
