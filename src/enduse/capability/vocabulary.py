"""Terms as a tree of words, and the one pass that finds them in a sentence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from enduse.capability.words import forms, normal
from enduse.domain.errors import BadDataError

_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+\*?")
_CACHED_WORDS = 65_536
_ENDS = ""  # the key under which a node of the tree keeps what ends there


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One term found: from word `first` to word `last` of its sentence, both included."""

    first: int
    last: int
    name: str  # of the concept that the term stands for


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Concepts by their terms; build it with `build_vocabulary`."""

    _tree: Mapping[str, Any]
    _exact: frozenset[str]
    _stems: Mapping[str, tuple[str, ...]]  # first letters -> stems written "stem*"
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """Every term in a sentence, overlapping ones too, in the order they begin."""
        units = [self._units(word) for word in words]
        found: list[Hit] = []
        for first, unit in enumerate(units):
            if unit:
                self._grow(units, first, found)
        return found

    def _grow(self, units: Sequence[tuple[str, ...]], first: int, found: list[Hit]) -> None:
        nodes = [self._tree]
        for last in range(first, len(units)):
            unit = units[last]
            nodes = [node[key] for node in nodes for key in unit if key in node]
            if not nodes:
                return
            for node in nodes:
                if _ENDS in node:
                    found.extend(Hit(first, last, name) for name in node[_ENDS])

    def _units(self, word: str) -> tuple[str, ...]:
        """The keys of the tree that a word may stand for; empty for most words."""
        known = self._known.get(word)
        if known is None:
            known = self._lookup(word)
            if len(self._known) >= _CACHED_WORDS:
                self._known.clear()
            self._known[word] = known
        return known

    def _lookup(self, word: str) -> tuple[str, ...]:
        base = normal(word)
        exact = [form for form in forms(word) if form in self._exact]
        stems = [s for s in self._stems.get(base[:3], ()) if base.startswith(s[:-1])]
        return tuple(dict.fromkeys([*exact, *stems]))


def build_vocabulary(terms: Iterable[tuple[str, str]]) -> Vocabulary:
    """A vocabulary from pairs of concept name and term.

    A term is words; a word ending in `*` stands for any ending. Case, accents, hyphens and
    inflection do not matter.

    Raises:
        BadDataError: a term has no words, or a stem of fewer than three letters.
    """
    tree: dict[str, Any] = {}
    exact: set[str] = set()
    stems: dict[str, list[str]] = {}
    for name, term in terms:
        node = tree
        for key in _keys(term):
            if key.endswith("*"):
                group = stems.setdefault(key[:3], [])
                if key not in group:
                    group.append(key)
            else:
                exact.add(key)
            node = node.setdefault(key, {})
        names = node.setdefault(_ENDS, [])
        if name not in names:
            names.append(name)
    return Vocabulary(tree, frozenset(exact), {k: tuple(v) for k, v in stems.items()})


@cache
def _keys(term: str) -> tuple[str, ...]:
    keys = tuple(_key(word) for word in _WORD.findall(term))
    if not keys:
        raise BadDataError("a term without words", term=term)
    return keys


def _key(word: str) -> str:
    if not word.endswith("*"):
        return normal(word)
    stem = normal(word[:-1])
    return f"{stem}*" if len(stem) > 2 else stem  # shorter stems match too much
