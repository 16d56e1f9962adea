"""What waits for one person: to decide, to answer, to see to by a day; what changed meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from enduse.desk.accounts.authority import visible
from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Assignment, Case, Stage, TeamRole
from enduse.desk.cases.timeline import Happening, happenings
from enduse.desk.core import engine
from enduse.desk.record.models import Event
from enduse.desk.work.models import Seen

SHOWN = 20
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened to a case since someone last looked."""

    case: Case
    happening: Happening


@dataclass(frozen=True, slots=True)
class SourceAge:
    """One source the desk rests on, and how old it is."""

    title: str
    dated: date | None
    state: str  # a key of pages.states.STATES


def to_decide(user: User) -> QuerySet[Case]:
    """Cases in review that someone is named to decide, most urgent first; never their own."""
    named = Case.objects.filter(
        memberships__user=user, memberships__role=TeamRole.DECIDER, stage=Stage.REVIEW
    )
    return named.exclude(author=user).order_by("-queue_order", "-id")


def to_do(user: User) -> QuerySet[Assignment]:
    """What someone is asked to do, what is due first in front."""
    return user.assignments.filter(done_at=None).select_related("case", "made_by")


def to_finish(user: User) -> QuerySet[Case]:
    """Someone's own cases that are still being prepared, most urgent first."""
    own = Case.objects.filter(owner=user, stage=Stage.DRAFT)
    return own.order_by("-queue_order", "-id")


def queue(user: User) -> QuerySet[Case]:
    """Every open case someone may see, most urgent first."""
    found = visible(user, Case.objects.select_related("owner"))
    return found.filter(stage__in=(Stage.DRAFT, Stage.REVIEW)).order_by("-queue_order", "-id")


def changes_since(user: User) -> tuple[list[CaseEvent], int]:
    """What others did on someone's cases since they last said they had seen it; newest first.

    Returns:
        The events, at most `SHOWN`, and the number of the newest event there is.
    """
    seen = Seen.objects.filter(user=user).first()
    newest = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    things = [f"case:{pk}" for pk in _cases_of(user)]
    found = list(
        Event.objects.filter(seq__gt=seen.seq if seen else 0, thing__in=things)
        .exclude(actor=f"user:{user.pk}")
        .select_related("body")
        .order_by("-seq")[:SHOWN]
    )
    cases = Case.objects.in_bulk([int(event.thing.partition(":")[2]) for event in found])
    told = zip(found, happenings(found), strict=True)
    events = [CaseEvent(cases[int(one.thing.partition(":")[2])], said) for one, said in told]
    return events, newest


def mark_seen(user: User, seq: int) -> None:
    """Note that someone has seen everything up to an event; it never goes back."""
    seen, _ = Seen.objects.get_or_create(user=user)
    if seq > seen.seq:
        seen.seq, seen.at = seq, timezone.now()
        seen.save(update_fields=["seq", "at"])


def freshness(today: date) -> list[SourceAge]:
    """The sources that assessments rest on, the stale ones first."""
    rows = [
        SourceAge(one.title, one.dated, "stale" if one.is_stale(today) else "current")
        for one in engine().base.manifests.values()
        if one.dated is not None
    ]
    return sorted(rows, key=lambda row: (row.state == "current", row.dated or date.min))


def _cases_of(user: User) -> Iterable[int]:
    """The newest of someone's cases: what a page can show, whatever their number."""
    joined = user.memberships.order_by("-case__updated_at").values_list("case_id", flat=True)
    return joined[:200]
