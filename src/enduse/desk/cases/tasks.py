"""The task list of a case: the eight considerations, how each stands, and why.

Another app adds rows below the eight by a function of its own in `TASK_SOURCES`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enduse.desk.accounts.models import User
from enduse.desk.cases.answering import Answered
from enduse.desk.cases.findings import Told
from enduse.desk.cases.models import Case, Stage
from enduse.desk.core import engine
from enduse.domain.catalogue import Consideration
from enduse.domain.findings import FindingAnswer

TASK_SOURCES: tuple[str, ...] = ("enduse.desk.decisions.tasks.last_steps",)
"""Dotted names of functions `(case, user) -> Iterable[Task]`; an app adds its own here."""

_NEEDS_COUNTRY = frozenset({"C2", "C3"})
_AFTER_SALE, _PUBLIC = "C7", "C8"
_DELIVERED = ("C7-Q01", "deal.delivered")


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a task list."""

    key: str
    title: str
    state: str  # a key of pages.states.STATES
    detail: str = ""
    url: str = ""  # empty while it cannot be started


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that decides how the considerations of one case stand."""

    case: Case
    content: Mapping[str, Any]
    answered: Mapping[str, Answered]  # by question
    told: Iterable[Told]
    asked: frozenset[str]  # questions open to this case
    set_aside: Mapping[str, str]  # consideration to reason
    today: date

    def questions_of(self, consideration: Consideration) -> list[Answered]:
        """The questions of one consideration that are open to this case or settled in it."""
        every = [self.answered[question.id] for question in consideration.questions]
        return [one for one in every if one.is_settled or one.question.id in self.asked]


def consideration_tasks(situation: Situation) -> list[Task]:
    """The eight rows."""
    return [consideration_task(one, situation) for one in engine().pack.catalogue.considerations]


def further_tasks(case: Case, user: User) -> list[Task]:
    """The rows that other apps add."""
    return [task for path in TASK_SOURCES for task in import_string(path)(case, user)]


def consideration_task(consideration: Consideration, situation: Situation) -> Task:
    """How one consideration stands: the first of the states that fits."""
    title = f"{consideration.number}. {consideration.title}"
    url = reverse("cases:consideration", args=[situation.case.pk, consideration.id])

    def task(state: str, detail: str, *, reachable: bool = True) -> Task:
        return Task(consideration.id, title, state, detail, url if reachable else "")

    if reason := situation.set_aside.get(consideration.id):
        return task("not_applicable", reason)
    asked = situation.questions_of(consideration)
    settled = sum(one.is_settled for one in asked)
    counted = _("%(settled)d of %(asked)d questions") % {"settled": settled, "asked": len(asked)}
    if blocked := cannot_start(consideration.id, situation):
        return task("cannot_start", blocked, reachable=settled > 0)
    if wanting := attention(consideration.id, asked, situation):
        return task("needs_attention", " · ".join([*wanting, counted]))
    if not asked:
        return task("complete", _("No red flag asks anything here."))
    if settled == 0:
        return task("not_started", counted)
    return task("complete" if settled == len(asked) else "in_progress", counted)


def cannot_start(consideration: str, situation: Situation) -> str:
    """Why a consideration cannot be worked on yet; empty if it can."""
    if consideration in _NEEDS_COUNTRY and not situation.case.country:
        return _("Name the end-user's country first.")
    if consideration == _AFTER_SALE and _delivered(situation) == "no":
        return _("Nothing has been delivered yet.")
    if consideration == _PUBLIC and situation.case.stage != Stage.DECIDED:
        return _("Starts when the case is decided.")
    return ""


def attention(consideration: str, asked: Iterable[Answered], situation: Situation) -> list[str]:
    """What in a consideration wants a person, in words; empty if nothing does."""
    told = [one for one in situation.told if one.finding.consideration == consideration]
    wanting = [one.finding for one in told if one.needs_attention]
    raised = [one for one in wanting if one.answer == FindingAnswer.RAISED]
    said = []
    for severity, word in (("stop", _("Stop")), ("high", _("High"))):
        if number := sum(one.severity == severity for one in raised):
            said.append(f"{number} {word}")
    if failed := len(wanting) - len(raised):
        said.append(
            ngettext("%d could not be worked out", "%d could not be worked out", failed) % failed
        )
    if stale := sum(has_expired(one, situation.today) for one in asked):
        said.append(
            ngettext(
                "%d answer rests on expired evidence", "%d answers rest on expired evidence", stale
            )
            % stale
        )
    if said and (unknown := sum(_is_open(one) for one in told)):
        said.append(ngettext("%d Not known", "%d Not known", unknown) % unknown)
    return said


def has_expired(answered: Answered, today: date) -> bool:
    """Whether an answer rests on a file that counts no more."""
    evidence = answered.ground.evidence
    return evidence is not None and not evidence.counts_on(today)


def situation_of(
    case: Case,
    content: Mapping[str, Any],
    answered: Mapping[str, Answered],
    told: Iterable[Told],
    asked: frozenset[str],
) -> Situation:
    """Put together what decides how a case stands today; one query."""
    standing = case.set_aside.filter(ended_at=None).values_list("consideration", "reason")
    return Situation(case, content, answered, told, asked, dict(standing), timezone.localdate())


def _delivered(situation: Situation) -> str:
    question, fact = _DELIVERED
    return str(situation.answered[question].values.get(fact, ""))


def _is_open(told: Told) -> bool:
    return told.finding.answer == FindingAnswer.UNKNOWN and told.finding.is_weighty
