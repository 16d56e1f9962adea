"""Making texts: our own words as they are, other people's words marked and made safe to show."""

import re
import unicodedata
from collections.abc import Iterable

from enduse.documents.assessment_words import printable
from enduse.documents.outline.model import Bullets, Item, Mark, Paragraph, Span, Text

_WEB = re.compile(r"https?://[^\s<>\"\\]+")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_STRONG = _RIGHT_TO_LEFT | {"L"}

Piece = str | Span


def text(*pieces: Piece) -> Text:
    """Join pieces; a plain string is in our own words."""
    return tuple(Span(one) if isinstance(one, str) else one for one in pieces if one)


def given(words: str) -> Span:
    """Mark words that a person or a source wrote."""
    return Span(printable(words).replace("\ufffe", " ").replace("\uffff", " "), Mark.GIVEN)


def strong(words: str) -> Span:
    """Mark words that carry weight."""
    return Span(words, Mark.STRONG)


def quiet(words: str) -> Span:
    """Mark words that stand back: sources, dates, marks of confidence."""
    return Span(words, Mark.QUIET)


def code(words: str) -> Span:
    """Mark an id, a hash or a condition."""
    return Span(words, Mark.CODE)


def link(words: str, address: str) -> Span:
    """Link words of a source to its address, if that is a web address."""
    safe = address if _WEB.fullmatch(address) else ""
    return Span(given(words).text, Mark.GIVEN, safe)


def paragraph(*pieces: Piece) -> Paragraph:
    """Make a paragraph."""
    return Paragraph(text(*pieces))


def bullets(texts: Iterable[Text | str], *, numbered: bool = False) -> Bullets:
    """Make a list without lower levels."""
    return Bullets(
        tuple(Item(text(one) if isinstance(one, str) else one) for one in texts), numbered
    )


def cut(words: str, most: int) -> str:
    """Shorten a text and say by how much, so that nobody takes the part for the whole."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    return f"{words[:most].rstrip()} … ({len(words) - most:,} more characters on file)"


def plain(spans: Text) -> str:
    """A text without its marks."""
    return "".join(span.text for span in spans)


def is_right_to_left(words: str) -> bool:
    """Whether a text begins in a script that is read from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in words)
    return next((one for one in directions if one in _STRONG), "L") in _RIGHT_TO_LEFT
