"""Identity providers of the firm, as the environment names them: OpenID Connect and SAML."""

from typing import Any
from urllib.parse import urlsplit

from enduse.desk import environment


def providers() -> dict[str, dict[str, Any]]:
    """The providers that are configured, as allauth wants them; empty if there are none."""
    found = {"openid_connect": _openid_connect(), "saml": _saml()}
    return {name: {"APPS": [app]} for name, app in found.items() if app}


def origins() -> list[str]:
    """Where a form of the login page may lead to: the providers' scheme and host."""
    variables = ("ENDUSE_OIDC_SERVER", "ENDUSE_SAML_SSO_URL", "ENDUSE_SAML_METADATA_URL")
    parts = [urlsplit(environment.text(name)) for name in variables]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts if part.netloc})


def _openid_connect() -> dict[str, Any]:
    server = environment.text("ENDUSE_OIDC_SERVER")
    if not server:
        return {}
    return {
        "provider_id": "oidc",
        "name": environment.text("ENDUSE_OIDC_NAME", "Single sign-on"),
        "client_id": environment.text("ENDUSE_OIDC_CLIENT_ID"),
        "secret": environment.text("ENDUSE_OIDC_SECRET"),
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }


def _saml() -> dict[str, Any]:
    entity = environment.text("ENDUSE_SAML_IDP")
    if not entity:
        return {}
    return {
        "provider_id": entity,
        "name": environment.text("ENDUSE_SAML_NAME", "Single sign-on"),
        "client_id": environment.text("ENDUSE_SAML_ORGANIZATION", "desk"),
        "settings": {
            "idp": _identity_provider(entity),
            "attribute_mapping": {
                "uid": environment.text("ENDUSE_SAML_UID", "urn:oasis:names:tc:SAML:attribute:id"),
                "email": environment.text("ENDUSE_SAML_EMAIL", "email"),
            },
            "advanced": {
                "want_assertion_signed": True,
                "want_message_signed": False,
                "reject_idp_initiated_sso": True,
            },
        },
    }


def _identity_provider(entity: str) -> dict[str, str]:
    """Where the provider is: its metadata, or its address and certificate written out."""
    if metadata := environment.text("ENDUSE_SAML_METADATA_URL"):
        return {"entity_id": entity, "metadata_url": metadata}
    return {
        "entity_id": entity,
        "sso_url": environment.text("ENDUSE_SAML_SSO_URL"),
        "x509cert": environment.text("ENDUSE_SAML_CERTIFICATE"),
    }
