"""Names as words that can be compared: any script, any language, with the original beside them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from enduse.screening.terms import Terms, Words, make_terms
from enduse.screening.transliterate import latin_words

MAX_WORDS = 24
"""Words after these are left out: no name has more, and the cost of a name stays bounded."""
MAX_LETTERS = 40
"""Letters of a word after these are left out."""

_QUOTES = "'’‘ʼʻ`´ʹʾʿ״׳"
_ELIDED = re.compile(r"\b[ld]['’](?=[aeiouhàâéèêîôû])")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]\b\.?")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|aya|oy|go)")
_SERVANT = re.compile(r"abd[aeiou]+l?([a-z]{4,})")
_SERVANT_ALONE = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdu", "abdil"})
_SERVANT_REST = 3
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Word:
    """One canonical word of a name and the characters of the name that it stands for."""

    text: str  # a to z, 0 to 9
    original: str


def normalise(text: str) -> str:
    """Give the canonical words of a name, with single spaces. Doing it twice changes nothing."""
    return " ".join(word.text for word in words_of(text))


def words_of(text: str) -> tuple[Word, ...]:
    """Give the canonical words of a name in their order.

    Legal forms, bodies of state, trades, places and brands of many languages become one word
    each; articles and titles go, unless nothing else is there.
    """
    words = [Word(made, raw) for raw in _split(text) for made in _latin(raw)]
    terms = _terms()
    for _ in range(_ROUNDS):
        settled = _replaced(_joined_servants(_without_stops(words, terms)), terms)
        if settled == words:
            break
        words = settled
    return tuple(words[:MAX_WORDS])


def _split(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _ELIDED.sub("", plain)
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    for quote in _QUOTES:
        plain = plain.replace(quote, "")
    return _WORD.findall(
        "".join(c for c in plain if unicodedata.category(c) != "Mn")
        if not plain.isascii()
        else plain
    )


def _latin(raw: str) -> Words:
    return tuple(_ordinal(word)[:MAX_LETTERS] for word in latin_words(raw))


def _ordinal(word: str) -> str:
    found = _ORDINAL.fullmatch(word)
    return found[1] if found else word


@cache
def _terms() -> Terms:
    return make_terms(lambda form: tuple(made for raw in _split(form) for made in _latin(raw)))


def terms() -> Terms:
    """The terms that normalisation uses."""
    return _terms()


def _without_stops(words: list[Word], terms: Terms) -> list[Word]:
    kept = [word for word in words if word.text not in terms.stop]
    return kept or words


def _joined_servants(words: list[Word]) -> list[Word]:
    """Write `Abd al-Rahman`, `Abdul Rahman` and `Abdulrahman` as one word of one form."""
    made: list[Word] = []
    for word in words:
        before = made[-1] if made else None
        if before and before.text in _SERVANT_ALONE and len(word.text) >= _SERVANT_REST:
            made[-1] = Word(_servant("abdul" + word.text), f"{before.original} {word.original}")
        else:
            made.append(Word(_servant(word.text), word.original))
    return made


def _servant(word: str) -> str:
    found = _SERVANT.fullmatch(word)
    if not found:
        return word
    rest = found[1]
    rest = rest[1:] if rest[0] == rest[1] else rest
    return ("abd" + rest.lstrip("aeiou"))[:MAX_LETTERS]


def _replaced(words: list[Word], terms: Terms) -> list[Word]:
    made: list[Word] = []
    at = 0
    while at < len(words):
        length, target = _phrase_at(words, at, terms)
        if length:
            original = " ".join(dict.fromkeys(word.original for word in words[at : at + length]))
            made += [Word(text, original) for text in target]
            at += length
        else:
            made.append(words[at])
            at += 1
    return made


def _phrase_at(words: list[Word], at: int, terms: Terms) -> tuple[int, Words]:
    for phrase, target in terms.phrases.get(words[at].text, ()):
        length = len(phrase)
        if length == 1 or phrase == tuple(word.text for word in words[at : at + length]):
            return length, target
    return 0, ()


def tokens_of(text: str) -> list[str]:
    """Give the canonical words alone: what `words_of` gives, without the originals."""
    return [word.text for word in words_of(text)]
