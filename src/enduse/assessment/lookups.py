"""What an assessment looks up, noted while it looks, so that a change can be traced to its cases.

An assessment is a function of its transaction and of what it looks up: facts of a country,
incidents, groups of countries, parties on the watchlists, the rules. If every look-up gives the
same again, so does the assessment.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum

from enduse.assessment.answers import read_answers
from enduse.assessment.country_facts import CountryFacts
from enduse.assessment.engine import Engine
from enduse.assessment.pack import RulePack
from enduse.assessment.parties import asked_parties
from enduse.domain.assessment import Assessment
from enduse.domain.country import Incident, Membership
from enduse.domain.errors import BadDataError
from enduse.domain.facts import Fact
from enduse.domain.screened import gaps_of
from enduse.domain.screening import PartyKind
from enduse.domain.transactions import Transaction
from enduse.domain.vocabulary import PartyType
from enduse.evidence.groups import Groups
from enduse.evidence.incidents import IncidentRegister
from enduse.rules.expressions import Compares, leaves


class Source(StrEnum):
    """Where something is looked up."""

    RULES = "rules"
    LISTS = "lists"  # how complete and how old the watchlists are, and the ownership rules
    COUNTRY = "country"
    GROUPS = "groups"
    INCIDENTS = "incidents"
    PARTY = "party"
    AGE = "age"  # how long ago a day of the transaction is, where a rule asks


@dataclass(frozen=True, slots=True, order=True)
class LookUp:
    """One question to one source."""

    source: Source
    about: tuple[str, ...] = ()


ALWAYS = frozenset({LookUp(Source.RULES), LookUp(Source.LISTS)})
"""What every assessment looks at."""


def assess_noting(
    engine: Engine, transaction: Transaction, as_of: date
) -> tuple[Assessment, frozenset[LookUp]]:
    """Assess, and note every look-up.

    Raises:
        InvalidInputError: as `Engine.assess` does.
    """
    noted: set[LookUp] = set(ALWAYS)
    base = replace(
        engine.base,
        incidents=_NotedIncidents(engine.base.incidents, noted),
        groups=_NotedGroups(engine.base.groups, noted),
    )
    country_facts = _NotedCountryFacts(engine.country_facts, noted)
    assessment = replace(engine, base=base, country_facts=country_facts).assess(transaction, as_of)
    noted.update(_parties(transaction))
    noted.update(_ages(transaction, engine.pack))
    return assessment, frozenset(noted)


def answer(look_up: LookUp, engine: Engine, as_of: date) -> bytes:
    """What a look-up gives with this engine on this day, as a digest of 16 bytes."""
    return _digest(_answered(look_up, engine, as_of))


def _answered(look_up: LookUp, engine: Engine, as_of: date) -> object:
    about = look_up.about
    match look_up.source:
        case Source.RULES:
            standing = [r.red_flag.id for r in engine.pack.rules if r.red_flag.stands_on(as_of)]
            return engine.pack.sha256, standing
        case Source.LISTS:
            return _lists(engine, as_of)
        case Source.COUNTRY:
            return engine.country_facts.of(about[0], as_of, complete=about[1] == _COMPLETE)
        case Source.GROUPS:
            return engine.base.groups.of(about[0], as_of)
        case Source.INCIDENTS:
            return _incidents(about, engine.base.incidents, as_of)
        case Source.PARTY:
            name, country, kind = about
            return engine.screener.look_up(name, country or None, PartyKind(kind), as_of)
        case Source.AGE:
            name, day = about
            days = (as_of - date.fromisoformat(day)).days
            return [days > least for least in _limits(engine.pack).get(name, ())]


_COMPLETE, _OPEN = "complete", "open"


def _lists(engine: Engine, as_of: date) -> object:
    """Which lists leave gaps, and how the ownership rules stand."""
    gaps = gaps_of(engine.screener.index.coverage, as_of)
    return gaps, [(rule.id, rule.status(as_of)) for rule in engine.screener.rules]


def _parties(transaction: Transaction) -> Iterable[LookUp]:
    for party, kind in asked_parties(transaction):
        if party.name:
            yield LookUp(Source.PARTY, (party.name, party.country or "", kind.value))


def _ages(transaction: Transaction, pack: RulePack) -> Iterable[LookUp]:
    limits = _limits(pack)
    for fact in read_answers(transaction.answers, pack.answer_keys).facts:
        if fact.name in limits and isinstance(fact.value, date):
            yield LookUp(Source.AGE, (fact.name, fact.value.isoformat()))


def _limits(pack: RulePack) -> Mapping[str, tuple[float, ...]]:
    """The days that rules compare the age of a fact with."""
    found: dict[str, tuple[float, ...]] = {}
    for rule in pack.rules:
        for leaf in leaves(rule.condition):
            if isinstance(leaf, Compares) and leaf.measure == "days_since":
                limit = float(leaf.literal)
                found[leaf.name] = (*found.get(leaf.name, ()), limit - 1, limit, limit + 1)
    return found


# Sources that note what they are asked. They answer the questions assessments ask, and no others:
# a new kind of question fails at once and is not silently left unwatched.


class _NotedIncidents(IncidentRegister):
    def __init__(self, inner: IncidentRegister, noted: set[LookUp]) -> None:
        self._inner, self._noted = inner, noted

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
        if agency_type is not None or product is not None:
            raise BadDataError("lookups.py does not note this question to the incidents")
        words = "|".join(sorted(capabilities))
        about = (country or "", agency or "", words, vendor or "")
        self._noted.add(LookUp(Source.INCIDENTS, about))
        return self._inner.matching(
            as_of=as_of, country=country, agency=agency, capabilities=capabilities, vendor=vendor
        )


def _incidents(about: tuple[str, ...], register: IncidentRegister, as_of: date) -> object:
    country, agency, words, vendor = about
    return register.matching(
        as_of=as_of,
        country=country or None,
        agency=agency or None,
        capabilities=frozenset(words.split("|")) if words else frozenset(),
        vendor=vendor or None,
    )


class _NotedGroups(Groups):
    def __init__(self, inner: Groups, noted: set[LookUp]) -> None:
        self._inner, self._noted = inner, noted

    def of(self, country: str, as_of: date) -> tuple[Membership, ...]:
        self._noted.add(LookUp(Source.GROUPS, (country,)))
        return self._inner.of(country, as_of)


class _NotedCountryFacts(CountryFacts):
    def __init__(self, inner: CountryFacts, noted: set[LookUp]) -> None:
        self._inner, self._noted = inner, noted

    def of(self, country: str, as_of: date, *, complete: bool) -> tuple[Fact, ...]:
        about = (country, _COMPLETE if complete else _OPEN)
        self._noted.add(LookUp(Source.COUNTRY, about))
        return self._inner.of(country, as_of, complete=complete)


def _digest(value: object) -> bytes:
    return hashlib.blake2b(_stable(value).encode(), digest_size=16).digest()


def _stable(value: object) -> str:
    """A value in words that do not depend on the order of sets or on the process."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = ",".join(_stable(getattr(value, one.name)) for one in fields(value))
        return f"{type(value).__name__}({inner})"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(_stable, value))) + "}"
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_stable(k)}:{_stable(v)}" for k, v in value.items())) + "}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(map(_stable, value)) + "]"
    return repr(value)


NOTHING_FOUND = _digest(())
"""The answer to a name that is on no list."""
