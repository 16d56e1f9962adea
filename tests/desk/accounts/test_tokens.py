import pytest
from django.urls import reverse

from enduse.desk.accounts import services
from enduse.desk.accounts.authority import can
from enduse.desk.accounts.models import ApiToken
from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.tokens import make_token, revoke_token, user_of_header
from enduse.domain.errors import InvalidInputError, NotAllowedError


@pytest.fixture
def ana(user_with):
    return user_with(Role.ANALYST)


def token_of(user, *scopes, days=30):
    return make_token(user, name="import", scopes=scopes, days=days)


def test_a_token_may_what_it_was_given_and_no_more(ana):
    _, secret = token_of(ana, "case:view", "case:open")
    program = user_of_header(f"Bearer {secret}")
    assert program == ana
    assert can(program, "case:open")
    assert not can(program, "case:answer")


def test_a_token_may_no_more_than_its_owner_may_later(ana, user_with):
    _, secret = token_of(ana, "case:open")
    services.change_roles(
        ana, [Role.AUDITOR], actor=user_with(Role.ADMINISTRATOR), reason="New task"
    )
    assert not can(user_of_header(f"Bearer {secret}"), "case:open")


@pytest.mark.parametrize("scope", ["case:decide", "no:such", "token:own"])
def test_nobody_passes_on_a_right_they_lack(ana, scope):
    with pytest.raises(InvalidInputError):
        token_of(ana, scope)


def test_a_token_needs_a_scope_and_an_end(ana):
    for scopes, days in [((), 30), (("case:view",), 0), (("case:view",), 366)]:
        with pytest.raises(InvalidInputError):
            token_of(ana, *scopes, days=days)


def test_only_its_hash_is_kept(ana):
    _, secret = token_of(ana, "case:view")
    assert secret not in str(ApiToken.objects.values().get())


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer nothing", "Basic {}", "{}"])
def test_a_header_without_a_token_in_force_is_refused(ana, header):
    _, secret = token_of(ana, "case:view")
    with pytest.raises(NotAllowedError):
        user_of_header(header.format(secret))


def test_a_token_ends(ana):
    for end in ("revoked", "expired", "closed"):
        token, secret = token_of(ana, "case:view")
        if end == "revoked":
            revoke_token(token, actor=ana)
        if end == "expired":
            ApiToken.objects.filter(pk=token.pk).update(expires_at="2020-01-01T00:00Z")
        if end == "closed":
            type(ana).objects.filter(pk=ana.pk).update(is_active=False)
        with pytest.raises(NotAllowedError):
            user_of_header(f"Bearer {secret}")


def test_a_token_is_ended_by_its_owner_or_an_administrator(ana, user_with):
    token, _ = token_of(ana, "case:view")
    with pytest.raises(NotAllowedError):
        revoke_token(token, actor=user_with(Role.ANALYST))
    revoke_token(token, actor=user_with(Role.ADMINISTRATOR))


def test_the_page_shows_a_new_token_once(client, ana, settings):
    settings.MFA_REQUIRED = False
    client.force_login(ana)
    given = {"name": "import", "days": 30, "scopes": ["case:view"]}
    assert b"enduse_" in client.post(reverse("accounts:tokens"), given).content
    page = client.get(reverse("accounts:tokens")).content
    assert b"enduse_" not in page
    assert b"import" in page
    client.post(reverse("accounts:revoke", args=[ApiToken.objects.get().pk]))
    assert not ApiToken.objects.get().is_open()
