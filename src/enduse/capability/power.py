"""How much power over people a text describes: a small linear reading, with its reasons.

Most descriptions of surveillance name no technology; they say what is done to whom. Patterns
(`reading.py`) find what they know. This adds a linear model over words and word pairs, trained on
texts that we wrote (`benchmarks/capability/power`, `tools/train_power.py`). It is a guess, and says
which words led to it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from math import exp

import numpy as np

from enduse.domain.errors import BadDataError

MAX_WORDS = 600  # read of one text; a description says early what it is
MAX_REASONS = 4
MODEL = "power_model.npz"
LEVELS = (1, 2, 3, 4)  # one logistic reading for "at least this much power"

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")
_MIN_STEM = 4


@dataclass(frozen=True, slots=True)
class PowerReading:
    """How much power a text describes, 0 none to 4 critical, and the words that tell."""

    at_least: tuple[float, ...]  # chance of at least 1, 2, 3 and 4; each 0.0 to 1.0
    reasons: tuple[str, ...]  # words and pairs that raised it most

    @property
    def expected(self) -> float:
        """The expected level, 0.0 to 4.0."""
        return sum(self.at_least)


@dataclass(frozen=True, slots=True)
class PowerModel:
    """Weights by feature, one for each level, with the constants."""

    weights: Mapping[str, tuple[float, ...]]
    constants: tuple[float, ...]

    def read(self, description: str, use: str) -> PowerReading:
        """Read a description and a stated use; either may be empty."""
        totals = list(self.constants)
        raised: list[tuple[float, str]] = []
        seen = dict.fromkeys(features(description, use))
        known = [(name, self.weights[name]) for name in seen if name in self.weights]
        # As in training: a text is a set of features of length one.
        scale = len(seen) ** -0.5 if seen else 0.0
        for name, weights in known:
            for level, weight in enumerate(weights):
                totals[level] += weight * scale
            raised.append((weights[2], name))
        top = sorted(raised, reverse=True)[:MAX_REASONS]
        at_least: list[float] = []
        for total in totals:
            chance = 1 / (1 + exp(-max(min(total, 30.0), -30.0)))
            at_least.append(min(chance, at_least[-1]) if at_least else chance)
        reasons = tuple(name.removeprefix("use ") for weight, name in top if weight > 0)
        return PowerReading(tuple(at_least), reasons)


def features(description: str, use: str) -> Iterator[str]:
    """The stems and pairs of neighbouring stems of a text; those of the use are marked."""
    for prefix, text in (("", description), ("use ", use)):
        stems = [_stem(word) for word in _WORD.findall(text.lower())[:MAX_WORDS]]
        for stem in stems:
            yield prefix + stem
        for first, second in pairwise(stems):
            yield f"{prefix}{first} {second}"


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
    except (OSError, KeyError, ValueError) as error:
        raise BadDataError(f"{MODEL}: {error}") from None
    if len(names) != len(weights) or len(constants) != len(LEVELS):
        raise BadDataError(f"{MODEL}: names, weights and constants do not fit together")
    by_name = {name: tuple(row) for name, row in zip(names, weights, strict=True)}
    return PowerModel(by_name, tuple(constants))
