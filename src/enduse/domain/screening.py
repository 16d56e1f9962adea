"""Watchlists, what is found on them, and what a person says about it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from enduse.domain.errors import InvalidInputError


class PartyKind(StrEnum):
    """What a name names, as far as names are compared differently."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """How a name stands on a list."""

    PRIMARY = "primary"
    ALIAS = "alias"
    FORMER = "former"
    WEAK = "weak"  # the publisher itself warns that the alias is low quality
    ORIGINAL = "original"  # in the script of the party itself


class Marker(StrEnum):
    """Why a listing matters to human rights or surveillance beyond being a listing."""

    GLOMAG = "GLOMAG"
    MAGNIT = "MAGNIT"
    IRAN_HR = "IRAN-HR"
    IRAN_TRA = "IRAN-TRA"
    HRIT_IR = "HRIT-IR"
    HRIT_SY = "HRIT-SY"
    XINJIANG = "XINJIANG"  # Entity List licence policy that names ECCN 1A004.c
    UFLPA = "UFLPA"
    SURVEILLANCE_VENDOR = "SURVEILLANCE-VENDOR"  # research, never a legal listing


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of one entry, as the publisher wrote it."""

    text: str
    kind: NameKind = NameKind.PRIMARY
    script: str = "Latin"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that a register, a state or a port gave the party."""

    type: str  # passport, national, registration, tax, imo, swift, other
    value: str
    country: str = ""  # ISO 3166-1 alpha-3, or empty


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of one list about the entry, with its place in the source."""

    list_id: str
    source_id: str  # the publisher's own number, or empty
    programmes: tuple[str, ...] = ()
    licence_policy: str = ""
    citation: str = ""
    effective_on: date | None = None
    ended_on: date | None = None  # the first day on which it no longer counts
    source: str = ""  # manifest id of the file
    row: int = 0  # line or element in that file, from 1
    remarks: str = ""  # the publisher's own words, as far as they were kept

    def is_live(self, as_of: date | None) -> bool:
        """True unless it ended on or before the day; without a day, unless it has an end."""
        if self.ended_on is None:
            return True
        return as_of is not None and as_of < self.ended_on


@dataclass(frozen=True, slots=True)
class WatchlistEntry:
    """One party that is or was on at least one list, with every listing kept."""

    id: str
    kind: PartyKind
    names: tuple[ListedName, ...]
    listings: tuple[Listing, ...]
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-3
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()  # YYYY, YYYY-MM or YYYY-MM-DD
    markers: tuple[Marker, ...] = ()

    def __post_init__(self) -> None:
        if not self.names or not self.listings:
            raise InvalidInputError("a watchlist entry has a name and a listing", id=self.id)

    @property
    def name(self) -> str:
        """The name by which the entry is shown."""
        return self.names[0].text

    def live_listings(self, as_of: date | None = None) -> tuple[Listing, ...]:
        """The listings that still count on the day."""
        return tuple(listing for listing in self.listings if listing.is_live(as_of))


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence for or against, with the strings behind it."""

    name: str
    value: float  # what was measured; 0.0 to 1.0 unless the reason says otherwise
    weight: float  # what it adds to the log-odds of the score
    queried: str = ""
    listed: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are: the chance that they name one party, names alone."""

    score: float  # 0.0 to 1.0
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed name that the index found: it may score at or above the threshold."""

    entry: int  # row of the entry in the index
    name: int  # row of the name in the index
    bound: float  # the score cannot be higher than this; 0.0 to 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that scored at or above the threshold. A person judges it."""

    entry: WatchlistEntry
    listed_name: ListedName
    score: float  # 0.0 to 1.0
    features: tuple[Feature, ...]
    is_live: bool  # False: formerly listed on the as-of date

    def __post_init__(self) -> None:
        if not self.features:
            raise InvalidInputError("a match must say why", entry_id=self.entry.id)

    @property
    def standing(self) -> str:
        """`listed` or `formerly listed`; research alone is `named in research`."""
        if not self.is_live:
            return "formerly listed"
        research = all(m is Marker.SURVEILLANCE_VENDOR for m in self.entry.markers)
        only_research = all(line.list_id.startswith("research-") for line in self.entry.listings)
        return "named in research" if research and only_research else "listed"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What part of one official list the watchlist holds, and how old the data is."""

    list_id: str
    title: str
    publisher: str
    data_on: date  # the date of the data itself
    held: int  # live entries with a name
    official: int | None = None  # entries by the publisher's own count
    official_on: date | None = None
    note: str = ""

    @property
    def share(self) -> float | None:
        """Held over official, 0.0 to 1.0; None where no official count is known."""
        return None if not self.official else min(1.0, self.held / self.official)

    @property
    def is_complete(self) -> bool:
        """True only when an official count is known and reached to within two in a hundred."""
        return self.share is not None and self.share >= 0.98


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What one search found, and on what: without matches it is negative evidence."""

    query: str
    threshold: float  # 0.0 to 1.0
    matches: tuple[Match, ...]
    coverage: tuple[Coverage, ...]
    engine: str  # version of the scoring, weights included
    watchlist: str  # version of the lists
    country: str | None = None
    kind: PartyKind | None = None
    as_of: date | None = None

    @property
    def says(self) -> str:
        """The result in one sentence, with its limits."""
        found = len(self.matches)
        what = f"{found} match{'es' if found != 1 else ''}" if found else "no match"
        gaps = [c.list_id for c in self.coverage if not c.is_complete]
        limits = f"; not complete or not countable: {', '.join(gaps)}" if gaps else ""
        return (
            f"{what} for {self.query!r} at {self.threshold:.2f} on {len(self.coverage)} lists"
            f" (engine {self.engine}, watchlist {self.watchlist}){limits}"
        )


class Verdict(StrEnum):
    """What a person says of a match."""

    SAME = "same party"
    DIFFERENT = "different party"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on one party and one entry; it lapses when the entry changes."""

    party: str  # the name, as it was screened
    entry_id: str
    entry_hash: str  # of the entry as it was judged
    verdict: Verdict
    reason: str
    judged_by: str
    judged_on: date
    expires_on: date | None = None
    context: tuple[tuple[str, str], ...] = field(default=())  # country, kind and the like

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.judged_by.strip():
            raise InvalidInputError(
                "a judgement names a person and a reason", entry_id=self.entry_id
            )
