"""Which format a document has, and its text."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from enduse.capability.components.reading import decoded
from enduse.capability.formats.document import Document, by_lines
from enduse.capability.formats.docx import read_docx
from enduse.capability.formats.html import read_html
from enduse.capability.formats.markdown import read_markdown
from enduse.capability.formats.pdf import read_pdf
from enduse.domain.errors import EnduseError, InvalidInputError

MAX_BYTES = 10_000_000  # of one document of text
MAX_PACKED_BYTES = 50_000_000  # of one with pictures in it
MAX_LINE = 1_000_000  # letters of one line; what is longer is data
TextReader: TypeAlias = Callable[[str], Document]
PackedReader: TypeAlias = Callable[[bytes], Document]

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
_PACKED: Mapping[str, PackedReader] = {".pdf": read_pdf, ".docx": read_docx, ".docm": read_docx}


def is_document(name: str) -> bool:
    """Whether a file is a document that `read_document` reads, by its ending."""
    return _ending(name) in _TEXT.keys() | _PACKED.keys()


def most_bytes(name: str) -> int:
    """How many bytes a document of this name may have."""
    return MAX_PACKED_BYTES if _ending(name) in _PACKED else MAX_BYTES


def read_document(name: str, data: bytes) -> Document:
    """Read a document.

    Args:
        name: of the file; its ending tells the format.
        data: the whole file.

    Raises:
        InvalidInputError: the format is not read, or the file is damaged or too large; the message
            names the file and says what would be right.
    """
    ending = _ending(name)
    if not is_document(name):
        raise InvalidInputError(f"{name}: a document of this format is not read")
    if len(data) > most_bytes(name):
        raise InvalidInputError(
            f"{name}: {len(data):,} bytes long; a document of this format has at most "
            f"{most_bytes(name):,}; give the part that describes the product"
        )
    try:
        return _PACKED[ending](data) if ending in _PACKED else _TEXT[ending](_text(data))
    except EnduseError as error:
        raise InvalidInputError(f"{name}: {error}") from None


def _text(data: bytes) -> str:
    text = decoded(data)
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise InvalidInputError(
            f"has a line of {longest:,} letters, at most {MAX_LINE:,} are read; "
            "that is data and no text"
        )
    return text


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition("/")[2].lower().rpartition(".")
    return dot + ending if dot else ".txt" if name.lower().endswith("readme") else ""
