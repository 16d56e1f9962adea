"""How fresh a session is: when its owner last proved who they are, and by what."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

from enduse.desk.accounts.authority import user_of

SIGNING_SECONDS = 300
"""A signature needs a proof of identity that is no older."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That one person proved who they are, by what and when: what a signature rests on."""

    user: UUID
    method: str  # password, mfa, socialaccount
    at: datetime


def reauthenticated(request: HttpRequest, max_age: int = SIGNING_SECONDS) -> bool:
    """Whether the user proved who they are within this many seconds."""
    proofs = _proofs(request)
    return bool(proofs) and time.time() - float(proofs[-1]["at"]) <= max_age


def require_reauthentication(request: HttpRequest, max_age: int = SIGNING_SECONDS) -> None:
    """Go on only if the user proved who they are lately.

    Otherwise the browser is sent to prove it, and a form that was posted is taken up where it was
    left: allauth's middleware keeps it.
    """
    if not reauthenticated(request, max_age):
        raise ReauthenticationRequired


def fresh_proof(request: HttpRequest, max_age: int = SIGNING_SECONDS) -> Proof:
    """The last proof of identity of whoever asks; they are sent to give one if it is old.

    Raises:
        ReauthenticationRequired: there is none so fresh; allauth's middleware answers it.
    """
    require_reauthentication(request, max_age)
    last = _proofs(request)[-1]
    at = datetime.fromtimestamp(float(last["at"]), UTC)
    return Proof(user_of(request).pk, str(last.get("method", "")), at)


def came_by_single_sign_on(request: HttpRequest) -> bool:
    """Whether this session began at the firm's identity provider."""
    return any(proof.get("method") == "socialaccount" for proof in _proofs(request))


def _proofs(request: HttpRequest) -> list[dict[str, Any]]:
    """Every proof of identity in this session, oldest first."""
    proofs: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return proofs
