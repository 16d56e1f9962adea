"""The roles of the desk and what each may do: one table, verb by role.

A verb that is not in the table does not exist; a role that is not in a verb's row may not do it.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What someone is here to do; a person may have several."""

    SALES = "sales", _("Sales")
    ANALYST = "analyst", _("Analyst")
    ENGINEER = "engineer", _("Product engineer")
    REVIEWER = "reviewer", _("Reviewer")
    DECIDER = "decider", _("Decider")
    GRIEVANCE_OFFICER = "grievance_officer", _("Grievance officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


S, A, E, R, D, G, X, M = (
    Role.SALES,
    Role.ANALYST,
    Role.ENGINEER,
    Role.REVIEWER,
    Role.DECIDER,
    Role.GRIEVANCE_OFFICER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
EVERYONE = frozenset(Role)

VERBS: Mapping[str, frozenset[Role]] = {
    verb: frozenset(roles)
    for verb, roles in {
        # One's own account and what waits for one
        "account:own": EVERYONE,
        "token:own": {S, A, E, R, D, X},
        "work:view": EVERYONE,
        "job:view": EVERYONE,
        "webhook:own": {A, R, D},
        # Cases; everyone but the auditor sees only the cases they are on the team of
        "case:view": {S, A, E, R, D, X},
        "case:open": {S, A, R},
        "case:edit": {S, A, R},
        "case:answer": {A, E, R},
        "case:comment": {S, A, E, R, D},
        "case:assign": {A, R, D},
        "case:assess": {A, R, D},
        "case:submit": {A, R},
        "case:review": {R, D},
        "case:decide": {D},
        "case:withdraw": {A, R, D},
        "case:seal": {D},
        "case:export": {A, R, D, X},
        "case:import": {A, R},
        "finding:resolve": {A, R},
        "finding:accept": {R, D},
        "condition:edit": {R, D},
        "condition:prove": {A, E, R},
        "condition:release": {D},
        "evidence:view": {S, A, E, R, D, X},
        "evidence:add": {S, A, E, R, D},
        "evidence:withdraw": {A, R},
        "match:view": {A, R, D, X},
        "match:judge": {A, R},
        "monitoring:view": {S, A, E, R, D, X},
        "monitoring:edit": {A, E, R},
        # Registers
        "product:view": {S, A, E, R, D, X},
        "product:edit": {A, E},
        "party:view": {S, A, E, R, D, X},
        "party:edit": {S, A, R},
        "agency:view": {S, A, E, R, D, X},
        "agency:edit": {A, R},
        "country:view": {S, A, E, R, D, G, X},
        "clause:view": {S, A, E, R, D, X},
        "clause:edit": {R, D},
        # Across cases
        "dashboard:view": {A, R, D, X},
        "checks:view": {A, R, D, X},
        "workshop:view": {A, R, D, X},
        "workshop:edit": {A, R},
        "workshop:activate": {R, D},
        "publication:view": {A, R, D, X},
        "publication:edit": {A, R},
        "publication:approve": {R, D},
        "export:all": {D, X},
        # Grievances: only the officers; not even the auditor reads what was filed
        "grievance:view": {G},
        "grievance:handle": {G},
        "grievance:count": {G, R, D, X},
        # The record
        "record:read": {R, D, X},
        "record:verify": {R, D, X, M},
        "record:hold": {R, D},
        "record:erase": {D},
        # Running the desk; no case content
        "user:view": {X, M},
        "user:manage": {M},
        "desk:manage": {M},
    }.items()
}
"""Verb to the roles that may do it."""

READS_ALL = frozenset({Role.AUDITOR})
"""Roles that need no place on a case's team in order to read."""

NOT_BY_AUTHOR = frozenset({"case:decide", "case:review", "finding:accept", "condition:release"})
"""Verbs that the author of a case may never do to it, whatever their roles."""
