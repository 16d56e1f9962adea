"""Walks every address of the desk: each says which verb it takes, and asks for it first."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver

from enduse.desk.accounts.authority import OPEN
from enduse.desk.accounts.roles import VERBS, Role
from enduse.domain.errors import NotAllowedError

OPEN_OURS = {"health", "ready", "metrics", "welcome/<str:secret>/"}
"""What the desk answers without a login. A line more here is a decision, not a detail."""

OPEN_OF_ALLAUTH = {
    "account_login",
    "account_signup",  # says that nobody signs up
    "account_inactive",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "mfa_login_webauthn",
}
"""What allauth answers without a login: the ways to log in, and nothing of the desk."""


def addresses(resolver, prefix=""):
    """Every pattern below a resolver, with its whole route."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        else:
            yield route, entry


def is_ours(pattern):
    """Whether it is a view of the desk; operations of the API are walked in tests/desk/api."""
    return not pattern.callback.__module__.startswith(("allauth.", "django.", "ninja."))


ALL = list(addresses(get_resolver()))
OURS = [pytest.param(pattern, id=route) for route, pattern in ALL if is_ours(pattern)]
GUARDED = [param for param in OURS if getattr(param.values[0].callback, "verb", "") in VERBS]
ALLAUTHS = [
    (route, pattern)
    for route, pattern in ALL
    if not is_ours(pattern) and not pattern.callback.__module__.startswith("ninja.")
]


def asked(pattern, user):
    """What a view answers to a user; it is never reached by whom the guard holds up."""
    request = RequestFactory().get("/somewhere/")
    request.user = user
    return pattern.callback(request, **dict.fromkeys(pattern.pattern.converters))


@pytest.mark.parametrize("pattern", OURS)
def test_every_view_says_which_verb_it_takes(pattern):
    verb = getattr(pattern.callback, "verb", None)
    assert verb in {OPEN, *VERBS}, "decorate the view with @permit"


def test_only_these_addresses_are_open():
    found = {param.id for param in OURS if param.values[0].callback.verb == OPEN}
    assert found == OPEN_OURS


@pytest.mark.parametrize("pattern", GUARDED)
def test_nobody_enters_without_logging_in(pattern):
    answer = asked(pattern, AnonymousUser())
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/?next=")


@pytest.mark.parametrize("pattern", GUARDED)
def test_no_role_enters_where_its_verb_is_missing(pattern, user_with):
    for role in [None, *Role]:
        if role not in VERBS[pattern.callback.verb]:
            user = user_with(*([role] if role else []))
            with pytest.raises(NotAllowedError):
                asked(pattern, user)


def test_allauth_shows_nothing_but_ways_to_log_in_without_a_login(client, db):
    for route, pattern in ALLAUTHS:
        plain = not any(sign in route for sign in "<(^")
        if plain and pattern.name not in OPEN_OF_ALLAUTH:
            answer = client.get(f"/{route}")
            assert answer.status_code in {301, 302, 405}, route
