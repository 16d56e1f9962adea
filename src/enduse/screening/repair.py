"""Words that no list knows, read as what they were meant to be: written together, or misspelt.

Only words of the table of terms and common names are recognised: a rare name is never changed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Words = tuple[str, ...]

_LEAST_MISSPELT, _LEAST_ONE_EDIT = 6, 7
_LEAST_PART, _LEAST_REST, _LEAST_JOINED = 5, 4, 8
_LEAST_NAME, _LEAST_DOUBLE = 3, 7
_DOUBLED = re.compile(r"(.)\1+")
_FAITH = re.compile(r"([a-z]{3,}?)(?:[aeou]ll[aou]h|ulah)")
_CREED = re.compile(r"([a-z]{3,}?)(?:[aeou]l?dd|[au]ld|ud)(?:i|ee|y|e)ne?")
_LEGAL_ENDS = ("llc", "ltd", "gmbh", "corp")


def sound_classes(word: str) -> str:
    """Write a word so that the spellings of one sound become one; vowels become two classes."""
    for old, new in (("ph", "f"), ("ck", "k"), ("x", "ks"), ("c", "k"), ("q", "k"), ("z", "s")):
        word = word.replace(old, new)
    return _DOUBLED.sub(r"\1", word.translate(str.maketrans("ouwvye", "uuvvii")))


def _shortened(word: str) -> Iterator[str]:
    """Give the word and all it becomes when one letter goes; the first letter stays."""
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]


def _one_apart(one: str, other: str) -> bool:
    """Say whether one letter more, less, or other, or two neighbours changed over, differ."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


@dataclass(frozen=True)
class Repairs:
    """What is needed to read unknown words."""

    brands: frozenset[str]  # words that are never parted
    known: frozenset[str]  # words that are never read as another
    parts: frozenset[str]  # words of terms and titles that are found at either end of a word
    names: frozenset[str]  # names with several spellings: a word made of two is a double name
    common: frozenset[str]  # common words: two of them written together are two
    by_sound: Mapping[str, Words]  # what a term sounds like, or a letter less -> terms

    def read(self, word: str) -> Words:
        """Give the words that an unknown word stands for, or itself."""
        if word in self.brands or not word.isalpha() or word.startswith("abd"):
            return (word,)
        meant = word if word in self.known else self._meant(word)
        if meant != word:
            return (meant,)
        parts = (
            (word not in self.known and self._parted(word))
            or self._named(word)
            or self._two_names(word)
        )
        return tuple(made for part in parts for made in self.read(part)) if parts else (word,)

    def _named(self, word: str) -> Words:
        """Write names that end in the words for God and creed as two, as Arabic does."""
        for pattern, end in ((_FAITH, "allah"), (_CREED, "din")):
            if found := pattern.fullmatch(word):
                return found[1], end
        return ()

    def _parted(self, word: str) -> Words:
        if len(word) < _LEAST_JOINED:
            return ()
        for end in _LEGAL_ENDS:
            if word.endswith(end) and word[: -len(end)] in self.known:
                return word[: -len(end)], end
        for place in range(len(word) - _LEAST_REST, _LEAST_REST - 1, -1):
            first, rest = word[:place], word[place:]
            is_term = (place >= _LEAST_PART and first in self.parts) or (
                len(rest) >= _LEAST_PART and rest in self.parts
            )
            if is_term or (first in self.common and rest in self.common):
                return first, rest
        return ()

    def _two_names(self, word: str) -> Words:
        """Part a double name, as in Alireza, Jeanpierre and Yongchol."""
        if word in self.names or len(word) < _LEAST_DOUBLE:
            return ()
        for place in range(len(word) - _LEAST_REST, _LEAST_NAME - 1, -1):
            if word[:place] in self.names and word[place:] in self.names:
                return word[:place], word[place:]
        return ()

    def _meant(self, word: str) -> str:
        if len(word) < _LEAST_MISSPELT:
            return word
        sound = sound_classes(word)
        same = [term for term in self.by_sound.get(sound, ()) if sound_classes(term) == sound]
        if same:
            return min(same)
        if len(word) < _LEAST_ONE_EDIT:
            return word
        near = {
            term
            for form in _shortened(sound)
            for term in self.by_sound.get(form, ())
            if term[0] == word[0] and _one_apart(word, term)
        }
        return min(near) if near else word


def make_repairs(
    brands: Iterable[str],
    known: Iterable[str],
    terms: Iterable[str],
    titles: Iterable[str],
    names: Iterable[str],
    common: Iterable[str],
) -> Repairs:
    """Prepare the reading of unknown words.

    Args:
        brands: words that are never parted.
        known: words that stay.
        terms: single words of the forms of terms, in any language.
        titles: words that are dropped where they stand alone.
        names: names with several spellings.
        common: names that many people bear, words that many firms use.
    """
    terms, names = frozenset(terms), frozenset(names)
    by_sound: dict[str, list[str]] = {}
    for term in sorted(term for term in terms if len(term) >= _LEAST_PART):
        sound = sound_classes(term)
        for form in _shortened(sound) if len(term) >= _LEAST_ONE_EDIT else (sound,):
            by_sound.setdefault(form, []).append(term)
    long = (word for word in (*terms, *titles) if len(word) >= _LEAST_PART)
    return Repairs(
        brands=frozenset(brands),
        known=frozenset((*known, *names, *terms, *titles)),
        parts=frozenset(long),
        names=names,
        common=frozenset(w for w in (*names, *common, *terms, *titles) if len(w) >= _LEAST_REST),
        by_sound={form: tuple(found) for form, found in by_sound.items()},
    )
