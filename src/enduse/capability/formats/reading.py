"""Which format a document has, and its text."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from enduse.capability.components.reading import decoded
from enduse.capability.formats.document import Document, by_lines
from enduse.capability.formats.html import read_html
from enduse.capability.formats.markdown import read_markdown
from enduse.domain.errors import EnduseError, InvalidInputError

MAX_BYTES = 10_000_000  # of one document of text
TextReader: TypeAlias = Callable[[str], Document]

_TEXT: Mapping[str, TextReader] = {
    ".txt": by_lines,
    ".text": by_lines,
    ".rst": read_markdown,
    ".adoc": read_markdown,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".mdx": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}


def is_document(name: str) -> bool:
    """Whether a file is a document that `read_document` reads, by its ending."""
    return _ending(name) in _TEXT


def read_document(name: str, data: bytes) -> Document:
    """Read a document.

    Args:
        name: of the file; its ending tells the format.
        data: the whole file.

    Raises:
        InvalidInputError: the format is not read, or the file is damaged or too large; the message
            names the file.
    """
    reader = _TEXT.get(_ending(name))
    if reader is None:
        raise InvalidInputError(f"{name}: a document of this format is not read")
    if len(data) > MAX_BYTES:
        raise InvalidInputError(
            f"{name}: {len(data):,} bytes long; a document has at most {MAX_BYTES:,}"
        )
    try:
        return reader(decoded(data))
    except EnduseError as error:
        raise InvalidInputError(f"{name}: {error}") from None


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition("/")[2].lower().rpartition(".")
    return dot + ending if dot else ".txt" if name.lower().endswith("readme") else ""
