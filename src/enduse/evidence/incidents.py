"""The register of public reports that a surveillance product was misused."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path

from enduse.domain.country import Incident
from enduse.domain.vocabulary import MisuseForm, PartyType, Right
from enduse.evidence.countries import Countries
from enduse.evidence.manifests import Manifest, read_file
from enduse.evidence.names import (
    Words,
    agency_words,
    initials,
    is_acronym,
    product_words,
    same_agency,
    same_product,
    same_vendor,
    vendor_words,
)
from enduse.evidence.registers import Row, read_embedded, read_extra, unique_by_id

FILE = "incidents.csv"
COLUMNS = (
    "id", "vendor", "product", "capabilities", "agency", "agency_type", "country", "region",
    "year_of_use", "first_reported_on", "misuse_forms", "rights", "summary", "source_title",
    "publisher", "source_year", "url", "confidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """An incident with the words that its names are matched on."""

    incident: Incident
    known_from: date
    capabilities: frozenset[str]
    vendor: tuple[Words, ...]
    product: tuple[Words, ...]
    agency: tuple[Words, ...]
    agency_at_home: tuple[Words, ...]  # without the words that only name the country
    agency_initials: frozenset[str]


class IncidentRegister:
    """All incidents on file, found by country, agency, vendor, product and capability."""

    def __init__(self, incidents: Iterable[Incident], countries: Countries) -> None:
        self._countries = countries
        entries = [self._entry(incident) for incident in incidents]
        unique_by_id(entries, lambda entry: entry.incident.id)
        self._entries = tuple(sorted(entries, key=lambda e: (e.known_from, e.incident.id)))
        self._days = [entry.known_from for entry in self._entries]
        self._by_country = _index(self._entries, lambda entry: (entry.incident.country,))
        self._by_vendor_word = _index(self._entries, lambda entry: chain(*entry.vendor))
        self._match = lru_cache(maxsize=8192)(self._find)

    def __len__(self) -> int:
        return len(self._entries)

    @classmethod
    def load(
        cls, manifest: Manifest | None, countries: Countries, extra: Sequence[Path] = ()
    ) -> "IncidentRegister":
        """Read the embedded register and a user's own additions.

        Raises:
            BadDataError: the embedded register is malformed.
            InvalidInputError: an addition is; it names the file, line, column and remedy.
        """
        codes = frozenset(country.iso3 for country in countries)

        def build(row: Row) -> Incident:
            return build_incident(row, codes)

        embedded = (
            read_embedded(read_file(manifest, FILE), COLUMNS, file=FILE, build=build)
            if manifest
            else ()
        )
        added = [one for path in extra for one in read_extra(path, COLUMNS, build=build)]
        return cls([*embedded, *added], countries)

    def known(self, as_of: date) -> tuple[Incident, ...]:
        """Give the incidents that had certainly been reported by a day, oldest first."""
        return tuple(entry.incident for entry in self._entries[: bisect_right(self._days, as_of)])

    def matching(
        self,
        *,
        as_of: date,
        country: str | None = None,
        agency: str | None = None,
        agency_type: PartyType | None = None,
        capabilities: frozenset[str] = frozenset(),
        vendor: str | None = None,
        product: str | None = None,
    ) -> tuple[Incident, ...]:
        """Find the incidents reported by a day that agree with everything given.

        Names agree when their telling words are the same, or one name is within the other and
        shares a telling word. `capabilities` agree when any is shared. What is None or empty
        does not narrow the search.
        """
        return self._match(as_of, country, agency, agency_type, capabilities, vendor, product)

    def _find(
        self,
        as_of: date,
        country: str | None,
        agency: str | None,
        agency_type: PartyType | None,
        capabilities: frozenset[str],
        vendor: str | None,
        product: str | None,
    ) -> tuple[Incident, ...]:
        entries = self._entries if country is None else self._by_country.get(country, ())
        if country is None and vendor is not None:
            entries = self._sharing_a_word(vendor)
        found = [entry for entry in entries if entry.known_from <= as_of]
        if agency_type is not None:
            found = [entry for entry in found if entry.incident.agency_type is agency_type]
        if capabilities:
            found = [entry for entry in found if entry.capabilities & capabilities]
        if agency is not None:
            found = self._of_agency(found, agency, country)
        if vendor is not None:
            asked = vendor_words(vendor)
            found = [entry for entry in found if same_vendor(asked, entry.vendor)]
        if product is not None:
            words = product_words(product)
            found = [entry for entry in found if same_product(words, entry.product)]
        return tuple(entry.incident for entry in found)

    def _sharing_a_word(self, vendor: str) -> tuple[_Entry, ...]:
        """Narrow the search: vendors that agree share at least one telling word."""
        words = sorted(set(chain(*vendor_words(vendor))))
        shared = (entry for word in words for entry in self._by_vendor_word.get(word, ()))
        found = {entry.incident.id: entry for entry in shared}
        return tuple(sorted(found.values(), key=lambda e: (e.known_from, e.incident.id)))

    def _of_agency(self, entries: list[_Entry], agency: str, country: str | None) -> list[_Entry]:
        if country is None:
            words = agency_words(agency)
            return [e for e in entries if same_agency(words, e.agency, in_same_country=False)]
        words = agency_words(agency, self._countries.words_of(country))
        short = initials(agency)
        return [
            entry
            for entry in entries
            if same_agency(words, entry.agency_at_home, in_same_country=True)
            or is_acronym(words, entry.agency_initials)
            or is_acronym(entry.agency_at_home, short)
        ]

    def _entry(self, incident: Incident) -> _Entry:
        home = self._countries.words_of(incident.country)
        return _Entry(
            incident=incident,
            known_from=incident.known_from,
            capabilities=frozenset(incident.capabilities),
            vendor=vendor_words(incident.vendor),
            product=product_words(incident.product),
            agency=agency_words(incident.agency),
            agency_at_home=agency_words(incident.agency, home),
            agency_initials=initials(incident.agency),
        )


def _index(
    entries: Iterable[_Entry], keys: Callable[[_Entry], Iterable[str]]
) -> dict[str, tuple[_Entry, ...]]:
    """Group entries under each of their keys, in order."""
    found: dict[str, dict[str, _Entry]] = {}
    for entry in entries:
        for key in keys(entry):
            found.setdefault(key, {})[entry.incident.id] = entry
    return {key: tuple(under.values()) for key, under in found.items()}


def build_incident(row: Row, countries: frozenset[str]) -> Incident:
    """Build one incident from a row, strictly.

    Raises:
        InvalidInputError: names the file, line, column and remedy.
    """
    incident = Incident(
        id=row.id(),
        vendor=row.text("vendor"),
        product=row.text("product"),
        capabilities=row.words("capabilities"),
        agency=row.text("agency"),
        agency_type=row.word_of("agency_type", PartyType),
        country=row.country(countries),
        region=row.text("region"),
        year_of_use=row.year("year_of_use"),
        first_reported_on=row.partial_date("first_reported_on"),
        misuse_forms=row.words_of("misuse_forms", MisuseForm),
        rights=row.words_of("rights", Right),
        summary=row.text("summary", required=True),
        source_title=row.text("source_title", required=True),
        publisher=row.text("publisher", required=True),
        source_year=row.year("source_year"),
        url=row.address("url"),
        confidence=row.text("confidence", required=True),
    )
    if incident.known_from.year < incident.year_of_use:
        row.refuse("first_reported_on", "a report is not older than the use it reports")
    if not incident.rights and not incident.misuse_forms:
        row.refuse("rights", "name at least one right or one form of misuse")
    return incident
