import time

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.urls import reverse

from enduse.desk.accounts import middleware, services
from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.sessions import reauthenticated, require_reauthentication

PASSWORD = "four quiet otters swim"  # noqa: S105  made up


@pytest.fixture
def inside(client, user_with, settings):
    settings.MFA_REQUIRED = False
    client.force_login(user_with(Role.ANALYST))
    return client


def is_in(client):
    return client.get(reverse("accounts:own")).status_code == 200


def test_a_session_ends_after_a_pause(inside, settings, monkeypatch):
    assert is_in(inside)
    now = time.time()
    monkeypatch.setattr(middleware.time, "time", lambda: now + settings.SESSION_IDLE_SECONDS + 1)
    assert not is_in(inside)


def test_a_session_ends_after_a_working_day_however_busy(inside, settings, monkeypatch):
    assert is_in(inside)
    now, pause = time.time(), settings.SESSION_IDLE_SECONDS - 60
    for elapsed in range(0, settings.SESSION_COOKIE_AGE, pause):
        monkeypatch.setattr(middleware.time, "time", lambda at=now + elapsed: at)
        assert is_in(inside), elapsed
    monkeypatch.setattr(middleware.time, "time", lambda: now + settings.SESSION_COOKIE_AGE + 1)
    assert not is_in(inside)


def test_cookies_are_closed_to_scripts_and_other_sites(client, db, settings):
    services.add_person(
        email="bo@example.org", name="Bo", roles=[], password=PASSWORD, actor="system:test"
    )
    given = {"login": "bo@example.org", "password": PASSWORD}
    cookie = client.post(reverse("account_login"), given).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_password_is_kept_as_argon2(db):
    bo = services.add_person(
        email="bo@example.org", name="Bo", roles=[], password=PASSWORD, actor="system:test"
    )
    assert bo.password.startswith("argon2$argon2id$")


def test_guessing_passwords_is_slowed_down(client, db):
    given = {"login": "bo@example.org", "password": "wrong"}
    answers = [client.post(reverse("account_login"), given) for _ in range(12)]
    assert "Too many failed login attempts" in answers[-1].content.decode()


def request_with_proof(user, seconds_ago):
    request = RequestFactory().post("/")
    request.user, request.session = user, SessionStore()
    request.session["account_authentication_methods_user"] = str(user.pk)
    request.session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - seconds_ago}
    ]
    return request


def test_a_signature_needs_a_fresh_proof_of_identity(user_with):
    user = user_with(Role.DECIDER)
    assert reauthenticated(request_with_proof(user, 10))
    assert not reauthenticated(request_with_proof(user, 400))
    assert reauthenticated(request_with_proof(user, 400), max_age=500)
    with pytest.raises(ReauthenticationRequired):
        require_reauthentication(request_with_proof(user, 400))


def test_a_proof_of_someone_else_does_not_count(user_with):
    request = request_with_proof(user_with(Role.DECIDER), 10)
    request.user = user_with(Role.DECIDER)
    assert not reauthenticated(request)
