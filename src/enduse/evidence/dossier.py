"""All that is on file about one country on one day, with what is missing said aloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from enduse.domain.country import (
    COUNTRY_SUBJECTS,
    Incident,
    Indicator,
    Law,
    Membership,
    Practice,
    Reading,
    TreatyStatus,
)
from enduse.domain.errors import NotFoundError
from enduse.domain.vocabulary import Right
from enduse.evidence.base import EvidenceBase
from enduse.evidence.indicators import FRESH_YEARS, OLDEST_READING_YEARS

DISAGREEMENT_POINTS = 30.0  # between the medians of two sources, on the scale of 0 to 100
HISTORY_YEARS = 15
SUBJECTS = (*(right.value for right in Right), *COUNTRY_SUBJECTS)

_LABELS = {
    **{right.value: right.label for right in Right},
    "rule_of_law": "Rule of law and independent courts",
    "conflict": "Conflict and turmoil",
    "democracy": "Democracy",
    "internet_control": "Control of the internet",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator that says nothing usable, and why."""

    indicator: Indicator
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    """One subject of a dossier."""

    subject: str
    label: str
    practice: Practice | None
    history: tuple[tuple[int, float], ...]  # year described, practice of that year; oldest first
    readings: tuple[Reading, ...]  # fresh and stale alike; the year stands in each
    gaps: tuple[Gap, ...]
    disagreement: str  # empty when the sources agree


@dataclass(frozen=True, slots=True)
class Dossier:
    """One country on one day."""

    country: str
    name: str
    region: str
    as_of: date
    sections: tuple[Section, ...]
    treaties: tuple[TreatyStatus, ...]
    memberships: tuple[Membership, ...]
    laws: tuple[Law, ...]
    incidents: tuple[Incident, ...]

    @property
    def laws_that_enable(self) -> tuple[Law, ...]:
        """Laws that make misuse easier."""
        return tuple(law for law in self.laws if not law.protects)

    @property
    def laws_that_protect(self) -> tuple[Law, ...]:
        """Laws that hold surveillance in check."""
        return tuple(law for law in self.laws if law.protects)


def subject_label(subject: str) -> str:
    """Give the plain name of a subject.

    Raises:
        NotFoundError: there is no such subject.
    """
    try:
        return _LABELS[subject]
    except KeyError:
        raise NotFoundError("there is no such subject", subject=subject) from None


def country_dossier(base: EvidenceBase, country: str, as_of: date) -> Dossier:
    """Gather what is on file about a country, as it was known on a day.

    Args:
        base: all evidence.
        country: ISO 3166-1 alpha-3.
        as_of: nothing published later is used.

    Raises:
        NotFoundError: no country has this code.
    """
    about = base.countries.get(country)
    return Dossier(
        country=country,
        name=about.name,
        region=about.sub_region,
        as_of=as_of,
        sections=tuple(_section(base, country, subject, as_of) for subject in SUBJECTS),
        treaties=base.groups.treaties(country, as_of),
        memberships=base.groups.of(country, as_of),
        laws=base.laws.in_force(country, as_of),
        incidents=base.incidents.matching(as_of=as_of, country=country),
    )


def _section(base: EvidenceBase, country: str, subject: str, as_of: date) -> Section:
    practice = base.indicators.practice(country, subject, as_of)
    readings = tuple(
        reading
        for reading in base.indicators.readings(country, as_of)
        if subject in reading.indicator.subjects
    )
    return Section(
        subject=subject,
        label=_LABELS[subject],
        practice=practice,
        history=tuple(_history(base, country, subject, as_of)),
        readings=readings,
        gaps=tuple(_gaps(base, country, subject, readings, as_of)),
        disagreement=_disagreement(base, practice) if practice else "",
    )


def _history(
    base: EvidenceBase, country: str, subject: str, as_of: date
) -> Iterator[tuple[int, float]]:
    for year in range(as_of.year - HISTORY_YEARS, as_of.year + 1):
        practice = base.indicators.practice(country, subject, date(year, 1, 1))
        if practice and max(reading.year for reading in practice.readings) == year - 1:
            yield year - 1, practice.worse_than


def _gaps(
    base: EvidenceBase, country: str, subject: str, readings: tuple[Reading, ...], as_of: date
) -> Iterator[Gap]:
    for reading in readings:
        if reading.year < as_of.year - FRESH_YEARS:
            yield Gap(reading.indicator, f"the figure is from {reading.year}, too old to count")
    read = {reading.indicator.id for reading in readings}
    for indicator in base.indicators.indicators:
        if subject in indicator.subjects and indicator.id not in read:
            yield Gap(indicator, _why_missing(base, country, indicator, as_of))


def _why_missing(base: EvidenceBase, country: str, indicator: Indicator, as_of: date) -> str:
    years = [point.year for point in base.indicators.series(country, indicator.id)]
    known = [year for year in years if year < as_of.year]
    if not years:
        return "the source has no figure for this country"
    if not known:
        return f"no figure was known by {as_of.isoformat()}"
    return f"the newest figure, from {max(known)}, is over {OLDEST_READING_YEARS} years old"


def _disagreement(base: EvidenceBase, practice: Practice) -> str:
    """Say which two sources stand furthest apart, if that is far."""
    by_source: dict[str, list[float]] = {}
    for reading in practice.readings:
        by_source.setdefault(reading.indicator.source, []).append(reading.worse_than)
    middles = sorted((median(shares), source) for source, shares in by_source.items())
    (low, mildest), (high, harshest) = middles[0], middles[-1]
    if high - low < DISAGREEMENT_POINTS:
        return ""
    publishers = {source: base.manifests[source].publisher for source in (mildest, harshest)}
    return (
        f"The sources disagree: by {publishers[mildest]}, {low:.0f}% of countries do better; "
        f"by {publishers[harshest]}, {high:.0f}%."
    )
