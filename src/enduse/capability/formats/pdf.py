"""PDF as text, read by a process of its own, which a hostile file can stop but not us."""

import json
import subprocess
import sys

from enduse.capability.formats.document import Document
from enduse.capability.formats.parts import by_parts
from enduse.capability.formats.pdf_pages import (
    DAMAGED,
    LOCKED,
    MAX_CHARACTERS,
    MAX_PAGES,
    MAX_SECONDS,
    TOO_LONG,
    TOO_MANY_PAGES,
)
from enduse.domain.errors import InvalidInputError

_PATIENCE = 2 * MAX_SECONDS  # seconds to wait on a busy machine
_READER = "enduse.capability.formats.pdf_pages"
_REFUSED = {
    DAMAGED: "damaged, or no PDF; open it in a viewer and save or print it as PDF again",
    LOCKED: "locked with a password; save a copy without one",
    TOO_MANY_PAGES: f"over {MAX_PAGES:,} pages; give the part that describes the product",
    TOO_LONG: f"over {MAX_CHARACTERS:,} characters; give the part that describes the product",
}
_UNFINISHED = (
    "needs more time or memory than a document may; print it as PDF again, or give its text"
)
_NO_TEXT = "has pages but no text, like a scan on paper; run text recognition (OCR) over it first"


def read_pdf(data: bytes) -> Document:
    """Read the text of each page; what is found is placed by page.

    Raises:
        InvalidInputError: it is locked, damaged, without text, too long or too costly to read.
    """
    # -P: modules come from where Python is installed, never from the folder that is scanned
    command = [sys.executable, "-P", "-m", _READER]
    try:
        done = subprocess.run(  # noqa: S603  # our own module, no shell, nothing from the input
            command, input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise InvalidInputError(_UNFINISHED) from None
    if done.returncode:
        raise InvalidInputError(_REFUSED.get(done.returncode, _UNFINISHED))
    pages = json.loads(done.stdout)
    if pages and not any(page.strip() for page in pages):
        raise InvalidInputError(_NO_TEXT)
    return by_parts(((n, page) for n, page in enumerate(pages, 1)), place="page")
