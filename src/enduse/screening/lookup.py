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
from enduse.screening.spans import Floats, Ids
from enduse.screening.tokens import TokenTable

Longs = npt.NDArray[np.int64]
MAX_SPLITS = 200
"""Ways to part a token that are kept."""
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
    split_starts: Longs  # shape (q + 1,)
    splits: Ids  # shape (s, 3): listed tokens that written together are the queried one; -1


class Scratch(NamedTuple):
    """Memory that searches use again: a stamp says whether a place belongs to this query."""

    stamp: Longs  # shape (1,)
    token_stamps: Longs  # shape (v,)
    token_values: Floats  # shape (v,); the highest similarity to any queried token
    token_told: Floats  # shape (v,); the most queried weight that the token can tell
    token_pairs: Longs  # shape (v,); one bit for each queried token that it can pair with
    name_stamps: Longs  # shape (n,)
    name_told: Floats  # shape (n, 2); weight of the query, and its own, that its tokens tell
    touched: Ids  # shape (n,); the names that hold any token looked up


def make_scratch(tokens: int, names: int) -> Scratch:
    """Make the memory for searches in one thread."""
    return Scratch(
        np.zeros(1, np.int64),
        np.zeros(tokens, np.int64),
        np.zeros(tokens),
        np.zeros(tokens),
        np.zeros(tokens, np.int64),
        np.zeros(names, np.int64),
        np.zeros((names, 2)),
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
    starts, split_starts = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    costs, tells, hears = np.zeros(size, np.int64), np.zeros(size), np.zeros(size)
    tokens, values = np.empty(16 * size + 64, np.int32), np.empty(16 * size + 64)
    splits = np.empty(12 * size + 6 * MAX_SPLITS, np.int32)
    keys = np.empty(MAX_KEYS, np.uint64)
    mask = np.uint64(len(index.key_starts) - 2)
    count, n_splits = 0, 0
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
        if n_splits + 3 * MAX_SPLITS > len(splits):
            splits = _longer(splits)
        if table.kinds[q] == 0:
            n_splits = _split(index, letters_of(table, q), table.bare[q], splits, n_splits)
        split_starts[q + 1] = n_splits // 3
    return AlikeTokens(
        table, starts, tokens[:count], values[:count], costs, tells, hears, split_starts,
        splits[:n_splits].reshape((n_splits // 3, 3)),
    )  # fmt: skip


@compiled
def _split(index: IndexArrays, letters: Letters, bare: bool, out: Ids, count: int) -> int:
    """Write every way to part a token into two or three listed tokens, at most `MAX_SPLITS`."""
    size, limit = len(letters), count + 3 * MAX_SPLITS
    if size < 2:
        return count
    for i in range(1, size):
        left = find_token(index, letters[:i], bare)
        if left < 0:
            continue
        right = find_token(index, letters[i:], bare)
        if right >= 0 and count < limit:
            out[count], out[count + 1], out[count + 2] = left, right, -1
            count += 3
        for j in range(i + 1, size):
            middle = find_token(index, letters[i:j], bare)
            last = find_token(index, letters[j:], bare) if middle >= 0 else -1
            if last >= 0 and count < limit:
                out[count], out[count + 1], out[count + 2] = left, middle, last
                count += 3
    return count
