"""What of two names can be paired beside word and word: words joined, and words left over."""

import numpy as np
import numpy.typing as npt

from enduse.screening.compiled import compiled
from enduse.screening.similarity import distance, sounds_alike, within
from enduse.screening.tokens import NUMBER, TokenTable

MAX_JOINED = 3
JOINED = 0.97
PAIR_COLUMNS = 6  # first and last token of a, of b (last is one past), similarity, how paired
BY_WORD, BY_INITIAL, BY_REST = 0.0, 1.0, 2.0
HIGHEST_REST, LEAST_REST = 0.9, 0.5
FIRM_SHARE = 0.4
"""Of either name words that are alike must tell so much, or what is left over tells nothing."""
_LETTERS = 512  # of all folds of a name together

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


@compiled
def comes_first(a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids) -> bool:
    """Say whether `a` is taken before `b`: fewer tokens first, then the letters."""
    if len(a_ids) != len(b_ids):
        return len(a_ids) < len(b_ids)
    for k in range(len(a_ids)):
        start_a, end_a = a.starts[a_ids[k]], a.starts[a_ids[k] + 1]
        start_b, end_b = b.starts[b_ids[k]], b.starts[b_ids[k] + 1]
        size_a, size_b = end_a - start_a, end_b - start_b
        for i in range(min(size_a, size_b)):
            x, y = a.letters[start_a + i], b.letters[start_b + i]
            if x != y:
                return bool(x < y)
        if size_a != size_b:
            return bool(size_a < size_b)
    return True


@compiled
def is_initial_of(a: TokenTable, i: int, b: TokenTable, j: int) -> bool:
    """Say whether one token is the first letter of the other."""
    size_a, size_b = a.starts[i + 1] - a.starts[i], b.starts[j + 1] - b.starts[j]
    if (size_a == 1) == (size_b == 1) or a.kinds[i] == NUMBER or b.kinds[j] == NUMBER:
        return False
    return bool(a.letters[a.starts[i]] == b.letters[b.starts[j]])


@compiled
def are_parts(size: int, other: int) -> bool:
    """Say whether words of these lengths may be parts of one: all are single letters, or none."""
    return (size == 1) == (other == 1)


@compiled
def _is_joined(a: TokenTable, a_ids: Ids, first: int, last: int, b: TokenTable, j: int) -> bool:
    """Say whether tokens `first` to `last` (left out) of a, written together, are token j of b."""
    at, end = b.starts[j], b.starts[j + 1]
    if b.kinds[j] != 0:  # legal forms, particles and numbers do not fall apart
        return False
    own = a.starts[a_ids[first] + 1] - a.starts[a_ids[first]]
    total = 0
    for k in range(first, last):
        size = a.starts[a_ids[k] + 1] - a.starts[a_ids[k]]
        if a.bare[a_ids[k]] != b.bare[j] or not are_parts(own, size):
            return False
        total += a.starts[a_ids[k] + 1] - a.starts[a_ids[k]]
    if total != end - at:
        return False
    for k in range(first, last):
        for i in range(a.starts[a_ids[k]], a.starts[a_ids[k] + 1]):
            if a.letters[i] != b.letters[at]:
                return False
            at += 1
    return True


@compiled
def span_weight(table: TokenTable, ids: Ids, first: int, last: int) -> float:
    """Add up the weights of tokens that follow each other; `last` is one past."""
    total = 0.0
    for k in range(first, last):
        total += table.weights[ids[k]]
    return total


@compiled
def find_joins(  # a name against a name, and where to write
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, spans: Floats
) -> int:
    """Write where tokens of one name, written together, are one token of the other."""
    count = 0
    for size in range(2, MAX_JOINED + 1):
        for first in range(len(a_ids) - size + 1):
            for j in range(len(b_ids)):
                if count < len(spans) and _is_joined(a, a_ids, first, first + size, b, b_ids[j]):
                    write_pair(spans, count, first, first + size, j, j + 1, JOINED, BY_WORD)
                    count += 1
        for first in range(len(b_ids) - size + 1):
            for i in range(len(a_ids)):
                if count < len(spans) and _is_joined(b, b_ids, first, first + size, a, a_ids[i]):
                    write_pair(spans, count, i, i + 1, first, first + size, JOINED, BY_WORD)
                    count += 1
    return count


@compiled
def write_pair(  # one row
    rows: Floats, row: int, first_a: int, last_a: int, first_b: int, last_b: int, value: float,
    how: float,
) -> None:  # fmt: skip
    """Write one pair; see `PAIR_COLUMNS`."""
    rows[row, 0], rows[row, 1], rows[row, 2], rows[row, 3] = first_a, last_a, first_b, last_b
    rows[row, 4], rows[row, 5] = value, how


@compiled
def find_lone(  # the tokens of one side
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, sims: Floats, spans: Floats, count: int,
    lone_a: Flags, lone_b: Flags,
) -> None:  # fmt: skip
    """Say which tokens have nothing at all in the other name that they could be paired with."""
    for i in range(len(a_ids)):
        lone_a[i] = a.kinds[a_ids[i]] != NUMBER
    for j in range(len(b_ids)):
        lone_b[j] = b.kinds[b_ids[j]] != NUMBER
    for i in range(len(a_ids)):
        for j in range(len(b_ids)):
            if sims[i, j] > 0.0 or is_initial_of(a, a_ids[i], b, b_ids[j]):
                lone_a[i] = False
                lone_b[j] = False
    for k in range(count):
        lone_a[int(spans[k, 0]) : int(spans[k, 1])] = False
        lone_b[int(spans[k, 2]) : int(spans[k, 3])] = False


@compiled
def is_firm(
    table: TokenTable, ids: Ids, sims: Floats, spans: Floats, count: int, side: int
) -> bool:
    """Say whether enough of one name is in words that are alike to words of the other."""
    firm = 0.0
    for k in range(len(ids)):
        row = sims[k] if side == 0 else sims[:, k]
        likeness = row.max()
        for s in range(count):
            if spans[s, 2 * side] <= k < spans[s, 2 * side + 1]:
                likeness = JOINED
        firm += likeness * table.weights[ids[k]]
    return firm >= FIRM_SHARE * span_weight(table, ids, 0, len(ids))


@compiled
def _run_end(lone: Flags, first: int) -> int:
    last = first
    while last < len(lone) and lone[last]:
        last += 1
    return last


@compiled
def _run_letters(
    table: TokenTable, ids: Ids, first: int, last: int, out: npt.NDArray[np.uint8]
) -> int:
    size = 0
    for k in range(first, last):
        for at in range(table.fold_starts[ids[k]], table.fold_starts[ids[k] + 1]):
            if size < len(out):
                out[size] = table.folds[at]
                size += 1
    return size


@compiled
def rest_budget(length: int) -> int:
    """Edits that words left over may hold, all written together."""
    if length < 3:
        return 0
    if length < 6:
        return 1
    return 2 if length < 10 else 3


@compiled
def rest_similarity(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8], unvowelled: bool) -> float:
    """Compare words left over, in one piece: 0.0, or `LEAST_REST` to `HIGHEST_REST`."""
    shorter, longer = min(len(a), len(b)), max(len(a), len(b))
    if shorter < 3 or longer > 2 * shorter:
        return 0.0
    if not within(a, b, rest_budget(shorter)) and not sounds_alike(a, b, unvowelled):
        return 0.0
    value = HIGHEST_REST * (1.0 - distance(a, b, unvowelled) / (0.5 * (shorter + longer)))
    return value if value >= LEAST_REST else 0.0


@compiled
def find_rests(  # two names, the tokens of each that stand alone, and where to write
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, lone_a: Flags, lone_b: Flags,
    spans: Floats, count: int,
) -> int:  # fmt: skip
    """Write which runs of tokens that stand alone are alike when they are written together."""
    letters_a, letters_b = np.empty(_LETTERS, np.uint8), np.empty(_LETTERS, np.uint8)
    first_a = 0
    while first_a < len(a_ids):
        last_a = _run_end(lone_a, first_a)
        size_a = _run_letters(a, a_ids, first_a, last_a, letters_a)
        first_b = 0
        while first_b < len(b_ids) and size_a >= 3:
            last_b = _run_end(lone_b, first_b)
            size_b = _run_letters(b, b_ids, first_b, last_b, letters_b)
            known = (
                last_a - first_a == 1
                and last_b - first_b == 1
                and a.groups[a_ids[first_a], 0] >= 0
                and b.groups[b_ids[first_b], 0] >= 0
            )  # two known names are two names
            if size_b >= 3 and count < len(spans) and not known:
                bare = a.bare[a_ids[first_a]] != b.bare[b_ids[first_b]]
                value = rest_similarity(letters_a[:size_a], letters_b[:size_b], bare)
                if value > 0.0:
                    write_pair(spans, count, first_a, last_a, first_b, last_b, value, BY_REST)
                    count += 1
            first_b = max(last_b, first_b + 1)
        first_a = max(last_a, first_a + 1)
    return count
