"""What one thread keeps from search to search: tokens it has met, and what they are alike to."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from enduse.screening.bounds import make_sides
from enduse.screening.lookup import AlikeTokens, IndexArrays, find_alike, make_scratch
from enduse.screening.normalise import tokens_of
from enduse.screening.tokens import TokenTable, make_token_table

MOST_TOKENS = 200_000
"""With more, a memory starts anew: files repeat their words, but not without end."""


class _Rows:
    """An array that grows at its end."""

    def __init__(self, first: npt.NDArray[Any]) -> None:
        self._array, self.size = first.copy(), len(first)

    def add(self, rows: npt.NDArray[Any]) -> None:
        need = self.size + len(rows)
        if need > len(self._array):
            longer = np.empty((2 * need, *self._array.shape[1:]), self._array.dtype)
            longer[: self.size] = self.filled
            self._array = longer
        self._array[self.size : need] = rows
        self.size = need

    @property
    def filled(self) -> npt.NDArray[Any]:
        return self._array[: self.size]


class Memory:
    """Tokens met so far with the listed tokens alike to them, and scratch for the kernels."""

    def __init__(self, index: IndexArrays) -> None:
        self._index = index
        self.scratch = make_scratch(len(index.vocabulary.weights), len(index.name_entries))
        self.sides = make_sides()
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        found = find_alike(self._index, make_token_table(()), self.scratch)
        self._table = [_Rows(array) for array in found.table]
        self._found = [_Rows(array) for array in found[1:]]

    def queries(
        self, names: Sequence[str]
    ) -> tuple[AlikeTokens, npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """Give what is known of all tokens, where each name starts, and its tokens as rows."""
        if len(self._known) > MOST_TOKENS:
            self._forget()
        known, before = self._known, len(self._known)
        ids: list[int] = []
        starts = [0]
        for name in names:
            ids.extend([known.setdefault(token, len(known)) for token in tokens_of(name)])
            starts.append(len(ids))
        if len(known) > before:
            self._learn(list(known)[before:] if before else list(known))
        return self._alike(), np.array(starts, np.int64), np.array(ids, np.int32)

    def _alike(self) -> AlikeTokens:
        table = TokenTable(*(rows.filled for rows in self._table))
        return AlikeTokens(table, *(rows.filled for rows in self._found))

    def _learn(self, tokens: Sequence[str]) -> None:
        table = make_token_table(tokens)
        found = find_alike.when_it_pays(len(tokens))(self._index, table, self.scratch)
        _append(self._table, TokenTable._fields, table)
        _append(self._found, AlikeTokens._fields[1:], found[1:])


def _append(kept: Sequence[_Rows], names: Sequence[str], new: Sequence[npt.NDArray[Any]]) -> None:
    for rows, name, array in zip(kept, names, new, strict=True):
        # starts count on from the last, which is one past the end so far
        rows.add(array[1:] + rows.filled[-1] if name.endswith("starts") else array)
