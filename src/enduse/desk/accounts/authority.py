"""Who may do what: the one place that answers it.

A role gives a verb (`roles.VERBS`); need-to-know narrows it to the things someone is told of; and
the author of a case never judges it. What is not allowed is refused.

A model takes part by what it has:

- `view_verb`, a class attribute: the verb that reading it takes, for `visible`;
- `known_to(user) -> bool` on the instance and `known_to(user)` on the queryset: need-to-know;
- `authored_by(user) -> bool` on the instance: four eyes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase

from enduse.desk.accounts.models import User
from enduse.desk.accounts.roles import NOT_BY_AUTHOR, READS_ALL, VERBS, Role
from enduse.domain.errors import BadDataError, NotAllowedError

Actor = User | AnonymousUser
View = Callable[..., HttpResponseBase]
M = TypeVar("M", bound=Model)

OPEN = "open"
"""The verb of the few views that need no login: it stands in no table and nobody is asked."""

_READING = (":view", ":read", ":export", ":count", ":all")


def can(user: Actor, verb: str, thing: object | None = None) -> bool:
    """Whether someone may do something, to this thing or at all.

    Raises:
        BadDataError: no such verb.
    """
    holders = _holders(verb)
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.scopes is not None and verb not in user.scopes:
        return False
    granted = user.roles & holders
    if not granted:
        return False
    return thing is None or _may_touch(user, verb, thing, granted)


def require(user: Actor, verb: str, thing: object | None = None) -> None:
    """Go on only if someone may do something.

    Raises:
        NotAllowedError: they may not.
    """
    if not can(user, verb, thing):
        raise NotAllowedError("you may not do this", verb=verb)


def user_of(request: HttpRequest) -> User:
    """The user who asks; behind `permit` there is one.

    Raises:
        NotAllowedError: nobody is logged in.
    """
    if not isinstance(request.user, User):
        raise NotAllowedError("log in first")
    return request.user


def visible(user: Actor, queryset: QuerySet[M]) -> QuerySet[M]:
    """The part of a queryset that someone may see; one query, whatever its size."""
    verb = getattr(queryset.model, "view_verb", None)
    if verb is None:
        raise BadDataError(f"{queryset.model.__name__} does not say which verb reading it takes")
    if not isinstance(user, User) or not can(user, verb):
        return queryset.none()
    if user.roles & READS_ALL & _holders(verb) or not hasattr(queryset, "known_to"):
        return queryset
    known: QuerySet[M] = queryset.known_to(user)
    return known


def permit(verb: str) -> Callable[[View], View]:
    """Let only those through who have a role with this verb; ask the others to log in.

    The service behind the view still asks `require(user, verb, thing)` about the thing itself. The
    verb stays readable as `view.verb`, for the test that walks every address.
    """
    if verb != OPEN:
        _holders(verb)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if verb == OPEN:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request.user, verb)
            return view(request, *args, **kwargs)

        guarded.verb = verb  # type: ignore[attr-defined]  # read back by the test over all URLs
        return guarded

    return decorate


def _holders(verb: str) -> frozenset[Role]:
    if verb not in VERBS:
        raise BadDataError("no such verb in accounts/roles.py", verb=verb)
    return VERBS[verb]


def _may_touch(user: User, verb: str, thing: object, granted: frozenset[Role]) -> bool:
    """Need-to-know and four eyes, for a thing that has them."""
    if verb in NOT_BY_AUTHOR and _asked(thing, "authored_by", user):
        return False
    if granted & READS_ALL and verb.endswith(_READING):
        return True
    return not hasattr(thing, "known_to") or _asked(thing, "known_to", user)


def _asked(thing: object, question: str, user: User) -> bool:
    """What a thing says about someone; a thing that cannot say is no case."""
    ask = getattr(thing, question, None)
    if ask is None:
        raise BadDataError(f"{type(thing).__name__} has no {question}(user)")
    return bool(ask(user))
