"""What the score of a listed name cannot exceed, from its tokens alone."""

from typing import NamedTuple

import numpy as np

from enduse.screening.align import INITIAL
from enduse.screening.compiled import compiled
from enduse.screening.lookup import IndexArrays, Longs, Scratch
from enduse.screening.measures import MEASURES, REST_FACTOR, heft
from enduse.screening.normalise import MAX_WORDS
from enduse.screening.score import highest_log_odds
from enduse.screening.similarity import least_edits
from enduse.screening.spans import FIRM_SHARE, HIGHEST_REST, Floats, Ids, rest_budget
from enduse.screening.tokens import NUMBER, TokenTable

SLACK = 1e-6
LETTER_TOLD = 0.15
"""The most that a first letter tells: INITIAL, of a letter's weight of 0.3."""
_OTHER, _LEFT = 1 + MEASURES.index("other_count"), 1 + MEASURES.index("left_count")
_WEAKEST = 1 + MEASURES.index("weakest_word")
_TOLD, _HEARD, _FIRM, _COUNT, _LEFT_A, _LEFT_B, _RUNS_A, _RUNS_B = range(8)


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
def highest_of(  # one row of the weights, and what is told of either side
    weights: Floats, told: float, total: float, heard: float, name_total: float, is_firm: bool
) -> float:
    """Give what the log-odds cannot exceed, from sums over the words that are alike.

    Args:
        weights: one row of `coefficients`.
        told: weight of the query that the words tell at most.
        total: the weight of the query.
        heard: weight of the listed name that they tell at most.
        name_total: the weight of the listed name, or what is heard where it is not known.
        is_firm: whether so much is alike that what is left over may tell too.
    """
    if is_firm:
        told, heard = (1.0 + REST_FACTOR) * told, (1.0 + REST_FACTOR) * heard
    return highest_log_odds(weights, told / total, heard / name_total, told + heard)


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
    for mask in _CLASS_MASKS:  # noqa: SIM110 - a loop compiles, a generator does not
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
def read_listed(  # a query, a listed name, and where to write
    index: IndexArrays, table: TokenTable, ids: Ids, name: int, scratch: Scratch, sides: Sides
) -> None:
    """Write what of a listed name can pair, and what is left over on both sides."""
    paired, lone = 0, 0
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
            least = LETTER_TOLD if initials else 0.0
            levels[count, 0] = 1.0 if initials else scratch.token_values[token]
            levels[count, 1] = max(scratch.token_told[token], least)
            levels[count, 2] = scratch.token_values[token] * words.weights[token]
            known[_FIRM] += levels[count, 2]
            count += 1
            paired |= scratch.token_pairs[token]
        elif initials:
            known[_TOLD] += LETTER_TOLD
            known[_HEARD] += min(LETTER_TOLD, INITIAL * words.weights[token])
        else:
            lone |= 1 << k
    known[_COUNT] = count
    count_a, known[_LEFT_A] = _find_runs(table, ids, ~paired, sides.runs_a)
    count_b, known[_LEFT_B] = _find_runs(words, listed, lone, sides.runs_b)
    known[_RUNS_A], known[_RUNS_B] = _alike_weights(sides.runs_a, count_a, sides.runs_b, count_b)


@compiled
def bound(  # what is known of a listed name
    weights: Floats, sides: Sides, total: float, name_total: float
) -> float:
    """Give what the log-odds of a listed name cannot exceed.

    The least alike pair weighs against a name: so every level of likeness is tried, with all
    tokens that are at least as much alike.
    """
    known, levels = sides.known, sides.levels
    may_rest = known[_RUNS_A] > 0.0 and known[_FIRM] >= FIRM_SHARE * name_total - SLACK
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
