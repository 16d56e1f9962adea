"""How fresh a session is: when its owner last proved who they are, and by what."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

SIGNING_SECONDS = 300
"""A signature needs a proof of identity that is no older."""


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


def came_by_single_sign_on(request: HttpRequest) -> bool:
    """Whether this session began at the firm's identity provider."""
    return any(proof.get("method") == "socialaccount" for proof in _proofs(request))


def _proofs(request: HttpRequest) -> list[dict[str, Any]]:
    """Every proof of identity in this session, oldest first."""
    proofs: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return proofs
