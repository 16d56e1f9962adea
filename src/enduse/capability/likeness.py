"""Which capability a text reads like: a small linear reading beside the patterns, with its reasons.

Patterns (`reading.py`) find what they know. This model was trained on texts, clauses and terms that
we wrote (`tools/train_likeness.py`). Alone it is a guess, and is never more than *possible*; beside
a pattern it raises what both see and lowers what only a broad pattern sees.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from enduse.capability.degree import Evidence, Stance
from enduse.capability.formats.document import Section
from enduse.capability.reading import (
    HINTS,
    MAX_QUOTE,
    THRESHOLD,
    FoundCapability,
    Reading,
    Strength,
    quoted,
    read_text,
)
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.capability.words import Sentence, normal, sentences
from enduse.domain.errors import BadDataError

MODEL = "likeness_model.npz"
OPENING_WORDS = 150  # read of one text; a description says early what it is

_TRUST = 0.6  # the most that the model can add beside a pattern
_ALONE = 0.9  # of that, when no pattern sees anything
_CLEAR = 0.3  # share of the likeness from which a capability stands out
_FAINT = 0.02  # share below which the model sees nothing of it
_DOUBTED = 0.6  # what a pattern keeps that the model sees nothing of
_SURE = 0.8  # confidence of patterns that the model does not touch
_UNSURE = 0.45  # the most of a pattern below the threshold
_FEWEST_WORDS = 2  # that must tell before a guess of the model alone counts
_MOST_REASONS = 3
_LEAST_SUGGESTED = 0.05

_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")
_MIN_STEM, _OTHER_STEM, _MAX_STEM = 4, 6, 40  # letters
_STOP_WORDS = """
the a an of and to in on for by with from at or as is are be it its that this their his her your our
we you they who which when where how what into per all any each every no not
"""
_STOP = frozenset(_STOP_WORDS.split())
Floats = npt.NDArray[np.float32]
Opening: TypeAlias = Sequence[tuple[Sentence, tuple[str, ...]]]  # each sentence with its features


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a text reads like."""

    any: float  # how much it reads like surveillance at all: 0.0 to 1.0
    shares: Mapping[str, float]  # capability -> share of the likeness; together 1.0


@dataclass(frozen=True, slots=True)
class LikenessModel:
    """Weights: one row a feature, one column a capability, and a last column for *any*."""

    capabilities: tuple[str, ...]
    rows: Mapping[str, int]  # feature -> row
    weights: Floats  # shape (features, capabilities + 1)
    constants: Floats  # shape (capabilities + 1,)

    def read(self, opening: Opening) -> Likeness:
        """What the opening of a text reads like."""
        seen = _scaled(opening)
        known = [(self.rows[name], weight) for name, weight in seen.items() if name in self.rows]
        total = self.constants
        if known:
            rows, weights = zip(*known, strict=True)
            total = total + np.asarray(weights, np.float32) @ self.weights[list(rows)]
        powers = np.exp(total[:-1] - total[:-1].max())
        shares = (powers / powers.sum()).tolist()
        chance = float(1 / (1 + np.exp(-total[-1])))
        return Likeness(chance, dict(zip(self.capabilities, shares, strict=True)))

    def telling(self, opening: Opening, capability: str) -> tuple[Sentence, tuple[str, ...]] | None:
        """The sentence that most resembles a capability, and its telling words."""
        column = self.weights[:, self.capabilities.index(capability)]
        best: tuple[float, Sentence, list[tuple[float, str]]] | None = None
        for sentence, names in opening:
            gains = [(float(column[self.rows[n]]), n) for n in names if n in self.rows]
            total = sum(gain for gain, _ in gains)
            if gains and (best is None or total > best[0]):
                best = total, sentence, gains
        if best is None:
            return None
        words = sorted(((g, n) for g, n in best[2] if g > 0 and " " not in n), reverse=True)
        return best[1], tuple(dict.fromkeys(n for _, n in words[:_MOST_REASONS]))


def features(text: str) -> dict[str, float]:
    """Stems and pairs of neighbouring stems of the opening, scaled to the same length."""
    return _scaled(_opening(text))


def _scaled(opening: Opening) -> dict[str, float]:
    seen = dict.fromkeys(name for _, names in opening for name in names)
    return dict.fromkeys(seen, len(seen) ** -0.5 if seen else 0.0)


def read_product(text: str, *, sections: Sequence[Section] = ()) -> Reading:
    """Read a text with the patterns and the model together; as `read_text` else."""
    return with_likeness(text, read_text(text, sections=sections))


def with_likeness(text: str, reading: Reading) -> Reading:
    """What the patterns found, raised and lowered by what the model sees, and its own guesses."""
    model = load_likeness_model()
    opening = _opening(text)
    likeness = model.read(opening)
    settled = {c.id for c in reading.negated} | {c.id for c in reading.found if not c.counts}
    seen = {c.id: c for c in (*reading.suggestions, *reading.infrastructure, *reading.found)}
    together = [
        _together(id_, seen.get(id_), likeness) or _guess(text, opening, id_, likeness, model)
        for id_ in model.capabilities
        if id_ not in settled
    ]
    rows = sorted((c for c in together if c), key=lambda c: (-c.confidence, c.id))
    taxonomy = load_taxonomy()
    firm = [c for c in rows if c.confidence >= THRESHOLD]
    spoken = tuple(c for c in reading.found if not c.counts)
    return replace(
        reading,
        found=(*(c for c in firm if not taxonomy.get(c.id).is_infrastructure), *spoken),
        infrastructure=tuple(c for c in firm if taxonomy.get(c.id).is_infrastructure),
        suggestions=tuple(
            replace(c, strength=Strength.MENTIONED) for c in rows if c.confidence < THRESHOLD
        ),
    )


def _together(id_: str, seen: FoundCapability | None, likeness: Likeness) -> FoundCapability | None:
    """A capability that the patterns see, as both see it; None when they do not."""
    if seen is None:
        return None
    added = _added(id_, likeness)
    if all(evidence.reason == HINTS for evidence in seen.evidence):
        guess = round(max(min(seen.confidence, _UNSURE), _ALONE * added), 3)
        return replace(seen, strength=Strength.POSSIBLE, confidence=guess)
    own = seen.confidence if seen.counts else min(seen.confidence, _UNSURE)
    if own < _SURE and likeness.shares[id_] < _FAINT:
        own *= _DOUBTED
    confidence = round(1 - (1 - own) * (1 - added), 3)
    strength = seen.strength if seen.counts else Strength.POSSIBLE
    return replace(seen, strength=strength, confidence=confidence)


def _guess(
    text: str, opening: Opening, id_: str, likeness: Likeness, model: LikenessModel
) -> FoundCapability | None:
    """A capability that only the model sees; None when it is not worth a question."""
    confidence = round(_ALONE * _added(id_, likeness), 3)
    if confidence < _LEAST_SUGGESTED or load_taxonomy().get(id_).is_infrastructure:
        return None
    found = model.telling(opening, id_)
    if found is None:
        return None
    sentence, words = found
    if len(words) < _FEWEST_WORDS:
        confidence = min(confidence, _UNSURE)
    start, end = sentence.span(0, len(sentence.words) - 1)
    reason = f"reads like it: {', '.join(words)}" if words else "reads like it"
    quote = quoted(text, sentence, start)
    evidence = Evidence(quote, start, min(end, start + MAX_QUOTE), reason, Stance.OPTIONAL)
    return FoundCapability(id_, Strength.POSSIBLE, confidence, (evidence,))


def _added(id_: str, likeness: Likeness) -> float:
    """What the model adds to the confidence in a capability: 0.0 to _TRUST."""
    return _TRUST * likeness.any * min(1.0, likeness.shares[id_] / _CLEAR)


def _opening(text: str) -> Opening:
    found: list[tuple[Sentence, tuple[str, ...]]] = []
    count = 0
    for sentence in sentences(text):
        found.append((sentence, tuple(_features_of(sentence))))
        count += len(sentence.words)
        if count > OPENING_WORDS:
            break
    return found


def _features_of(sentence: Sentence) -> Iterator[str]:
    stems = [stem for word in sentence.words if (stem := _stem(word)) not in _STOP]
    yield from stems
    for first, second in pairwise(stems):
        yield f"{first} {second}"


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Cut one common English ending, or what follows the first letters in other languages."""
    base = normal(word)
    if base.isdigit():
        return "0"
    if not base.isascii():
        return base[:_OTHER_STEM]
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= _MIN_STEM:
            return base[: -len(ending)][:_MAX_STEM]
    return base[:_MAX_STEM]


@cache
def load_likeness_model(taxonomy: Taxonomy | None = None) -> LikenessModel:
    """Load the model that ships with the package.

    Raises:
        BadDataError: the file is not a model of this form, or of other capabilities.
    """
    content = (files("enduse.capability") / "data" / MODEL).read_bytes()
    try:
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            names = str(stored["names"]).split("\n")
            capabilities = tuple(str(stored["capabilities"]).split("\n"))
            weights = stored["weights"].astype(np.float32) * stored["scale"].astype(np.float32)
            constants = stored["constants"].astype(np.float32)
    except (OSError, KeyError, ValueError) as error:
        raise BadDataError(f"{MODEL}: {error}") from None
    shape = (len(names), len(capabilities) + 1)
    if weights.shape != shape or constants.shape != shape[1:]:
        raise BadDataError(f"{MODEL}: names, weights and constants do not fit together")
    if not set(capabilities) <= set((taxonomy or load_taxonomy()).ids):
        raise BadDataError(f"{MODEL}: trained for other capabilities; train it again")
    return LikenessModel(capabilities, {n: i for i, n in enumerate(names)}, weights, constants)
