"""What stands above every page of a case. Another app adds its tab to `TABS`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.authority import can
from enduse.desk.cases.models import Case


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the address takes the case's number and nothing else."""

    key: str
    label: str | Promise
    route: str
    verb: str


TABS = (
    Tab("tasks", _("Tasks"), "cases:case", "case:view"),
    Tab("findings", _("Findings"), "cases:findings", "case:view"),
    Tab("screening", _("Screening"), "matches:screening", "match:view"),
    Tab("evidence", _("Evidence"), "cases:evidence", "evidence:view"),
    Tab("claims", _("Claims"), "cases:claims", "case:view"),
    Tab("decision", _("Decision"), "decisions:decision", "case:view"),
    Tab("conditions", _("Conditions"), "decisions:conditions", "case:view"),
    Tab("people", _("People"), "cases:people", "case:view"),
    Tab("comments", _("Comments"), "cases:comments", "case:view"),
    Tab("timeline", _("Timeline"), "cases:timeline", "case:view"),
    Tab("documents", _("Documents"), "cases:documents", "case:export"),
)
"""In the order of the page; shown to whoever may do the verb to the case."""


@dataclass(frozen=True, slots=True)
class TabLink:
    """One tab as the page shows it."""

    label: str
    url: str
    current: bool


def case_context(request: HttpRequest, case: Case, tab: str = "", **more: Any) -> dict[str, Any]:
    """What every page of a case is given: the case, its tabs, and what leads back."""
    return {
        "case": case,
        "tabs": list(_tabs(request, case, tab)),
        "crumbs": [(_("Cases"), reverse("cases:list")), (case.reference, case.get_absolute_url())],
        **more,
    }


def _tabs(request: HttpRequest, case: Case, current: str) -> Iterable[TabLink]:
    """The tabs one may open; who sees this page at all is on the team or reads everything."""
    for tab in TABS:
        if can(request.user, tab.verb):
            yield TabLink(str(tab.label), reverse(tab.route, args=[case.pk]), tab.key == current)
