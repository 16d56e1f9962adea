"""From a name to the listed names that can reach the threshold, and no cut-off but the threshold.

A name is looked up by its tokens. Tokens that together cannot lift a name to the threshold are
not looked up; every listed name that shares another token is given an upper bound of its score,
and only what the bound lets through is aligned. So nothing is lost against comparing with all.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from enduse.screening.align import (
    INITIAL,
    MAX_JOINED,
    MEASURES,
    PAIR_COLUMNS,
    Floats,
    Ids,
    align,
    comes_first,
    heft,
    measure,
)
from enduse.screening.compiled import compiled
from enduse.screening.normalise import MAX_WORDS
from enduse.screening.score import highest_log_odds, log_odds
from enduse.screening.similarity import (
    MAX_KEYS,
    exact_key,
    keys_of,
    same_letters,
    table_similarity,
)
from enduse.screening.tokens import TokenTable

Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
_MEASURED = len(MEASURES)
_OTHER, _LEFT = 1 + MEASURES.index("other_count"), 1 + MEASURES.index("left_count")
_LETTER_WEIGHT = 0.3  # the most that a single letter weighs
_UNKNOWN_KIND = 2
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
    name_models: npt.NDArray[np.uint8]  # shape (n,); PERSON, ORGANISATION, or 2 for unknown
    name_entries: Ids  # shape (n,)


class AlikeTokens(NamedTuple):
    """For each queried token the listed tokens that are alike, and how it may fall apart."""

    table: TokenTable
    starts: Longs  # shape (q + 1,)
    tokens: Ids
    values: Floats
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


class Found(NamedTuple):
    """Names that reached the cut, one row each; `upto` is the first query not yet searched."""

    queries: Longs
    names: Ids
    odds: Doubles
    upto: int


def make_scratch(tokens: int, names: int) -> Scratch:
    """Make the memory for searches in one thread."""
    return Scratch(
        np.zeros(1, np.int64),
        np.zeros(tokens, np.int64),
        np.zeros(tokens, np.float32),
        np.zeros(tokens, np.float32),
        np.zeros(tokens, np.int64),
        np.zeros(names, np.int64),
    )


@compiled
def _letters(table: TokenTable, token: int) -> npt.NDArray[np.uint8]:
    return table.letters[table.starts[token] : table.starts[token + 1]]


@compiled
def count_keys(table: TokenTable, counts: Longs) -> None:
    """Count the keys of each token, the exact one included."""
    keys = np.empty(MAX_KEYS, np.uint64)
    for t in range(len(counts)):
        counts[t] = 1 + keys_of(_letters(table, t), table.kinds[t], table.groups[t], keys)


@compiled
def write_keys(table: TokenTable, starts: Longs, keys: npt.NDArray[np.uint64], tokens: Ids) -> None:
    """Write the keys of each token from its start, and the token beside each."""
    own = np.empty(MAX_KEYS, np.uint64)
    for t in range(len(starts) - 1):
        count = keys_of(_letters(table, t), table.kinds[t], table.groups[t], own)
        own[count] = exact_key(_letters(table, t))
        for k in range(count + 1):
            keys[starts[t] + k] = own[k]
            tokens[starts[t] + k] = t


@compiled
def find_token(index: IndexArrays, letters: npt.NDArray[np.uint8]) -> int:
    """Give the listed token of exactly these letters, or -1."""
    key = exact_key(letters)
    bucket = np.int64(key & np.uint64(len(index.key_starts) - 2))
    check = np.uint32(key >> _SHIFT)
    for k in range(index.key_starts[bucket], index.key_starts[bucket + 1]):
        token = index.key_tokens[k]
        if index.key_checks[k] == check and same_letters(
            _letters(index.vocabulary, token), letters
        ):
            return token
    return -1


@compiled
def _more(array: Ids, need: int) -> Ids:
    made = np.empty(max(need, 2 * len(array)), np.int32)
    made[: len(array)] = array
    return made


@compiled
def _more_floats(array: Floats, need: int) -> Floats:
    made = np.empty(max(need, 2 * len(array)), np.float32)
    made[: len(array)] = array
    return made


@compiled
def find_alike(index: IndexArrays, table: TokenTable, scratch: Scratch) -> AlikeTokens:
    """Find for each queried token the listed tokens that `similarity` calls alike."""
    size = len(table.weights)
    starts, split_starts = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    tokens, values = np.empty(16 * size + 64, np.int32), np.empty(16 * size + 64, np.float32)
    splits = np.empty(12 * size + 96, np.int32)
    keys = np.empty(MAX_KEYS, np.uint64)
    mask = np.uint64(len(index.key_starts) - 2)
    count, n_splits = 0, 0
    for q in range(size):
        scratch.stamp[0] += 1
        letters = _letters(table, q)
        n_keys = keys_of(letters, table.kinds[q], table.groups[q], keys)
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
                        tokens, values = _more(tokens, 0), _more_floats(values, 0)
                    tokens[count], values[count] = token, value
                    count += 1
        starts[q + 1] = count
        if n_splits + 3 * 256 > len(splits):
            splits = _more(splits, n_splits + 3 * 512)
        n_splits = _split(index, letters, splits, n_splits)
        split_starts[q + 1] = n_splits // 3
    return AlikeTokens(
        table, starts, tokens[:count], values[:count], split_starts,
        splits[:n_splits].reshape((n_splits // 3, 3)),
    )  # fmt: skip


@compiled
def _split(index: IndexArrays, letters: npt.NDArray[np.uint8], out: Ids, count: int) -> int:
    """Write every way to part a token into two or three listed tokens, at most 200 of them."""
    size, limit = len(letters), count + 3 * 200
    if size < 2:
        return count
    for i in range(1, size):
        left = find_token(index, letters[:i])
        if left < 0:
            continue
        right = find_token(index, letters[i:])
        if right >= 0 and count < limit:
            out[count], out[count + 1], out[count + 2] = left, right, -1
            count += 3
        for j in range(i + 1, size):
            middle = find_token(index, letters[i:j])
            last = find_token(index, letters[j:]) if middle >= 0 else -1
            if last >= 0 and count < limit:
                out[count], out[count + 1], out[count + 2] = left, middle, last
                count += 3
    return count


@compiled
def _mark(scratch: Scratch, token: int, value: float, told: float, pairs: int) -> None:
    if scratch.token_stamps[token] != scratch.stamp[0]:
        scratch.token_stamps[token] = scratch.stamp[0]
        scratch.token_values[token] = value
        scratch.token_told[token] = told
        scratch.token_pairs[token] = pairs
    else:
        scratch.token_values[token] = max(scratch.token_values[token], np.float32(value))
        scratch.token_told[token] = max(scratch.token_told[token], np.float32(told))
        scratch.token_pairs[token] |= pairs


@compiled
def _mark_all(  # noqa: C901 - one loop of a kernel
    index: IndexArrays, alike: AlikeTokens, ids: Ids, scratch: Scratch, more: Ids
) -> int:
    """Mark every listed token that can pair; write those to be looked up in any case."""
    count = 0
    for i in range(len(ids)):
        weight = alike.table.weights[ids[i]]
        for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
            value = alike.values[k]
            _mark(scratch, alike.tokens[k], value, value * weight, 1 << i)
        for k in range(alike.split_starts[ids[i]], alike.split_starts[ids[i] + 1]):
            rare, least = -1, np.int64(0)
            for p in range(3):
                token = alike.splits[k, p]
                if token >= 0:
                    _mark(scratch, token, 1.0, weight, 1 << i)
                    names = index.post_starts[token + 1] - index.post_starts[token]
                    if rare < 0 or names < least:
                        rare, least = token, names
            if count < len(more):
                more[count] = rare
                count += 1
    buffer = np.empty(MAX_JOINED * 40, np.uint8)
    for size in range(2, MAX_JOINED + 1):
        for first in range(len(ids) - size + 1):
            length, weight, pairs = 0, 0.0, 0
            for i in range(first, first + size):
                for at in range(alike.table.starts[ids[i]], alike.table.starts[ids[i] + 1]):
                    buffer[length] = alike.table.letters[at]
                    length += 1
                weight += alike.table.weights[ids[i]]
                pairs |= 1 << i
            token = find_token(index, buffer[:length])
            if token >= 0:
                _mark(scratch, token, 1.0, weight, pairs)
                if count < len(more):
                    more[count] = token
                    count += 1
    return count


@compiled
def _needed(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, weights: Doubles, cut: float,
    total: float, needed: npt.NDArray[np.bool_],
) -> None:  # fmt: skip
    """Say which queried tokens must be looked up.

    The costliest are left out as long as all that is left out together, with all that initials
    could add, stays under the cut in either model.
    """
    m = len(ids)
    costs, tells, listed = np.zeros(m, np.int64), np.zeros(m), np.zeros(m)
    initials = 0.0
    for i in range(m):
        weight = alike.table.weights[ids[i]]
        initials += INITIAL * min(weight, _LETTER_WEIGHT)
        for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
            token = alike.tokens[k]
            costs[i] += index.post_starts[token + 1] - index.post_starts[token]
            tells[i] = max(tells[i], alike.values[k] * weight)
            listed[i] = max(listed[i], alike.values[k] * index.vocabulary.weights[token])
    told, heard = initials, initials
    needed[:m] = True
    for _ in range(m):
        pick = -1
        for i in range(m):
            if needed[i] and (pick < 0 or costs[i] > costs[pick]):
                pick = i
        share = (told + tells[pick]) / total
        both = told + tells[pick] + heard + listed[pick]
        highest = max(
            highest_log_odds(weights[0], share, 1.0, both),
            highest_log_odds(weights[1], share, 1.0, both),
        )
        if highest >= cut:
            return
        needed[pick] = False
        told += tells[pick]
        heard += listed[pick]


@compiled
def _bound(
    index: IndexArrays, table: TokenTable, ids: Ids, name: int, weights: Doubles,
    total: float, scratch: Scratch,
) -> float:  # fmt: skip
    """Give what the log-odds of a listed name cannot exceed."""
    told, heard, unpaired, paired = 0.0, 0.0, 0.0, np.int64(0)
    words = index.vocabulary
    for k in range(index.name_starts[name], index.name_starts[name + 1]):
        token = index.name_tokens[k]
        weight = words.weights[token]
        initials = _initials(table, ids, words, token)
        paired |= initials
        if scratch.token_stamps[token] == scratch.stamp[0]:
            # the letter rule may pair it with another word than the one it is most like
            least = np.float32(INITIAL * _LETTER_WEIGHT if initials else 0.0)
            told += max(scratch.token_told[token], least)
            heard += scratch.token_values[token] * weight
            paired |= scratch.token_pairs[token]
        elif initials:
            told += INITIAL * _LETTER_WEIGHT
            heard += INITIAL * min(weight, np.float32(_LETTER_WEIGHT))
        else:
            unpaired += heft(words.kinds[token], weight)
    left = 0.0
    for i in range(len(ids)):
        if not paired & (1 << i):
            left += heft(table.kinds[ids[i]], table.weights[ids[i]])
    odds = highest_log_odds(weights, told / total, heard / index.name_told[name], told + heard)
    return (
        odds
        + weights[_OTHER] * min(1.0, 0.5 * min(left, unpaired))
        + weights[_LEFT] * min(1.0, 0.25 * max(left, unpaired))
    )


@compiled
def _initials(table: TokenTable, ids: Ids, words: TokenTable, token: int) -> int:
    """Give one bit for each queried token of which the listed one is the initial, or it of it."""
    found = 0
    start = words.starts[token]
    single = words.starts[token + 1] - start == 1
    for i in range(len(ids)):
        own = table.starts[ids[i]]
        if (table.starts[ids[i] + 1] - own == 1) != single and (
            table.letters[own] == words.letters[start]
        ):
            found |= 1 << i
    return found


@compiled
def _score(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, name: int, weights: Doubles,
    scratch: Scratch, pairs: Floats, measures: Doubles,
) -> float:  # fmt: skip
    """Align a queried name with a listed one and give the log-odds."""
    listed = index.name_tokens[index.name_starts[name] : index.name_starts[name + 1]]
    m, n = len(ids), len(listed)
    turned = not comes_first(alike.table, ids, index.vocabulary, listed)
    sims = np.zeros((n, m) if turned else (m, n), np.float32)
    for j in range(n):
        if scratch.token_stamps[listed[j]] != scratch.stamp[0]:
            continue
        for i in range(m):
            for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
                if alike.tokens[k] == listed[j]:
                    if turned:
                        sims[j, i] = alike.values[k]
                    else:
                        sims[i, j] = alike.values[k]
                    break
    if turned:
        count = align(index.vocabulary, listed, alike.table, ids, sims, pairs)
        measure(index.vocabulary, listed, alike.table, ids, pairs, count, measures)
    else:
        count = align(alike.table, ids, index.vocabulary, listed, sims, pairs)
        measure(alike.table, ids, index.vocabulary, listed, pairs, count, measures)
    return log_odds(weights, measures)


@compiled
def _model(index: IndexArrays, name: int, model: int) -> int:
    listed = index.name_models[name]
    if listed != _UNKNOWN_KIND:
        return listed
    return 1 if model == _UNKNOWN_KIND else model


@compiled
def search_names(  # noqa: C901 - one loop of a kernel
    index: IndexArrays, alike: AlikeTokens, query_starts: Longs, query_ids: Ids, model: int,
    first: int, cuts: Doubles, weights: Doubles, scratch: Scratch, capacity: int,
) -> Found:  # fmt: skip
    """Find every listed name whose log-odds reach the cut of its query.

    Args:
        index: the watchlist.
        alike: what `find_alike` gave for the tokens of all queries.
        query_starts: shape (queries + 1,).
        query_ids: the tokens of each query, as rows of `alike.table`.
        model: the kind of all queries: PERSON, ORGANISATION, or 2 for unknown.
        first: the query to begin with.
        cuts: shape (queries,); log-odds.
        weights: what `coefficients` gives.
        scratch: memory of this thread.
        capacity: at least the number of names; the search stops when the result may grow over it.
    """
    queries, names = np.empty(capacity, np.int64), np.empty(capacity, np.int32)
    odds = np.empty(capacity, np.float64)
    needed = np.empty(MAX_WORDS, np.bool_)
    more, measures = np.empty(512 * MAX_WORDS, np.int32), np.empty(_MEASURED)
    pairs = np.empty((2 * MAX_WORDS, PAIR_COLUMNS), np.float32)
    count = 0
    for q in range(first, len(query_starts) - 1):
        ids = query_ids[query_starts[q] : query_starts[q + 1]]
        if len(ids) == 0:
            continue
        if count + 1024 > capacity:
            return Found(queries[:count], names[:count], odds[:count], q)
        scratch.stamp[0] += 1
        n_more = _mark_all(index, alike, ids, scratch, more)
        total = 0.0
        for i in range(len(ids)):
            total += alike.table.weights[ids[i]]
        _needed(index, alike, ids, weights, cuts[q], total, needed)
        before = count
        for i in range(len(ids) + 1):
            if i < len(ids) and not needed[i]:
                continue
            start = alike.starts[ids[i]] if i < len(ids) else np.int64(0)
            end = alike.starts[ids[i] + 1] if i < len(ids) else np.int64(n_more)
            for k in range(start, end):
                token = alike.tokens[k] if i < len(ids) else more[k]
                for at in range(index.post_starts[token], index.post_starts[token + 1]):
                    name = index.post_names[at]
                    if scratch.name_stamps[name] == scratch.stamp[0]:
                        continue
                    scratch.name_stamps[name] = scratch.stamp[0]
                    row = weights[_model(index, name, model)]
                    if _bound(index, alike.table, ids, name, row, total, scratch) < cuts[q]:
                        continue
                    value = _score(index, alike, ids, name, row, scratch, pairs, measures)
                    if value >= cuts[q]:
                        if count == capacity:
                            return Found(queries[:before], names[:before], odds[:before], q)
                        queries[count], names[count], odds[count] = q, name, value
                        count += 1
    return Found(queries[:count], names[:count], odds[:count], len(query_starts) - 1)
