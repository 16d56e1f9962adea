"""Moving live cases on gives what assessing all of them from nothing gives, and touches few."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.assessment.country_facts import CountryFacts
from enduse.assessment.lookups import Source
from enduse.assessment.parties import PartyScreener
from enduse.assessment.transaction_file import transaction_from
from enduse.assessment.watching import Watch, cases_by_source, outcome_of
from enduse.domain.country import Incident
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.screening import (
    Coverage,
    ListedName,
    Listing,
    Marker,
    PartyKind,
    WatchlistEntry,
)
from enduse.domain.vocabulary import MisuseForm, PartyType, Right
from enduse.evidence.incidents import IncidentRegister
from enduse.evidence.laws import LawRegister
from enduse.screening.delta import compare_watchlists
from enduse.screening.index import Index
from enduse.screening.watchlist import Watchlist, content_version

DAY = date(2026, 3, 1)
NAMES = (
    "Interior Ministry of Kesh",
    "Norvik Trading FZE",
    "Borga Security Bureau",
    "Alta Vista Optics GmbH",
    "Ministry of Health",
)
LISTED = ("Norvik FZE", "Borga Security Bureau", "Interior Ministry Kesh", "Alta Vista Optics",
          "Someone Else Entirely", "Norvik Trading")  # fmt: skip
COUNTRIES = ("UGA", "ESP", "IRN", "CHN")
KEPT = 7  # cases under watch in the property test


def entry(name: str, *, is_human_rights: bool = False) -> WatchlistEntry:
    markers = (Marker.GLOMAG,) if is_human_rights else ()
    listing = Listing("us-ofac-sdn", name, effective_on=date(2020, 1, 1))
    names = (ListedName(name),)
    return WatchlistEntry(f"e-{name}", PartyKind.ORGANISATION, names, (listing,), markers=markers)


def watchlist(names: frozenset[str], data_on: date = DAY) -> Watchlist:
    entries = tuple(entry(name, is_human_rights=len(name) % 2 == 0) for name in sorted(names))
    coverage = (Coverage("us-ofac-sdn", "SDN", "OFAC", data_on, len(entries), len(entries)),)
    return Watchlist(entries, coverage, content_version(entries) + str(data_on))


def incident(number: int, country: str, agency: str) -> Incident:
    return Incident(
        id=f"own-{number}", vendor="Optik", product="Vantage",
        capabilities=("biometric.face_recognition",), agency=agency,
        agency_type=PartyType.POLICE, country=country, region="", year_of_use=2025,
        first_reported_on="2025-06-01", misuse_forms=(MisuseForm.STIFLE_DISSENT,),
        rights=(Right.ASSEMBLY,), summary="Used on marchers.", source_title="A report",
        publisher="A publisher", source_year=2025, url="https://example.org", confidence="checked",
    )  # fmt: skip


class World:
    """Lists, incidents and laws as they stand; each gives an engine of its own."""

    def __init__(self, engine) -> None:
        self._engine = engine
        self._engines = {}

    def engine(self, listed: frozenset[str], incidents: frozenset[int], lawless: frozenset[str]):
        key = (listed, incidents, lawless)
        if key not in self._engines:
            self._engines[key] = self._made(listed, incidents, lawless)
        return self._engines[key]

    def watchlist(self, listed):
        return watchlist(listed)

    def _made(self, listed, incidents, lawless):
        base = self._engine.base
        known = base.incidents.known(date(9000, 1, 1))
        own = [incident(n, COUNTRIES[n % 4], NAMES[n % 5]) for n in sorted(incidents)]
        laws = [
            law
            for country in base.laws.countries
            if country not in lawless
            for law in base.laws.in_force(country, DAY)
        ]
        changed = replace(
            base,
            incidents=IncidentRegister([*known, *own], base.countries),
            laws=LawRegister(laws),
        )
        index = Index.of(watchlist(listed))
        return replace(
            self._engine,
            base=changed,
            country_facts=CountryFacts(changed),
            screener=PartyScreener(lambda: index),
        )


@pytest.fixture(scope="module")
def world(engine):
    return World(engine)


def sale(engine, number: int):
    content = {
        "id": f"C-{number}",
        "product": {
            "name": "Vantage",
            "vendor": "Optik" if number % 2 else "Other",
            "capabilities": ["biometric.face_recognition"] if number % 3 else [],
        },
        "parties": [
            {
                "role": "end_user",
                "name": NAMES[number % 5],
                "country": COUNTRIES[number % 4],
                "type": "police" if number % 2 else "health",
            },
            {"role": "reseller", "name": NAMES[(number + 1) % 5], "country": "ESP"},
        ],
    }
    return transaction_from(content, engine.known)


def outcomes(watch):
    return {case.case_id: case.outcome for case in watch}


def from_nothing(engine, day):
    return {f"C-{n}": outcome_of(engine.assess(sale(engine, n), day)) for n in range(KEPT)}


STATES = st.tuples(
    st.frozensets(st.sampled_from(LISTED)),
    st.frozensets(st.integers(0, 7), max_size=3),
    st.frozensets(st.sampled_from(COUNTRIES), max_size=2),
    st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    st.booleans(),
)


@settings(max_examples=4, deadline=None)
@given(st.lists(STATES, min_size=2, max_size=3))
def test_after_any_changes_the_outcomes_are_those_of_assessing_everything_again(world, states):
    check_changes(world, states)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.lists(STATES, min_size=2, max_size=5))
def test_after_many_changes_too(world, states):
    check_changes(world, states)


def check_changes(world, states):
    listed, *others = states[0]
    engine = world.engine(listed, others[0], others[1])
    watch = Watch(engine, others[2])
    for number in range(KEPT):
        watch.add(f"C-{number}", sale(engine, number))

    for state in states[1:]:
        before, listed_before = outcomes(watch), listed
        listed, incidents, lawless, day, with_delta = state
        engine = world.engine(listed, incidents, lawless)
        delta = compare_watchlists(watchlist(listed_before), watchlist(listed))
        moved = watch.move(engine, day, delta if with_delta else None)

        afresh = from_nothing(engine, day)
        assert outcomes(watch) == afresh
        really = {id_ for id_ in afresh if set(afresh[id_]) != set(before[id_])}
        assert {change.case_id for change in moved.changes} == really
        assert really <= moved.touched


def test_a_new_listing_touches_the_cases_that_name_the_party_and_no_other(world):
    empty, few = frozenset(), frozenset({"Someone Else Entirely"})
    one = few | {"Borga Security Bureau"}
    before, after = (world.engine(listed, empty, empty) for listed in (few, one))
    watch = Watch(before, DAY)
    for number in range(KEPT):
        watch.add(f"C-{number}", sale(before, number))

    moved = watch.move(after, DAY, compare_watchlists(watchlist(few), watchlist(one)))

    named = {
        case.case_id
        for case in watch
        if any(party.name == "Borga Security Bureau" for party in case.transaction.parties)
    }
    assert moved.touched == named
    assert {change.case_id for change in moved.changes} == named
    assert cases_by_source(moved) == {Source.PARTY: len(named)}
    assert any(row[0] == "hold" for row in moved.changes[0].come)


def test_an_incident_touches_the_cases_it_bears_on(world):
    empty = frozenset()
    before = world.engine(empty, empty, empty)
    after = world.engine(empty, frozenset({1}), empty)  # Spain, Norvik, vendor Optik
    watch = Watch(before, DAY)
    for number in range(KEPT):
        watch.add(f"C-{number}", sale(before, number))

    moved = watch.move(after, DAY)

    assert moved.touched
    for change in moved.changes:
        assert {one.source for one in change.because} <= {Source.INCIDENTS, Source.COUNTRY}


def test_nothing_changed_touches_nothing(world):
    empty = frozenset()
    engine = world.engine(empty, empty, empty)
    watch = Watch(engine, DAY)
    watch.add("C-1", sale(engine, 1))

    assert watch.move(engine, DAY).touched == frozenset()


def test_a_case_that_is_dropped_is_watched_no_longer(world):
    empty = frozenset()
    engine = world.engine(empty, empty, empty)
    watch = Watch(engine, DAY)
    watch.add("C-1", sale(engine, 1))
    watch.drop("C-1")

    assert len(watch) == 0
    with pytest.raises(NotFoundError):
        watch.drop("C-1")


def test_a_case_that_cannot_be_assessed_is_not_half_kept(world):
    empty = frozenset()
    engine = world.engine(empty, empty, empty)
    watch = Watch(engine, date(9995, 1, 1))

    with pytest.raises(InvalidInputError):
        watch.add("C-1", sale(engine, 1))
    assert len(watch) == 0
