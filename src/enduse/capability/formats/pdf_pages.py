"""The process that reads a PDF: the file on standard input, a JSON list of pages on the output.

PDFium is a large library in C++ that reads whatever it is given. Here it has bounded time and
memory and nothing else to lose.
"""

import json
import sys
from collections.abc import Iterator

import pypdfium2

MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000  # of all pages
MAX_SECONDS = 60  # of processor time
MAX_MEMORY = 2 << 30  # bytes of address space, the program itself included

DAMAGED, LOCKED, TOO_MANY_PAGES, TOO_LONG = 41, 42, 43, 44  # exit codes
_PASSWORD = "incorrect password"  # noqa: S105  # words of PDFium


def main() -> None:
    """Read standard input, write standard output; an exit code says why not."""
    _bound()
    data = sys.stdin.buffer.read()
    try:
        pages = list(_pages(data))
    except pypdfium2.PdfiumError as error:
        sys.exit(LOCKED if _PASSWORD in str(error).lower() else DAMAGED)
    sys.stdout.write(json.dumps(pages))


def _pages(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    if len(document) > MAX_PAGES:
        sys.exit(TOO_MANY_PAGES)
    length = 0
    for page in document:
        text = page.get_textpage()
        length += text.count_chars()
        if length > MAX_CHARACTERS:
            sys.exit(TOO_LONG)
        yield text.get_text_bounded()
        text.close()
        page.close()


def _bound() -> None:
    """Let the system end this process when it asks for too much, where the system can."""
    if sys.platform == "win32":
        return  # the parent's patience remains
    import resource  # noqa: PLC0415  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
