"""Who decides a case: people named on its team for it, who may decide and did not write it."""

from enduse.desk.accounts.models import User
from enduse.desk.accounts.roles import Role
from enduse.desk.cases.models import Case, TeamRole
from enduse.domain.errors import NotAllowedError


def deciders(case: Case) -> list[User]:
    """The named deciders of a case, in the order they joined; one query."""
    named = case.memberships.filter(
        role=TeamRole.DECIDER, user__is_active=True, user__grants__role=Role.DECIDER
    ).exclude(user_id=case.author_id)
    return [member.user for member in named.select_related("user").order_by("added_at", "pk")]


def require_decider(case: Case, actor: User) -> list[User]:
    """Go on only if someone is a named decider; who the others are comes back.

    Raises:
        NotAllowedError: the case does not name them for it.
    """
    named = deciders(case)
    if actor not in named:
        raise NotAllowedError("you are not named as a decider of this case")
    return named
