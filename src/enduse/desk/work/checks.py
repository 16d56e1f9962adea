"""What is wrong or about to be, over all cases someone may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enduse.desk.accounts.authority import visible
from enduse.desk.accounts.models import User
from enduse.desk.cases.models import (
    OPEN_STAGES,
    Assignment,
    Case,
    EvidenceUse,
    Membership,
    Resolution,
    Stage,
    Standing,
    TeamRole,
)
from enduse.desk.cases.standing import read
from enduse.desk.core import engine
from enduse.desk.work.waiting import SOON

M = TypeVar("M", bound=Model)
MOST = 50


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong, and where to mend it."""

    case: Case
    says: str
    url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of thing that can be wrong, with at most `MOST` finds."""

    title: str | Promise
    explains: str | Promise
    troubles: tuple[Trouble, ...]


def run_checks(user: User, today: date) -> list[Check]:
    """Every check over what someone may see; a fixed number of queries."""
    return [Check(title, explains, tuple(find(user, today))) for title, explains, find in _CHECKS]


def _overdue(user: User, today: date) -> Iterable[Trouble]:
    late = Assignment.objects.filter(done_at=None, due_on__lt=today, case__stage__in=OPEN_STAGES)
    for one in _of_visible(user, late).select_related("case", "to").order_by("due_on")[:MOST]:
        says = _("%(who)s was to do this by %(day)s: %(what)s") % {
            "who": one.to,
            "day": one.due_on,
            "what": one.note or one.place or one.case.title,
        }
        yield Trouble(one.case, says, reverse("cases:people", args=[one.case_id]))


def _stale_evidence(user: User, today: date) -> Iterable[Trouble]:
    expired = EvidenceUse.objects.filter(
        file__expires_on__lt=today, file__withdrawn_at=None, case__stage__in=OPEN_STAGES
    )
    for one in _of_visible(user, expired).select_related("case", "file")[:MOST]:
        says = _("%(file)s expired on %(day)s") % {"file": one.file, "day": one.file.expires_on}
        yield Trouble(one.case, says, reverse("cases:evidence", args=[one.case_id]))


def _lapsing(user: User, today: date) -> Iterable[Trouble]:
    held = Resolution.objects.filter(
        until__lte=today + SOON,
        until__gte=today,
        finding__case__stage__in=OPEN_STAGES,
        basis=F("finding__basis"),
    ).filter(finding__case__in=visible(user, Case.objects.all()))
    for one in held.select_related("finding__case").order_by("until")[:MOST]:
        case, flag = one.finding.case, one.finding.red_flag
        says = _("%(flag)s was set aside until %(day)s") % {"flag": flag, "day": one.until}
        yield Trouble(case, says, reverse("cases:finding", args=[case.pk, flag]))


def _no_decider(user: User, today: date) -> Iterable[Trouble]:
    del today
    deciders = Membership.objects.filter(case=OuterRef("pk"), role=TeamRole.DECIDER)
    waiting = visible(user, Case.objects.filter(stage=Stage.REVIEW)).exclude(
        Exists(deciders.exclude(user=OuterRef("author")))
    )
    for case in waiting.order_by("-queue_order")[:MOST]:
        yield Trouble(
            case,
            _("In review, and nobody but its author is named to decide it"),
            reverse("cases:people", args=[case.pk]),
        )


def _other_rules(user: User, today: date) -> Iterable[Trouble]:
    del today
    behind = visible(user, Case.objects.filter(stage__in=OPEN_STAGES)).exclude(
        standing__rules_sha256=engine().pack.sha256
    )
    for case in behind.order_by("-queue_order")[:MOST]:
        says = _("Was last assessed on other rules than those in force")
        yield Trouble(case, says, case.get_absolute_url())


def _contradictions(user: User, today: date) -> Iterable[Trouble]:
    del today
    open_cases = visible(user, Case.objects.filter(stage__in=OPEN_STAGES))
    newest = Standing.objects.filter(case__in=open_cases).select_related("case")
    for standing in newest.order_by("-case__queue_order")[:MOST]:
        for note in read(standing.document)["notes"]:
            yield Trouble(standing.case, note, standing.case.get_absolute_url())


def _of_visible(user: User, queryset: QuerySet[M]) -> QuerySet[M]:
    return queryset.filter(case__in=visible(user, Case.objects.all()))


_Find = Callable[[User, date], Iterable[Trouble]]
_CHECKS: tuple[tuple[str | Promise, str | Promise, _Find], ...] = (
    (
        gettext_lazy("Contradictions"),
        gettext_lazy("Where a case says two things at once, among the most urgent fifty."),
        _contradictions,
    ),
    (gettext_lazy("Overdue"), gettext_lazy("What somebody was to do by now."), _overdue),
    (
        gettext_lazy("Stale evidence"),
        gettext_lazy("Files that an answer rests on and that have expired."),
        _stale_evidence,
    ),
    (
        gettext_lazy("Sign-offs about to lapse"),
        gettext_lazy("Findings set aside until a day within two weeks."),
        _lapsing,
    ),
    (
        gettext_lazy("Nobody to decide"),
        gettext_lazy("The author of a case never decides it."),
        _no_decider,
    ),
    (
        gettext_lazy("Assessed on other rules"),
        gettext_lazy("Open them, and they are assessed again."),
        _other_rules,
    ),
)
