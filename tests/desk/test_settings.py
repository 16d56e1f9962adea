import re
from pathlib import Path

import pytest

from enduse.desk import environment, keys, single_sign_on
from enduse.domain.errors import BadDataError, InvalidInputError

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"(?:ENDUSE_[A-Z_]+|DATABASE_URL)\b")


def test_every_variable_is_in_the_reference_and_no_other():
    code = "".join(p.read_text("utf-8") for p in (ROOT / "src/enduse/desk").rglob("*.py"))
    page = (ROOT / "docs/reference/desk-settings.md").read_text("utf-8")
    assert {*VARIABLE.findall(code)} == {*VARIABLE.findall(page)}


@pytest.mark.parametrize(("written", "read"), [("yes", True), ("1", True), ("No", False)])
def test_a_switch_is_read(monkeypatch, written, read):
    monkeypatch.setenv("ENDUSE_TLS", written)
    assert environment.switch("ENDUSE_TLS", default=not read) is read


def test_a_variable_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("ENDUSE_TLS", "perhaps")
    monkeypatch.setenv("ENDUSE_IDLE_MINUTES", "long")
    with pytest.raises(InvalidInputError, match="ENDUSE_TLS: write yes or no"):
        environment.switch("ENDUSE_TLS", default=False)
    with pytest.raises(InvalidInputError, match="ENDUSE_IDLE_MINUTES: write a whole number"):
        environment.number("ENDUSE_IDLE_MINUTES", 60)


def test_single_sign_on_is_off_until_a_provider_is_named(monkeypatch):
    assert single_sign_on.providers() == {}
    monkeypatch.setenv("ENDUSE_OIDC_SERVER", "https://id.example.org")
    monkeypatch.setenv("ENDUSE_SAML_IDP", "https://saml.example.org")
    monkeypatch.setenv("ENDUSE_SAML_METADATA_URL", "https://saml.example.org/metadata")
    found = single_sign_on.providers()
    assert found["openid_connect"]["APPS"][0]["settings"]["server_url"] == "https://id.example.org"
    idp = found["saml"]["APPS"][0]["settings"]["idp"]
    assert idp["metadata_url"] == "https://saml.example.org/metadata"


LOGIN_PAGE = """
from django.test import Client
answer = Client(headers={"host": "localhost"}).get("/account/login/")
print(answer.status_code, answer.headers["Content-Security-Policy"], answer.content.decode())
"""


def test_the_login_page_offers_the_providers_and_lets_its_forms_lead_there(own_desk, monkeypatch):
    monkeypatch.setenv("ENDUSE_OIDC_SERVER", "https://id.example.org/realm")
    monkeypatch.setenv("ENDUSE_OIDC_NAME", "Firm login")
    monkeypatch.setenv("ENDUSE_SAML_IDP", "urn:firm")
    monkeypatch.setenv("ENDUSE_SAML_NAME", "Old firm login")
    monkeypatch.setenv("ENDUSE_SAML_SSO_URL", "https://saml.example.org/sso")
    said = own_desk.python(LOGIN_PAGE)
    assert said.startswith("200 ")
    assert "form-action 'self' https://id.example.org https://saml.example.org;" in said
    assert "Firm login" in said
    assert "Old firm login" in said


def test_keys_are_made_once_and_each_is_its_own(tmp_path):
    assert keys.make_keys(tmp_path) == list(keys.ALL_KEYS)
    first = [keys.read_key(tmp_path, key) for key in keys.ALL_KEYS]
    assert keys.make_keys(tmp_path) == []
    assert [keys.read_key(tmp_path, key) for key in keys.ALL_KEYS] == first
    assert len(set(first)) == len(first)


def test_a_key_from_the_environment_wins_and_a_bad_one_is_named(tmp_path, monkeypatch):
    keys.make_keys(tmp_path)
    monkeypatch.setenv("ENDUSE_HEAD_KEY", "A" * 43 + "=")
    assert keys.read_key(tmp_path, keys.HEAD) == bytes(32)
    monkeypatch.setenv("ENDUSE_HEAD_KEY", "short")
    with pytest.raises(BadDataError, match="ENDUSE_HEAD_KEY: a key is 32 bytes"):
        keys.read_key(tmp_path, keys.HEAD)
    with pytest.raises(BadDataError, match=r"session\.key: the key that signs sessions"):
        keys.read_key(tmp_path / "elsewhere", keys.SESSION)
