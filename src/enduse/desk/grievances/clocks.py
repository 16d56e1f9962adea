"""How long an answer may take: acknowledged in seven days, answered in three months.

A pause stops both clocks while it lasts, and carries its reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ACKNOWLEDGE_WITHIN = timedelta(days=7)
ANSWER_WITHIN = timedelta(days=92)
RETALIATION_CHECK_AFTER = timedelta(days=90)
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
