"""What a receipt opens, and the proof that something was filed.

From the seven words come two values that have nothing to do with each other: where the grievance
is found, and the key that opens it for its reporter. The desk keeps the first and never sees the
second again. Argon2id makes guessing dear; the salts are the desk's own.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from nacl.exceptions import BadSignatureError
from nacl.pwhash import argon2id
from nacl.signing import SigningKey, VerifyKey

from enduse.desk import keys
from enduse.desk.grievances.sealing import KEY_BYTES

_PASSES = 2
_MEMORY_BYTES = 32 * 2**20
_PROOF = "enduse grievance proof, version 1"


@dataclass(frozen=True, slots=True)
class Opened:
    """What the seven words give: the place to look, and the key to unlock what lies there."""

    lookup: str
    unlock_key: bytes


def open_receipt(receipt: str) -> Opened:
    """Derive both values; it takes the same time for every receipt.

    Args:
        receipt: as `words.read_receipt` returns it.
    """
    return Opened(
        lookup=_derive(receipt, "lookup").hex(),
        unlock_key=_derive(receipt, "unlock"),
    )


def _derive(receipt: str, purpose: str) -> bytes:
    salt = hmac.digest(_desk_key(), purpose.encode(), "sha256")[: argon2id.SALTBYTES]
    return bytes(
        argon2id.kdf(KEY_BYTES, receipt.encode(), salt, opslimit=_PASSES, memlimit=_MEMORY_BYTES)
    )


def _desk_key() -> bytes:
    return keys.read_key(settings.KEYS_DIR, keys.RECEIPTS)


def proof_of_filing(sealed: bytes, received_on: date) -> str:
    """A signed note that something was filed on a day; it says nothing of what, or by whom.

    Args:
        sealed: the sealed content as the desk keeps it; only its hash enters the note.
        received_on: the day; no hour enters it.
    """
    statement = (
        f"{_PROOF}\nreceived on {received_on}\nsha256 {hashlib.sha256(sealed).hexdigest()}\n"
    )
    signer = _signer()
    signature = base64.b64encode(signer.sign(statement.encode()).signature).decode()
    public = base64.b64encode(bytes(signer.verify_key)).decode()
    return f"{statement}signed by {public}\nsignature {signature}\n"


def is_genuine(note: str) -> bool:
    """Whether this desk signed a note as it stands."""
    statement, _, rest = note.partition("signed by ")
    signature = rest.partition("signature ")[2].strip()
    try:
        VerifyKey(bytes(_signer().verify_key)).verify(
            statement.encode(), base64.b64decode(signature, validate=True)
        )
    except (BadSignatureError, ValueError):
        return False
    return True


def _signer() -> SigningKey:
    return SigningKey(hmac.digest(_desk_key(), b"proof of filing", "sha256"))
