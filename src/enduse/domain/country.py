"""Countries, published figures about them, incidents there and laws there."""

from dataclasses import dataclass
from datetime import date

from enduse.domain.dates import latest_day
from enduse.domain.vocabulary import MisuseForm, PartyType, Right


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published series: what it measures and how to read it."""

    id: str
    title: str  # this project's words
    right: str  # a Right, or one of: rule_of_law, conflict, democracy, internet_control
    source: str  # manifest id
    unit: str
    higher_is_worse: bool
    first_year: int
    last_year: int


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
    reads_as: str
    source: str
    source_year: int
    url: str
    confidence: str

    @property
    def protects(self) -> bool:
        """True for a positive entry: approval, oversight, redress."""
        return self.entry.startswith("SAFE-")
