"""The score of two names: a calibrated chance, and the reasons behind it."""

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from enduse.domain.screening import Comparison, Feature, PartyKind
from enduse.screening.align import align
from enduse.screening.compiled import compiled
from enduse.screening.measures import LEAST_PAIRED, MEASURES, SUPPORTING, measure
from enduse.screening.normalise import Word, words_of
from enduse.screening.similarity import table_similarity
from enduse.screening.spans import (
    BY_INITIAL,
    BY_REST,
    PAIR_COLUMNS,
    Floats,
    Ids,
    comes_first,
)
from enduse.screening.tokens import TokenTable, make_token_table

ENGINE = "1"
"""Changes whenever the same two names could get another score."""
PERSON, ORGANISATION = 0, 1

_REASONS = {
    "shorter_told": "share of the less covered name that the other tells",
    "shorter_told_squared": "the same, where nearly all of it is told",
    "longer_told": "share of the better covered name that the other tells",
    "information": "how rare the words are that agree",
    "all_equal": "every word agrees",
    "all_paired": "every word has a counterpart",
    "other_rare_word": "both names hold a rare word that the other lacks",
    "other_number": "the numbers differ",
    "other_legal_form": "the legal forms differ",
    "order": "the words stand in another order",
    "inexact": "words agree by sound or spelling only",
    "weakest_word": "how unlike the least alike pair of words is",
    "other_count": "number of words that stand against each other",
    "left_count": "number of words that one name lacks",
    "in_one_piece": "share of what agrees that only agrees when words are read in one piece",
}


@cache
def coefficients() -> npt.NDArray[np.float64]:
    """Give the fitted weights, shape (2, 1 + number of measures): persons, organisations.

    The first column is the constant. Weights of supporting measures are not negative, those of
    the others not positive: from this follows the bound that candidates are pruned by.
    """
    text = files("enduse.screening").joinpath("data/weights.toml").read_text("utf-8")
    table = tomllib.loads(text)
    rows = [
        [table[kind]["constant"], *(table[kind][name] for name in MEASURES)]
        for kind in ("person", "organisation")
    ]
    made = np.array(rows, np.float64)
    made.setflags(write=False)
    return made


@compiled
def log_odds(weights: npt.NDArray[np.float64], measures: npt.NDArray[np.float64]) -> float:
    """Add up one row of the weights over the measures. Nothing in common is minus infinity."""
    if measures[2] <= 0.0:
        return -np.inf
    total = weights[0]
    for k in range(len(measures)):
        total += weights[k + 1] * measures[k]
    return total


@compiled
def highest_log_odds(
    weights: npt.NDArray[np.float64], share_a: float, share_b: float, told: float
) -> float:
    """Give what the score cannot exceed when the names tell at most so much of each other.

    Args:
        weights: one row of `coefficients`.
        share_a: at most so much of one name is told, 0.0 or more.
        share_b: the same of the other name.
        told: the told weights of both names added, at most.
    """
    # a hair more, as the same sums in another order may differ in their last bits
    shorter = min(1.0, min(share_a, share_b) + 1e-5)
    longer = min(1.0, max(share_a, share_b) + 1e-5)
    total = weights[0] + weights[1] * shorter + weights[2] * shorter * shorter
    total += weights[3] * longer + weights[4] * min(1.0, 0.25 * told + 1e-5)
    total += weights[5] if shorter > 0.999 else 0.0
    return total + (weights[6] if shorter >= LEAST_PAIRED else 0.0) + 1e-9


@compiled
def measure_tokens(
    a: TokenTable, a_ids: Ids, b: TokenTable, b_ids: Ids, pairs: Floats,
    out: npt.NDArray[np.float64],
) -> int:  # fmt: skip
    """Compare every token with every token, align and measure; give the number of pairs."""
    sims = np.empty((len(a_ids), len(b_ids)))
    for i in range(len(a_ids)):
        for j in range(len(b_ids)):
            sims[i, j] = table_similarity(a, a_ids[i], b, b_ids[j])
    count = align(a, a_ids, b, b_ids, sims, pairs)
    measure(a, a_ids, b, b_ids, pairs, count, out)
    return count


def chance(odds: float) -> float:
    """Turn log-odds into a chance, 0.0 to 1.0, rounded to six places."""
    if odds < -700:  # the exponential has no larger argument
        return 0.0
    return round(1.0 / (1.0 + math.exp(-odds)), 6)


def odds_of(score: float) -> float:
    """Turn a chance into log-odds."""
    if score <= 0.0:
        return -math.inf
    return math.inf if score >= 1.0 else math.log(score / (1.0 - score))


def model_of(kind: PartyKind) -> int:
    """Say which weights a kind of party is scored with."""
    return PERSON if kind is PartyKind.PERSON else ORGANISATION


def compare_names(a: str, b: str, *, kind: PartyKind | str = PartyKind.UNKNOWN) -> Comparison:
    """Give the chance that two names name one party, from the names alone, with the reasons.

    Args:
        a: a name in any script.
        b: another; the order of the two does not matter.
        kind: what both names name.
    """
    return compare_words(words_of(a), words_of(b), coefficients()[model_of(PartyKind(kind))])


def compare_words(
    a: Sequence[Word], b: Sequence[Word], weights: npt.NDArray[np.float64]
) -> Comparison:
    """Compare names that are words already, with one row of the weights."""
    if not a or not b:
        return Comparison(0.0, (Feature("nothing_to_compare", 0.0, 0.0),))
    table = make_token_table([word.token for word in (*a, *b)])
    a_ids = np.arange(len(a), dtype=np.int32)
    b_ids = np.arange(len(a), len(a) + len(b), dtype=np.int32)
    turned = not comes_first(table, a_ids, table, b_ids)
    first, second = (b_ids, a_ids) if turned else (a_ids, b_ids)
    pairs = np.empty((len(a) + len(b), PAIR_COLUMNS))
    measures = np.empty(len(MEASURES))
    measure_all = measure_tokens.when_it_pays()
    count = measure_all(table, first, table, second, pairs, measures)
    if turned:
        pairs[:, [0, 1, 2, 3]] = pairs[:, [2, 3, 0, 1]]
    return Comparison(
        chance(log_odds(weights, measures)),
        (*_word_features(a, b, pairs[:count]), *_measure_features(weights, measures)),
    )


def _word_features(a: Sequence[Word], b: Sequence[Word], pairs: Floats) -> tuple[Feature, ...]:
    """Name every pair of strings, then what is left on each side."""
    made, left_a, left_b = [], set(range(len(a))), set(range(len(b)))
    for first_a, last_a, first_b, last_b, value, how in pairs.tolist():
        span_a, span_b = range(int(first_a), int(last_a)), range(int(first_b), int(last_b))
        left_a -= set(span_a)
        left_b -= set(span_b)
        made.append(
            Feature(
                name="word",
                value=round(value, 3),
                weight=0.0,
                queried=_originals(a, span_a),
                listed=_originals(b, span_b),
                reason=_why(value, how, joined=len(span_a) != len(span_b)),
            )
        )
    rest_a, rest_b = _originals(a, sorted(left_a)), _originals(b, sorted(left_b))
    if rest_a or rest_b:
        made.append(Feature("unmatched", 0.0, 0.0, rest_a, rest_b, "words without a counterpart"))
    return tuple(made)


def _originals(words: Sequence[Word], places: Sequence[int]) -> str:
    return " ".join(dict.fromkeys(words[place].original for place in places))


def _why(value: float, how: float, *, joined: bool) -> str:
    if how == BY_INITIAL:
        return "first letter"
    if how == BY_REST:
        return "what is left over, read in one piece"
    if joined:
        return "written together and apart"
    if value >= 1.0:
        return "the same word"
    return "a spelling of one name" if abs(value - 0.95) < 1e-6 else "alike in letters or sound"


def _measure_features(
    weights: npt.NDArray[np.float64], measures: npt.NDArray[np.float64]
) -> tuple[Feature, ...]:
    constant = Feature("constant", 1.0, round(float(weights[0]), 4), reason="before any evidence")
    told = tuple(
        Feature(name, round(value, 4), round(value * weight, 4), reason=_REASONS[name])
        for name, value, weight in zip(
            MEASURES, measures.tolist(), weights[1:].tolist(), strict=True
        )
        if value and weight
    )
    return (constant, *told)


def check_signs(weights: npt.NDArray[np.float64]) -> bool:
    """Say whether weights keep the signs on which exact pruning rests."""
    supporting, against = weights[:, 1 : 1 + SUPPORTING], weights[:, 1 + SUPPORTING :]
    return bool((supporting >= 0).all() and (against <= 0).all())
