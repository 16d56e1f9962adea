"""Tables of things: one toolbar, filters in the address, columns to choose, export of the same.

A page of a table is found by where the last one ended, never by how many rows stand before it, so
the tenth thousandth page costs what the first does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from enduse.domain.errors import InvalidInputError

M = TypeVar("M", bound=Model)
Label = str | Promise

PAGE_ROWS = 50
COUNT_TO = 1_000
"""Rows are counted up to here; beyond, the page says "more than"."""


@dataclass(frozen=True, slots=True)
class Column(Generic[M]):
    """One column: what it says of a row."""

    key: str
    label: Label
    value: Callable[[M], object]
    is_state: bool = False  # the value is a key of pages.states.STATES
    is_number: bool = False
    by_default: bool = True
    url: Callable[[M], str] | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One order of rows, by an indexed field that is never null."""

    key: str
    label: Label
    field: str = "pk"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Listing(Generic[M]):
    """How one register is listed."""

    name: str  # of an exported file
    columns: Sequence[Column[M]]
    orders: Sequence[Order]
    filters: type[django_filters.FilterSet]
    narrow_first: bool = False  # the first column holds references that must not break


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the page shows it."""

    label: Label
    value: object
    is_state: bool
    is_number: bool
    is_date: bool
    url: str


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a listing, ready to be shown."""

    listing: Listing[Any]
    filter_form: Any
    columns: list[Column[Any]]
    order: Order
    rows: list[list[Cell]]
    count: int
    is_more: bool  # than `count` says
    before: str  # cursor of the page before, or empty
    after: str


def read_listing(request: HttpRequest, listing: Listing[M], queryset: QuerySet[M]) -> Rows:
    """The page of a listing that a request asks for; three queries at most.

    Raises:
        InvalidInputError: a cursor that no page of ours gave.
    """
    found, order = filtered(request, listing, queryset)
    filterset = listing.filters(request.GET, queryset=queryset)
    count = found.order_by()[: COUNT_TO + 1].values("pk").count()
    page, before, after = _page(request, found, order)
    columns = chosen_columns(request, listing)
    return Rows(
        listing=listing,
        filter_form=filterset.form,
        columns=columns,
        order=order,
        rows=[[_cell(column, row) for column in columns] for row in page],
        count=min(count, COUNT_TO),
        is_more=count > COUNT_TO,
        before=before,
        after=after,
    )


def filtered(
    request: HttpRequest, listing: Listing[M], queryset: QuerySet[M]
) -> tuple[QuerySet[M], Order]:
    """Everything the filters of a request let through, in its order."""
    filterset = listing.filters(request.GET, queryset=queryset)
    found = filterset.qs if filterset.is_valid() else queryset.none()
    asked = request.GET.get("order")
    order = next((one for one in listing.orders if one.key == asked), listing.orders[0])
    return found.order_by(*_by(order)), order


def chosen_columns(request: HttpRequest, listing: Listing[M]) -> list[Column[M]]:
    """The columns a request asks for, in their own order; the first always stands."""
    asked = set(request.GET.getlist("columns"))
    first, *others = listing.columns
    return [first, *(one for one in others if (one.key in asked if asked else one.by_default))]


def values_of(columns: Iterable[Column[M]], row: M) -> list[object]:
    """What a row says, column by column."""
    return [column.value(row) for column in columns]


def _page(request: HttpRequest, found: QuerySet[M], order: Order) -> tuple[list[M], str, str]:
    """The rows of one page with the cursors of its neighbours."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    if before:
        turned = Order(order.key, order.label, order.field, not order.descending)
        rows = list(_beyond(found, turned, before).order_by(*_by(turned))[: PAGE_ROWS + 1])
        has_before, shown = len(rows) > PAGE_ROWS, rows[:PAGE_ROWS][::-1]
        has_after = True
    else:
        rows = list((_beyond(found, order, after) if after else found)[: PAGE_ROWS + 1])
        has_after, shown, has_before = len(rows) > PAGE_ROWS, rows[:PAGE_ROWS], bool(after)
    if not shown:
        return [], "", ""
    first, last = _cursor(shown[0], order), _cursor(shown[-1], order)
    return shown, first if has_before else "", last if has_after else ""


def _by(order: Order) -> tuple[str, ...]:
    sign = "-" if order.descending else ""
    return (
        (f"{sign}{order.field}",)
        if order.field == "pk"
        else (
            f"{sign}{order.field}",
            f"{sign}pk",
        )
    )


def _cursor(row: Model, order: Order) -> str:
    value = getattr(row, order.field)
    shown = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"{shown}~{row.pk}"


def _beyond(found: QuerySet[M], order: Order, cursor: str) -> QuerySet[M]:
    """The rows after a cursor."""
    value, _, pk = cursor.rpartition("~")
    try:
        key = int(pk)
        parsed = key if order.field == "pk" else _parsed(found.model, order.field, value)
    except (ValueError, TypeError):
        raise InvalidInputError("this page does not exist; go to the first one") from None
    side = "lt" if order.descending else "gt"
    if order.field == "pk":
        return found.filter(**{f"pk__{side}": key})
    further = Q(**{f"{order.field}__{side}": parsed})
    return found.filter(further | Q(**{order.field: parsed, f"pk__{side}": key}))


def _parsed(model: type[Model], name: str, value: str) -> object:
    from_text = model._meta.get_field(name).to_python  # type: ignore[union-attr]
    try:
        return from_text(value)
    except ValidationError as error:
        raise ValueError(value) from error


def _cell(column: Column[M], row: M) -> Cell:
    url, value = column.url(row) if column.url else "", column.value(row)
    is_date = isinstance(value, date)
    shown = value.isoformat() if isinstance(value, date) else value
    return Cell(column.label, shown, column.is_state, column.is_number, is_date, url)
