"""Sealing: what was filed is readable by the named officers and the reporter, and nobody else.

Each grievance has a random key. Texts and files are sealed with it, padded so that their length
tells little. The key itself is sealed to the public key of each officer, and with the unlock key
of the receipt for the reporter. libsodium does the work, through PyNaCl.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random as random_bytes

from enduse.domain.errors import NotAllowedError

KEY_BYTES = 32
Stored: TypeAlias = bytes | memoryview
"""Bytes as a database gives them back."""

_LENGTH_BYTES = 8
_SMALLEST = 4_096
"""The least a sealed text takes, so that a short message looks like a longer one."""


def new_key() -> bytes:
    """A key for one grievance, or for the identity behind it."""
    return bytes(random_bytes(KEY_BYTES))


def seal(content: bytes, key: bytes) -> bytes:
    """Pad and seal."""
    return bytes(SecretBox(key).encrypt(_padded(content)))


def unseal(sealed: Stored, key: bytes) -> bytes:
    """Open what `seal` made.

    Raises:
        NotAllowedError: the key is another, or the content was changed.
    """
    try:
        padded = SecretBox(key).decrypt(bytes(sealed))
    except CryptoError:
        raise NotAllowedError("this key does not open it, or it was changed") from None
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return bytes(padded[_LENGTH_BYTES : _LENGTH_BYTES + length])


def seal_words(words: Mapping[str, object], key: bytes) -> bytes:
    """Seal texts by name."""
    return seal(json.dumps(words, ensure_ascii=False).encode(), key)


def unseal_words(sealed: Stored, key: bytes) -> dict[str, Any]:
    """Open what `seal_words` made."""
    opened: dict[str, Any] = json.loads(unseal(sealed, key))
    return opened


def seal_to(public_key: Stored, content: bytes) -> bytes:
    """Seal a key so that one officer can open it; who sealed it cannot."""
    return bytes(SealedBox(PublicKey(bytes(public_key))).encrypt(content))


def open_with(private_key: PrivateKey, sealed: Stored) -> bytes:
    """Open what was sealed to an officer.

    Raises:
        NotAllowedError: it was sealed to somebody else.
    """
    try:
        return bytes(SealedBox(private_key).decrypt(bytes(sealed)))
    except CryptoError:
        raise NotAllowedError("this was not sealed to you") from None


@dataclass(frozen=True, slots=True)
class Halves:
    """A key in two halves, each of which alone says nothing about it."""

    one: bytes
    other: bytes

    @classmethod
    def of(cls, key: bytes) -> "Halves":
        """Split a key."""
        one = bytes(random_bytes(len(key)))
        return cls(one, _xor(key, one))

    def join(self) -> bytes:
        """The key again."""
        return _xor(self.one, self.other)


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _padded(content: bytes) -> bytes:
    """The content after its length, up to the next step; steps grow by an eighth at most."""
    needed = _LENGTH_BYTES + len(content)
    step = max(_SMALLEST, 1 << max(0, needed.bit_length() - 4))
    size = -(-needed // step) * step
    return len(content).to_bytes(_LENGTH_BYTES, "big") + content + bytes(size - needed)
