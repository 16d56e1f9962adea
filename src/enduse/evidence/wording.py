"""Text as plain words, so that spelling, case and accents do not hide a name."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_APOSTROPHES = str.maketrans("", "", "'`\u2018\u2019\u02bc")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")  # U.S., U.A.E.
# Letters that do not come apart into a plain one and an accent.
_PLAIN = str.maketrans("\u0131\u00f8\u00d8\u0142\u0141\u0111\u0110\u00f0", "ioOlLdDd")


def spelled_words(text: str) -> list[str]:
    """Split text into its words as spelled, without possessives and the dots of initials."""
    owned = _POSSESSIVE.sub("", text).translate(_APOSTROPHES)
    joined = _DOTTED.sub(lambda match: match[0].replace(".", ""), owned)
    return _WORD.findall(joined)


def plain(word: str) -> str:
    """Drop case and accents: `Türkiye` becomes `turkiye`."""
    if word.isascii():
        return word.casefold()
    apart = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    return "".join(mark for mark in apart if not unicodedata.combining(mark)).casefold()


def plain_words(text: str) -> tuple[str, ...]:
    """Split text into words without case and accents."""
    return tuple(plain(word) for word in spelled_words(text))
