"""Who may call an operation: the holder of a token that carries its verb, and not too often."""

import time
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security.http import HttpAuthBase

from enduse.desk.accounts.authority import require
from enduse.desk.accounts.models import User
from enduse.desk.accounts.roles import VERBS
from enduse.desk.accounts.tokens import digest_of, user_of_header
from enduse.domain.errors import BadDataError, NotAllowedError

ANY = "any token"
"""The verb of the description of the API itself: whoever holds a token may read it."""

_WINDOW = 60  # seconds


class Token(HttpAuthBase):
    """The header `Authorization: Bearer enduse_...`; a cookie is never looked at.

    Args:
        verb: what the token must carry and its owner's role must give.
        schemes: the words that may stand before the token.

    Raises:
        BadDataError: no such verb.
    """

    openapi_scheme = "bearer"

    def __init__(self, verb: str, schemes: Sequence[str] = ("bearer",)) -> None:
        super().__init__()
        if verb not in (ANY, *VERBS):
            raise BadDataError("no such verb in accounts/roles.py", verb=verb)
        self.verb, self.schemes = verb, schemes

    def __call__(self, request: HttpRequest) -> User | None:
        """The user for whom the program acts; None without a token that is in force."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() not in self.schemes:
            return None
        try:
            user = user_of_header(f"Bearer {secret}")
        except NotAllowedError:
            return None
        _count_call(digest_of(secret))
        if self.verb != ANY:
            require(user, self.verb)
        return user


def caller(request: HttpRequest) -> User:
    """The user for whom the program acts, behind a `Token`.

    Raises:
        NotAllowedError: nobody came with a token.
    """
    user = getattr(request, "auth", None)
    if not isinstance(user, User):
        raise NotAllowedError("the header Authorization must carry a token that is in force")
    return user


def _count_call(digest: str) -> None:
    """Count one call of a token in this minute, and refuse those over the limit."""
    now = int(time.time())
    name = f"api:{digest[:32]}:{now // _WINDOW}"
    cache.add(name, 0, 2 * _WINDOW)
    if cache.incr(name) > settings.API_CALLS_A_MINUTE:
        raise Throttled(wait=_WINDOW - now % _WINDOW)
