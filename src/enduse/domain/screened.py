"""The parties of one transaction, looked for on the watchlists, and how far that goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enduse.domain.answers import Answer
from enduse.domain.screening import Coverage, Judgement, Listing, Marker, Match, Verdict
from enduse.domain.vocabulary import Role

LONGEST_DAYS = 90
"""A list whose data is older does not speak for the day."""


class Standing(StrEnum):
    """How an entry stands on the lists on one day."""

    LISTED = "listed"
    NOT_KNOWN = "listed, but not known whether by that day"
    LATER = "listed only later"
    FORMER = "formerly listed"
    RESEARCH = "named in research"


class Said(StrEnum):
    """What people have made of a match so far."""

    OPEN = "not judged"
    LAPSED = "judged once, but the entry changed or the word expired"
    SAME = "same party"
    DIFFERENT = "different party"
    CANNOT_TELL = "cannot tell"


_SAID_OF = {
    Verdict.SAME: Said.SAME,
    Verdict.DIFFERENT: Said.DIFFERENT,
    Verdict.CANNOT_TELL: Said.CANNOT_TELL,
}


@dataclass(frozen=True, slots=True)
class JudgedMatch:
    """A match with the word of a person that still holds, if there is one."""

    match: Match
    judgement: Judgement | None = None
    lapsed: Judgement | None = None  # the last word that no longer holds, to be looked at again

    @property
    def said(self) -> Said:
        """What people have made of it so far."""
        if self.judgement is not None:
            return _SAID_OF[self.judgement.verdict]
        return Said.OPEN if self.lapsed is None else Said.LAPSED

    @property
    def is_open(self) -> bool:
        """True while a person has still to look: nothing said, lapsed, or not told apart."""
        return self.said not in {Said.SAME, Said.DIFFERENT}


@dataclass(frozen=True, slots=True)
class PartyMatch:
    """A match of a party of a transaction, as it stands on the day of the assessment."""

    judged: JudgedMatch
    standing: Standing
    listings: tuple[Listing, ...]  # those that give the standing
    markers: tuple[Marker, ...]  # those whose listings count on the day
    undated: tuple[Listing, ...] = ()  # those of which it is not known whether they count
    undated_markers: tuple[Marker, ...] = ()

    @property
    def match(self) -> Match:
        """The match itself."""
        return self.judged.match


@dataclass(frozen=True, slots=True)
class PartyScreened:
    """One party, or one owner of a party, and what was found for it."""

    name: str | None
    country: str | None  # ISO 3166-1 alpha-3
    roles: tuple[Role, ...]  # empty for an owner
    owner_of: tuple[str, ...]  # the parties it owns; empty for a party
    was_searched: bool  # False without a name that holds a letter or a digit
    matches: tuple[PartyMatch, ...] = ()

    @property
    def is_end_user(self) -> bool:
        """Whether it will use the product."""
        return Role.END_USER in self.roles

    @property
    def shown_as(self) -> str:
        """Its name, or that it has none."""
        return self.name or "a party without a name"


@dataclass(frozen=True, slots=True)
class OwnershipReading:
    """What listed parties hold of one party together, under one rule, on the day."""

    party: str
    rule: str  # id of the rule
    title: str
    status: str  # in words: in force, suspended, not yet in force
    source: str  # where the rule is taken from, and how sure that is
    applies: bool
    answer: Answer  # whether the rule's share is reached
    least: float  # 0.0 to 1.0; the share that is certain
    most: float  # 0.0 to 1.0; if all that is unknown turned out badly
    paths: tuple[str, ...]  # each in words, the listed owner first
    rests_on_open_match: bool  # a person has still to judge an owner


@dataclass(frozen=True, slots=True)
class Screening:
    """What the watchlists say of all parties of one transaction."""

    parties: tuple[PartyScreened, ...]
    ownership: tuple[OwnershipReading, ...]
    owners_on_file: bool  # every chain of owners ends in persons or bodies of state
    threshold: float  # 0.0 to 1.0
    engine: str  # version of the scoring
    watchlist: str  # version of the lists
    coverage: tuple[Coverage, ...]

    def gaps(self, as_of: date) -> tuple[str, ...]:
        """The lists that are incomplete, not countable, or too old to speak for the day."""
        return gaps_of(self.coverage, as_of)


def gaps_of(coverage: Iterable[Coverage], as_of: date) -> tuple[str, ...]:
    """The lists of these that are incomplete, not countable, or too old to speak for the day."""
    return tuple(
        row.list_id
        for row in coverage
        if not row.is_complete or (as_of - row.data_on).days > LONGEST_DAYS
    )
