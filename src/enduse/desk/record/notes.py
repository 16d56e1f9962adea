"""Checkpoints as signed notes: C2SP signed-note and tlog-checkpoint, with Ed25519.

https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint
"""

import base64
import hashlib
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from enduse.domain.errors import InvalidInputError

_ED25519 = b"\x01"
_HASH_BYTES, _SIGNATURE_BYTES = 4, 64
_SIGNATURE_LINE = "\u2014 "


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says: the tree of this origin had this root at this size."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The signed text; its last line ends with a line break."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(key: VerifyKey) -> str:
    """The name of a desk's log: it comes from its key, so no two desks share one."""
    return f"enduse.desk/{hashlib.sha256(bytes(key)).hexdigest()[:16]}"


def sign(key: SigningKey, size: int, root: bytes) -> str:
    """Sign a checkpoint.

    Returns:
        The note: text, an empty line, the line of the signature.
    """
    origin = origin_of(key.verify_key)
    text = Statement(origin, size, root).text()
    signature = key.sign(text.encode()).signature
    signed = base64.b64encode(_key_hash(origin, key.verify_key) + signature).decode()
    return f"{text}\n{_SIGNATURE_LINE}{origin} {signed}\n"


def read(note: str, key: VerifyKey) -> Statement:
    """Read a checkpoint whose signature is good.

    Raises:
        InvalidInputError: it is no checkpoint, or this key did not sign it.
    """
    text, found, signatures = note.partition("\n\n")
    if not found:
        raise InvalidInputError("checkpoint: no empty line between text and signature")
    statement = _statement(text)
    signed = f"{text}\n".encode()
    if not any(_is_good(line, signed, key) for line in signatures.splitlines()):
        raise InvalidInputError("checkpoint: not signed by this key", key=verifier_key(key))
    return statement


def verifier_key(key: VerifyKey) -> str:
    """The public key in the one-line form of signed notes: name, hash, key."""
    name = origin_of(key)
    encoded = base64.b64encode(_ED25519 + bytes(key)).decode()
    return f"{name}+{_key_hash(name, key).hex()}+{encoded}"


def read_verifier_key(line: str) -> VerifyKey:
    """Read what `verifier_key` gave.

    Raises:
        InvalidInputError: it is no such line.
    """
    try:
        name, _hash, encoded = line.strip().split("+", 2)
        key = VerifyKey(base64.b64decode(encoded, validate=True)[1:])
    except ValueError:
        raise InvalidInputError("key: write name+hash+key, as the desk prints it") from None
    if _key_hash(name, key).hex() != _hash:
        raise InvalidInputError("key: its hash does not fit; copy the whole line")
    return key


def _key_hash(name: str, key: VerifyKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + bytes(key)).digest()[:_HASH_BYTES]


def _statement(text: str) -> Statement:
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        raise InvalidInputError("checkpoint: write origin, size and root, a line each") from None
    return Statement(origin, size, root)


def _is_good(line: str, signed: bytes, key: VerifyKey) -> bool:
    """Whether a line of signature is by this key; lines of other keys do no harm."""
    if not line.startswith(_SIGNATURE_LINE):
        return False
    name, _, encoded = line.removeprefix(_SIGNATURE_LINE).rpartition(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
        if raw[:_HASH_BYTES] != _key_hash(name, key):
            return False
        key.verify(signed, raw[_HASH_BYTES:])
    except (ValueError, BadSignatureError):
        return False
    return len(raw) == _HASH_BYTES + _SIGNATURE_BYTES
