"""Tables of tokens: the letters, spelling, weight and name groups of each, in flat arrays."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from enduse.screening.normalise import terms, words_of
from enduse.screening.terms import common_names, make_groups, syllables, token_counts

GROUPS = 3
"""Groups kept of each kind for one token."""
LIGHT_WEIGHT, LEGAL_WEIGHT = 0.05, 0.04
LEAST_WEIGHT = 0.12
COUNT_OF_LEAST = 8000
"""A token on as many entries weighs least. The figures are of the shipped table of counts."""
TERM_FACTOR = 0.7  # a trade or a kind of body tells less than its count says
PLACE_FACTOR = 0.6  # where a party sits tells less than its name
_SHORT_FACTOR = {1: 0.3, 2: 0.5, 3: 0.8}
PLAIN, LIGHT, LEGAL, NUMBER = 0, 1, 2, 3

_SONS, _DAUGHTERS, _SYLLABLES, _COMMON = 10_000, 20_000, 30_000, 40_000
"""Where the numbers of these groups begin."""
_PATRONYMIC = re.compile(
    r"([a-z]{3,}?)(?:[iy]?[aeo]v[iy](?:ch|cz|c|tsch|tch)|[iy]?[eo]w[iy]tsch|[iy]?[eoi]vna)"
)
_SPELLINGS = {
    "tsch": "c", "tch": "c", "ch": "c", "cz": "c", "dsch": "j", "dzh": "j", "dj": "j", "zh": "j",
    "sch": "x", "sh": "x", "kh": "h",
    "gh": "g", "ph": "f", "th": "t", "dh": "d", "ck": "k", "ce": "se", "ci": "si", "cy": "si",
    "c": "k", "q": "k", "x": "ks", "y": "i", "ou": "u", "oo": "u", "ee": "i",
    "sion": "jon", "tion": "xon",
}  # fmt: skip
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_DOUBLED_CONSONANT = re.compile(r"([^aeiou\d])\1+")
_DOUBLED = re.compile(r"(.)\1+")


class TokenTable(NamedTuple):
    """n tokens in flat arrays, none of them writeable."""

    letters: npt.NDArray[np.uint8]  # all tokens, one after the other
    starts: npt.NDArray[np.int64]  # shape (n + 1,)
    folds: npt.NDArray[np.uint8]  # the same in one spelling of each sound; see `fold`
    fold_starts: npt.NDArray[np.int64]  # shape (n + 1,)
    masks: npt.NDArray[np.int64]  # shape (n,); one bit for each letter of the fold
    weights: npt.NDArray[np.float64]  # shape (n,); 0.04 to 1.0, how much a token tells
    bare: npt.NDArray[np.bool_]  # shape (n,); whether it is written without short vowels
    kinds: npt.NDArray[np.uint8]  # shape (n,); PLAIN, LIGHT, LEGAL or NUMBER
    groups: npt.NDArray[np.int32]  # shape (n, 6); three spellings, three short forms; -1 is none


class TokenFacts(NamedTuple):
    """What is known of one token. It does not depend on any list."""

    weight: float
    kind: int
    groups: tuple[int, ...]
    fold: str
    mask: int


def fold(token: str) -> str:
    """Write a token so that spellings of one sound become one: `kh` and `h`, `x` and `ks`.

    The letters c and x, free then, stand for the sounds of ch and sh.
    """
    single = _DOUBLED_CONSONANT.sub(r"\1", token)
    return _DOUBLED.sub(r"\1", _SPELLING.sub(lambda found: _SPELLINGS[found[0]], single))


def mask_of(folded: str) -> int:
    """Give one bit for each letter, the digits together one."""
    mask = 0
    for letter in folded:
        mask |= 1 << (ord(letter) - ord("a") if letter.isalpha() else 26)
    return mask


@cache
def _groups() -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
    def read(form: str) -> tuple[str, ...]:
        return tuple(word.text for word in words_of(form))

    return make_groups("names", read), make_groups("nicknames", read)


def _father(token: str) -> str:
    """Give the father's name in a Slavic patronymic, or nothing."""
    found = _PATRONYMIC.fullmatch(token)
    if not found:
        return ""
    stem = found[1]
    spellings = _groups()[0]
    return next((name for end in ("", "y", "i", "o", "a") if (name := stem + end) in spellings), "")


def _spelling_groups(token: str) -> tuple[int, ...]:
    """Give the groups of a name; those of sons and daughters stand apart from the fathers'."""
    spellings = _groups()[0]
    if token in spellings:
        return spellings[token]
    if father := _father(token):
        first = _DAUGHTERS if token.endswith("a") else _SONS
        return tuple(first + number for number in spellings[father])
    if token in common_names():
        return (_COMMON + common_names()[token],)
    return (_SYLLABLES + syllables()[token],) if token in syllables() else ()


@lru_cache(maxsize=500_000)
def token_facts(token: str) -> TokenFacts:
    """Give what is known of a token, in capitals where it is bare.

    A weight that came from the list searched would change every score whenever the list
    changes: an alias added would lose matches, and a change could not be screened alone.
    """
    token = token.lower()
    groups = (*_padded(_spelling_groups(token)), *_padded(_groups()[1].get(token, ())))
    folded = fold(token)
    weight, kind = _weight(token)
    return TokenFacts(weight, kind, groups, folded, mask_of(folded))


def _weight(token: str) -> tuple[float, int]:
    words = terms()
    if token in words.legal:
        return LEGAL_WEIGHT, LEGAL
    if token in words.light:
        return LIGHT_WEIGHT, LIGHT
    has_digit = any(c.isdigit() for c in token)
    told = 1.0 - math.log1p(token_counts().get(token, 0)) / math.log(COUNT_OF_LEAST)
    factor = 1.0 if has_digit else _SHORT_FACTOR.get(len(token), 1.0)
    factor *= TERM_FACTOR if token in words.trades else 1.0
    factor *= PLACE_FACTOR if token in words.places else 1.0
    return max(LEAST_WEIGHT, told) * factor, NUMBER if has_digit else PLAIN


def _padded(groups: Sequence[int]) -> tuple[int, ...]:
    return (*groups[:GROUPS], *([-1] * (GROUPS - len(groups[:GROUPS]))))


def make_token_table(tokens: Iterable[str]) -> TokenTable:
    """Put tokens, as `Word.token` gives them, into a table in their order."""
    tokens = list(tokens)
    facts = [token_facts(token) for token in tokens]
    letters, starts = _flat([token.lower() for token in tokens])
    folds, fold_starts = _flat([fact.fold for fact in facts])
    table = TokenTable(
        letters=letters,
        starts=starts,
        folds=folds,
        fold_starts=fold_starts,
        masks=np.array([fact.mask for fact in facts], np.int64),
        weights=np.array([fact.weight for fact in facts], np.float64),
        bare=np.array([token.isupper() for token in tokens], np.bool_),
        kinds=np.array([fact.kind for fact in facts], np.uint8),
        groups=np.array([fact.groups for fact in facts], np.int32).reshape(-1, 2 * GROUPS),
    )
    for array in table:
        array.setflags(write=False)
    return table


def _flat(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=starts[1:])
    return np.frombuffer("".join(texts).encode("ascii"), np.uint8).copy(), starts
