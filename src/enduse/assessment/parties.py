"""Every party of a transaction, and every owner of one, looked for on the watchlists."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

from enduse.domain.errors import InvalidInputError
from enduse.domain.ownership import Holding, OwnerKind
from enduse.domain.screened import (
    OwnershipReading,
    PartyMatch,
    PartyScreened,
    Said,
    Screening,
    Standing,
)
from enduse.domain.screening import Judgement, Match, PartyKind
from enduse.domain.transactions import Transaction
from enduse.domain.vocabulary import PartyType, Role
from enduse.screening.evidence import SAME_COUNTRY
from enduse.screening.index import DEFAULT_THRESHOLD, Index
from enduse.screening.judgements import with_judgements
from enduse.screening.ownership import (
    OwnershipRule,
    is_owned_in_full,
    listed_ownership,
    ownership_rules,
)
from enduse.screening.score import ENGINE, chance, odds_of
from enduse.screening.standing import standing_on

_KEPT_NAMES = 20_000
_HAIR = 1e-5  # of log-odds: scores are rounded
BODIES_OF_STATE = frozenset(
    {
        PartyType.POLICE, PartyType.INTELLIGENCE, PartyType.MILITARY, PartyType.INTERIOR_MINISTRY,
        PartyType.TELECOM_REGULATOR, PartyType.MINISTRY, PartyType.ELECTION_BODY,
        PartyType.BORDER, PartyType.MUNICIPALITY,
    }
)  # fmt: skip
"""Kinds of party that have no owners; all others do, as long as the file does not say."""
_OWNER_KINDS = {OwnerKind.PERSON: PartyKind.PERSON, None: PartyKind.UNKNOWN}


class PartyScreener:
    """Looks parties up; a name that comes again is not searched again.

    Args:
        open_index: gives the index; it is called at the first name, so that loading an engine
            costs nothing.
        judgements: what people said of matches.
        rules: rules of ownership.
        threshold: the least score, 0.0 to 1.0.
    """

    def __init__(
        self,
        open_index: Callable[[], Index],
        judgements: Iterable[Judgement] = (),
        *,
        rules: tuple[OwnershipRule, ...] | None = None,
        threshold: float = DEFAULT_THRESHOLD,
    ) -> None:
        self._open_index = open_index
        self._judgements = tuple(judgements)
        self._rules = ownership_rules() if rules is None else rules
        self._threshold = threshold
        self._matches = lru_cache(maxsize=_KEPT_NAMES)(self._search)
        self._may_match = lru_cache(maxsize=_KEPT_NAMES)(self._is_near)
        # a country that agrees adds so much: what is below matches in no country
        self._lowest = chance(odds_of(threshold) - SAME_COUNTRY - _HAIR)

    @cached_property
    def index(self) -> Index:
        """The index that is searched."""
        return self._open_index()

    @cached_property
    def _data_on(self) -> dict[str, date]:
        return {row.list_id: row.data_on for row in self.index.coverage}

    def with_judgements(self, judgements: Iterable[Judgement]) -> "PartyScreener":
        """The same lists, read with what these people said."""
        return PartyScreener(
            lambda: self.index, judgements, rules=self._rules, threshold=self._threshold
        )

    @property
    def threshold(self) -> float:
        """The least score, 0.0 to 1.0."""
        return self._threshold

    @property
    def rules(self) -> tuple[OwnershipRule, ...]:
        """The rules of ownership that are read."""
        return self._rules

    def look_up(
        self, name: str, country: str | None, kind: PartyKind, as_of: date
    ) -> tuple[PartyMatch, ...]:
        """What is found for one name, as it stands on the day."""
        return self._screened((_asked(name, country, roles=[]), kind), as_of).matches

    def screen(self, transaction: Transaction, as_of: date) -> Screening:
        """Look every party and owner up, and read the listings as of the day.

        Raises:
            InvalidInputError: the ownership does not fit the parties, or shares are over 1.0.
        """
        _check_owned(transaction)
        parties = [self._screened(one, as_of) for one in asked_parties(transaction)]
        holdings = transaction.ownership
        held = {one.owned for one in holdings}
        owned = [one.name for one in parties if one.roles and one.name and one.name in held]
        return Screening(
            parties=tuple(parties),
            ownership=tuple(_readings(owned, parties, holdings, self._rules, as_of)),
            owners_on_file=_owners_on_file(transaction),
            threshold=self._threshold,
            engine=ENGINE,
            watchlist=self.index.version,
            coverage=self.index.coverage,
        )

    def read_ownership(
        self, holdings: tuple[Holding, ...], as_of: date, rules: tuple[OwnershipRule, ...] = ()
    ) -> tuple[tuple[PartyScreened, ...], tuple[OwnershipReading, ...]]:
        """Look every owner and every owned party up, and read each owned one by every rule.

        Args:
            holdings: who holds what of whom.
            as_of: the day.
            rules: further rules, after those of the screener.

        Raises:
            InvalidInputError: the shares of one party are over 1.0.
        """
        about: dict[str, tuple[str | None, PartyKind, list[str]]] = {}
        for one in holdings:
            kind = _OWNER_KINDS.get(one.kind, PartyKind.ORGANISATION)
            known = about.setdefault(one.owner, (one.country, kind, []))
            known[2].append(one.owned)
        for one in holdings:
            about.setdefault(one.owned, (None, PartyKind.ORGANISATION, []))
        parties = tuple(
            self._screened((_asked(name, country, owner_of=owned), kind), as_of)
            for name, (country, kind, owned) in about.items()
        )
        owned_names = tuple(dict.fromkeys(one.owned for one in holdings))
        readings = _readings(owned_names, parties, holdings, (*self._rules, *rules), as_of)
        return parties, tuple(readings)

    def _screened(self, asked: tuple[PartyScreened, PartyKind], as_of: date) -> PartyScreened:
        party, kind = asked
        found = self._matches(party.name, party.country, kind) if party.name else None
        if not party.name or found is None:
            return party
        judged = with_judgements(
            party.name, found, self._judgements, as_of, country=party.country or ""
        )
        matches = tuple(standing_on(one, as_of, self._data_on) for one in judged)
        return replace(party, was_searched=True, matches=matches)

    def _search(self, name: str, country: str | None, kind: PartyKind) -> tuple[Match, ...] | None:
        """The matches of one name; None when nothing of it can be compared."""
        near = self._may_match(name, kind)
        if not near:
            return None if near is None else ()
        found = self.index.search(name, country=country, kind=kind, threshold=self._threshold)
        return found.matches

    def _is_near(self, name: str, kind: PartyKind) -> bool | None:
        """Whether a name can match in any country; None when nothing of it can be compared."""
        try:
            return bool(self.index.search(name, kind=kind, threshold=self._lowest).matches)
        except InvalidInputError:
            return None


def _readings(
    owned: Iterable[str], parties: Iterable[PartyScreened], holdings: tuple[Holding, ...],
    rules: tuple[OwnershipRule, ...], as_of: date,
) -> Iterable[OwnershipReading]:  # fmt: skip
    """What listed owners hold of each party, rule by rule."""
    owned, parties = tuple(owned), tuple(parties)
    for rule in rules if owned else ():
        sure, possible = _listed_owners(parties, rule)
        for party in owned:
            yield _reading(party, holdings, sure, possible, rule, as_of)


def _reading(
    party: str, holdings: tuple[Holding, ...], sure: set[str], possible: set[str],
    rule: OwnershipRule, as_of: date,
) -> OwnershipReading:  # fmt: skip
    """One rule about one party: with every listed owner, and with those a person confirmed."""
    found = listed_ownership(party, holdings, possible, rule.threshold)
    firm = listed_ownership(party, holdings, sure, rule.threshold)
    return OwnershipReading(
        party=party,
        rule=rule.id,
        title=rule.title,
        status=rule.status(as_of),
        source="; ".join(part for part in (rule.source, rule.confidence, rule.note) if part),
        applies=rule.applies(as_of),
        answer=found.answer,
        least=found.certain,
        most=found.possible,
        paths=tuple(path.says for path in found.paths),
        rests_on_open_match=found.answer is not firm.answer,
    )


def _listed_owners(
    parties: Iterable[PartyScreened], rule: OwnershipRule
) -> tuple[set[str], set[str]]:
    """The owners that count for a rule: those a person confirmed, and all that may be listed."""
    sure: set[str] = set()
    possible: set[str] = set()
    for party in parties:
        for found in party.matches:
            if found.standing is Standing.LISTED and counts_for(rule, found):
                if found.judged.is_open:
                    possible.add(party.shown_as)
                elif found.judged.said is Said.SAME:
                    sure.add(party.shown_as)
    return sure, sure | possible


def counts_for(rule: OwnershipRule, found: PartyMatch) -> bool:
    """Whether the listings of a match are of the lists that a rule names."""
    return rule.covers(listing.list_id for listing in found.listings)


def asked_parties(transaction: Transaction) -> Iterable[tuple[PartyScreened, PartyKind]]:
    """Give each party once by name, country and kind, then each owner that is no party itself."""
    roles: dict[tuple[str, str | None, PartyKind], list[Role]] = {}
    for party in transaction.parties:
        if party.name is None:
            yield _asked(None, party.country, roles=[party.role]), PartyKind.UNKNOWN
        else:
            state = party.type in BODIES_OF_STATE
            kind = PartyKind.ORGANISATION if state else PartyKind.UNKNOWN
            roles.setdefault((party.name, party.country, kind), []).append(party.role)
    for (name, country, kind), own in roles.items():
        yield _asked(name, country, roles=own), kind
    named = {party.name for party in transaction.parties}
    owners: dict[tuple[str, str | None, PartyKind], list[str]] = {}
    for one in transaction.ownership:
        if one.owner not in named:
            kind = _OWNER_KINDS.get(one.kind, PartyKind.ORGANISATION)
            owners.setdefault((one.owner, one.country, kind), []).append(one.owned)
    for (owner, country, kind), owned in owners.items():
        yield _asked(owner, country, owner_of=owned), kind


def _asked(
    name: str | None, country: str | None, *, roles: Iterable[Role] = (),
    owner_of: Iterable[str] = (),
) -> PartyScreened:  # fmt: skip
    """A party before it is searched."""
    return PartyScreened(
        name, country, tuple(dict.fromkeys(roles)), tuple(dict.fromkeys(owner_of)),
        was_searched=False,
    )  # fmt: skip


def _owners_on_file(transaction: Transaction) -> bool:
    return all(
        party.type in BODIES_OF_STATE
        or (party.name is not None and is_owned_in_full(party.name, transaction.ownership))
        for party in transaction.parties
    )


def _check_owned(transaction: Transaction) -> None:
    """An owned party is a party of the deal or an owner of one, and no body of state."""
    if not transaction.ownership:
        return
    bodies = {party.name for party in transaction.parties if party.type in BODIES_OF_STATE}
    known = {party.name for party in transaction.parties}
    known |= {one.owner for one in transaction.ownership}
    for number, one in enumerate(transaction.ownership):
        if one.owned in bodies:
            raise InvalidInputError(
                f"ownership[{number}].owned: {one.owned!r} is a body of state, which has no owners"
            )
        if one.owned not in known:
            raise InvalidInputError(
                f"ownership[{number}].owned: {one.owned!r} is neither a party nor an owner of one; "
                "write the name as under parties"
            )
