"""Secrets that are shown once and kept as a hash: links and API tokens."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.authority import can, require
from enduse.desk.accounts.models import ApiToken, User
from enduse.desk.accounts.roles import VERBS
from enduse.desk.record.services import record_event
from enduse.domain.errors import InvalidInputError, NotAllowedError

TOKEN_PREFIX = "enduse_"  # noqa: S105  a prefix lets scanners of repositories find a leaked one
LONGEST_DAYS = 365

_NEVER_PASSED_ON = ("account:", "token:", "user:", "desk:", "grievance:")
"""Kinds of verb that no token carries: a program manages no people and makes no tokens."""


def new_secret() -> str:
    """A secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret. A plain hash will do: nobody guesses 256 bits."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def scopes_of(user: User) -> list[str]:
    """The verbs that someone may pass on to a program."""
    return [verb for verb in VERBS if not verb.startswith(_NEVER_PASSED_ON) and can(user, verb)]


def make_token(user: User, *, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """Make a token that may do some of what its owner may.

    Returns:
        The token, and its text, which is never to be had again.

    Raises:
        InvalidInputError: a scope is no verb or is not the owner's; or the days are out of range.
    """
    require(user, "token:own")
    wanted = sorted(set(scopes))
    _check(user, wanted, days)
    secret = TOKEN_PREFIX + new_secret()
    with transaction.atomic():
        token = ApiToken.objects.create(
            user=user,
            name=name,
            digest=digest_of(secret),
            scopes=wanted,
            expires_at=timezone.now() + timedelta(days=days),
        )
        body = {"name": name, "scopes": wanted, "days": days}
        record_event("token:made", actor=user, thing=token, body=body)
    return token, secret


def revoke_token(token: ApiToken, *, actor: User) -> None:
    """End a token: its owner may, and an administrator.

    Raises:
        NotAllowedError: neither of them asks.
    """
    if token.user_id != actor.pk:
        require(actor, "user:manage")
    with transaction.atomic():
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record_event("token:revoked", actor=actor, thing=token)


def user_of_header(header: str) -> User:
    """The user for whom a program acts, with no more than the scopes of its token.

    Args:
        header: the header `Authorization` as it came: `Bearer enduse_...`.

    Raises:
        NotAllowedError: no token, an unknown or ended one, or its owner's account is closed.
    """
    scheme, _, secret = header.partition(" ")
    token = _open_token(secret) if scheme.lower() == "bearer" else None
    if token is None:
        raise NotAllowedError("the header Authorization must carry a token that is in force")
    if token.last_used_on != timezone.now().date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=timezone.now().date())
    token.user.scopes = frozenset(token.scopes)
    return token.user


def _open_token(secret: str) -> ApiToken | None:
    found = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
    return found if found and found.is_open() and found.user.is_active else None


def _check(user: User, scopes: list[str], days: int) -> None:
    if not scopes:
        raise InvalidInputError("scopes: choose at least one")
    for scope in sorted(set(scopes) - set(scopes_of(user))):
        raise InvalidInputError("scopes: you have no such right to pass on", scope=scope)
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInputError(f"days: from 1 to {LONGEST_DAYS}", days=days)
