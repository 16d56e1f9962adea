"""The last rows of a case's task list: screening, decision, conditions. One query for all."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enduse.desk.accounts.authority import can
from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Case, Stage
from enduse.desk.cases.tasks import Task
from enduse.desk.decisions.models import Condition, Decision, Outcome, Progress
from enduse.desk.matches.models import ScreeningRun
from enduse.desk.matches.tasks import screening_task
from enduse.desk.pages.states import STATES

Seen = Mapping[str, Any]


def last_steps(case: Case, user: User) -> Iterable[Task]:
    """What comes after the eight considerations, as far as someone may see it."""
    seen = _read(case)
    if can(user, "match:view"):
        yield screening_task(case, seen["screening"])
    yield _decision_task(case, seen["decision"])
    if seen["decision"] and seen["left"]:
        yield _condition_task(case, seen["left"])


def _read(case: Case) -> dict[str, Any]:
    of_case = Case.objects.filter(pk=case.pk).annotate(
        screening=_newest(ScreeningRun, "number", "found", "waiting", "lapses_on", "watchlist"),
        decision=_newest(Decision, "number", "outcome", "progress", "valid_until"),
        left=Subquery(
            Condition.objects.filter(
                decision__case=OuterRef("pk"),
                decision__progress=Progress.IN_FORCE,
                blocks_shipment=True,
                released_at=None,
            )
            .order_by()
            .values("decision__case")
            .annotate(number=Count("pk"))
            .values("number")
        ),
    )
    return dict(of_case.values("screening", "decision", "left").get())


def _newest(model: type[ScreeningRun | Decision], *names: str) -> Subquery:
    """Some fields of the newest row of a case, with the version of the sale it rests on."""
    version = "transaction__number" if model is ScreeningRun else "run__transaction__number"
    fields = {name: F(name) for name in names}
    rows = model._default_manager.filter(case=OuterRef("pk")).order_by("-number")  # noqa: SLF001
    return Subquery(rows.values(told=JSONObject(**fields, version=F(version)))[:1])


def _decision_task(case: Case, seen: Seen | None) -> Task:
    state, detail = _decision_state(case, seen)
    url = reverse("decisions:decision", args=[case.pk])
    return Task("decision", _("Decide"), state, detail, url)


def _decision_state(case: Case, seen: Seen | None) -> tuple[str, str]:
    if seen is None or seen["progress"] in (Progress.WITHDRAWN, Progress.SUPERSEDED):
        if case.stage == Stage.DRAFT:
            return "cannot_start", _("Send the case to review first.")
        return "not_started", _("Nothing is decided.")
    outcome = str(Outcome(seen["outcome"]).label)
    if seen["progress"] == Progress.WAITING:
        return "in_progress", f"{outcome} · {STATES['waiting'].word}"
    if seen["version"] != case.version:
        return "needs_attention", f"{outcome} · {STATES['overtaken'].word}"
    until = _("%(outcome)s, until %(day)s") % {"outcome": outcome, "day": seen["valid_until"]}
    past = date.fromisoformat(seen["valid_until"]) < timezone.localdate()
    return (
        ("needs_attention", f"{until} · {STATES['lapsed'].word}") if past else ("complete", until)
    )


def _condition_task(case: Case, left: int) -> Task:
    said = ngettext("%d that blocks shipment is open", "%d that block shipment are open", left)
    url = reverse("decisions:conditions", args=[case.pk])
    return Task("conditions", _("Meet the conditions"), "in_progress", said % left, url)
