"""Every listed name scored against a query, nothing pruned: what the index must equal."""

import numpy as np

from enduse.screening.compiled import compiled
from enduse.screening.index import model_number
from enduse.screening.lookup import IndexArrays
from enduse.screening.measures import MEASURES
from enduse.screening.normalise import MAX_WORDS, tokens_of
from enduse.screening.score import coefficients, log_odds, measure_tokens
from enduse.screening.spans import PAIR_COLUMNS, comes_first
from enduse.screening.tokens import make_token_table


@compiled
def _all_odds(index: IndexArrays, table, ids, model, weights, out):
    pairs = np.empty((2 * MAX_WORDS, PAIR_COLUMNS))
    measures = np.empty(len(MEASURES))
    for name in range(len(out)):
        listed = index.name_tokens[index.name_starts[name] : index.name_starts[name + 1]]
        row = index.name_models[name]
        if row == 2:
            row = 1 if model == 2 else model
        if comes_first(table, ids, index.vocabulary, listed):
            measure_tokens(table, ids, index.vocabulary, listed, pairs, measures)
        else:
            measure_tokens(index.vocabulary, listed, table, ids, pairs, measures)
        out[name] = log_odds(weights[row], measures)


def all_odds(index, name, kind):
    """Log-odds of a name against every listed name, shape (names,)."""
    tokens = tokens_of(name)
    out = np.empty(len(index._arrays.name_entries))
    ids = np.arange(len(tokens), dtype=np.int32)
    table = make_token_table(tokens)
    _all_odds.fast(index._arrays, table, ids, model_number(kind), coefficients(), out)
    return out


def best_by_entry(index, name, kind, cut):
    """Entry -> its highest log-odds, of those that reach the cut."""
    best = {}
    for row, odds in enumerate(all_odds(index, name, kind)):
        if odds >= cut:
            entry = int(index._arrays.name_entries[row])
            best[entry] = max(best.get(entry, -np.inf), odds)
    return best
