"""From a name to the listed names that can reach the threshold, and no cut-off but the threshold.

A name is looked up by its tokens. Tokens that together cannot lift a name to the threshold are
not looked up. What the others tell is added up for every listed name that they reach; names that
may pass are given an upper bound of their score, and only what that lets through is aligned. So
nothing is lost against comparing with all.
"""

from typing import NamedTuple

import numpy as np

from enduse.screening.align import INITIAL, align
from enduse.screening.bounds import (
    LETTER_TOLD,
    SLACK,
    Sides,
    bound,
    highest_of,
    read_listed,
)
from enduse.screening.compiled import compiled
from enduse.screening.lookup import AlikeTokens, IndexArrays, Longs, Scratch, find_token
from enduse.screening.measures import MEASURES, measure
from enduse.screening.normalise import MAX_LETTERS, MAX_WORDS
from enduse.screening.score import log_odds
from enduse.screening.spans import (
    FIRM_SHARE,
    MAX_JOINED,
    PAIR_COLUMNS,
    Flags,
    Floats,
    Ids,
    comes_first,
)
from enduse.screening.tokens import TokenTable

_MEASURED = len(MEASURES)
_UNKNOWN_KIND = 2
_MUCH = 1e9
_STEPS = 40
_TOLD, _HEARD, _STAMP = range(3)


class Found(NamedTuple):
    """Names that reached the cut, one row each; `upto` is the first query not yet searched."""

    queries: Longs
    names: Ids
    odds: Floats
    upto: int


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
def _add(name: int, told: float, heard: float, scratch: Scratch, count: int) -> int:
    sums = scratch.sums[name]  # in one place: memory is what a large list costs
    if sums[_STAMP] == scratch.stamp[0]:
        sums[_TOLD] += told
        sums[_HEARD] += heard
        return count
    sums[_TOLD], sums[_HEARD], sums[_STAMP] = told, heard, scratch.stamp[0]
    scratch.touched[count] = name
    return count + 1


@compiled
def _least_told(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, weights: Floats, cut: float, total: float
) -> float:
    """Give how much of a query a listed name must tell, first letters included, to reach the cut.

    What the words tell of the listed name is at most so many times what they tell of the query.
    """
    ratio = 1.0
    for i in range(len(ids)):
        weight = alike.table.weights[ids[i]]
        for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
            ratio = max(ratio, index.vocabulary.weights[alike.tokens[k]] / weight)
    for step in range(_STEPS):
        told = total * (step + 1) / _STEPS
        heard = ratio * told + SLACK
        for row in range(len(weights)):
            is_firm = told >= FIRM_SHARE * total
            if highest_of(weights[row], told, total, heard, heard, is_firm) >= cut:
                return total * step / _STEPS - SLACK
    return total - SLACK


@compiled
def _touch(  # a listed token, and what it tells
    index: IndexArrays, token: int, told: float, heard: float, scratch: Scratch, count: int
) -> int:
    """Add what a listed token tells to every name that holds it; give the number of names."""
    for at in range(index.post_starts[token], index.post_starts[token + 1]):
        count = _add(index.post_names[at], told, heard, scratch, count)
    return count


@compiled
def _touch_joined(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, scratch: Scratch, count: int
) -> int:
    """Reach the names in which queried words are written together, or a queried one apart.

    They are few, and are aligned without a bound.
    """
    for i in range(len(ids)):
        for k in range(alike.parted_starts[ids[i]], alike.parted_starts[ids[i] + 1]):
            count = _add(alike.parted[k], _MUCH, _MUCH, scratch, count)
    buffer = np.empty(MAX_JOINED * MAX_LETTERS, np.uint8)
    for size in range(2, MAX_JOINED + 1):
        for first in range(len(ids) - size + 1):
            length = 0
            for i in range(first, first + size):
                for at in range(alike.table.starts[ids[i]], alike.table.starts[ids[i] + 1]):
                    buffer[length] = alike.table.letters[at]
                    length += 1
            token = find_token(index, buffer[:length], alike.table.bare[ids[first]])
            if token >= 0:
                count = _touch(index, token, _MUCH, _MUCH, scratch, count)
    return count


@compiled
def _needed(  # a query and the cut
    alike: AlikeTokens, ids: Ids, weights: Floats, cut: float, total: float, needed: Flags
) -> tuple[float, float]:
    """Say which queried tokens must be looked up; give what the others tell and hear at most.

    The costliest are left out as long as all that is left out together, with all that initials
    and what is left over could add, stays under the cut in either model.
    """
    m = len(ids)
    initials = 0.0
    for i in range(m):
        initials += min(LETTER_TOLD, INITIAL * alike.table.weights[ids[i]])
    told, heard = 0.0, 0.0
    needed[:m] = True
    for _ in range(m):
        pick = -1
        for i in range(m):
            if needed[i] and (pick < 0 or alike.costs[ids[i]] > alike.costs[ids[pick]]):
                pick = i
        tells = alike.tells[ids[pick]] * alike.table.weights[ids[pick]]
        hears = alike.hears[ids[pick]]
        is_firm = told + tells >= FIRM_SHARE * total - SLACK
        for row in range(len(weights)):
            all_told = told + tells + initials
            all_heard = heard + hears + initials + SLACK
            # the listed name may be no more than what is heard of it
            if highest_of(weights[row], all_told, total, all_heard, all_heard, is_firm) >= cut:
                return told, heard
        needed[pick] = False
        told, heard = told + tells, heard + hears
    return told, heard


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
def _model(listed: int, model: int) -> int:
    """Say which weights count: those of the listed kind, then of the queried one."""
    if listed != _UNKNOWN_KIND:
        return listed
    return 1 if model == _UNKNOWN_KIND else model


@compiled
def _reach(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, needed: Flags, scratch: Scratch
) -> int:
    """Add up what every name tells that can be reached; give the number of names."""
    count = 0
    for i in range(len(ids)):
        if needed[i]:
            weight = alike.table.weights[ids[i]]
            for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
                token, value = alike.tokens[k], alike.values[k]
                own = index.vocabulary.weights[token]
                count = _touch(index, token, value * weight, value * own, scratch, count)
    return _touch_joined(index, alike, ids, scratch, count)


@compiled
def _weigh(table: TokenTable, ids: Ids) -> tuple[float, int]:
    """Give the weight of all tokens, and how many are one letter."""
    total, letters = 0.0, 0
    for i in range(len(ids)):
        total += table.weights[ids[i]]
        letters += 1 if table.starts[ids[i] + 1] - table.starts[ids[i]] == 1 else 0
    return total, letters


@compiled
def search_names(  # many queries, and how they are scored
    index: IndexArrays, alike: AlikeTokens, query_starts: Longs, query_ids: Ids, model: int,
    first: int, cut: float, weights: Floats, scratch: Scratch, sides: Sides, capacity: int,
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
        sides: the same, for bounds.
        capacity: how many rows may be given; what is not searched then is said by `upto`.
    """
    queries, names = np.empty(capacity, np.int64), np.empty(capacity, np.int32)
    odds = np.empty(capacity)
    needed = np.empty(MAX_WORDS, np.bool_)
    measures = np.empty(_MEASURED)
    pairs = np.empty((2 * MAX_WORDS, PAIR_COLUMNS))
    count = 0
    for q in range(first, len(query_starts) - 1):
        ids = query_ids[query_starts[q] : query_starts[q + 1]]
        if len(ids) == 0:
            continue
        scratch.stamp[0] += 1
        _mark_alike(alike, ids, scratch)
        total, letters = _weigh(alike.table, ids)
        told, heard = _needed(alike, ids, weights, cut, total, needed)
        least = _least_told(index, alike, ids, weights, cut, total)
        touched = _reach(index, alike, ids, needed, scratch)
        before = count
        for t in range(touched):
            name = scratch.touched[t]
            told_of = scratch.sums[name, _TOLD] + told
            initials = LETTER_TOLD * (letters + index.name_letters[name])
            if told_of + initials < least:
                continue
            row = weights[_model(index.name_models[name], model)]
            own = index.name_told[name]
            heard_of = scratch.sums[name, _HEARD] + heard
            # arrays are not handed on for every name that is touched: that would cost the most
            if told_of < _MUCH:
                is_firm = (
                    told_of >= FIRM_SHARE * total - SLACK and heard_of >= FIRM_SHARE * own - SLACK
                )
                told_of, heard_of = told_of + initials, min(heard_of + initials, own)
                if highest_of(row, told_of, total, heard_of, own, is_firm) < cut:
                    continue
                read_listed(index, alike.table, ids, name, scratch, sides)
                if bound(row, sides, total, own) < cut:
                    continue
            value = _score(index, alike, ids, name, row, scratch, pairs, measures)
            if value >= cut:
                if count == capacity:
                    return Found(queries[:before], names[:before], odds[:before], q)
                queries[count], names[count], odds[count] = q, name, value
                count += 1
    return Found(queries[:count], names[:count], odds[:count], len(query_starts) - 1)
