"""What kind of file it is, by its first bytes; the name only tells kinds apart within one kind."""

from collections.abc import Mapping

from enduse.domain.errors import InvalidInputError

HEAD_BYTES = 4_096
"""How much of a file is looked at. Nothing is ever unpacked."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
)
_PLAIN = "text/plain"
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f") | {127}
"""Bytes that stand in no text."""
_OFFICE = "application/vnd.openxmlformats-officedocument."

_ENDINGS: Mapping[str, Mapping[str, str]] = {
    "application/pdf": {"pdf": "application/pdf"},
    "image/png": {"png": "image/png"},
    "image/jpeg": {"jpg": "image/jpeg", "jpeg": "image/jpeg"},
    "image/gif": {"gif": "image/gif"},
    "image/tiff": {"tif": "image/tiff", "tiff": "image/tiff"},
    "application/zip": {
        "docx": _OFFICE + "wordprocessingml.document",
        "xlsx": _OFFICE + "spreadsheetml.sheet",
        "pptx": _OFFICE + "presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "zip": "application/zip",
    },
    _PLAIN: {
        "txt": _PLAIN,
        "md": _PLAIN,
        "csv": "text/csv",
        "json": "application/json",
        "toml": "application/toml",
        "xml": "text/xml",
        "eml": "message/rfc822",
        "spdx": _PLAIN,
    },
}
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
ALLOWED = ", ".join(sorted(_BY_ENDING))
"""The endings that are taken, in words."""


def media_type_of(name: str, head: bytes) -> str:
    """The type of a file.

    Args:
        name: the file's name; its ending must fit what the content is.
        head: the first `HEAD_BYTES` of it.

    Raises:
        InvalidInputError: the content is of no kind that is taken, or belies the name.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in _BY_ENDING:
        raise InvalidInputError(f"file: the name should end in one of {ALLOWED}", name=name)
    kind = _kind_of(head)
    if kind is None:
        raise InvalidInputError(
            "file: the content is neither text in UTF-8 nor a PDF, picture, Office file or zip",
            name=name,
        )
    if kind != _BY_ENDING[ending]:
        raise InvalidInputError(
            f"file: the name says .{ending}, the content is {kind}; give it its true ending",
            name=name,
        )
    return _ENDINGS[kind][ending]


def _kind_of(head: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _PLAIN if _is_text(head) else None


def _is_text(head: bytes) -> bool:
    if not head or not _CONTROL.isdisjoint(head) or head.startswith((b"MZ", b"#!")):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) >= HEAD_BYTES  # a letter cut in two
    return True
