"""Receipts as seven words that can be said in any tongue and typed on any keyboard.

A word is two syllables of a consonant and a vowel: 64 x 64 = 4,096 words, 12 bits each, 84 bits
for seven. They mean nothing in any language on purpose: nobody has to read English to keep one.
"""

import secrets
import unicodedata

from enduse.domain.errors import InvalidInputError

WORDS_IN_RECEIPT = 7
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aeio"
_SYLLABLES = tuple(consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS)
_WORDS = frozenset(first + second for first in _SYLLABLES for second in _SYLLABLES)


def new_receipt() -> str:
    """Seven words from the system's random source, with a blank between them."""
    syllables = [secrets.choice(_SYLLABLES) for _ in range(2 * WORDS_IN_RECEIPT)]
    pairs = zip(syllables[::2], syllables[1::2], strict=True)
    return " ".join(first + second for first, second in pairs)


def read_receipt(typed: str) -> str:
    """A receipt as it was given out, however it was typed: capitals, hyphens, line ends.

    Raises:
        InvalidInputError: it is not seven words of the kind we give out.
    """
    plain = unicodedata.normalize("NFKC", typed).casefold()
    words = "".join(letter if letter.isalpha() else " " for letter in plain).split()
    if len(words) != WORDS_IN_RECEIPT or not _WORDS.issuperset(words):
        raise InvalidInputError("receipt: seven words of four letters each, as they were shown")
    return " ".join(words)
