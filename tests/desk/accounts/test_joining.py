import re

import pytest
from django.urls import reverse

from enduse.desk.accounts import services
from enduse.desk.accounts.models import Invitation, User
from enduse.desk.accounts.roles import Role
from enduse.desk.record.models import Body, Event
from enduse.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)

PASSWORD = "four quiet otters swim"  # noqa: S105  made up
OTHER_PASSWORD = "nine loud herons land"  # noqa: S105  the same


@pytest.fixture
def administrator(user_with):
    return user_with(Role.ADMINISTRATOR)


def welcome(client, secret, **given):
    return client.post(reverse("accounts:welcome", args=[secret]), given)


def log_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_first_administrator_joins_by_a_link_that_works_once(client, db):
    secret = services.invite_administrator()
    given = {"email": "Ada@Example.org", "name": "Ada", "password": PASSWORD}
    assert welcome(client, secret, **given).status_code == 302
    ada = User.objects.get()
    assert (ada.email, ada.roles) == ("ada@example.org", {Role.ADMINISTRATOR})
    assert welcome(client, secret, **given).status_code == 404
    assert User.objects.count() == 1


def test_an_older_link_of_an_administrator_ends_when_a_new_one_is_made(db):
    old = services.invite_administrator()
    services.invite_administrator()
    with pytest.raises(NotFoundError):
        services.open_invitation(old)


def test_a_link_ends_after_its_time(db):
    secret = services.invite_administrator()
    Invitation.objects.update(expires_at="2020-01-01T00:00Z")
    with pytest.raises(NotFoundError):
        services.open_invitation(secret)


def test_the_link_itself_is_nowhere_in_the_database(administrator):
    secret = services.invite(actor=administrator, email="bo@example.org", roles=[Role.SALES])
    kept = [str(Invitation.objects.values().get()), *Body.objects.values_list("text", flat=True)]
    assert not any(secret in text for text in kept)


def test_whoever_is_invited_joins_with_that_address_and_those_roles(client, administrator):
    secret = services.invite(actor=administrator, email="bo@example.org", roles=[Role.SALES])
    welcome(client, secret, email="eve@example.org", name="Bo", password=PASSWORD)
    bo = User.objects.get(email="bo@example.org")
    assert bo.roles == {Role.SALES}
    assert log_in(client, "bo@example.org").status_code == 302


def test_a_weak_password_is_refused_and_the_link_still_works(client, administrator):
    secret = services.invite(actor=administrator, email="bo@example.org", roles=[Role.SALES])
    for weak in ("short", "michaeljackson", "bo@example.org1"):
        answer = welcome(client, secret, name="Bo", password=weak)
        assert "password:" in answer.content.decode()
    assert welcome(client, secret, name="Bo", password=PASSWORD).status_code == 302


def test_an_address_has_one_account(administrator):
    with pytest.raises(ConflictError):
        services.invite(actor=administrator, email=administrator.email.upper(), roles=[])
    with pytest.raises(ConflictError):
        services.add_person(email=administrator.email, name="", roles=[], actor="system:test")


def test_an_address_that_is_none_is_refused(administrator):
    with pytest.raises(InvalidInputError, match="email"):
        services.invite(actor=administrator, email="not an address", roles=[])


def test_nobody_signs_up_alone(client, db):
    given = {"email": "eve@example.org", "password1": PASSWORD}
    client.post(reverse("account_signup"), given)
    assert not User.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_manages_people(user_with, role):
    other, someone = user_with(role), user_with()
    for act in (services.close_account, services.reset_access, services.reopen_account):
        with pytest.raises(NotAllowedError):
            act(someone, actor=other, reason="Because")
    with pytest.raises(NotAllowedError):
        services.change_roles(someone, [role], actor=other, reason="Because")


def test_nobody_changes_their_own_rights(administrator):
    with pytest.raises(NotAllowedError):
        services.change_roles(administrator, [*Role], actor=administrator, reason="More")


def test_someone_is_left_who_can_run_the_desk(administrator, user_with):
    other = user_with(Role.ADMINISTRATOR)
    services.close_account(other, actor=administrator, reason="Left")
    other.refresh_from_db()
    with pytest.raises(ConflictError, match="administrator"):
        services.close_account(administrator, actor=_reopened(other), reason="Left too")
    assert User.objects.get(pk=administrator.pk).is_active


def _reopened(user):
    """Someone whose closed account still acts, as in a request that was under way."""
    user.is_active = True
    return user


def test_changed_roles_hold_at_once_and_are_on_record(administrator, user_with):
    bo = user_with(Role.SALES)
    assert bo.roles == {Role.SALES}
    services.change_roles(bo, [Role.ANALYST], actor=administrator, reason="New task")
    assert bo.roles == {Role.ANALYST}
    event = Event.objects.get(verb="user:roles_changed")
    assert event.body.content == {"before": ["sales"], "after": ["analyst"]}


def test_a_closed_account_ends_its_session_and_cannot_log_in(client, administrator, settings):
    settings.MFA_REQUIRED = False
    bo = services.add_person(
        email="bo@example.org", name="Bo", roles=[], password=PASSWORD, actor="system:test"
    )
    client.force_login(bo)
    services.close_account(bo, actor=administrator, reason="Left")
    assert client.get(reverse("accounts:own")).status_code == 302
    log_in(client, bo.email)
    assert client.get(reverse("accounts:own")).status_code == 302


def test_whoever_lost_their_password_begins_again(client, administrator):
    services.add_person(
        email="bo@example.org", name="Bo", roles=[], password=PASSWORD, actor="system:test"
    )
    bo = User.objects.get(email="bo@example.org")
    client.force_login(bo)
    secret = services.reset_access(bo, actor=administrator, reason="Lost phone")
    assert client.get(reverse("accounts:own")).status_code == 302, "the session has ended"
    assert log_in(client, bo.email).status_code == 200, "the old password is gone"
    assert welcome(client, secret, password=OTHER_PASSWORD).status_code == 302
    assert log_in(client, bo.email, OTHER_PASSWORD).status_code == 302


def test_the_pages_of_the_administrator_do_what_they_say(client, administrator, settings):
    settings.MFA_REQUIRED = False
    client.force_login(administrator)
    given = {"email": "bo@example.org", "roles": ["sales", "analyst"]}
    page = client.post(reverse("accounts:invite"), given).content.decode()
    secret = re.search(r"/welcome/([\w-]+)/", page)[1]
    welcome(client, secret, name="Bo", password=PASSWORD)
    bo = User.objects.get(email="bo@example.org")
    assert "Bo" in client.get(reverse("accounts:people")).content.decode()
    given = {"roles": ["reviewer"], "reason": "New task"}
    client.post(reverse("accounts:person", args=[bo.pk]), given)
    assert User.objects.get(pk=bo.pk).roles == {Role.REVIEWER}
    client.post(reverse("accounts:close", args=[bo.pk]), {"reason": "Left"})
    assert not User.objects.get(pk=bo.pk).is_active
    client.post(reverse("accounts:reopen", args=[bo.pk]), {"reason": "Back"})
    assert User.objects.get(pk=bo.pk).is_active
    page = client.post(reverse("accounts:reset", args=[bo.pk]), {"reason": "Lost"}).content.decode()
    assert "/welcome/" in page
