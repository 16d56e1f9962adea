"""What the API keeps and nobody should read in the database: sealed with the key for fields."""

from django.conf import settings
from nacl.secret import SecretBox

from enduse.desk import keys


def seal(content: bytes) -> bytes:
    """Encrypt what is kept."""
    return bytes(_box().encrypt(content))


def unseal(content: bytes) -> bytes:
    """Read what was encrypted."""
    return bytes(_box().decrypt(content))


def _box() -> SecretBox:
    return SecretBox(keys.read_key(settings.KEYS_DIR, keys.FIELDS))
