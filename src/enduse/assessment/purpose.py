"""What a stated purpose says about power over people: a reading of words, always a guess."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enduse.assessment.wordlists import compile_words
from enduse.domain.errors import BadDataError
from enduse.domain.strict import StrictTable

MAX_TEXT = 20_000  # characters read; a purpose is stated early or not at all
_EFFECTS = ("repressive", "broad", "supervised", "narrow", "beneficial")
_DENIED = re.compile(
    r"\b(?:no|not|never|without|excluding|except|cannot|nor|neither)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_LOOK_BACK = 48  # characters before a word in which a denial counts


@dataclass(frozen=True, slots=True)
class Purpose:
    """One kind of purpose, and what it says about who would be watched."""

    id: str
    reads_as: str
    effect: str  # repressive | broad | supervised | narrow | beneficial
    benefit: str  # the public good it names, or empty
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurposeFound:
    """A purpose that a text names, with the words that show it."""

    purpose: Purpose
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurposeWords:
    """The word lists, compiled to one pass over a text."""

    purposes: tuple[Purpose, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, purposes: Iterable[Purpose]) -> "PurposeWords":
        """Compile."""
        purposes = tuple(purposes)
        lists = {f"p{number}": purpose.words for number, purpose in enumerate(purposes)}
        return cls(purposes, compile_words(lists))

    def read(self, text: str) -> tuple[PurposeFound, ...]:
        """Find the purposes that a text names and does not deny."""
        found: dict[int, dict[str, None]] = {}
        text = text[:MAX_TEXT]
        for match in self.pattern.finditer(text):
            before = text[max(match.start() - _LOOK_BACK, 0) : match.start()]
            if match.lastgroup and not _DENIED.search(before):
                found.setdefault(int(match.lastgroup[1:]), {})[match[0].lower()] = None
        return tuple(
            PurposeFound(self.purposes[number], tuple(words))
            for number, words in sorted(found.items())
        )


def read_purposes(content: Mapping[str, object], place: str) -> PurposeWords:
    """Read the word lists from their TOML content.

    Raises:
        BadDataError: a key is missing, unknown or of the wrong type.
    """
    table = StrictTable(content, place)
    purposes = [_read_purpose(row) for row in table.tables("purposes")]
    table.finish()
    return PurposeWords.of(purposes)


def _read_purpose(row: StrictTable) -> Purpose:
    purpose = Purpose(
        id=row.text("id"),
        reads_as=row.text("reads_as"),
        effect=row.text("effect"),
        benefit=row.text("benefit", ""),
        words=row.words("words"),
    )
    row.finish()
    if purpose.effect not in _EFFECTS:
        raise BadDataError(f"{purpose.id}: effect should be one of {', '.join(_EFFECTS)}")
    return purpose
