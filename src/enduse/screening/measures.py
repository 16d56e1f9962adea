"""What an alignment says about two names."""

import numpy as np
import numpy.typing as npt

from enduse.screening.compiled import compiled
from enduse.screening.spans import BY_INITIAL, BY_REST, BY_WORD, Flags, Floats, Ids, span_weight
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
FULL_WORD = 0.4  # a token of this weight counts as a whole word
REST_FACTOR = 1.0
"""What is left over tells at most so many times what the words told that are alike."""


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
        weight_a = span_weight(a, a_ids, int(pairs[p, 0]), int(pairs[p, 1]))
        weight_b = span_weight(b, b_ids, int(pairs[p, 2]), int(pairs[p, 3]))
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
    share_a = min(1.0, told_a / span_weight(a, a_ids, 0, m))
    share_b = min(1.0, told_b / span_weight(b, b_ids, 0, n))
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
