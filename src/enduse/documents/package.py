"""Opening a file of an office program that came from outside: checked before anything reads it."""

import re
import zipfile
import zlib
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from enduse.domain.errors import InvalidInputError

MAX_BYTES = 10_000_000  # of the file
MAX_PART = 8_000_000  # bytes of one part, unpacked
MAX_UNPACKED = 20_000_000  # bytes of all parts together
MAX_PARTS = 200
_ACTIVE = ("vbaproject", "activex", "oleobject", "embeddings/", "externallinks/", "macrosheets/")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    OSError,
)


def writable(text: str) -> str:
    """A text without the characters that no XML can hold; each becomes a space."""
    return _UNWRITABLE.sub(" ", text)


def check_package(content: bytes, main_part: str) -> None:
    """Check that a file is a whole, harmless package.

    Args:
        content: the file.
        main_part: the part that such a file always has, such as `xl/workbook.xml`.

    Raises:
        InvalidInputError: it is too large, damaged, packed like a bomb, declares entities, or
            holds something that could run or reach outside.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError(f"is {len(content):,} bytes long; at most {MAX_BYTES:,} are read")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_list(package.infolist(), main_part)
            for info in package.infolist():
                _check_part(info.filename, package.read(info))
    except _DAMAGE as error:
        raise InvalidInputError(f"is damaged or not of this kind: {error}") from None


def _check_list(parts: list[zipfile.ZipInfo], main_part: str) -> None:
    names = [part.filename.lower() for part in parts]
    if main_part.lower() not in names:
        raise InvalidInputError(f"is not of this kind: the part {main_part} is missing")
    if len(parts) > MAX_PARTS or len(set(names)) != len(names):
        raise InvalidInputError("has too many parts, or one part twice")
    if any(part.flag_bits & 0x1 for part in parts):
        raise InvalidInputError("is encrypted; save it without a password")
    large = max(part.file_size for part in parts)
    if large > MAX_PART or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise InvalidInputError("unpacks to more than is read; it may be a bomb")
    active = next((name for name in names if any(word in name for word in _ACTIVE)), None)
    if active:
        raise InvalidInputError(f"holds something that could run or reach outside: {active}")


def _check_part(name: str, content: bytes) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise InvalidInputError(f"declares entities in {name}") from None
    except (ParseError, ValueError) as error:
        raise InvalidInputError(f"is damaged in {name}: {error}") from None
    if any(str(node.tag).endswith("}mergeCell") for node in root.iter()):
        raise InvalidInputError("has merged cells; send it back as it was, with answers filled in")
