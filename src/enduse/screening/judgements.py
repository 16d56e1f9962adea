"""What people said of matches, remembered until the entry changes or the word expires."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enduse.domain.screening import Judgement, Match, Verdict, WatchlistEntry
from enduse.screening.entries import pack_entry
from enduse.screening.normalise import normalise


def entry_hash(entry: WatchlistEntry) -> str:
    """Give sixteen hexadecimal characters that change with anything the lists say of the entry."""
    return hashlib.sha256(pack_entry(entry)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class JudgedMatch:
    """A match with the word of a person that still holds, if there is one."""

    match: Match
    judgement: Judgement | None = None
    lapsed: Judgement | None = None  # the last word that no longer holds, to be looked at again

    @property
    def is_open(self) -> bool:
        """True while a person has still to look: nothing said, lapsed, or not told apart."""
        return self.judgement is None or self.judgement.verdict is Verdict.CANNOT_TELL


def holds(judgement: Judgement, entry: WatchlistEntry, as_of: date) -> bool:
    """Say whether a judgement still stands on the day for the entry as it is now."""
    expired = judgement.expires_on is not None and judgement.expires_on <= as_of
    return not expired and judgement.entry_hash == entry_hash(entry)


def with_judgements(
    party: str, matches: Iterable[Match], judgements: Iterable[Judgement], as_of: date
) -> tuple[JudgedMatch, ...]:
    """Put the last word about this party beside each match.

    A judgement is of one party: of the same words in the same order, in any spelling of case.
    """
    own = normalise(party)
    last: dict[str, Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: j.judged_on):
        if normalise(judgement.party) == own:
            last[judgement.entry_id] = judgement
    made = []
    for match in matches:
        said = last.get(match.entry.id)
        if said is None:
            made.append(JudgedMatch(match))
        elif holds(said, match.entry, as_of):
            made.append(JudgedMatch(match, judgement=said))
        else:
            made.append(JudgedMatch(match, lapsed=said))
    return tuple(made)
