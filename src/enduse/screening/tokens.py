"""Tables of tokens: the letters, weight and name groups of each, in flat arrays."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from enduse.screening.normalise import terms, words_of
from enduse.screening.terms import make_groups

GROUPS = 3
"""Groups kept of each kind for one token."""
LIGHT_WEIGHT, LEGAL_WEIGHT = 0.05, 0.04
LEAST_WEIGHT = 0.12
COUNT_OF_LEAST = 8000
"""A token on as many entries weighs least. The figures are of the shipped table of counts."""
TERM_FACTOR = 0.7  # a trade or a kind of body tells less than its count says
_SHORT_FACTOR = {1: 0.3, 2: 0.5, 3: 0.8}
PLAIN, LIGHT, LEGAL, NUMBER = 0, 1, 2, 3


class TokenTable(NamedTuple):
    """n tokens in flat arrays, none of them writeable."""

    letters: npt.NDArray[np.uint8]  # all tokens, one after the other
    starts: npt.NDArray[np.int64]  # shape (n + 1,)
    weights: npt.NDArray[np.float32]  # shape (n,); 0.04 to 1.0, how much a token tells
    kinds: npt.NDArray[np.uint8]  # shape (n,); PLAIN, LIGHT, LEGAL or NUMBER
    groups: npt.NDArray[np.int32]  # shape (n, 6); three spellings, three short forms; -1 is none


@cache
def _counts() -> Mapping[str, int]:
    text = files("enduse.screening").joinpath("data/token_counts.csv").read_text("utf-8")
    return MappingProxyType({row[0]: int(row[1]) for row in csv.reader(text.splitlines())})


@cache
def _groups() -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
    def read(form: str) -> tuple[str, ...]:
        return tuple(word.text for word in words_of(form))

    return make_groups("names", read), make_groups("nicknames", read)


@lru_cache(maxsize=500_000)
def token_facts(token: str) -> tuple[float, int, tuple[int, ...]]:
    """Give weight, kind and groups of a token. They do not depend on any list.

    A weight that came from the list searched would change every score whenever the list
    changes: an alias added would lose matches, and a change could not be screened alone.
    """
    words = terms()
    spellings, nicknames = _groups()
    groups = (*_padded(spellings.get(token, ())), *_padded(nicknames.get(token, ())))
    if token in words.legal:
        return LEGAL_WEIGHT, LEGAL, groups
    if token in words.light:
        return LIGHT_WEIGHT, LIGHT, groups
    has_digit = any(c.isdigit() for c in token)
    count = _counts().get(token, 0)
    told = 1.0 - math.log1p(count) / math.log(COUNT_OF_LEAST)
    factor = 1.0 if has_digit else _SHORT_FACTOR.get(len(token), 1.0)
    factor *= TERM_FACTOR if token in words.trades else 1.0
    return max(LEAST_WEIGHT, told) * factor, NUMBER if has_digit else PLAIN, groups


def _padded(groups: Sequence[int]) -> tuple[int, ...]:
    return (*groups[:GROUPS], *([-1] * (GROUPS - len(groups[:GROUPS]))))


def make_token_table(tokens: Iterable[str]) -> TokenTable:
    """Put tokens of the letters a to z and digits into a table, in their order."""
    tokens = list(tokens)
    facts = [token_facts(token) for token in tokens]
    lengths = np.fromiter((len(token) for token in tokens), np.int64, len(tokens))
    starts = np.zeros(len(tokens) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    table = TokenTable(
        letters=np.frombuffer("".join(tokens).encode("ascii"), np.uint8).copy(),
        starts=starts,
        weights=np.array([fact[0] for fact in facts], np.float32),
        kinds=np.array([fact[1] for fact in facts], np.uint8),
        groups=np.array([fact[2] for fact in facts], np.int32).reshape(len(tokens), 2 * GROUPS),
    )
    for array in table:
        array.setflags(write=False)
    return table
