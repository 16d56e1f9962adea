"""Text into sentences of words, in one pass and in any of the scripts we read."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAX_SENTENCE_TOKENS = 160  # longer runs are cut, so that time stays linear in the text

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_FULL_STOPS = r"\u3002\uff01\uff1f\u061f"  # Chinese and Arabic
_BULLETS = r"\-*\u2022\u00b7\u2013#>|"
_PAUSES = r",;:()\u060c\u061b\uff0c\uff1b\u3001\uff1a\u2014\u2013"
_TOKEN = re.compile(
    rf"(?P<word>[{_HAN}]|[^\W_{_HAN}]+)"
    rf"|(?P<end>[.!?](?=[\s\"')\]]|$)|[{_FULL_STOPS}]|\n[ \t]*(?=\n|[{_BULLETS}]|\d+[.)]))"
    rf"|(?P<clause>[{_PAUSES}]|\s-\s)"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_LEADS = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "س")
_ARABIC_TAILS = ("ها", "هم", "ات", "ين", "ون", "ية", "ه", "ة", "ي")  # noqa: RUF001  # Arabic, not Latin
_MIN_STEM = 3

_ENDINGS = (
    # (ending, what it may stand for); the vocabulary decides which reading exists
    ("ies", ("y", "ie")),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("er", ("", "e")),
    ("ers", ("", "e")),
    ("x", ("",)),
    ("aux", ("al",)),
)


@dataclass(slots=True)
class Sentence:
    """One sentence: its words as written, where each stands, and where clauses break."""

    words: list[str]
    spans: list[tuple[int, int]]  # offsets of each word in the whole text
    breaks: list[int]  # a clause ends before the word of this index

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the whole text from word `first` to word `last`, both included."""
        return self.spans[first][0], self.spans[last][1]


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a text into sentences of at most MAX_SENTENCE_TOKENS words. Linear in the text."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    breaks: list[int] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            words.append(match.group())
            spans.append(match.span())
        elif kind == "clause":
            breaks.append(len(words))
        if words and (kind == "end" or len(words) >= MAX_SENTENCE_TOKENS):
            yield Sentence(words, spans, breaks)
            words, spans, breaks = [], [], []
    if words:
        yield Sentence(words, spans, breaks)


def normal(word: str) -> str:
    """A word without case, accents and vowel marks: what the vocabulary is keyed by."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in parts if not unicodedata.combining(c))


def forms(word: str) -> tuple[str, ...]:
    """The dictionary forms a word may have; a guess that the vocabulary then confirms."""
    base = normal(word)
    if _ARABIC.search(base):
        return _arabic_forms(base)
    if len(base) <= _MIN_STEM or _CYRILLIC.search(base):
        return (base,)
    found = [base]
    for ending, stands_for in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= _MIN_STEM - 1:
            stem = base[: -len(ending)]
            found.extend(stem + rest for rest in stands_for)
            if stem[-1:] == stem[-2:-1]:  # running, tapped
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


def _arabic_forms(base: str) -> tuple[str, ...]:
    """The word without the article, the prefixed words and the endings it may bear."""
    stems = [base, *(base[len(lead) :] for lead in _ARABIC_LEADS if base.startswith(lead))]
    stems = [stem for stem in stems if len(stem) >= _MIN_STEM - 1]
    bare = [s[: -len(t)] for s in stems for t in _ARABIC_TAILS if s.endswith(t)]
    return tuple(dict.fromkeys([*stems, *(stem for stem in bare if len(stem) >= _MIN_STEM)]))
