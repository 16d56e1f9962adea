"""Days, and days that are known only to the month or the year."""

import calendar
import re
from datetime import date

from enduse.domain.errors import InvalidInputError

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parse_day(text: str) -> date:
    """Read `YYYY-MM-DD`.

    Raises:
        InvalidInputError: the text is not a day of the calendar.
    """
    match = _PARTIAL.fullmatch(text)
    if match is None or match[3] is None:
        raise InvalidInputError("a day is written YYYY-MM-DD", day=text)
    return latest_day(text)


def latest_day(text: str) -> date:
    """Give the last day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean.

    A report dated "2019" may be from December: for as-of reasoning it counts only once
    the whole year has passed, so that no evidence is used before it existed.

    Raises:
        InvalidInputError: the text has none of the three forms.
    """
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise InvalidInputError("a date is written YYYY, YYYY-MM or YYYY-MM-DD", date=text)
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or day is not None:
            return date.fromisoformat(text)
        month = month or 12
        return date(year, month, calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        raise InvalidInputError("no such day in the calendar", date=text) from None
