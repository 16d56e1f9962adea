"""When two names of an agency, a vendor or a product mean the same, said conservatively.

This decides only whether a documented incident is shown beside a case. Screening parties
against watchlists is another matter, with its own matching.
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

from enduse.evidence.wording import plain_words

Words = frozenset[str]

_WORDS = {
    key: frozenset(words)
    for key, words in tomllib.loads(
        files("enduse.evidence").joinpath("name_words.toml").read_text("utf-8")
    ).items()
}
_FILLERS = _WORDS["fillers"]
_AGENCY_WEAK = _WORDS["agency_weak"]
_AGENCY_GENERIC = _AGENCY_WEAK | _WORDS["agency_generic"]
_BRACKETED = re.compile(r"\(([^()]*)\)")
_SHORTEST_ACRONYM = 3
_DISTINCTIVE_LETTERS = 5  # a lone shorter word, such as an acronym, is too often shared


def vendor_words(name: str) -> tuple[Words, ...]:
    """Give the words that tell a vendor apart; one set for each of several names.

    `A; B` and `A / B` are two vendors. In `A (B)`, B is another name of A when it is written
    as a name; a remark such as `(reported)` is not.
    """
    dropped = _FILLERS | _WORDS["legal_forms"]
    return _telling(_names_in(name), dropped, _WORDS["vendor_generic"])


def agency_words(name: str, dropped: Words = frozenset()) -> tuple[Words, ...]:
    """Give the words that tell an agency apart; one set for each of several names.

    Args:
        name: as a person wrote it.
        dropped: words that only name the country, when the country is compared on its own.
    """
    return _telling(_names_in(name), _FILLERS | dropped, _AGENCY_WEAK)


def initials(name: str) -> frozenset[str]:
    """Give the initials of each name of three words or more: `FBI` of a federal bureau."""
    spelled = (
        [word[0] for word in plain_words(part) if word not in _FILLERS] for part in _names_in(name)
    )
    return frozenset("".join(letters) for letters in spelled if len(letters) >= _SHORTEST_ACRONYM)


def is_acronym(asked: Iterable[Words], known: frozenset[str]) -> bool:
    """True if a name of a single word is the initials of a known name."""
    return any(len(words) == 1 and words <= known for words in asked)


def product_words(name: str) -> tuple[Words, ...]:
    """Give the words that tell a product apart; one set for each of several names."""
    return _telling(_names_in(name), _FILLERS, _WORDS["product_generic"])


def same_vendor(asked: Iterable[Words], known: Iterable[Words]) -> bool:
    """True for the same telling words, or for a name within a longer one."""
    return _any_same(asked, known, _WORDS["vendor_generic"], letters=4)


def same_agency(asked: Iterable[Words], known: Iterable[Words], *, in_same_country: bool) -> bool:
    """True for the same words, or for a name within a longer one that shares a telling word."""
    letters = 3 if in_same_country else _DISTINCTIVE_LETTERS
    return _any_same(asked, known, _AGENCY_GENERIC, letters=letters)


def same_product(asked: Iterable[Words], known: Iterable[Words]) -> bool:
    """True for the same words, or for a name within a longer one that shares a telling word."""
    return _any_same(asked, known, _WORDS["product_generic"], letters=4)


def _names_in(name: str) -> list[str]:
    return [part for whole in re.split(r"[;/]", name) for part in _with_other_name(whole)]


def _with_other_name(name: str) -> list[str]:
    other = [inner for inner in _BRACKETED.findall(name) if inner[:1].isupper()]
    return [_BRACKETED.sub(" ", name), *other]


def _telling(names: Iterable[str], dropped: Words, weak: Words) -> tuple[Words, ...]:
    """Give the words of each name without those dropped, and without weak ones if any remain."""
    wholes = (frozenset(plain_words(name)) - dropped for name in names)
    return tuple(words - weak or words for words in wholes if words)


def _any_same(
    asked: Iterable[Words], known: Iterable[Words], generic: Words, *, letters: int
) -> bool:
    known = tuple(known)
    return any(_same(a, k, generic, letters) for a in asked for k in known)


def _same(asked: Words, known: Words, generic: Words, letters: int) -> bool:
    if asked == known:
        return True
    shorter, longer = sorted((asked, known), key=len)
    return shorter < longer and any(len(word) >= letters for word in shorter - generic)
