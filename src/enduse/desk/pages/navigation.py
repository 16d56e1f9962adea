"""What stands in the navigation: one table; an app adds a line for each of its registers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.authority import can


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry: shown to whoever may do the verb, marked while its app answers."""

    label: str | Promise
    route: str  # name of the URL, with its namespace
    verb: str


NAVIGATION = (
    NavItem(_("My work"), "work:home", "work:view"),
    NavItem(_("Cases"), "cases:list", "case:view"),
    NavItem(_("Products"), "registers:products", "product:view"),
    NavItem(_("Parties"), "registers:parties", "party:view"),
    NavItem(_("Agencies"), "registers:agencies", "agency:view"),
    NavItem(_("Countries"), "registers:countries", "country:view"),
    NavItem(_("Clauses"), "registers:clauses", "clause:view"),
    NavItem(_("Grievances"), "grievances:list", "grievance:view"),
    NavItem(_("People"), "accounts:people", "user:manage"),
)
"""In the order of the page. An item whose verb the user lacks is not shown."""


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry as the page shows it."""

    label: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> Iterable[NavLink]:
    """The entries that this user may follow; the one being looked at is marked."""
    for item in NAVIGATION:
        if can(request.user, item.verb):
            url = reverse(item.route)
            yield NavLink(str(item.label), url, request.path.startswith(url))
