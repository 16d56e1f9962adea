"""From a name to the listed names that can reach the threshold, and no cut-off but the threshold.

A name is looked up by its tokens. Tokens that together cannot lift a name to the threshold are
not looked up. What the others tell is added up for every listed name that they reach; names that
may pass are given an upper bound of their score, and only what that lets through is aligned. So
nothing is lost against comparing with all.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from enduse.screening.align import (
    HIGHEST_REST,
    INITIAL,
    MAX_JOINED,
    MEASURES,
    PAIR_COLUMNS,
    REST_FACTOR,
    Flags,
    Floats,
    Ids,
    align,
    comes_first,
    heft,
    measure,
    rest_budget,
)
from enduse.screening.compiled import compiled
from enduse.screening.lookup import (
    MAX_SPLITS,
    AlikeTokens,
    IndexArrays,
    Longs,
    Scratch,
    find_token,
)
from enduse.screening.normalise import MAX_WORDS
from enduse.screening.score import highest_log_odds, log_odds
from enduse.screening.tokens import NUMBER, TokenTable

_MEASURED = len(MEASURES)
_OTHER, _LEFT = 1 + MEASURES.index("other_count"), 1 + MEASURES.index("left_count")
_LETTER_TOLD = 0.15  # the most that the first letter tells: INITIAL, of a letter's weight of 0.3
_UNKNOWN_KIND = 2
_MUCH = 1e9
_SHARE_STEPS = 64
_SLACK = 1e-6
_JOINED_BIT = np.int64(1 << 40)  # above the bits of all queried tokens


class Found(NamedTuple):
    """Names that reached the cut, one row each; `upto` is the first query not yet searched."""

    queries: Longs
    names: Ids
    odds: Floats
    upto: int


class Rest(NamedTuple):
    """What is left over on one side: the weight, the letters, and whether it is one run."""

    weight: float
    mask: int
    length: int
    heft: float
    is_one_run: bool


def _class_masks() -> Longs:
    """Give one mask of letters for each class of consonants that sound alike."""
    groups = ("kgq", "szcx", "td", "bp", "fv", "l", "r", "m", "n", "j")
    return np.array([sum(1 << (ord(c) - ord("a")) for c in group) for group in groups], np.int64)


_CLASS_MASKS = _class_masks()


@compiled
def least_share(weights: Floats, cut: float) -> float:
    """Give a share of a queried name below which no listed name can reach the cut."""
    for k in range(_SHARE_STEPS):
        share = (k + 1) / _SHARE_STEPS
        for row in range(len(weights)):
            if highest_log_odds(weights[row], share, 1.0, _MUCH) >= cut:
                return k / _SHARE_STEPS
    return 2.0


@compiled
def _mark(scratch: Scratch, token: int, value: float, told: float, pairs: int) -> None:
    if scratch.token_stamps[token] != scratch.stamp[0]:
        scratch.token_stamps[token] = scratch.stamp[0]
        scratch.token_values[token] = value
        scratch.token_told[token] = told
        scratch.token_pairs[token] = pairs
    else:
        scratch.token_values[token] = max(scratch.token_values[token], value)
        scratch.token_told[token] = max(scratch.token_told[token], told)
        scratch.token_pairs[token] |= pairs


@compiled
def _mark_alike(alike: AlikeTokens, ids: Ids, scratch: Scratch) -> None:
    for i in range(len(ids)):
        weight = alike.table.weights[ids[i]]
        for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
            value = alike.values[k]
            _mark(scratch, alike.tokens[k], value, value * weight, 1 << i)


@compiled
def _mark_joined(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, scratch: Scratch, more: Ids, told: Floats
) -> int:
    """Mark the listed tokens of joined and parted words; write those to be looked up.

    Args:
        index: what is searched.
        alike: what is known of the queried tokens.
        ids: the tokens of the query.
        scratch: where tokens are marked.
        more: filled with the tokens to be looked up.
        told: filled with the queried weight that each of them may tell.
    """
    count = 0
    for i in range(len(ids)):
        weight = alike.table.weights[ids[i]]
        for k in range(alike.split_starts[ids[i]], alike.split_starts[ids[i] + 1]):
            rare, least = -1, np.int64(0)
            for p in range(3):
                token = alike.splits[k, p]
                if token >= 0:
                    _mark(scratch, token, 1.0, weight, _JOINED_BIT | (1 << i))
                    names = index.post_starts[token + 1] - index.post_starts[token]
                    if rare < 0 or names < least:
                        rare, least = token, names
            more[count], told[count] = rare, weight
            count += 1
    buffer = np.empty(MAX_JOINED * 40, np.uint8)
    for size in range(2, MAX_JOINED + 1):
        for first in range(len(ids) - size + 1):
            length, weight, pairs = 0, 0.0, _JOINED_BIT
            for i in range(first, first + size):
                for at in range(alike.table.starts[ids[i]], alike.table.starts[ids[i] + 1]):
                    buffer[length] = alike.table.letters[at]
                    length += 1
                weight += alike.table.weights[ids[i]]
                pairs |= 1 << i
            token = find_token(index, buffer[:length], alike.table.bare[ids[first]])
            if token >= 0:
                _mark(scratch, token, 1.0, weight, pairs)
                more[count], told[count] = token, weight
                count += 1
    return count


@compiled
def _needed(  # a query and the cut
    alike: AlikeTokens, ids: Ids, weights: Floats, cut: float, total: float, needed: Flags
) -> float:
    """Say which queried tokens must be looked up; give what the others tell at most.

    The costliest are left out as long as all that is left out together, with all that initials
    and what is left over could add, stays under the cut in either model.
    """
    m = len(ids)
    initials = 0.0
    for i in range(m):
        initials += min(_LETTER_TOLD, INITIAL * alike.table.weights[ids[i]])
    told, heard = 0.0, 0.0
    needed[:m] = True
    for _ in range(m):
        pick = -1
        for i in range(m):
            if needed[i] and (pick < 0 or alike.costs[ids[i]] > alike.costs[ids[pick]]):
                pick = i
        tells = alike.tells[ids[pick]] * alike.table.weights[ids[pick]]
        all_told = (1.0 + REST_FACTOR) * (told + tells + initials)
        all_heard = (1.0 + REST_FACTOR) * (heard + alike.hears[ids[pick]] + initials)
        highest = max(
            highest_log_odds(weights[0], all_told / total, 1.0, all_told + all_heard),
            highest_log_odds(weights[1], all_told / total, 1.0, all_told + all_heard),
        )
        if highest >= cut:
            return told
        needed[pick] = False
        told += tells
        heard += alike.hears[ids[pick]]
    return told


@compiled
def _touch(index: IndexArrays, token: int, told: float, scratch: Scratch, count: int) -> int:
    """Add what a listed token tells to every name that holds it; give the number of names."""
    for at in range(index.post_starts[token], index.post_starts[token + 1]):
        name = index.post_names[at]
        if scratch.name_stamps[name] == scratch.stamp[0]:
            scratch.name_told[name] += told
        else:
            scratch.name_stamps[name] = scratch.stamp[0]
            scratch.name_told[name] = told
            scratch.touched[count] = name
            count += 1
    return count


@compiled
def _initials(table: TokenTable, ids: Ids, words: TokenTable, token: int) -> int:
    """Give one bit for each queried token of which the listed one is the initial, or it of it."""
    found = 0
    start = words.starts[token]
    single = words.starts[token + 1] - start == 1
    if words.kinds[token] == NUMBER:
        return found
    for i in range(len(ids)):
        own = table.starts[ids[i]]
        if (
            (table.starts[ids[i] + 1] - own == 1) != single
            and table.letters[own] == words.letters[start]
            and table.kinds[ids[i]] != NUMBER
        ):
            found |= 1 << i
    return found


@compiled
def _ones(mask: int) -> int:
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@compiled
def _may_be_alike(a: Rest, b: Rest) -> bool:
    """Say whether what is left over on two sides could be alike, judged by its letters."""
    if a.weight == 0.0 or b.weight == 0.0:
        return False
    if not (a.is_one_run and b.is_one_run):
        return True
    shorter, longer = min(a.length, b.length), max(a.length, b.length)
    if shorter < 3 or longer > 2 * shorter:
        return False
    edits = max(longer - shorter, _ones(a.mask & ~b.mask), _ones(b.mask & ~a.mask))
    if edits <= rest_budget(shorter):
        return True
    for mask in _CLASS_MASKS:
        if (a.mask & mask == 0) != (b.mask & mask == 0):
            return False
    return True


@compiled
def _rest_of(table: TokenTable, ids: Ids, lone: int, is_sure: bool) -> Rest:
    """Sum up the tokens of one side that have nothing to be paired with: one bit each."""
    weight, mask, length, own_heft = 0.0, np.int64(0), np.int64(0), 0.0
    runs, before = 0, False
    for k in range(len(ids)):
        token = ids[k]
        is_lone = lone & (1 << k) != 0
        if is_lone:
            own_heft += heft(table.kinds[token], table.weights[token])
        is_lone = is_lone and table.kinds[token] != NUMBER
        if is_lone:
            weight += table.weights[token]
            mask |= table.masks[token]
            length += table.fold_starts[token + 1] - table.fold_starts[token]
            runs += 0 if before else 1
        before = is_lone
    return Rest(weight, mask, length, own_heft, is_sure and runs == 1)


@compiled
def _bound(  # a query, a listed name, and what is known of its tokens
    index: IndexArrays, table: TokenTable, ids: Ids, name: int, weights: Floats, total: float,
    scratch: Scratch,
) -> float:  # fmt: skip
    """Give what the log-odds of a listed name cannot exceed."""
    told, heard, paired, lone = 0.0, 0.0, np.int64(0), np.int64(0)
    words = index.vocabulary
    listed = index.name_tokens[index.name_starts[name] : index.name_starts[name + 1]]
    for k in range(len(listed)):
        token = listed[k]
        initials = _initials(table, ids, words, token)
        paired |= initials
        if scratch.token_stamps[token] == scratch.stamp[0]:
            # the letter rule may pair it with another word than the one it is most like
            least = _LETTER_TOLD if initials else 0.0
            told += max(scratch.token_told[token], least)
            heard += scratch.token_values[token] * words.weights[token]
            paired |= scratch.token_pairs[token]
        elif initials:
            told += _LETTER_TOLD
            heard += min(_LETTER_TOLD, INITIAL * words.weights[token])
        else:
            lone |= 1 << k
    # a token that joins or parts nowhere in this very name may be left over after all
    is_sure = paired & _JOINED_BIT == 0
    rest_a = _rest_of(table, ids, ~paired, is_sure)
    rest_b = _rest_of(words, listed, lone, is_sure)
    left, unpaired = rest_a.heft, rest_b.heft
    if not is_sure or _may_be_alike(rest_a, rest_b):
        told += min(REST_FACTOR * told, HIGHEST_REST * rest_a.weight)
        heard += min(REST_FACTOR * heard, HIGHEST_REST * rest_b.weight)
        left, unpaired = 0.0, 0.0
    odds = highest_log_odds(weights, told / total, heard / index.name_told[name], told + heard)
    return (
        odds
        + weights[_OTHER] * min(1.0, 0.5 * min(left, unpaired))
        + weights[_LEFT] * min(1.0, 0.25 * max(left, unpaired))
    )


@compiled
def _score(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, name: int, weights: Floats,
    scratch: Scratch, pairs: Floats, measures: Floats,
) -> float:  # fmt: skip
    """Align a queried name with a listed one and give the log-odds."""
    listed = index.name_tokens[index.name_starts[name] : index.name_starts[name + 1]]
    m, n = len(ids), len(listed)
    turned = not comes_first(alike.table, ids, index.vocabulary, listed)
    sims = np.zeros((n, m) if turned else (m, n))
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
def search_names(  # many queries, and how they are scored
    index: IndexArrays, alike: AlikeTokens, query_starts: Longs, query_ids: Ids, model: int,
    first: int, cut: float, weights: Floats, scratch: Scratch, capacity: int,
) -> Found:  # fmt: skip
    """Find for each query from `first` on the names that reach the cut.

    Args:
        index: what is searched.
        alike: what is known of all queried tokens.
        query_starts: shape (queries + 1,); where the tokens of each query start.
        query_ids: rows of `alike`.
        model: PERSON, ORGANISATION, or 2 where the kind of the party is not known.
        first: the query to begin with.
        cut: log-odds.
        weights: see `coefficients`.
        scratch: memory that no other search uses meanwhile.
        capacity: how many rows may be given; what is not searched then is said by `upto`.
    """
    queries, names = np.empty(capacity, np.int64), np.empty(capacity, np.int32)
    odds = np.empty(capacity)
    needed = np.empty(MAX_WORDS, np.bool_)
    more = np.empty((MAX_SPLITS + MAX_JOINED) * MAX_WORDS, np.int32)
    more_told, measures = np.empty(len(more)), np.empty(_MEASURED)
    pairs = np.empty((2 * MAX_WORDS, PAIR_COLUMNS))
    share = least_share(weights, cut) / (1.0 + REST_FACTOR)
    count = 0
    for q in range(first, len(query_starts) - 1):
        ids = query_ids[query_starts[q] : query_starts[q + 1]]
        if len(ids) == 0:
            continue
        scratch.stamp[0] += 1
        _mark_alike(alike, ids, scratch)
        n_more = _mark_joined(index, alike, ids, scratch, more, more_told)
        total, letters = 0.0, 0
        for i in range(len(ids)):
            total += alike.table.weights[ids[i]]
            letters += 1 if alike.table.starts[ids[i] + 1] - alike.table.starts[ids[i]] == 1 else 0
        least = share * total - _needed(alike, ids, weights, cut, total, needed) - _SLACK
        touched = 0
        for i in range(len(ids)):
            if needed[i]:
                weight = alike.table.weights[ids[i]]
                for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
                    told = alike.values[k] * weight
                    touched = _touch(index, alike.tokens[k], told, scratch, touched)
        for k in range(n_more):
            touched = _touch(index, more[k], more_told[k], scratch, touched)
        before = count
        for t in range(touched):
            name = scratch.touched[t]
            initials = _LETTER_TOLD * (letters + index.name_letters[name])
            if scratch.name_told[name] + initials < least:
                continue
            row = weights[_model(index, name, model)]
            if _bound(index, alike.table, ids, name, row, total, scratch) < cut:
                continue
            value = _score(index, alike, ids, name, row, scratch, pairs, measures)
            if value >= cut:
                if count == capacity:
                    return Found(queries[:before], names[:before], odds[:before], q)
                queries[count], names[count], odds[count] = q, name, value
                count += 1
    return Found(queries[:count], names[:count], odds[:count], len(query_starts) - 1)
