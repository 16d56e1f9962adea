"""The index in flat arrays, and where listed tokens alike to a queried one are found in it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from enduse.screening.compiled import compiled
from enduse.screening.similarity import (
    MAX_KEYS,
    Letters,
    exact_key,
    keys_of,
    same_letters,
    table_similarity,
)
from enduse.screening.spans import Floats, Ids, are_parts
from enduse.screening.tokens import TokenTable

Longs = npt.NDArray[np.int64]
_SHIFT = np.uint64(32)


class IndexArrays(NamedTuple):
    """A watchlist in flat arrays: v tokens, n names, e entries."""

    vocabulary: TokenTable
    key_starts: Longs  # shape (buckets + 1,)
    key_checks: npt.NDArray[np.uint32]  # the upper half of each key, by bucket
    key_tokens: Ids  # the token that has the key
    post_starts: Longs  # shape (v + 1,)
    post_names: Ids  # the names that hold each token
    name_starts: Longs  # shape (n + 1,)
    name_tokens: Ids  # the tokens of each name in their order
    name_told: Floats  # shape (n,); weight of all its tokens
    name_letters: npt.NDArray[np.uint8]  # shape (n,); how many tokens are one letter
    name_models: npt.NDArray[np.uint8]  # shape (n,); PERSON, ORGANISATION, or 2 for unknown
    name_entries: Ids  # shape (n,)


class AlikeTokens(NamedTuple):
    """For each queried token the listed tokens that are alike, and how it may fall apart."""

    table: TokenTable
    starts: Longs  # shape (q + 1,)
    tokens: Ids
    values: Floats
    costs: Longs  # shape (q,); names that hold the alike tokens
    tells: Floats  # shape (q,); the highest similarity
    hears: Floats  # shape (q,); the most listed weight that one alike token tells
    parted_starts: Longs  # shape (q + 1,)
    parted: Ids  # listed names in which the queried token is written as two or three words


class Scratch(NamedTuple):
    """Memory that searches use again: a stamp says whether a place belongs to this query."""

    stamp: Longs  # shape (1,)
    token_stamps: Longs  # shape (v,)
    token_values: Floats  # shape (v,); the highest similarity to any queried token
    token_told: Floats  # shape (v,); the most queried weight that the token can tell
    token_pairs: Longs  # shape (v,); one bit for each queried token that it can pair with
    sums: Floats  # shape (n, 3); weight of the query and its own that its tokens tell, a stamp
    touched: Ids  # shape (n,); the names that hold any token looked up


def make_scratch(tokens: int, names: int) -> Scratch:
    """Make the memory for searches in one thread."""
    return Scratch(
        np.zeros(1, np.int64),
        np.zeros(tokens, np.int64),
        np.zeros(tokens),
        np.zeros(tokens),
        np.zeros(tokens, np.int64),
        np.zeros((names, 3)),
        np.zeros(names, np.int32),
    )


@compiled
def letters_of(table: TokenTable, token: int) -> Letters:
    """Give the letters of one token."""
    return table.letters[table.starts[token] : table.starts[token + 1]]


@compiled
def _fold_of(table: TokenTable, token: int) -> Letters:
    return table.folds[table.fold_starts[token] : table.fold_starts[token + 1]]


@compiled
def count_keys(table: TokenTable, counts: Longs) -> None:
    """Count the keys of each token, the exact one included."""
    keys = np.empty(MAX_KEYS, np.uint64)
    for t in range(len(counts)):
        counts[t] = 1 + keys_of(_fold_of(table, t), table.kinds[t], table.groups[t], keys)


@compiled
def write_keys(table: TokenTable, starts: Longs, keys: npt.NDArray[np.uint64], tokens: Ids) -> None:
    """Write the keys of each token from its start, and the token beside each."""
    own = np.empty(MAX_KEYS, np.uint64)
    for t in range(len(starts) - 1):
        count = keys_of(_fold_of(table, t), table.kinds[t], table.groups[t], own)
        own[count] = exact_key(letters_of(table, t), table.bare[t])
        for k in range(count + 1):
            keys[starts[t] + k] = own[k]
            tokens[starts[t] + k] = t


@compiled
def find_token(index: IndexArrays, letters: Letters, bare: bool) -> int:
    """Give the listed token of exactly these letters, or -1."""
    key = exact_key(letters, bare)
    bucket = np.int64(key & np.uint64(len(index.key_starts) - 2))
    check = np.uint32(key >> _SHIFT)
    for k in range(index.key_starts[bucket], index.key_starts[bucket + 1]):
        token = index.key_tokens[k]
        if (
            index.key_checks[k] == check
            and index.vocabulary.bare[token] == bare
            and same_letters(letters_of(index.vocabulary, token), letters)
        ):
            return int(token)
    return -1


@compiled
def _longer(array: Ids) -> Ids:
    made = np.empty(2 * len(array), np.int32)
    made[: len(array)] = array
    return made


@compiled
def _longer_floats(array: Floats) -> Floats:
    made = np.empty(2 * len(array))
    made[: len(array)] = array
    return made


@compiled
def find_alike(index: IndexArrays, table: TokenTable, scratch: Scratch) -> AlikeTokens:
    """Find for each queried token the listed tokens that `table_similarity` calls alike."""
    size = len(table.weights)
    starts, parted_starts = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    costs, tells, hears = np.zeros(size, np.int64), np.zeros(size), np.zeros(size)
    tokens, values = np.empty(16 * size + 64, np.int32), np.empty(16 * size + 64)
    parted = np.empty(4 * size + 64, np.int32)
    keys = np.empty(MAX_KEYS, np.uint64)
    mask = np.uint64(len(index.key_starts) - 2)
    count, n_parted = 0, 0
    for q in range(size):
        scratch.stamp[0] += 1
        n_keys = keys_of(_fold_of(table, q), table.kinds[q], table.groups[q], keys)
        for k in range(n_keys):
            bucket, check = np.int64(keys[k] & mask), np.uint32(keys[k] >> _SHIFT)
            for at in range(index.key_starts[bucket], index.key_starts[bucket + 1]):
                token = index.key_tokens[at]
                if index.key_checks[at] != check or (
                    scratch.token_stamps[token] == scratch.stamp[0]
                ):
                    continue
                scratch.token_stamps[token] = scratch.stamp[0]
                value = table_similarity(table, q, index.vocabulary, token)
                if value > 0.0:
                    if count == len(tokens):
                        tokens, values = _longer(tokens), _longer_floats(values)
                    tokens[count], values[count] = token, value
                    count += 1
                    costs[q] += index.post_starts[token + 1] - index.post_starts[token]
                    tells[q] = max(tells[q], value)
                    hears[q] = max(hears[q], value * index.vocabulary.weights[token])
        starts[q + 1] = count
        if table.kinds[q] == 0:
            letters, bare = letters_of(table, q), table.bare[q]
            parted, n_parted = _parted(index, letters, bare, parted, n_parted)
        parted_starts[q + 1] = n_parted
    return AlikeTokens(
        table, starts, tokens[:count], values[:count], costs, tells, hears, parted_starts,
        parted[:n_parted],
    )  # fmt: skip


@compiled
def _parted(
    index: IndexArrays, letters: Letters, bare: bool, out: Ids, count: int
) -> tuple[Ids, int]:
    """Write the names in which a token is written as two or three words."""
    size = len(letters)
    parts = np.empty(3, np.int32)
    for i in range(1, size):
        parts[0] = find_token(index, letters[:i], bare)
        if parts[0] < 0:
            continue
        parts[1], parts[2] = find_token(index, letters[i:], bare), -1
        if parts[1] >= 0 and are_parts(i, size - i):
            out, count = _holders(index, parts, out, count)
        for j in range(i + 1, size):
            if not (are_parts(i, j - i) and are_parts(i, size - j)):
                continue
            parts[1] = find_token(index, letters[i:j], bare)
            parts[2] = find_token(index, letters[j:], bare) if parts[1] >= 0 else -1
            if parts[2] >= 0:
                out, count = _holders(index, parts, out, count)
    return out, count


@compiled
def _names_of(index: IndexArrays, token: int) -> int:
    return int(index.post_starts[token + 1] - index.post_starts[token])


@compiled
def _holders(index: IndexArrays, parts: Ids, out: Ids, count: int) -> tuple[Ids, int]:
    """Write the names that hold two or three tokens one after the other."""
    rare = parts[0]
    for p in range(1, 3):
        if parts[p] >= 0 and _names_of(index, parts[p]) < _names_of(index, rare):
            rare = parts[p]
    for at in range(index.post_starts[rare], index.post_starts[rare + 1]):
        if _holds(index, index.post_names[at], parts):
            if count == len(out):
                out = _longer(out)
            out[count] = index.post_names[at]
            count += 1
    return out, count


@compiled
def _holds(index: IndexArrays, name: int, parts: Ids) -> bool:
    """Say whether a listed name holds the parts one after the other; -1 is no part."""
    start, end = index.name_starts[name], index.name_starts[name + 1]
    size = 3 if parts[2] >= 0 else 2
    for first in range(start, end - size + 1):
        found = True
        for p in range(size):
            found = found and index.name_tokens[first + p] == parts[p]
        if found:
            return True
    return False
