"""Names as words that can be compared: any script, any language, with the original beside them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from enduse.screening.repair import Repairs, make_repairs
from enduse.screening.terms import (
    Terms,
    Words,
    common_words,
    make_terms,
    raw_terms,
    single_forms,
    token_counts,
    variant_forms,
)
from enduse.screening.transliterate import is_bare, latin_words

MAX_WORDS = 24
"""Words after these are left out: no name has more, and the cost of a name stays bounded."""
MAX_LETTERS = 40
"""Letters of a word after these are left out."""

_QUOTES = "'’‘ʼʻ`´ʹʾʿ״׳"
_NO_QUOTES = str.maketrans("", "", _QUOTES)
_ELIDED = re.compile(r"\b[ld]['’](?=[aeiouhàâéèêîôû])")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]\b\.?")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|aya|oy|go)")
_SERVANT = re.compile(r"abd[aeiou]+l?([a-z]{4,})")
_SERVANT_ALONE = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdu", "abdil"})
_SERVANT_REST = 3
_VOWELLED = frozenset({"allah", "din"})  # read with their vowels
_ROUNDS = 6
_LEAST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One canonical word of a name and the characters of the name that it stands for."""

    text: str  # a to z, 0 to 9
    original: str
    is_bare: bool = False  # written in a script that leaves short vowels out

    @property
    def token(self) -> str:
        """The text, in capitals where it is bare: such a word is compared by its consonants."""
        return self.text.upper() if self.is_bare else self.text


def normalise(text: str) -> str:
    """Give the canonical words of a name, with single spaces. Doing it twice changes nothing."""
    return " ".join(word.text for word in words_of(text))


def words_of(text: str) -> tuple[Word, ...]:
    """Give the canonical words of a name in their order.

    Legal forms, bodies of state, trades, places and brands of many languages become one word
    each; articles and titles go, unless nothing else is there.
    """
    words = _split(_without_echo(text) if "(" in text else text)
    return _settled([word for raw in _joined_letters(words) for word in _read(raw)])


def _without_echo(text: str) -> str:
    """Leave brackets out that only say a part of the name again: Dahua Technology (Dahua)."""
    outside = set(_split(_BRACKETS.sub(" ", text)))
    return _BRACKETS.sub(lambda b: " " if outside.issuperset(_split(b[1])) else b[0], text)


def _joined_letters(words: list[str]) -> list[str]:
    """Write initials together that another script spells out by the names of their letters."""
    letters = _letters()
    if len(words) < _LEAST_INITIALS or letters.keys().isdisjoint(words):
        return words
    made: list[str] = []
    for is_letter, run in groupby(words, key=letters.__contains__):
        spelt = list(run)
        joins = is_letter and len(spelt) >= _LEAST_INITIALS
        made += ["".join(letters[word] for word in spelt)] if joins else spelt
    return made


@cache
def _letters() -> Mapping[str, str]:
    return {
        word: letter
        for letter, forms in raw_terms()["letters"].items()
        for form in forms.split("|")
        for word in _split(form)
    }


@lru_cache(maxsize=300_000)
def _read(raw: str) -> tuple[Word, ...]:
    """Read one word by itself, in the letters a to z."""
    read = _repairs().read
    return tuple(
        Word(made, raw, made == part and is_bare(raw) and made not in _VOWELLED)
        for part in _latin(raw)
        for made in read(part)
    )


def words_as_written(text: str) -> tuple[Word, ...]:
    """Give the canonical words with no word read as another one than is written."""
    return _settled([Word(made, raw) for raw in _split(text) for made in _latin(raw)])


def _settled(words: list[Word]) -> tuple[Word, ...]:
    terms = _terms()
    if not any(_may_change(word.text) for word in words):
        return tuple(words[:MAX_WORDS])
    for _ in range(_ROUNDS):
        settled = _replaced(_joined_servants(_without_stops(words, terms)), terms)
        if settled == words:
            break
        words = settled
    return tuple(words[:MAX_WORDS])


@lru_cache(maxsize=300_000)
def _may_change(text: str) -> bool:
    """Say whether a word could be dropped, joined or replaced, alone or with others."""
    terms = _terms()
    return text in terms.stop or text in terms.phrases or text.startswith("abd")


def _split(text: str) -> list[str]:
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    plain = _ELIDED.sub("", plain)
    if "." in plain:
        plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    plain = plain.translate(_NO_QUOTES)
    if not plain.isascii():
        plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    return _WORD.findall(plain)


def _latin(raw: str) -> Words:
    return tuple(_ordinal(word)[:MAX_LETTERS] for word in latin_words(raw))


def _ordinal(word: str) -> str:
    found = _ORDINAL.fullmatch(word)
    return found[1] if found else word


def _plain_words(form: str) -> Words:
    return tuple(made for raw in _split(form) for made in _latin(raw))


@cache
def _terms() -> Terms:
    return make_terms(_plain_words)


@cache
def _repairs() -> Repairs:
    names, nicknames = (
        {word for form in variant_forms(section) for word in _plain_words(form)}
        for section in ("names", "nicknames")
    )
    return make_repairs(
        brands=single_forms(_plain_words, ("proper",)),
        known=(*token_counts(), *common_words(), *nicknames),
        terms=single_forms(_plain_words, ("terms", "legal")),
        titles=raw_terms()["stop"]["words"].split(),
        names=names,
        common=common_words(),
    )


def terms() -> Terms:
    """The terms that normalisation uses."""
    return _terms()


def _without_stops(words: list[Word], terms: Terms) -> list[Word]:
    kept = [word for word in words if word.text not in terms.stop]
    return kept or words


def _joined_servants(words: list[Word]) -> list[Word]:
    """Write `Abd al-Rahman`, `Abdul Rahman` and `Abdulrahman` as one word of one form."""
    if not any(word.text.startswith("abd") for word in words):
        return words
    made: list[Word] = []
    for word in words:
        before = made[-1] if made else None
        if before and before.text in _SERVANT_ALONE and len(word.text) >= _SERVANT_REST:
            text, bare = _servant("abdul" + word.text), before.is_bare or word.is_bare
            made[-1] = Word(text, f"{before.original} {word.original}", bare)
        else:
            made.append(Word(_servant(word.text), word.original, word.is_bare))
    return made


def _servant(word: str) -> str:
    found = _SERVANT.fullmatch(word)
    if not found:
        return word
    rest = found[1]
    rest = rest.lstrip("aeiou") or rest
    return ("abd" + (rest[1:] if rest[0] == rest[1:2] else rest))[:MAX_LETTERS]


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
    return [word.token for word in words_of(text)]
