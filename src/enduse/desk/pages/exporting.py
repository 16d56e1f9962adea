"""A listing as a file: exactly the rows and columns that the page's filters and choices give."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook

from enduse.desk.pages.listing import Column, Listing, chosen_columns, filtered, values_of
from enduse.desk.pages.saving import MEDIA_TYPES
from enduse.desk.pages.states import STATES
from enduse.domain.errors import InvalidInputError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 500  # rows read at a time


def exported(
    request: HttpRequest, listing: Listing[Any], queryset: QuerySet[Any]
) -> HttpResponseBase | None:
    """The file that a request asks for; None if it asks for a page.

    Raises:
        InvalidInputError: another kind of file than csv or xlsx.
    """
    asked = request.GET.get("export")
    if not asked:
        return None
    if asked not in ("csv", "xlsx"):
        raise InvalidInputError("export: csv or xlsx", export=asked)
    columns = chosen_columns(request, listing)
    found, _ = filtered(request, listing, queryset)
    name = f"{listing.name}-{timezone.localdate().isoformat()}.{asked}"
    return _csv(columns, found, name) if asked == "csv" else _xlsx(columns, found, name)


def _csv(columns: list[Column[Any]], found: QuerySet[Any], name: str) -> HttpResponseBase:
    writer = csv.writer(_Echo())
    lines = (writer.writerow(cells) for cells in _table(columns, found))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _xlsx(columns: list[Column[Any]], found: QuerySet[Any], name: str) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name.partition("-")[0].capitalize())
    for cells in _table(columns, found):
        sheet.append(cells)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPES["xlsx"])


def _table(columns: list[Column[Any]], found: QuerySet[Any]) -> Iterator[list[object]]:
    yield [str(column.label) for column in columns]
    rows: Iterable[Model] = found.iterator(chunk_size=_CHUNK)
    for row in rows:
        values = zip(columns, values_of(columns, row), strict=True)
        yield [_safe(_in_words(column, value)) for column, value in values]


def _in_words(column: Column[Any], value: object) -> object:
    return str(STATES[str(value)].word) if column.is_state else value


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula, and that it can hold."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """Give the line back."""
        return line
