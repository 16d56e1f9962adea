"""How long an answer may take: acknowledged in seven days, answered in three months.

A pause stops both clocks while it lasts, and carries its reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

PURGE_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clocks stood; `until` is None while they still do."""

    since: date
    until: date | None


def due(received_on: date, within: timedelta, pauses: Iterable[Pause], today: date) -> date:
    """The day by which something is due, later by every day of a pause."""
    stood = sum(max(0, ((pause.until or today) - pause.since).days) for pause in pauses)
    return received_on + within + timedelta(days=stood)
