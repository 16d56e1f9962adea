"""How much power over people a text describes: a small linear reading, with its reasons.

Most descriptions of surveillance name no technology; they say what is done to whom. Patterns
(`reading.py`) find what they know. This is a linear model over words, word pairs and what the
patterns found, trained on texts that we wrote (`benchmarks/capability/power`,
`tools/train_power.py`). It is a guess, and says which words led to it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from math import exp

import numpy as np

from enduse.capability.reading import Reading
from enduse.domain.errors import BadDataError

MAX_WORDS = 600  # read of one text; a description says early what it is
MAX_REASONS = 4
MODEL = "power_model.npz"
PATTERN_WEIGHT = 3.0  # of what the patterns found, against 1.0 for a word
_HIGH = 2  # the place of "at least 3" among the levels
LEVELS = (1, 2, 3, 4)  # one logistic reading for "at least this much power"

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")
_MIN_STEM = 4
_MAX_STEM = 40  # letters of a word; what is longer is no word


@dataclass(frozen=True, slots=True)
class PowerReading:
    """How much power a text describes, 0 none to 4 critical, and the words that tell."""

    level: float  # 0.0 to 4.0
    at_least: tuple[float, ...]  # chance of at least 1, 2, 3 and 4; each 0.0 to 1.0
    reasons: tuple[str, ...]  # words and pairs that raised it most


@dataclass(frozen=True, slots=True)
class PowerModel:
    """Weights by feature, one for each level, with the constants."""

    weights: Mapping[str, tuple[float, ...]]
    constants: tuple[float, ...]
    mean: float  # of the sum of chances, on texts not trained on
    stretch: float  # a sum of chances shrinks towards its mean; this restores the spread

    def read(self, description: str, use: str, found: Reading) -> PowerReading:
        """Read a description and a stated use, with what the patterns found in both."""
        seen = features(description, use, found)
        known = [
            (name, weight, self.weights[name])
            for name, weight in seen.items()
            if name in self.weights
        ]
        totals = list(self.constants)
        for _, weight, own in known:
            for place, gain in enumerate(own):
                totals[place] += weight * gain
        at_least: list[float] = []
        for total in totals:
            chance = 1 / (1 + exp(-max(min(total, 30.0), -30.0)))
            at_least.append(min(chance, at_least[-1]) if at_least else chance)
        level = self.mean + self.stretch * (sum(at_least) - self.mean)
        level = max(0.0, min(level, float(LEVELS[-1])))
        return PowerReading(level, tuple(at_least), _reasons(known))


def _reasons(known: Iterable[tuple[str, float, tuple[float, ...]]]) -> tuple[str, ...]:
    """The features that raised the chance of a high power most."""
    raised = sorted(((weight * own[_HIGH], name) for name, weight, own in known), reverse=True)
    return tuple(name.removeprefix("use ") for gain, name in raised[:MAX_REASONS] if gain > 0)


def features(description: str, use: str, found: Reading) -> dict[str, float]:
    """What the model sees of a text, with the weight of each, so that long texts do not shout.

    Stems and pairs of neighbouring stems, those of the use marked; and what the patterns found,
    which weighs more, because it is seldom there and seldom wrong.
    """
    words = dict.fromkeys((*_stems("", description), *_stems("use ", use)), 1.0)
    words |= dict.fromkeys(_pattern_features(found), PATTERN_WEIGHT)
    scale = len(words) ** -0.5 if words else 0.0
    return {name: weight * scale for name, weight in words.items()}


def _stems(prefix: str, text: str) -> Iterator[str]:
    stems = [_stem(word[:_MAX_STEM]) for word in _WORD.findall(text.lower())[:MAX_WORDS]]
    for stem in stems:
        yield prefix + stem
    for first, second in pairwise(stems):
        yield f"{prefix}{first} {second}"


def _pattern_features(found: Reading) -> Iterator[str]:
    for capability in found.found:
        if capability.counts:
            yield f"capability {capability.id}"
    for capability in found.suggestions:
        yield f"perhaps {capability.id}"
    for capability in found.negated:
        yield f"denied {capability.id}"
    for mark in (*found.degree.narrowing, *found.degree.widening):
        yield f"mark {mark.kind.value}"


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Cut one common English ending; a rough stem is enough for a linear reading."""
    if word.isdigit():
        return "0"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word


@cache
def load_power_model() -> PowerModel:
    """Load the model that ships with the package.

    Raises:
        BadDataError: the file is not a model of this form.
    """
    content = (files("enduse.capability") / "data" / MODEL).read_bytes()
    try:
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            names = str(stored["names"]).split("\n")
            weights = stored["weights"].astype(float).tolist()
            constants = stored["constants"].astype(float).tolist()
            mean, stretch = stored["spread"].astype(float).tolist()
    except (OSError, KeyError, ValueError) as error:
        raise BadDataError(f"{MODEL}: {error}") from None
    if len(names) != len(weights) or len(constants) != len(LEVELS):
        raise BadDataError(f"{MODEL}: names, weights and constants do not fit together")
    by_name = {name: tuple(row) for name, row in zip(names, weights, strict=True)}
    return PowerModel(by_name, tuple(constants), mean, stretch)
