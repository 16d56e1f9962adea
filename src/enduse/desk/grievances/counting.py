"""How well grievances are answered, in figures: for the page on effectiveness and the report."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.utils import timezone

from enduse.desk.grievances.models import (
    Grievance,
    OfficerKey,
    Outcome,
    Remedy,
    Retaliation,
    Tally,
)
from enduse.documents.public_report.claims import ACKNOWLEDGE_WITHIN, ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over everything on file and everything purged; no row can be told from them."""

    received: int
    open: int
    overdue: int
    answered: int
    acknowledged_in_time: int
    answered_in_time: int
    median_days_to_answer: float | None
    upheld: int
    with_remedy: int
    retaliation_checked: int
    languages: int
    officers: int


def count_grievances(today: date | None = None) -> Figures:
    """Count, in few queries whatever their number."""
    day = today or timezone.localdate()
    live = list(Grievance.objects.defer("content", "reporter_key").prefetch_related("pauses"))
    past = list(Tally.objects.all())
    rows: list[Grievance | Tally] = [*live, *past]
    answered_days = [(g.answered_on - g.received_on).days for g in live if g.answered_on]
    answered_days += [t.answered_in_days for t in past if t.answered_in_days is not None]
    outcomes = Counter(row.outcome for row in rows)
    in_time = [g for g in live if g.answered_on and g.answered_on <= g.answer_by(g.answered_on)]
    seen = [
        g
        for g in live
        if g.acknowledged_on and g.acknowledged_on <= g.acknowledge_by(g.acknowledged_on)
    ]
    return Figures(
        received=len(live) + len(past),
        open=sum(g.closed_on is None for g in live),
        overdue=sum(g.is_overdue(day) for g in live),
        answered=len(answered_days),
        acknowledged_in_time=len(seen)
        + sum(_is_within(t.acknowledged_in_days, ACKNOWLEDGE_WITHIN) for t in past),
        answered_in_time=len(in_time)
        + sum(_is_within(t.answered_in_days, ANSWER_WITHIN) for t in past),
        median_days_to_answer=median(answered_days) if answered_days else None,
        upheld=outcomes[Outcome.UPHELD] + outcomes[Outcome.PARTLY_UPHELD],
        with_remedy=sum(row.remedy not in (Remedy.NONE, Remedy.NOT_YET) for row in rows),
        retaliation_checked=sum(row.retaliation != Retaliation.NOT_CHECKED for row in rows),
        languages=len({row.language for row in rows}),
        officers=OfficerKey.objects.filter(is_on_duty=True, user__is_active=True).count(),
    )


def _is_within(days: int | None, limit: timedelta) -> bool:
    return days is not None and days <= limit.days
