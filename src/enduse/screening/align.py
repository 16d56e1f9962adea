"""Token put against token, one to one.

The outcome is the same whichever name comes first: the pair is always taken in one order.
"""

import numpy as np

from enduse.screening.compiled import compiled
from enduse.screening.spans import (
    BY_INITIAL,
    BY_WORD,
    PAIR_COLUMNS,
    Flags,
    Floats,
    Ids,
    find_joins,
    find_lone,
    find_rests,
    is_firm,
    is_initial_of,
    span_weight,
    write_pair,
)
from enduse.screening.tokens import TokenTable

INITIAL = 0.5
_SPANS = 24


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
    n_spans = find_joins(a, a_ids, b, b_ids, spans)
    lone_a, lone_b = np.empty(m, np.bool_), np.empty(n, np.bool_)
    find_lone(a, a_ids, b, b_ids, sims, spans, n_spans, lone_a, lone_b)
    if is_firm(a, a_ids, sims, spans, n_spans, 0) and is_firm(b, b_ids, sims, spans, n_spans, 1):
        n_spans = find_rests(a, a_ids, b, b_ids, lone_a, lone_b, spans, n_spans)
    count = 0
    while True:
        best = _best_pair(a, a_ids, b, b_ids, sims, used_a, used_b, pairs, count)
        for k in range(n_spans):
            first_a, last_a = int(spans[k, 0]), int(spans[k, 1])
            first_b, last_b = int(spans[k, 2]), int(spans[k, 3])
            if _is_free(used_a, first_a, last_a) and _is_free(used_b, first_b, last_b):
                value = spans[k, 4] * (
                    span_weight(a, a_ids, first_a, last_a) + span_weight(b, b_ids, first_b, last_b)
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
                write_pair(pairs, row, i, i + 1, j, j + 1, s, how)
    return best
