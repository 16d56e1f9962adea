"""Token put against token, one to one, and what that says about two names.

The outcome is the same whichever name comes first: the pair is always taken in one order.
"""

import numpy as np
import numpy.typing as npt

from enduse.screening.compiled import compiled
from enduse.screening.similarity import distance, sounds_alike, within
from enduse.screening.tokens import LEGAL, LIGHT, NUMBER, TokenTable

MEASURES = (
    "shorter_told", "shorter_told_squared", "longer_told", "information", "all_equal", "all_paired",
    "other_rare_word", "other_number", "other_legal_form", "order", "inexact", "weakest_word",
    "other_count", "left_count", "in_one_piece",
)  # fmt: skip
"""What is measured. The first six speak for one party, the others against."""
SUPPORTING = 6
LEAST_PAIRED = 0.55
"""Names all of whose words are paired tell at least this share of each other."""
MAX_JOINED = 3
INITIAL, JOINED = 0.5, 0.97
FULL_WORD = 0.4  # a token of this weight counts as a whole word
PAIR_COLUMNS = 6  # first and last token of a, of b (last is one past), similarity, how paired
BY_WORD, BY_INITIAL, BY_REST = 0.0, 1.0, 2.0
HIGHEST_REST, LEAST_REST = 0.9, 0.5
REST_FACTOR = 1.0
"""What is left over tells at most so many times what the words told that are alike."""
FIRM_SHARE = 0.4
"""Of either name words that are alike must tell so much, or what is left over tells nothing."""
_LETTERS = 512  # of all folds of a name together
_SPANS = 24

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
                return x < y
        if size_a != size_b:
            return size_a < size_b
    return True


@compiled
def is_initial_of(a: TokenTable, i: int, b: TokenTable, j: int) -> bool:
    """Say whether one token is the first letter of the other."""
    size_a, size_b = a.starts[i + 1] - a.starts[i], b.starts[j + 1] - b.starts[j]
    if (size_a == 1) == (size_b == 1) or a.kinds[i] == NUMBER or b.kinds[j] == NUMBER:
        return False
    return a.letters[a.starts[i]] == b.letters[b.starts[j]]


@compiled
def _is_joined(a: TokenTable, a_ids: Ids, first: int, last: int, b: TokenTable, j: int) -> bool:
    """Say whether tokens `first` to `last` (left out) of a, written together, are token j of b."""
    at, end = b.starts[j], b.starts[j + 1]
    if b.kinds[j] != 0:  # legal forms, particles and numbers do not fall apart
        return False
    total = 0
    for k in range(first, last):
        if a.bare[a_ids[k]] != b.bare[j]:
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
def _span_weight(table: TokenTable, ids: Ids, first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += table.weights[ids[k]]
    return total


@compiled
def _joins(  # a name against a name, and where to write
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, spans: Floats
) -> int:
    """Write where tokens of one name, written together, are one token of the other."""
    count = 0
    for size in range(2, MAX_JOINED + 1):
        for first in range(len(a_ids) - size + 1):
            for j in range(len(b_ids)):
                if count < len(spans) and _is_joined(a, a_ids, first, first + size, b, b_ids[j]):
                    _write(spans, count, first, first + size, j, j + 1, JOINED, BY_WORD)
                    count += 1
        for first in range(len(b_ids) - size + 1):
            for i in range(len(a_ids)):
                if count < len(spans) and _is_joined(b, b_ids, first, first + size, a, a_ids[i]):
                    _write(spans, count, i, i + 1, first, first + size, JOINED, BY_WORD)
                    count += 1
    return count


@compiled
def _write(  # one row
    rows: Floats, row: int, first_a: int, last_a: int, first_b: int, last_b: int, value: float,
    how: float,
) -> None:  # fmt: skip
    rows[row, 0], rows[row, 1], rows[row, 2], rows[row, 3] = first_a, last_a, first_b, last_b
    rows[row, 4], rows[row, 5] = value, how


@compiled
def _lone(  # the tokens of one side
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
def _is_firm(
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
    return firm >= FIRM_SHARE * _span_weight(table, ids, 0, len(ids))


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
def _rests(  # two names, the tokens of each that stand alone, and where to write
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
                    _write(spans, count, first_a, last_a, first_b, last_b, value, BY_REST)
                    count += 1
            first_b = max(last_b, first_b + 1)
        first_a = max(last_a, first_a + 1)
    return count


@compiled
def _is_free(used: Flags, first: int, last: int) -> bool:
    for k in range(first, last):  # noqa: SIM110 - a loop compiles, a generator does not
        if used[k]:
            return False
    return True


@compiled
def align(  # two names, and where to write
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, sims: Floats, pairs: Floats
) -> int:
    """Write the best pairs, the heaviest first; give their number.

    Args:
        a: the table of the first name's tokens.
        a_ids: shape (m,); its tokens in their order.
        b: the table of the second name's tokens.
        b_ids: shape (n,).
        sims: shape (m, n); similarity, 0.0 where not alike.
        pairs: shape (at least m + n, 6); filled as `PAIR_COLUMNS` says.
    """
    m, n = len(a_ids), len(b_ids)
    used_a, used_b = np.zeros(m, np.bool_), np.zeros(n, np.bool_)
    spans = np.empty((_SPANS, PAIR_COLUMNS))
    n_spans = _joins(a, a_ids, b, b_ids, spans)
    lone_a, lone_b = np.empty(m, np.bool_), np.empty(n, np.bool_)
    _lone(a, a_ids, b, b_ids, sims, spans, n_spans, lone_a, lone_b)
    if _is_firm(a, a_ids, sims, spans, n_spans, 0) and _is_firm(b, b_ids, sims, spans, n_spans, 1):
        n_spans = _rests(a, a_ids, b, b_ids, lone_a, lone_b, spans, n_spans)
    count = 0
    while True:
        best = _best_pair(a, a_ids, b, b_ids, sims, used_a, used_b, pairs, count)
        for k in range(n_spans):
            first_a, last_a = int(spans[k, 0]), int(spans[k, 1])
            first_b, last_b = int(spans[k, 2]), int(spans[k, 3])
            if _is_free(used_a, first_a, last_a) and _is_free(used_b, first_b, last_b):
                value = spans[k, 4] * (
                    _span_weight(a, a_ids, first_a, last_a)
                    + _span_weight(b, b_ids, first_b, last_b)
                )
                if value > best:
                    best = value
                    pairs[count, :] = spans[k, :]
        if best <= 0.0:
            return count
        used_a[int(pairs[count, 0]) : int(pairs[count, 1])] = True
        used_b[int(pairs[count, 2]) : int(pairs[count, 3])] = True
        count += 1


@compiled
def _best_pair(  # two names, what is paired already, and where to write
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, sims: Floats, used_a: Flags,
    used_b: Flags, pairs: Floats, row: int,
) -> float:  # fmt: skip
    """Write the heaviest pair of single tokens that are free; give its weight, or 0.0."""
    best = 0.0
    for i in range(len(a_ids)):
        for j in range(len(b_ids)):
            if used_a[i] or used_b[j]:
                continue
            s, how = sims[i, j], BY_WORD
            weight_a, weight_b = a.weights[a_ids[i]], b.weights[b_ids[j]]
            value = s * (weight_a + weight_b)
            if s == 0.0 and is_initial_of(a, a_ids[i], b, b_ids[j]):
                s, how = INITIAL, BY_INITIAL
                value = 2.0 * s * min(weight_a, weight_b)
            if value > best:
                best = value
                _write(pairs, row, i, i + 1, j, j + 1, s, how)
    return best


@compiled
def heft(kind: int, weight: float) -> float:
    """Give how far a token counts as a word of its own, 0.0 to 1.0."""
    return 0.0 if kind in (LIGHT, LEGAL) else min(1.0, weight / FULL_WORD)


@compiled
def _rest(table: TokenTable, ids: Ids, used: Flags, out: npt.NDArray[np.float64]) -> None:
    """Write what is unpaired: weight, greatest weight, numbers, legal forms; then what is told.

    The fifth is the number of paired legal forms, the sixth the heft of the unpaired tokens.
    """
    out[:] = 0.0
    for k in range(len(ids)):
        kind, weight = table.kinds[ids[k]], table.weights[ids[k]]
        if not used[k]:
            out[5] += heft(kind, weight)
            out[0] += weight
            out[1] = max(out[1], weight)
            out[2] += 1.0 if kind == NUMBER else 0.0
            out[3] += 1.0 if kind == LEGAL else 0.0
        elif kind == LEGAL:
            out[4] += 1.0


@compiled
def measure(
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids,
    pairs: Floats, count: int, out: npt.NDArray[np.float64],
) -> None:  # fmt: skip
    """Write the `MEASURES` of an alignment; all are 0.0 when only initials agree.

    Args:
        a: the table of the first name's tokens.
        a_ids: shape (m,).
        b: the table of the second name's tokens.
        b_ids: shape (n,).
        pairs: what `align` wrote.
        count: how many pairs.
        out: shape (number of measures,); shares 0.0 to 1.0, weights in units of one rare word.
    """
    out[:] = 0.0
    m, n = len(a_ids), len(b_ids)
    used_a, used_b = np.zeros(m, np.bool_), np.zeros(n, np.bool_)
    told_a, told_b, rest_told_a, rest_told_b = 0.0, 0.0, 0.0, 0.0
    told, weighed, initials = 0.0, 0.0, 0.0
    firm, swaps, weakest = 0, 0, 1.0
    for p in range(count):
        weight_a = _span_weight(a, a_ids, int(pairs[p, 0]), int(pairs[p, 1]))
        weight_b = _span_weight(b, b_ids, int(pairs[p, 2]), int(pairs[p, 3]))
        s, how = pairs[p, 4], pairs[p, 5]
        if how == BY_INITIAL:
            weight_a = weight_b = min(weight_a, weight_b)
            initials += 1.0
        else:
            firm += 1 if how == BY_WORD else 0
            told += s * (weight_a + weight_b)
            weighed += weight_a + weight_b
            weakest = min(weakest, s)
        if how == BY_REST:
            rest_told_a += s * weight_a
            rest_told_b += s * weight_b
        else:
            told_a += s * weight_a
            told_b += s * weight_b
        used_a[int(pairs[p, 0]) : int(pairs[p, 1])] = True
        used_b[int(pairs[p, 2]) : int(pairs[p, 3])] = True
        for q in range(p):
            if (pairs[p, 0] < pairs[q, 0]) != (pairs[p, 2] < pairs[q, 2]):
                swaps += 1
    if firm == 0:
        return
    pieces_a, pieces_b = (
        min(rest_told_a, REST_FACTOR * told_a),
        min(rest_told_b, REST_FACTOR * told_b),
    )
    told_a += pieces_a
    told_b += pieces_b
    rest_a, rest_b = np.empty(6), np.empty(6)
    _rest(a, a_ids, used_a, rest_a)
    _rest(b, b_ids, used_b, rest_b)
    share_a = min(1.0, told_a / _span_weight(a, a_ids, 0, m))
    share_b = min(1.0, told_b / _span_weight(b, b_ids, 0, n))
    shorter = min(share_a, share_b)
    is_paired = rest_a[5] + rest_b[5] == 0.0 and initials == 0.0 and shorter >= LEAST_PAIRED
    out[0] = shorter
    out[1] = shorter * shorter
    out[2] = max(share_a, share_b)
    out[3] = min(1.0, 0.25 * (told_a + told_b))
    out[4] = 1.0 if shorter > 0.999 else 0.0
    out[5] = 1.0 if is_paired else 0.0
    out[6] = min(rest_a[1], rest_b[1])
    out[7] = 1.0 if rest_a[2] and rest_b[2] else (0.4 if rest_a[2] + rest_b[2] > 0 else 0.0)
    out[8] = 1.0 if rest_a[3] and rest_b[3] and not rest_a[4] and not rest_b[4] else 0.0
    out[9] = swaps / max(1.0, 0.5 * count * (count - 1))
    out[10] = 1.0 - told / weighed
    out[11] = 1.0 - weakest
    out[12] = min(1.0, 0.5 * min(rest_a[5], rest_b[5]))
    out[13] = min(1.0, 0.25 * max(rest_a[5], rest_b[5]))
    out[14] = (pieces_a + pieces_b) / (told_a + told_b)
