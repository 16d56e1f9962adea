"""Everything on file about countries, in one frozen bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from enduse.domain.country import Incident, Law, Reading
from enduse.domain.dates import latest_day
from enduse.domain.provenance import Evidence, Provenance
from enduse.evidence.countries import Countries, load_countries
from enduse.evidence.groups import Groups, load_groups
from enduse.evidence.incidents import IncidentRegister
from enduse.evidence.indicators import IndicatorTable, load_indicators
from enduse.evidence.laws import LawRegister
from enduse.evidence.manifests import Manifest, load_manifests

INCIDENTS_FOLDER, LAWS_FOLDER = "incidents", "laws"


@dataclass(frozen=True, slots=True)
class EvidenceBase:
    """The embedded snapshots, and what a user added to them."""

    countries: Countries
    indicators: IndicatorTable
    groups: Groups
    incidents: IncidentRegister
    laws: LawRegister
    manifests: Mapping[str, Manifest]

    def evidence_of(self, reading: Reading) -> Evidence:
        """Say one reading in a sentence, with where it came from."""
        indicator = reading.indicator
        name = self.countries.name(reading.country)
        locator = f"{indicator.id}, {reading.country}, {reading.year}, {indicator.version}"
        return Evidence(
            says=f"{indicator.title}, {name}, {reading.year}: {place_in_words(reading)}",
            provenance=self.manifests[indicator.source].provenance(locator, reading.known_from),
        )


def place_in_words(reading: Reading) -> str:
    """Say where a reading stands among the countries of its year."""
    if reading.none_recorded:
        return "none recorded"
    return f"{reading.worse_than:.0f}% of the other {reading.countries - 1} countries do better"


def incident_evidence(incident: Incident, as_of: date) -> Evidence:
    """Say one incident in a sentence, with the report it rests on, if that existed by the day."""
    later = incident.source_year > incident.known_from.year
    if later and latest_day(str(incident.source_year)) > as_of:
        reported = f"public report of {incident.first_reported_on}"
        return Evidence(incident.summary, Provenance(source=reported, locator=incident.id))
    source = f"{incident.publisher}, {incident.source_title} ({incident.source_year})"
    return Evidence(
        says=incident.summary,
        provenance=Provenance(source=source, locator=incident.url or incident.id),
    )


def law_evidence(law: Law, as_of: date) -> Evidence:
    """Say one law in a sentence, with the source it was read in, if that existed by the day."""
    article = f", {law.article}" if law.article else ""
    says = f"{law.statute}{article}: {law.reads_as}"
    if law.source_year >= as_of.year:  # of the year itself it may be later than the day
        statute = f"the statute, in force from {law.in_force_from}"
        return Evidence(says, Provenance(source=statute, locator=law.id))
    source = f"{law.source} ({law.source_year})"
    return Evidence(says, Provenance(source=source, locator=law.url or law.id))


@cache
def load_evidence(extra_dir: Path | None = None) -> EvidenceBase:
    """Load all evidence; the same argument gives the same bundle again.

    Args:
        extra_dir: a user's data folder: imported sources in folders of their own, and own
            incidents and laws as CSV or TOML files under `incidents/` and `laws/`.

    Raises:
        BadDataError: an embedded or imported snapshot is not as its manifest says.
        InvalidInputError: an own incident or law is malformed.
    """
    manifests = load_manifests(extra_dir)
    countries = load_countries(manifests["iso"])
    return EvidenceBase(
        countries=countries,
        indicators=load_indicators(manifests.values()),
        groups=load_groups(manifests["groups"], manifests["treaties"]),
        incidents=IncidentRegister.load(
            manifests.get("incidents"), countries, _own_files(extra_dir, INCIDENTS_FOLDER)
        ),
        laws=LawRegister.load(manifests.get("laws"), countries, _own_files(extra_dir, LAWS_FOLDER)),
        manifests=manifests,
    )


def _own_files(extra_dir: Path | None, folder: str) -> list[Path]:
    place = extra_dir / folder if extra_dir else None
    if place is None or not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if path.suffix in {".csv", ".toml"})
