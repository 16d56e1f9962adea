"""Pages and paragraphs joined to one document, cut at what looks like a heading."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from enduse.capability.formats.document import Document
from enduse.capability.formats.markdown import sections_of

HEADING = "# "  # leads a heading, as in Markdown

_MOST_WORDS = 6  # of a line that may be a heading
_ENDS_SENTENCE = re.compile(r"[.!?:\u3002\uff01\uff1f\u061f]$")
_ENDS_NO_HEADING = re.compile(r"[.,;!\u3002\uff0c\uff1b\u060c-]$")
_LIST_SIGN = re.compile(r"^[-*\u2022\u00b7\u2013\u25cf\u25aa>|]")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.)\s+")
_HYPHENATED = re.compile(r"[\x02\u00ad\ufffe]\r?\n")  # how PDFium writes a word cut at a line's end


def by_parts(parts: Iterable[tuple[int, str]], *, place: str) -> Document:
    """A document of numbered parts.

    Args:
        parts: number and text of each page or paragraph, in order.
        place: what the numbers count.
    """
    texts: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    length = 0
    for number, part in parts:
        text = "".join(_joined(_HYPHENATED.sub("", part)))
        starts.append(length)
        numbers.append(number)
        texts.append(text)
        length += len(text)
    whole = "".join(texts)
    return Document(whole, tuple(sections_of(whole)), tuple(starts), tuple(numbers), place)


def _joined(part: str) -> Iterator[str]:
    """The lines of a part; headings and items stand alone, other lines run on."""
    before = ""
    lines = [" ".join(line.split()) for line in part.splitlines()]
    for line, after in pairwise((*lines, "")):
        is_heading = _is_heading(line, before) and not after[:1].islower()
        text = HEADING + line.removeprefix(HEADING) if is_heading else line
        stands_alone = text.startswith(HEADING) or before.startswith(HEADING)
        yield ("\n\n" if stands_alone or _LIST_SIGN.match(text) else "\n") + text
        before = text
    yield "\n\n"


def _is_heading(line: str, before: str) -> bool:
    """Whether a line looks like a heading: short, no sentence nor the middle of one."""
    if line.startswith(HEADING):
        return True
    if not line or _ENDS_NO_HEADING.search(line) or _LIST_SIGN.match(line):
        return False
    if before and not before.startswith(HEADING) and not _ENDS_SENTENCE.search(before):
        return False
    words = _NUMBER.sub("", line).split()
    return 0 < len(words) <= _MOST_WORDS and not words[0][0].islower()
