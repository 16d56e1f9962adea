"""The row of a case's task list that tells how its screening stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enduse.desk.cases.models import Case
from enduse.desk.cases.tasks import Task
from enduse.desk.core import watchlist_version
from enduse.desk.matches.models import ScreeningRun
from enduse.desk.matches.services import parties_changed


def screening_task(case: Case, seen: Mapping[str, Any] | None) -> Task:
    """How the screening of a case stands, by what its newest run says of itself."""
    state, detail = _standing(case, seen) if seen else ("not_started", _("Nobody has looked yet."))
    url = reverse("matches:screening", args=[case.pk])
    return Task("screening", _("Screen the parties"), state, detail, url)


def whats_new(run: ScreeningRun, case: Case) -> list[str]:
    """Why the parties should be looked for again; nothing if the run still speaks."""
    said = []
    if parties_changed(run, case):
        said.append(_("The sale names other parties now."))
    if run.watchlist != watchlist_version():
        said.append(_("The lists changed since."))
    return said


def _standing(case: Case, seen: Mapping[str, Any]) -> tuple[str, str]:
    said = _("%(found)d matches, %(waiting)d left to judge or to search") % seen
    if seen["lapses_on"] and date.fromisoformat(seen["lapses_on"]) <= timezone.localdate():
        return "needs_attention", _("A judgement has lapsed.")
    if seen["watchlist"] != watchlist_version():
        return "needs_attention", " · ".join([_("The lists changed since."), said])
    if seen["waiting"]:
        return "needs_attention", said
    if seen["version"] != case.version:
        return "in_progress", _("The sale changed since; see whether its parties did.")
    return "complete", said
