"""What a heading says of everything below it: planned, compared, mentioned or denied."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enduse.capability.degree import Stance
from enduse.capability.formats.document import Section
from enduse.capability.lexicon import Lexicon
from enduse.capability.words import sentences

_MOST_WORDS = 8  # a longer heading is a sentence, and says something of its own
_STANCES = {
    "%planned": Stance.PLANNED,
    "%compared": Stance.COMPARED,
    "%mentioned": Stance.MENTIONED,
    "%negated": Stance.NEGATED,
}


@dataclass(frozen=True, slots=True)
class HeldParts:
    """How the parts of a text are held, by where each begins."""

    _starts: tuple[int, ...]
    _stances: tuple[Stance, ...]

    def at(self, offset: int) -> Stance:
        """The least firm stance that anything at this place can have."""
        found = bisect_right(self._starts, offset) - 1
        return self._stances[found] if found >= 0 else Stance.ASSERTED


def held_parts(sections: Iterable[Section], lexicon: Lexicon) -> HeldParts:
    """How each section is held: as its own heading says, or one above it."""
    rows = list(_held(sections, lexicon))
    return HeldParts(tuple(start for start, _ in rows), tuple(stance for _, stance in rows))


def _held(sections: Iterable[Section], lexicon: Lexicon) -> Iterator[tuple[int, Stance]]:
    above: list[tuple[int, Stance]] = []  # level and stance of the headings that still hold
    for section in sections:
        above = [(level, stance) for level, stance in above if level < section.level]
        above.append((section.level, _said_by(section.heading, lexicon)))
        yield section.start, max((stance for _, stance in above), key=lambda stance: stance.rank)


def _said_by(heading: str, lexicon: Lexicon) -> Stance:
    words = [word for sentence in sentences(heading[:200]) for word in sentence.words]
    if len(words) > _MOST_WORDS:
        return Stance.ASSERTED
    said = [_STANCES[hit.name] for hit in lexicon.vocabulary.hits(words) if hit.name in _STANCES]
    return max(said, key=lambda stance: stance.rank, default=Stance.ASSERTED)
