"""Where files lie: by the hash of their content, whole or not at all, never under their name."""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from enduse.desk.evidence.types import HEAD_BYTES, media_type_of
from enduse.domain.errors import InvalidInputError, NotFoundError

_LONGEST_NAME = 120
_HARMLESS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "No", "Zs"})
_MARKS = frozenset("-_.,()[]+&'")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies in the store."""

    sha256: str
    size: int  # bytes
    name: str  # made harmless
    media_type: str


def keep(name: str, chunks: Iterable[bytes]) -> Stored:
    """Put a file in the store as it streams in; the same content is kept once.

    Raises:
        InvalidInputError: it is empty, too large, or of a type that is not taken.
    """
    folder = Path(settings.EVIDENCE_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    shown = harmless_name(name)
    handle, passing = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size, head = _pour(chunks, file)
            file.flush()
            os.fsync(file.fileno())
        stored = Stored(digest, size, shown, media_type_of(shown, head))
        place = path_of(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        Path(passing).replace(place)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(passing).unlink()
        raise
    return stored


def path_of(sha256: str) -> Path:
    """Where a content lies."""
    return Path(settings.EVIDENCE_DIR) / sha256[:2] / sha256[2:]


def read(sha256: str) -> bytes:
    """A content, checked against its hash.

    Raises:
        NotFoundError: it is gone, or no longer what it was.
    """
    try:
        content = path_of(sha256).read_bytes()
    except OSError:
        raise NotFoundError("the file is not in the store; restore it from the backup") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFoundError("the file in the store was changed; restore it from the backup")
    return content


def harmless_name(name: str) -> str:
    """The last part of a name without what could climb, hide or turn a line round."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(
        one if one in _MARKS or unicodedata.category(one) in _HARMLESS else "_" for one in last
    ).strip(" ._")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST_NAME] or "file"
    return f"{stem[: _LONGEST_NAME - len(ending[:10])] or 'file'}.{ending[:10]}"


def _pour(chunks: Iterable[bytes], file: BinaryIO) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in chunks:
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            raise too_large()
        digest.update(chunk)
        head = head or chunk[:HEAD_BYTES]
        file.write(chunk)
    if not size:
        raise InvalidInputError("file: it is empty; choose one with content")
    return digest.hexdigest(), size, head


def too_large() -> InvalidInputError:
    """What is said of a file over the limit."""
    limit = settings.MAX_UPLOAD_BYTES // 2**20
    return InvalidInputError(f"file: larger than {limit} MB; give the part that matters")
