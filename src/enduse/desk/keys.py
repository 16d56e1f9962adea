"""The desk's own keys: one file each in the data folder, readable by its owner only."""

import base64
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from enduse.domain.errors import BadDataError

_KEY_BYTES = 32


class KeyFile(NamedTuple):
    """One key: the file that holds it and the variable that may hold it instead."""

    file: str
    variable: str
    what_for: str


SESSION = KeyFile("session.key", "ENDUSE_SECRET_KEY", "signs sessions and links")
FIELDS = KeyFile("fields.key", "ENDUSE_FIELD_KEY", "encrypts secrets in the database")
CHECKPOINTS = KeyFile("checkpoint.key", "ENDUSE_CHECKPOINT_KEY", "signs checkpoints of the record")
HEAD = KeyFile("head.key", "ENDUSE_HEAD_KEY", "seals the newest event of the record")
RECEIPTS = KeyFile("receipts.key", "ENDUSE_RECEIPT_KEY", "finds grievances by their receipt")
ALL_KEYS = (SESSION, FIELDS, CHECKPOINTS, HEAD, RECEIPTS)


def make_keys(folder: Path) -> list[KeyFile]:
    """Make the keys that are missing; a key that exists is never written again.

    Returns:
        The keys that were made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    missing = [key for key in ALL_KEYS if key.variable not in os.environ]
    return [key for key in missing if write_key(folder / key.file, secrets.token_bytes(_KEY_BYTES))]


def read_key(folder: Path, key: KeyFile) -> bytes:
    """Read one key, from the environment or from its file: 32 bytes.

    Raises:
        BadDataError: it is missing, or is not 32 bytes in base64.
    """
    written = os.environ.get(key.variable) or _read(folder / key.file)
    if not written:
        raise BadDataError(
            f"{folder / key.file}: the key that {key.what_for} is missing; "
            f"`enduse serve` makes it, or set {key.variable}"
        )
    return _decoded(written, f"{folder / key.file} or {key.variable}")


def session_key(folder: Path) -> str:
    """Django's secret key.

    Without one on file, one that ends with the process: enough to check, migrate or start.
    """
    if SESSION.variable in os.environ or (folder / SESSION.file).exists():
        return base64.b64encode(read_key(folder, SESSION)).decode()
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def write_key(path: Path, key: bytes) -> bool:
    """Write one key to its file, unless the file is there already; whether it was written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadDataError(f"{path}: the key cannot be read: {error}") from None


def _decoded(written: str, where: str) -> bytes:
    try:
        key = base64.b64decode(written, validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise BadDataError(f"{where}: a key is {_KEY_BYTES} bytes in base64")
    return key
