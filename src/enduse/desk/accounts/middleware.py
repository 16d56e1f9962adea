"""Rules about sessions: they end, and where a second factor is required they have one."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from enduse.desk.accounts.adapters import second_factors_of
from enduse.desk.accounts.authority import OPEN
from enduse.desk.accounts.sessions import came_by_single_sign_on

Handler = Callable[[HttpRequest], HttpResponseBase]

_BEGAN, _SEEN, _FACTOR = "began_at", "seen_at", "second_factor"
_SEEN_EVERY = 60  # seconds; a write to the session for every page would be a write too many
_ALLOWED = ("mfa_", "account_logout", "account_reauthenticate", "account_login")


class SessionRules:
    """Ends a session after a pause, and after a working day however busy it was."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or ask to log in again."""
        if request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(request, _("Your session ended. Log in to go on."))
            return redirect_to_login(request.get_full_path())
        return self.get_response(request)


class SecondFactorRequired:
    """Lets who has no second factor do nothing but set one up, where one is required."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; the rule is applied when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Send to the page that sets up a second factor, if it is needed for this view."""
        if not settings.MFA_REQUIRED or not request.user.is_authenticated:
            return None
        if getattr(view, "verb", "") == OPEN or _name(request).startswith(_ALLOWED):
            return None
        return None if _has_second_factor(request) else redirect("mfa_activate_totp")


def _is_over(request: HttpRequest) -> bool:
    """Whether the session has ended; notes that its owner was here."""
    now, session = time.time(), request.session
    began, seen = session.get(_BEGAN, now), session.get(_SEEN, now)
    if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if _BEGAN not in session:
        session[_BEGAN] = now
    if _SEEN not in session or now - seen > _SEEN_EVERY:
        session[_SEEN] = now
    return False


def _has_second_factor(request: HttpRequest) -> bool:
    """Whether the user has one; found once a session, as the last cannot be removed."""
    if request.session.get(_FACTOR):
        return True
    if settings.SSO_IS_SECOND_FACTOR and came_by_single_sign_on(request):
        return True
    found = second_factors_of(request.user.pk).exists()
    if found:
        request.session[_FACTOR] = True
    return found


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or "") if match is not None else ""
