"""Letters that no font has: named, with the place where they stand, instead of a silent box."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from enduse.documents.outline.model import Document
from enduse.documents.outline.plain import document_data
from enduse.domain.errors import InvalidInputError

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_FEW = 8  # letters named in one message


def refuse_missing(diagnostic: str, document: Document) -> None:
    """Name the letters that a refusal of typst is about; return when it is about something else.

    Raises:
        InvalidInputError: no font has them; the message says where they stand and what helps.
    """
    letters = missing_letters(diagnostic)
    if not letters:
        return
    named = "; ".join(_say(letter, document) for letter in letters[:_FEW])
    more = f" and {len(letters) - _FEW} more" if len(letters) > _FEW else ""
    raise InvalidInputError(
        f"no font has {named}{more}. Give a folder with a font that has them: --fonts DIR "
        "(Debian: fonts-noto-core, fonts-noto-cjk)"
    )


def missing_letters(diagnostic: str) -> list[str]:
    """The letters that typst could not display, each once, in order."""
    texts = (_ESCAPE.sub(_unescaped, found) for found in _MISSING.findall(diagnostic))
    return list(dict.fromkeys(letter for text in texts for letter in text if not letter.isspace()))


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def _say(letter: str, document: Document) -> str:
    name = unicodedata.name(letter, "a character without a name")
    places = list(dict.fromkeys(_places(letter, document)))
    where = f" in {', '.join(places[:3])}" if places else ""
    return f"U+{ord(letter):04X} {name}{where}"


def _places(letter: str, document: Document) -> Iterator[str]:
    if any(letter in span.text for span in document.subtitle) or letter in document.title:
        yield "the title"
    if any(letter in part for part in document.stamp.words):
        yield "the line at the foot"
    for section in document_data(document)["sections"]:
        yield from _sections_with(letter, section)


def _sections_with(letter: str, section: dict[str, Any]) -> Iterator[str]:
    if letter in section["title"] or _holds(letter, section["blocks"]):
        yield f'"{section["title"]}"'
    for inner in section["sections"]:
        yield from _sections_with(letter, inner)


def _holds(letter: str, value: object) -> bool:
    if isinstance(value, str):
        return letter in value
    if isinstance(value, dict):
        return any(_holds(letter, inner) for inner in value.values())
    return isinstance(value, list) and any(_holds(letter, inner) for inner in value)
