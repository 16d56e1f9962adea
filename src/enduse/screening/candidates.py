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
    FIRM_SHARE,
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
    AlikeTokens,
    IndexArrays,
    Longs,
    Scratch,
    find_token,
)
from enduse.screening.normalise import MAX_WORDS
from enduse.screening.score import highest_log_odds, log_odds
from enduse.screening.similarity import least_edits
from enduse.screening.tokens import NUMBER, TokenTable

_MEASURED = len(MEASURES)
_OTHER, _LEFT = 1 + MEASURES.index("other_count"), 1 + MEASURES.index("left_count")
_LETTER_TOLD = 0.15  # the most that the first letter tells: INITIAL, of a letter's weight of 0.3
_WEAKEST = 1 + MEASURES.index("weakest_word")
_TOLD, _HEARD, _FIRM, _COUNT, _LEFT_A, _LEFT_B, _RUNS_A, _RUNS_B = range(8)
_UNKNOWN_KIND = 2
_MUCH = 1e9
_SLACK = 1e-6


class Found(NamedTuple):
    """Names that reached the cut, one row each; `upto` is the first query not yet searched."""

    queries: Longs
    names: Ids
    odds: Floats
    upto: int


class Runs(NamedTuple):
    """Runs of tokens with nothing to be paired with."""

    weights: Floats
    masks: Longs
    lengths: Longs


class Sides(NamedTuple):
    """What is known of a queried and a listed name before they are aligned."""

    runs_a: Runs
    runs_b: Runs
    levels: Floats  # shape (words, 3); likeness, and what is told and heard of each listed token
    known: Floats  # shape (8,); see the numbers of its places above


def _make_runs() -> Runs:
    return Runs(np.zeros(MAX_WORDS), np.zeros(MAX_WORDS, np.int64), np.zeros(MAX_WORDS, np.int64))


def make_sides() -> Sides:
    """Make the memory for bounds, used again by every search of a thread."""
    return Sides(_make_runs(), _make_runs(), np.zeros((MAX_WORDS, 3)), np.zeros(8))


def _class_masks() -> Longs:
    """Give one mask of letters for each class of consonants that sound alike."""
    groups = ("kgq", "szcx", "td", "bp", "fv", "l", "r", "m", "n", "j")
    return np.array([sum(1 << (ord(c) - ord("a")) for c in group) for group in groups], np.int64)


_CLASS_MASKS = _class_masks()


@compiled
def _highest(  # one row of the weights, and what is told of either side
    weights: Floats, told: float, total: float, heard: float, name_total: float, is_firm: bool
) -> float:
    """Give what the log-odds cannot exceed; with enough that is alike, the rest may tell too."""
    if is_firm:
        told, heard = (1.0 + REST_FACTOR) * told, (1.0 + REST_FACTOR) * heard
    return highest_log_odds(weights, told / total, heard / name_total, told + heard)


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
    if scratch.name_stamps[name] == scratch.stamp[0]:
        scratch.name_told[name, 0] += told
        scratch.name_told[name, 1] += heard
        return count
    scratch.name_stamps[name] = scratch.stamp[0]
    scratch.name_told[name, 0] = told
    scratch.name_told[name, 1] = heard
    scratch.touched[count] = name
    return count + 1


@compiled
def _touch(  # a listed token, and what it tells
    index: IndexArrays, token: int, told: float, heard: float, scratch: Scratch, count: int
) -> int:
    """Add what a listed token tells to every name that holds it; give the number of names."""
    for at in range(index.post_starts[token], index.post_starts[token + 1]):
        count = _add(index.post_names[at], told, heard, scratch, count)
    return count


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


@compiled
def _touch_joined(
    index: IndexArrays, alike: AlikeTokens, ids: Ids, scratch: Scratch, count: int
) -> int:
    """Reach the names in which a queried word is written apart, or queried words together.

    They are few, and are aligned without a bound.
    """
    for i in range(len(ids)):
        for k in range(alike.split_starts[ids[i]], alike.split_starts[ids[i] + 1]):
            parts = alike.splits[k]
            rare = parts[0]
            for p in range(1, 3):
                if parts[p] >= 0 and _names_of(index, parts[p]) < _names_of(index, rare):
                    rare = parts[p]
            for at in range(index.post_starts[rare], index.post_starts[rare + 1]):
                if _holds(index, index.post_names[at], parts):
                    count = _add(index.post_names[at], _MUCH, _MUCH, scratch, count)
    buffer = np.empty(MAX_JOINED * 40, np.uint8)
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
def _names_of(index: IndexArrays, token: int) -> int:
    return index.post_starts[token + 1] - index.post_starts[token]


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
        initials += min(_LETTER_TOLD, INITIAL * alike.table.weights[ids[i]])
    told, heard = 0.0, 0.0
    needed[:m] = True
    for _ in range(m):
        pick = -1
        for i in range(m):
            if needed[i] and (pick < 0 or alike.costs[ids[i]] > alike.costs[ids[pick]]):
                pick = i
        tells = alike.tells[ids[pick]] * alike.table.weights[ids[pick]]
        hears = alike.hears[ids[pick]]
        is_firm = told + tells >= FIRM_SHARE * total - _SLACK
        for row in range(len(weights)):
            all_told, all_heard = told + tells + initials, heard + hears + initials
            # the listed name may be no more than what is heard of it
            if _highest(weights[row], all_told, total, all_heard, all_heard, is_firm) >= cut:
                return told, heard
        needed[pick] = False
        told, heard = told + tells, heard + hears
    return told, heard


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
def _may_be_alike(a: Runs, i: int, b: Runs, j: int) -> bool:
    """Say whether two runs of tokens could be alike, judged by their letters."""
    shorter, longer = min(a.lengths[i], b.lengths[j]), max(a.lengths[i], b.lengths[j])
    if shorter < 3 or longer > 2 * shorter:
        return False
    mask_a, mask_b = a.masks[i], b.masks[j]
    if max(longer - shorter, least_edits(mask_a, mask_b)) <= rest_budget(shorter):
        return True
    for mask in _CLASS_MASKS:
        if (mask_a & mask == 0) != (mask_b & mask == 0):
            return False
    return True


@compiled
def _find_runs(table: TokenTable, ids: Ids, lone: int, runs: Runs) -> tuple[int, float]:
    """Write the runs of tokens with nothing to be paired with; give their number and the heft."""
    count, own_heft, before = 0, 0.0, False
    for k in range(len(ids)):
        token = ids[k]
        is_lone = lone & (1 << k) != 0
        if is_lone:
            own_heft += heft(table.kinds[token], table.weights[token])
        is_lone = is_lone and table.kinds[token] != NUMBER
        if is_lone and not before:
            runs.weights[count], runs.masks[count], runs.lengths[count] = 0.0, 0, 0
            count += 1
        if is_lone:
            runs.weights[count - 1] += table.weights[token]
            runs.masks[count - 1] |= table.masks[token]
            runs.lengths[count - 1] += table.fold_starts[token + 1] - table.fold_starts[token]
        before = is_lone
    return count, own_heft


@compiled
def _alike_weights(a: Runs, count_a: int, b: Runs, count_b: int) -> tuple[float, float]:
    """Give the weight on either side of runs that could be alike to one of the other side."""
    weight_a, weight_b = 0.0, 0.0
    for i in range(count_a):
        for j in range(count_b):
            if _may_be_alike(a, i, b, j):
                weight_a += a.weights[i]
                break
    for j in range(count_b if weight_a > 0.0 else 0):
        for i in range(count_a):
            if _may_be_alike(a, i, b, j):
                weight_b += b.weights[j]
                break
    return weight_a, weight_b


@compiled
def _read_listed(  # a query, a listed name, and where to write
    index: IndexArrays, table: TokenTable, ids: Ids, name: int, scratch: Scratch, sides: Sides
) -> None:
    """Write what of a listed name can pair, and what is left over on both sides."""
    paired, lone = np.int64(0), np.int64(0)
    words, levels, known = index.vocabulary, sides.levels, sides.known
    known[:] = 0.0
    listed = index.name_tokens[index.name_starts[name] : index.name_starts[name + 1]]
    count = 0
    for k in range(len(listed)):
        token = listed[k]
        initials = _initials(table, ids, words, token)
        paired |= initials
        if scratch.token_stamps[token] == scratch.stamp[0]:
            # the letter rule may pair it with another word than the one it is most like
            least = _LETTER_TOLD if initials else 0.0
            levels[count, 0] = 1.0 if initials else scratch.token_values[token]
            levels[count, 1] = max(scratch.token_told[token], least)
            levels[count, 2] = scratch.token_values[token] * words.weights[token]
            known[_FIRM] += levels[count, 2]
            count += 1
            paired |= scratch.token_pairs[token]
        elif initials:
            known[_TOLD] += _LETTER_TOLD
            known[_HEARD] += min(_LETTER_TOLD, INITIAL * words.weights[token])
        else:
            lone |= 1 << k
    known[_COUNT] = count
    count_a, known[_LEFT_A] = _find_runs(table, ids, ~paired, sides.runs_a)
    count_b, known[_LEFT_B] = _find_runs(words, listed, lone, sides.runs_b)
    known[_RUNS_A], known[_RUNS_B] = _alike_weights(sides.runs_a, count_a, sides.runs_b, count_b)


@compiled
def _bound(  # what is known of a listed name
    weights: Floats, sides: Sides, total: float, name_total: float
) -> float:
    """Give what the log-odds of a listed name cannot exceed.

    The least alike pair weighs against a name: so every level of likeness is tried, with all
    tokens that are at least as much alike.
    """
    known, levels = sides.known, sides.levels
    may_rest = known[_RUNS_A] > 0.0 and known[_FIRM] >= FIRM_SHARE * name_total - _SLACK
    left, unpaired = known[_LEFT_A], known[_LEFT_B]
    penalty = weights[_OTHER] * min(1.0, 0.5 * min(left, unpaired))
    penalty += weights[_LEFT] * min(1.0, 0.25 * max(left, unpaired))
    best = -np.inf
    for i in range(int(known[_COUNT])):
        level, told, heard = levels[i, 0], known[_TOLD], known[_HEARD]
        for k in range(int(known[_COUNT])):
            if levels[k, 0] >= level:
                told += levels[k, 1]
                heard += levels[k, 2]
        odds = highest_log_odds(weights, told / total, heard / name_total, told + heard)
        best = max(best, odds + penalty + weights[_WEAKEST] * (1.0 - level))
        if may_rest:
            told += min(REST_FACTOR * told, HIGHEST_REST * known[_RUNS_A])
            heard += min(REST_FACTOR * heard, HIGHEST_REST * known[_RUNS_B])
            odds = highest_log_odds(weights, told / total, heard / name_total, told + heard)
            best = max(best, odds + weights[_WEAKEST] * (1.0 - min(level, HIGHEST_REST)))
    return best


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
        total, letters = 0.0, 0
        for i in range(len(ids)):
            total += alike.table.weights[ids[i]]
            letters += 1 if alike.table.starts[ids[i] + 1] - alike.table.starts[ids[i]] == 1 else 0
        told, heard = _needed(alike, ids, weights, cut, total, needed)
        touched = 0
        for i in range(len(ids)):
            if needed[i]:
                weight = alike.table.weights[ids[i]]
                for k in range(alike.starts[ids[i]], alike.starts[ids[i] + 1]):
                    token, value = alike.tokens[k], alike.values[k]
                    own = index.vocabulary.weights[token]
                    touched = _touch(index, token, value * weight, value * own, scratch, touched)
        touched = _touch_joined(index, alike, ids, scratch, touched)
        before = count
        for t in range(touched):
            name = scratch.touched[t]
            row = weights[_model(index, name, model)]
            is_joined = scratch.name_told[name, 0] >= _MUCH
            initials = _LETTER_TOLD * (letters + index.name_letters[name])
            all_told = scratch.name_told[name, 0] + told + initials
            all_heard = scratch.name_told[name, 1] + heard + initials
            own = index.name_told[name]
            is_firm = (
                all_told - initials >= FIRM_SHARE * total - _SLACK
                and all_heard - initials >= FIRM_SHARE * own - _SLACK
            )
            if not is_joined and (
                _highest(row, all_told, total, min(all_heard, own), own, is_firm) < cut
            ):
                continue
            if not is_joined:
                _read_listed(index, alike.table, ids, name, scratch, sides)
                if _bound(row, sides, total, own) < cut:
                    continue
            value = _score(index, alike, ids, name, row, scratch, pairs, measures)
            if value >= cut:
                if count == capacity:
                    return Found(queries[:before], names[:before], odds[:before], q)
                queries[count], names[count], odds[count] = q, name, value
                count += 1
    return Found(queries[:count], names[:count], odds[:count], len(query_starts) - 1)
