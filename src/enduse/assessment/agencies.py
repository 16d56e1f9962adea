"""What kind of body a name speaks of. A guess, for files that do not say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from enduse.assessment.wordlists import compile_words
from enduse.domain.strict import StrictTable
from enduse.domain.vocabulary import PartyType


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """The kinds in order of preference, with one compiled pass over a name."""

    order: tuple[PartyType, ...]
    pattern: re.Pattern[str]

    def kind_of(self, name: str) -> PartyType | None:
        """The first kind, in the order of the list, that the name speaks of."""
        named = {match.lastgroup for match in self.pattern.finditer(name[:500])}
        return next((kind for kind in self.order if kind.value in named), None)


def read_agencies(content: Mapping[str, object], place: str) -> AgencyWords:
    """Read the word lists from their TOML content.

    Raises:
        BadDataError: a key is missing, unknown or of the wrong type.
    """
    table = StrictTable(content, place)
    lists: dict[str, tuple[str, ...]] = {}
    for row in table.tables("kinds"):
        lists[row.one_of("type", PartyType).value] = row.words("words")
        row.finish()
    table.finish()
    return AgencyWords(tuple(PartyType(name) for name in lists), compile_words(lists))
