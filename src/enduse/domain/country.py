"""Countries, published figures about them, incidents there and laws there."""

from dataclasses import dataclass
from datetime import date

from enduse.domain.dates import latest_day
from enduse.domain.errors import InvalidInputError
from enduse.domain.vocabulary import MisuseForm, PartyType, Right

COUNTRY_SUBJECTS = ("rule_of_law", "conflict", "democracy", "internet_control")
"""What indicators describe besides the rights of `vocabulary.Right`."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published series: what it measures and how to read it."""

    id: str
    title: str  # this project's words
    subjects: tuple[str, ...]  # each a Right, or one of COUNTRY_SUBJECTS
    source: str  # manifest id
    version: str  # of the publisher's release; releases are never joined
    unit: str
    higher_is_worse: bool
    first_year: int
    last_year: int
    counts_events: bool = False  # zero then means none recorded, not none happened
    shown_only: bool = False  # stands beside the others and enters no practice
    supersedes: str = ""  # id of the same series of an earlier release, which it replaces


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator of one country, as it was known on the as-of date."""

    indicator: Indicator
    country: str  # ISO 3166-1 alpha-3
    year: int  # the year described; known from year + 1
    value: float  # in the indicator's unit
    worse_than: float  # share of countries with a better value that year, 0 to 100
    change_5y: float | None  # change of worse_than over five years; positive is worse
    countries: int  # countries with a value that year

    @property
    def known_from(self) -> date:
        """The first day on which a figure about this year counts."""
        return date(self.year + 1, 1, 1)

    @property
    def none_recorded(self) -> bool:
        """True for a count of zero: the absence of a record, not a record of absence."""
        return self.indicator.counts_events and self.value == 0


@dataclass(frozen=True, slots=True)
class Practice:
    """How one country treats one subject, beside the rest of the world."""

    country: str
    subject: str
    worse_than: float  # median over the readings; 0 to 100, higher is worse
    change_5y: float | None  # median over the readings that have one; positive is worse
    readings: tuple[Reading, ...]  # the fresh ones, which the medians are taken over

    def __post_init__(self) -> None:
        if not self.readings:
            raise InvalidInputError("a practice rests on readings", country=self.country)


@dataclass(frozen=True, slots=True)
class Membership:
    """One country in one group of states, as one dated list has it."""

    country: str
    group: str  # id of the group
    known_from: date  # the list says so as of this day
    known_until: date | None  # the first day on which a later list no longer says so
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TreatyStatus:
    """Whether one country was bound by one treaty at the end of one year."""

    country: str
    treaty: str
    party: bool
    year: int  # the newest year on file; known from year + 1
    since: int | None  # the year in which it became a party; None if not a party
    since_or_before: bool = False  # the record starts in that year


@dataclass(frozen=True, slots=True)
class Incident:
    """One publicly documented report that a surveillance product was misused."""

    id: str
    vendor: str
    product: str
    capabilities: tuple[str, ...]
    agency: str
    agency_type: PartyType | None
    country: str
    region: str
    year_of_use: int
    first_reported_on: str  # YYYY, YYYY-MM or YYYY-MM-DD
    misuse_forms: tuple[MisuseForm, ...]
    rights: tuple[Right, ...]
    summary: str
    source_title: str
    publisher: str
    source_year: int
    url: str
    confidence: str

    @property
    def known_from(self) -> date:
        """The first day on which the report certainly existed."""
        return latest_day(self.first_reported_on)


@dataclass(frozen=True, slots=True)
class Law:
    """One statute under one entry of Appendix 2, or under one positive entry."""

    id: str
    country: str
    entry: str  # LAW-... or SAFE-...
    statute: str
    in_force_from: str
    in_force_until: str
    article: str
    reads_as: str  # as it stood when it came into force
    later: str  # what became of it since, or empty
    later_on: str  # when that happened: YYYY, YYYY-MM or YYYY-MM-DD; empty without `later`
    source: str
    source_year: int
    url: str
    confidence: str

    @property
    def protects(self) -> bool:
        """True for a positive entry: approval, oversight, redress."""
        return self.entry.startswith("SAFE-")
