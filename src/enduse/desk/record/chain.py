"""What an event of the record is made of, and how one is tied to the next.

Pure functions: the verifier inside an evidence bundle does the same with nothing but Python.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64
"""What the first event has in place of the hash before it."""


def canonical(value: Mapping[str, object]) -> bytes:
    """A value as JSON that is the same to the byte wherever it is written.

    Keys are sorted, nothing is spaced, text is UTF-8.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def instant(at: datetime) -> str:
    """A moment as the record writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def event_hash(fields: Mapping[str, object]) -> str:
    """The hash of an event: over every field, the hash before it included.

    Args:
        fields: seq, at, actor, via, verb, thing, version, body_hash and prev_hash.
    """
    return hashlib.sha256(canonical(fields)).hexdigest()


def commitment(salt: bytes, body: str) -> str:
    """What the chain keeps of a body: nobody can guess the body from it without the salt."""
    return hashlib.sha256(salt + body.encode("utf-8")).hexdigest()


def seal(key: bytes, seq: int, hash_: str) -> str:
    """The seal of the newest event: who has the database but not the key cannot make one."""
    return hmac.new(key, f"{seq}:{hash_}".encode(), hashlib.sha256).hexdigest()
