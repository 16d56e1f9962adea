"""Facts about one country on one day: its record, its laws, the reports from there."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from statistics import median

from enduse.domain.answers import Answer, answer_of
from enduse.domain.country import COUNTRY_SUBJECTS, Incident, Law
from enduse.domain.facts import Fact
from enduse.domain.provenance import Evidence, Provenance
from enduse.domain.vocabulary import MisuseForm, Right
from enduse.evidence.base import EvidenceBase, incident_evidence, law_evidence

_KEPT_DAYS = 512  # countries and days whose facts are kept
_KEPT_YEARS = 2_500  # countries and years; about 24 kB each
MAX_SHOWN = 5  # reports or laws kept as evidence of one fact
SUBJECTS = (*(right.value for right in Right), *COUNTRY_SUBJECTS)
REPRESSION = ("privacy", "expression", "association", "assembly", "liberty", "life_and_integrity")
CONFLICTS, COUPS, DEMOCRACY = "ucdp_internal_conflicts", "e_pt_coup", "v2x_libdem"
COUP_YEARS = 2

LAW_FACTS = {
    "unapproved_access": {"LAW-ACCESS", "LAW-BULK", "LAW-DIRECT"},
    "duty_to_assist": {"LAW-ASSIST", "LAW-DIRECT"},
    "localisation_or_retention": {"LAW-LOCAL", "LAW-RETAIN"},
    "encryption_or_anonymity": {"LAW-CRYPTO", "LAW-ANON"},
    "vague_security": {"LAW-SECURITY", "LAW-TERROR", "LAW-CYBER", "LAW-EMERG"},
    "criminalised_rights": {"LAW-DEFAM", "LAW-FAKE", "LAW-BLASPH"},
    "civic_space": {"LAW-NGO", "LAW-ASSEMBLY", "LAW-MEDIA"},
    "discriminating": {"LAW-DISCRIM", "LAW-BIOMETRIC", "LAW-SOCIAL"},
    "shutdown": {"LAW-SHUTDOWN", "LAW-LIABILITY"},
    "no_remedy": {"LAW-NODP", "LAW-NOREMEDY", "LAW-SECRET"},
    "independent_approval": {"SAFE-APPROVAL"},
    "independent_oversight": {"SAFE-OVERSIGHT", "SAFE-REDRESS"},
    "data_protection": {"SAFE-DPA"},
}


class CountryFacts:
    """Facts that need only a country and a day; what repeats is kept, within bounds.

    Published figures change with the year and laws with the day they come into force, so both are
    kept under what they depend on: a batch over many days asks for few different ones.
    """

    def __init__(self, base: EvidenceBase) -> None:
        self._base = base
        self._on_day = lru_cache(maxsize=_KEPT_DAYS)(self._collect)
        self._in_year = lru_cache(maxsize=_KEPT_YEARS)(self._yearly)
        self._of_laws = lru_cache(maxsize=_KEPT_YEARS)(_law_facts)

    def of(self, country: str, as_of: date, *, complete: bool) -> tuple[Fact, ...]:
        """Every fact about one country.

        Args:
            country: ISO 3166-1 alpha-3.
            as_of: only what was published by then.
            complete: False when another end-user, in another country, is possible.
        """
        return self._on_day(country, as_of, complete)

    def _collect(self, country: str, as_of: date, complete: bool) -> tuple[Fact, ...]:  # noqa: FBT001 - a cache key, always given by place
        laws = self._base.laws.in_force(country, as_of)
        return (
            *self._in_year(country, as_of.year, complete),
            *self._of_laws(laws, as_of.year),
            *(worst_of([fact], complete=complete) for fact in _reports(self._base, country, as_of)),
        )

    def _yearly(self, country: str, year: int, complete: bool) -> tuple[Fact, ...]:  # noqa: FBT001 - a cache key, always given by place
        base, day = self._base, date(year, 12, 31)
        facts = (
            *_practice(base, country, day),
            *_events(base, country, day),
            *_treaties(base, country, day),
        )
        return tuple(worst_of([fact], complete=complete) for fact in facts)


def count_of(
    name: str, incidents: Iterable[Incident], looked_for: str, as_of: date, *, complete: bool = True
) -> Fact:
    """A number of reports, with the reports; none found is evidence too."""
    found = list(incidents)
    evidence = tuple(incident_evidence(incident, as_of) for incident in found[-MAX_SHOWN:])
    if not found:
        register = Provenance("incident register", licence="CC0-1.0")
        searched = f"{looked_for}, to {as_of}"
        evidence = (Evidence("no report found", register, looked_for=searched),)
    return Fact(name, float(len(found)), complete=complete, evidence=evidence)


def _practice(base: EvidenceBase, country: str, as_of: date) -> Iterable[Fact]:
    known: dict[str, float] = {}
    for subject in SUBJECTS:
        practice = base.indicators.practice(country, subject, as_of)
        if practice is None:
            continue
        known[subject] = practice.worse_than
        evidence = tuple(base.evidence_of(reading) for reading in practice.readings)
        yield Fact(f"practice.{subject}", practice.worse_than, evidence=evidence)
    together = [known[subject] for subject in REPRESSION if subject in known]
    if together:
        says = "percent of countries that do better, median over " + ", ".join(
            f"{subject.replace('_', ' ')} {known[subject]:.0f}"
            for subject in REPRESSION
            if subject in known
        )
        evidence = (Evidence(says, Provenance("country snapshots, as listed per right")),)
        yield Fact("practice.repression", round(median(together), 1), evidence=evidence)


def _events(base: EvidenceBase, country: str, as_of: date) -> Iterable[Fact]:
    readings = {r.indicator.id: r for r in base.indicators.readings(country, as_of)}
    if conflicts := readings.get(CONFLICTS):
        evidence = (base.evidence_of(conflicts),)
        yield Fact("place.internal_conflicts", conflicts.value, evidence=evidence)
    coups = [
        point
        for point in base.indicators.series(country, COUPS, as_of)
        if point.year >= as_of.year - COUP_YEARS
    ]
    if coups:
        # The series codes 0 for none, 1 for a failed and 2 for a successful coup in the year.
        count = float(sum(1 for point in coups if point.value >= 1))
        says = f"coups or attempts recorded in {coups[0].year} to {coups[-1].year}: {count:.0f}"
        source = base.indicators.get(COUPS).source
        provenance = base.manifests[source].provenance(
            f"{COUPS}, {country}", date(coups[-1].year + 1, 1, 1)
        )
        yield Fact("place.recent_coups", count, evidence=(Evidence(says, provenance),))
    democracy = readings.get(DEMOCRACY)
    if democracy and democracy.change_5y is not None:
        evidence = (base.evidence_of(democracy),)
        yield Fact("trend.democracy", democracy.change_5y, evidence=evidence)


def _treaties(base: EvidenceBase, country: str, as_of: date) -> Iterable[Fact]:
    status = base.groups.treaty(country, "iccpr", as_of)
    if status is not None:
        provenance = base.manifests["treaties"].provenance(
            f"ICCPR, {country}", date(status.year + 1, 1, 1)
        )
        says = "party to the ICCPR" if status.party else "not a party to the ICCPR"
        yield Fact(
            "treaty.iccpr_party", answer_of(status.party), evidence=(Evidence(says, provenance),)
        )


def _law_facts(laws: tuple[Law, ...], year: int) -> tuple[Fact, ...]:
    """Counts of laws on file. Absence of a row is not absence of a law: always a lower bound."""
    day, facts = date(year, 12, 31), []
    for name, entries in LAW_FACTS.items():
        found = [law for law in laws if law.entry in entries]
        evidence = tuple(law_evidence(law, day) for law in found[:MAX_SHOWN])
        facts.append(Fact(f"laws.{name}", float(len(found)), complete=False, evidence=evidence))
    return tuple(facts)


def _reports(base: EvidenceBase, country: str, as_of: date) -> Iterable[Fact]:
    name = base.countries.name(country)
    incidents = base.incidents.matching(as_of=as_of, country=country)
    yield count_of("incidents.in_country", incidents, f"any product, {name}", as_of)
    population = [i for i in incidents if MisuseForm.MASS_SURVEILLANCE in i.misuse_forms]
    yield count_of("incidents.population_wide", population, f"mass surveillance, {name}", as_of)


_PROTECTIVE = {"laws.independent_approval", "laws.independent_oversight", "laws.data_protection"}


def worst_of(facts: Iterable[Fact], *, complete: bool) -> Fact:
    """One fact over several countries: the worst of them.

    A number takes its maximum, laws that protect their minimum, and a treaty its NO. Unless all
    end-users are known, a number is a lower bound and a YES is not certain.
    """
    facts = tuple(facts)
    first = facts[0]
    if isinstance(first.value, Answer):
        worst = next((fact for fact in facts if fact.value is Answer.NO), first)
        certain = complete or worst.value is Answer.NO
        return worst if certain else Fact(first.name, silence=first.silence)
    pick = min if first.name in _PROTECTIVE else max
    worst = pick(facts, key=lambda fact: fact.value if isinstance(fact.value, float) else 0.0)
    return Fact(
        worst.name, worst.value, complete=complete and worst.complete, evidence=worst.evidence
    )
