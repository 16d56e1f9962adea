"""Token put against token, one to one, and what that says about two names.

The outcome is the same whichever name comes first: the pair is always taken in one order.
"""

import numpy as np
import numpy.typing as npt

from enduse.screening.compiled import compiled
from enduse.screening.tokens import LEGAL, LIGHT, NUMBER, TokenTable

MEASURES = (
    "shorter_told", "shorter_told_squared", "longer_told", "information", "all_equal", "all_paired",
    "other_rare_word", "other_number", "other_legal_form", "order", "inexact", "weakest_word",
    "other_count", "left_count",
)  # fmt: skip
"""What is measured. The first six speak for one party, the others against."""
SUPPORTING = 6
LEAST_PAIRED = 0.55
"""Names all of whose words are paired tell at least this share of each other."""
MAX_JOINED = 3
INITIAL, JOINED = 0.5, 0.97
FULL_WORD = 0.4  # a token of this weight counts as a whole word
LIGHTEST = 0.06  # particles and legal forms weigh less
PAIR_COLUMNS = 6  # first and last token of a, of b (last is one past), similarity, is initial

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]


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
    total = 0
    for k in range(first, last):
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
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, spans: npt.NDArray[np.int64]
) -> int:
    """Write where tokens of one name, written together, are one token of the other."""
    count = 0
    for size in range(2, MAX_JOINED + 1):
        for first in range(len(a_ids) - size + 1):
            for j in range(len(b_ids)):
                if count < len(spans) and _is_joined(a, a_ids, first, first + size, b, b_ids[j]):
                    spans[count] = np.array((first, first + size, j, j + 1))
                    count += 1
        for first in range(len(b_ids) - size + 1):
            for i in range(len(a_ids)):
                if count < len(spans) and _is_joined(b, b_ids, first, first + size, a, a_ids[i]):
                    spans[count] = np.array((i, i + 1, first, first + size))
                    count += 1
    return count


@compiled
def _is_free(used: npt.NDArray[np.bool_], first: int, last: int) -> bool:
    for k in range(first, last):  # noqa: SIM110 - a loop compiles, a generator does not
        if used[k]:
            return False
    return True


@compiled
def align(  # noqa: C901 - one loop of a kernel
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
    spans = np.empty((16, 4), np.int64)
    n_spans = _joins(a, a_ids, b, b_ids, spans)
    count = 0
    while True:
        best, first_a, last_a, first_b, last_b = 0.0, 0, 0, 0, 0
        similarity, initial = 0.0, 0.0
        for i in range(m):
            if used_a[i]:
                continue
            for j in range(n):
                if used_b[j]:
                    continue
                s = sims[i, j]
                weight_a, weight_b = a.weights[a_ids[i]], b.weights[b_ids[j]]
                value = s * (weight_a + weight_b)
                is_initial = False
                if s == 0.0 and is_initial_of(a, a_ids[i], b, b_ids[j]):
                    s, is_initial = np.float32(INITIAL), True
                    value = 2.0 * s * min(weight_a, weight_b)
                if value > best:
                    best, first_a, last_a, first_b, last_b = value, i, i + 1, j, j + 1
                    similarity, initial = s, 1.0 if is_initial else 0.0
        for k in range(n_spans):
            if _is_free(used_a, spans[k, 0], spans[k, 1]) and _is_free(
                used_b, spans[k, 2], spans[k, 3]
            ):
                value = JOINED * (
                    _span_weight(a, a_ids, spans[k, 0], spans[k, 1])
                    + _span_weight(b, b_ids, spans[k, 2], spans[k, 3])
                )
                if value > best:
                    best, similarity, initial = value, JOINED, 0.0
                    first_a, last_a = spans[k, 0], spans[k, 1]
                    first_b, last_b = spans[k, 2], spans[k, 3]
        if best <= 0.0:
            return count
        for i in range(first_a, last_a):
            used_a[i] = True
        for j in range(first_b, last_b):
            used_b[j] = True
        pairs[count, 0], pairs[count, 1] = first_a, last_a
        pairs[count, 2], pairs[count, 3] = first_b, last_b
        pairs[count, 4], pairs[count, 5] = similarity, initial
        count += 1


@compiled
def heft(kind: int, weight: float) -> float:
    """Give how far a token counts as a word of its own, 0.0 to 1.0."""
    return 0.0 if kind in (LIGHT, LEGAL) else min(1.0, weight / FULL_WORD)


@compiled
def _rest(
    table: TokenTable, ids: Ids, used: npt.NDArray[np.bool_], out: npt.NDArray[np.float64]
) -> None:
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
    told_a, told_b, told, weighed, initials = 0.0, 0.0, 0.0, 0.0, 0.0
    firm, swaps, weakest = 0, 0, 1.0
    for p in range(count):
        weight_a = _span_weight(a, a_ids, int(pairs[p, 0]), int(pairs[p, 1]))
        weight_b = _span_weight(b, b_ids, int(pairs[p, 2]), int(pairs[p, 3]))
        s = pairs[p, 4]
        if pairs[p, 5] > 0.0:
            weight_a = weight_b = min(weight_a, weight_b)
            initials += 1.0
        else:
            firm += 1
            told += s * (weight_a + weight_b)
            weighed += weight_a + weight_b
            weakest = min(weakest, s) if min(weight_a, weight_b) > LIGHTEST else weakest
        told_a += s * weight_a
        told_b += s * weight_b
        for i in range(int(pairs[p, 0]), int(pairs[p, 1])):
            used_a[i] = True
        for j in range(int(pairs[p, 2]), int(pairs[p, 3])):
            used_b[j] = True
        for q in range(p):
            if (pairs[p, 0] < pairs[q, 0]) != (pairs[p, 2] < pairs[q, 2]):
                swaps += 1
    if firm == 0:
        return
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
