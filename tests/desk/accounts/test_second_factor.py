import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from enduse.desk.accounts import services
from enduse.desk.accounts.roles import Role
from enduse.desk.record.models import Event
from enduse.domain.errors import BadDataError

PASSWORD = "four quiet otters swim"  # noqa: S105  made up
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  the same


@pytest.fixture
def bo(db):
    return services.add_person(
        email="bo@example.org",
        name="Bo",
        roles=[Role.ANALYST],
        password=PASSWORD,
        actor="system:test",
    )


def code_of(secret):
    """What the app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def log_in(client):
    given = {"login": "bo@example.org", "password": PASSWORD}
    return client.post(reverse("account_login"), given)


@pytest.mark.parametrize("name", ["accounts:own", "accounts:tokens"])
def test_who_has_no_second_factor_can_do_nothing_but_set_one_up(client, bo, name):
    log_in(client)
    answer = client.get(reverse(name))
    assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))


def test_the_policy_can_be_switched_off(client, bo, settings):
    settings.MFA_REQUIRED = False
    log_in(client)
    assert client.get(reverse("accounts:own")).status_code == 200


def test_an_app_is_set_up_on_the_page_and_asked_for_at_the_next_login(client, bo):
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert b"<svg" in page.content
    assert b"data:" not in page.content, "the policy for content allows no data addresses"
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get(reverse("accounts:own")).status_code == 200
    client.post(reverse("account_logout"))
    assert log_in(client).url == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:own")).status_code == 302, "half logged in is not logged in"


def test_recovery_codes_alone_are_no_second_factor(client, bo):
    RecoveryCodes.activate(bo)
    log_in(client)
    client.force_login(bo)
    assert client.get(reverse("accounts:own")).url == reverse("mfa_activate_totp")


def test_secrets_are_encrypted_at_rest(bo):
    TOTP.activate(bo, SECRET)
    RecoveryCodes.activate(bo)
    kept = str(list(Authenticator.objects.values("data")))
    assert SECRET not in kept
    seed = get_adapter().decrypt(RecoveryCodes.activate(bo).instance.data["seed"])
    assert seed not in kept


def test_a_secret_of_another_desk_is_refused_in_words(bo):
    with pytest.raises(BadDataError, match=r"fields\.key"):
        get_adapter().decrypt("00" * 60)


def test_the_last_second_factor_stays_while_one_is_required(bo, settings):
    factor = TOTP.activate(bo, SECRET).instance
    assert not get_adapter().can_delete_authenticator(factor)
    settings.MFA_REQUIRED = False
    assert get_adapter().can_delete_authenticator(factor)


def test_beginning_again_removes_the_second_factor(bo, user_with):
    TOTP.activate(bo, SECRET)
    secret = services.reset_access(bo, actor=user_with(Role.ADMINISTRATOR), reason="Lost phone")
    services.accept_invitation(secret, email="", name="", password=PASSWORD)
    assert not Authenticator.objects.filter(user=bo).exists()


@pytest.mark.django_db(transaction=True)  # allauth tells of a factor when it is committed
def test_entering_and_second_factors_are_on_record(client, bo, django_capture_on_commit_callbacks):
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    events = Event.objects.filter(actor=f"user:{bo.pk}")
    assert [event.verb for event in events] == [
        "account:entered",
        "account:factor_added",
        "account:factor_added",  # the recovery codes that come with it
    ]
    assert events[1].body.content == {"factor": "totp"}
