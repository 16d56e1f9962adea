"""What the core reads in a data sheet or a parts list: the one place where the desk asks it."""

from functools import cache

from enduse.capability.components.reading import reader_of
from enduse.capability.formats.reading import is_document
from enduse.capability.scan.result import Scan
from enduse.capability.scan.scanner import FileRead, Scanner

READABLE = frozenset(
    {"text/plain", "text/csv", "application/json", "application/toml", "text/xml", "message/rfc822"}
)
"""Types that are read here; of any other file the people name the capabilities."""

_EVIDENCE_CHARS = 300  # of the words or the component that show a capability

Seen = dict[str, object]
"""One capability as the scan saw it: id, confidence 0.0 to 1.0, and the words or component that
show it best, with its line from 1 and the reason."""


def read_capabilities(name: str, content: bytes, media_type: str) -> list[Seen]:
    """What a data sheet, a bill of materials or another list of components shows.

    Args:
        name: of the file; its ending tells the format.
        content: the whole file.
        media_type: as the store has it; nothing is read in a file that is no text.

    Raises:
        InvalidInputError: it is a format that is read and is damaged; the message names the file.
    """
    if media_type not in READABLE:
        return []
    text = content.decode("utf-8", errors="replace")
    if is_document(name) or reader_of(name, text) is not None:
        return _seen(_scanner().scan_files([FileRead(name, content, is_named=True)]))
    return _seen(_scanner().scan_text(name, text))


def seen_in(text: str) -> list[Seen]:
    """What a text says a product can do, from most to least confident."""
    return _seen(_scanner().scan_text("description", text))


def _seen(scan: Scan) -> list[Seen]:
    return [
        {
            "id": one.id,
            "confidence": round(one.confidence, 2),
            "words": one.evidence[0].shown[:_EVIDENCE_CHARS],
            "line": one.evidence[0].line,
            "reason": one.evidence[0].reason,
        }
        for one in scan.found
    ]


@cache
def _scanner() -> Scanner:
    return Scanner()
