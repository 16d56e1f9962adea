"""What time takes away: ninety days after closure only figures are left."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from enduse.desk.grievances import clocks
from enduse.desk.grievances.models import Grievance, Tally
from enduse.desk.record.services import record_event


def purge_due(today: date | None = None) -> int:
    """Purge what is due; a legal hold wins.

    Returns:
        How many grievances were purged.
    """
    day = today or timezone.localdate()
    due = Grievance.objects.filter(closed_on__lte=day - clocks.PURGE_AFTER, is_held=False)
    purged = 0
    for grievance in due.iterator():
        _purge(grievance)
        purged += 1
    return purged


def _purge(grievance: Grievance) -> None:
    """Count it, then delete every word of it. The event says that, and nothing of what it was."""
    with transaction.atomic():
        Tally.objects.create(
            received_on=grievance.received_on.replace(day=1),
            acknowledged_in_days=_days(grievance.received_on, grievance.acknowledged_on),
            answered_in_days=_days(grievance.received_on, grievance.answered_on),
            channel=grievance.channel,
            language=grievance.language,
            outcome=grievance.outcome,
            remedy=grievance.remedy,
            retaliation=grievance.retaliation,
        )
        record_event("grievance:purged", actor="system:retention", thing=grievance, via="job")
        grievance.delete()


def _days(since: date, until: date | None) -> int | None:
    return (until - since).days if until else None
