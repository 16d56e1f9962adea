"""Officers' keys: wrapped by a passphrase that the desk does not keep.

An officer who unlocks their key may read for a quarter of an hour; the key is held in the
memory of the process only. A printed recovery key opens the same key when the passphrase is lost.
"""

import base64
import threading
import time
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random as random_bytes

from enduse.desk.grievances.sealing import KEY_BYTES, Stored
from enduse.domain.errors import InvalidInputError, NotAllowedError

SHORTEST_PASSPHRASE = 16
UNLOCKED_SECONDS = 900


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key pair just made. `recovery` is shown once, to be printed; it is not kept."""

    public: bytes
    wrapped: bytes
    recovery_wrapped: bytes
    recovery: str


def make_key(passphrase: str) -> NewKey:
    """Make an officer's key pair.

    Raises:
        InvalidInputError: the passphrase is too short.
    """
    private, recovery = PrivateKey.generate(), bytes(random_bytes(KEY_BYTES))
    return NewKey(
        public=bytes(private.public_key),
        wrapped=wrap(private, passphrase),
        recovery_wrapped=bytes(SecretBox(recovery).encrypt(bytes(private))),
        recovery=base64.b32encode(recovery).decode().rstrip("="),
    )


def wrap(private: PrivateKey, passphrase: str) -> bytes:
    """Seal a private key with a passphrase: salt, then the sealed key.

    Raises:
        InvalidInputError: the passphrase is too short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise InvalidInputError(f"passphrase: at least {SHORTEST_PASSPHRASE} characters")
    salt = bytes(random_bytes(argon2id.SALTBYTES))
    return salt + bytes(SecretBox(_stretched(passphrase, salt)).encrypt(bytes(private)))


def unwrap(wrapped: Stored, passphrase: str) -> PrivateKey:
    """Open a wrapped key.

    Raises:
        NotAllowedError: the passphrase is not the one.
    """
    salt, sealed = bytes(wrapped)[: argon2id.SALTBYTES], bytes(wrapped)[argon2id.SALTBYTES :]
    return _opened(sealed, _stretched(passphrase, salt), "this is not the passphrase")


def recover(recovery_wrapped: Stored, recovery: str) -> PrivateKey:
    """Open a key with the printed recovery key.

    Raises:
        NotAllowedError: it is not the one.
    """
    wrong = "this is not the recovery key"
    plain = "".join(recovery.split()).upper()
    try:
        key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError:
        raise NotAllowedError(wrong) from None
    if len(key) != KEY_BYTES:
        raise NotAllowedError(wrong)
    return _opened(bytes(recovery_wrapped), key, wrong)


def _opened(sealed: bytes, key: bytes, wrong: str) -> PrivateKey:
    try:
        return PrivateKey(SecretBox(key).decrypt(sealed))
    except CryptoError:
        raise NotAllowedError(wrong) from None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return bytes(
        argon2id.kdf(
            KEY_BYTES,
            passphrase.encode(),
            salt,
            opslimit=argon2id.OPSLIMIT_MODERATE,
            memlimit=64 * 2**20,
        )
    )


class KeyRing:
    """Keys that officers have unlocked, by session, until they lock them or time runs out."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[PrivateKey, float]] = {}
        self._lock = threading.Lock()

    def hold(self, session: str, key: PrivateKey) -> None:
        """Keep a key for a quarter of an hour."""
        with self._lock:
            self._drop_old()
            self._keys[session] = (key, time.monotonic() + UNLOCKED_SECONDS)

    def get(self, session: str) -> PrivateKey | None:
        """The key of a session, if it is still unlocked."""
        with self._lock:
            self._drop_old()
            found = self._keys.get(session)
            return found[0] if found else None

    def lock(self, session: str) -> None:
        """Forget the key of a session."""
        with self._lock:
            self._keys.pop(session, None)

    def _drop_old(self) -> None:
        now = time.monotonic()
        self._keys = {name: held for name, held in self._keys.items() if held[1] > now}


RING = KeyRing()
"""The unlocked keys of this process."""
