"""What allauth asks us: who may join, how secrets are kept, what single sign-on may do."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from enduse.desk import keys
from enduse.domain.errors import BadDataError


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up alone: an administrator invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Say no."""
        return False


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the same
    """The firm's identity provider says who someone is; their roles are given here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Whether the provider may bring someone nobody invited; they come without a role."""
        return bool(settings.SSO_SIGNUP)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the same
    """Keeps the secrets of second factors encrypted, and the last one where it is required."""

    def build_totp_svg(self, url: str) -> str:
        """The square to scan, as an element to stand in the page."""
        drawn: str = super().build_totp_svg(url)
        return drawn[drawn.index("<svg") :]

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with the key of the desk: hex of nonce, ciphertext and tag."""
        return _box().encrypt(text.encode("utf-8")).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt what `encrypt` gave.

        Raises:
            BadDataError: it was encrypted with another key, or changed since.
        """
        try:
            return _box().decrypt(bytes.fromhex(encrypted_text)).decode("utf-8")
        except (CryptoError, ValueError):
            raise BadDataError(
                f"a second factor does not open with {keys.FIELDS.file}; is it this desk's key?"
            ) from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether someone may remove a second factor: not their last, where one is required."""
        if not settings.MFA_REQUIRED:
            return True
        return second_factors_of(authenticator.user_id).exclude(pk=authenticator.pk).exists()


def second_factors_of(user_id: object) -> QuerySet[Authenticator]:
    """The second factors of a user; recovery codes alone are none."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user_id)
    return factors.exclude(type=Authenticator.Type.RECOVERY_CODES)


def _box() -> SecretBox:
    return SecretBox(keys.read_key(settings.KEYS_DIR, keys.FIELDS))
