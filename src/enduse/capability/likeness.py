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

import numpy as np
import numpy.typing as npt

from enduse.capability.degree import Evidence, Stance
from enduse.capability.formats.document import Section
from enduse.capability.reading import (
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
_FAINT = 0.01  # share below which the model sees nothing of it
_DOUBTED = 0.6  # what a pattern keeps that the model sees nothing of
_SURE = 0.8  # confidence of patterns that the model does not touch
_UNSURE = 0.45  # the most of a pattern below the threshold
_MOST_REASONS = 3
_LEAST_SUGGESTED = 0.05

_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")
_MIN_STEM, _OTHER_STEM, _MAX_STEM = 4, 6, 40  # letters
_STOP = frozenset(
    "the a an of and to in on for by with from at or as is are be it its that this their his her "
    "your our we you they who which when where how what into per all any each every no not".split()
)
Floats = npt.NDArray[np.float32]


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

    def read(self, text: str) -> Likeness:
        """Read the opening of a text."""
        seen = features(text)
        known = [(self.rows[name], weight) for name, weight in seen.items() if name in self.rows]
        total = self.constants
        if known:
            rows, weights = zip(*known, strict=True)
            total = total + np.asarray(weights, np.float32) @ self.weights[list(rows)]
        powers = np.exp(total[:-1] - total[:-1].max())
        shares = (powers / powers.sum()).tolist()
        chance = float(1 / (1 + np.exp(-total[-1])))
        return Likeness(chance, dict(zip(self.capabilities, shares, strict=True)))

    def telling(self, text: str, capability: str) -> tuple[Sentence, tuple[str, ...]] | None:
        """The sentence of the opening that most resembles a capability, and its telling words."""
        column = self.capabilities.index(capability)
        best: tuple[float, Sentence, tuple[str, ...]] | None = None
        for sentence in _opening(text):
            gains = {
                name: float(self.weights[self.rows[name], column])
                for name in _features_of(sentence)
                if name in self.rows
            }
            total = sum(gains.values())
            if gains and (best is None or total > best[0]):
                words = sorted((n for n in gains if " " not in n), key=lambda n: -gains[n])
                best = total, sentence, tuple(w for w in words[:_MOST_REASONS] if gains[w] > 0)
        return best[1:] if best else None


def features(text: str) -> dict[str, float]:
    """Stems and pairs of neighbouring stems of the opening, scaled to the same length."""
    names = dict.fromkeys(name for sentence in _opening(text) for name in _features_of(sentence))
    scale = len(names) ** -0.5 if names else 0.0
    return dict.fromkeys(names, scale)


def read_product(text: str, *, sections: Sequence[Section] = ()) -> Reading:
    """Read a text with the patterns and the model together; as `read_text` else."""
    return with_likeness(text, read_text(text, sections=sections))


def with_likeness(text: str, reading: Reading) -> Reading:
    """What the patterns found, raised and lowered by what the model sees, and its own guesses."""
    model = load_likeness_model()
    likeness = model.read(text)
    settled = {c.id for c in reading.negated} | {c.id for c in reading.found if not c.counts}
    seen = {c.id: c for c in (*reading.suggestions, *reading.infrastructure, *reading.found)}
    together = [
        _together(text, id_, seen.get(id_), likeness, model)
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


def _together(
    text: str,
    id_: str,
    seen: FoundCapability | None,
    likeness: Likeness,
    model: LikenessModel,
) -> FoundCapability | None:
    """One capability as patterns and model see it; None when it is not worth a question."""
    share = likeness.shares[id_]
    added = _TRUST * likeness.any * min(1.0, share / _CLEAR)
    if seen is None:
        confidence = round(_ALONE * added, 3)
        if confidence < _LEAST_SUGGESTED or load_taxonomy().get(id_).is_infrastructure:
            return None
        evidence = _evidence(text, id_, model)
        return FoundCapability(id_, Strength.POSSIBLE, confidence, evidence) if evidence else None
    own = seen.confidence
    if not seen.counts:
        own = min(own, _UNSURE)
    if own < _SURE and share < _FAINT:
        own *= _DOUBTED
    confidence = round(1 - (1 - own) * (1 - added), 3)
    strength = seen.strength if seen.counts else Strength.POSSIBLE
    return replace(seen, strength=strength, confidence=confidence)


def _evidence(text: str, id_: str, model: LikenessModel) -> tuple[Evidence, ...]:
    found = model.telling(text, id_)
    if found is None:
        return ()
    sentence, words = found
    start, end = sentence.span(0, len(sentence.words) - 1)
    reason = f"reads like it: {', '.join(words)}" if words else "reads like it"
    quote = quoted(text, sentence, start)
    return (Evidence(quote, start, min(end, start + MAX_QUOTE), reason, Stance.OPTIONAL),)


def _opening(text: str) -> Iterator[Sentence]:
    count = 0
    for sentence in sentences(text):
        yield sentence
        count += len(sentence.words)
        if count > OPENING_WORDS:
            return


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
