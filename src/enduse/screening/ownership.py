"""Who is owned by listed parties: shares summed along every path, unknown kept unknown."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.ownership import Holding, OwnerKind
from enduse.domain.strict import StrictTable

MOST_PATHS = 20
_MOST_STEPS = 10_000
_WHOLE = 1.0 - 1e-6
_Owners = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, slots=True)
class OwnershipRule:
    """A rule that treats a party as listed because of who owns it, and when it applies."""

    id: str
    title: str
    threshold: float  # the least share, 0.0 to 1.0, of all listed owners together
    in_force_from: date
    suspended: tuple[tuple[date, date], ...] = ()  # first day, and first day after
    lists: tuple[str, ...] = ()  # whose parties count; empty for all but research
    source: str = ""
    confidence: str = ""  # how sure the dates are
    note: str = ""

    def applies(self, as_of: date) -> bool:
        """Say whether the rule is in force on the day."""
        paused = any(first <= as_of < after for first, after in self.suspended)
        return self.in_force_from <= as_of and not paused

    def status(self, as_of: date) -> str:
        """Say in words how the rule stands on the day."""
        if as_of < self.in_force_from:
            return f"not in force until {self.in_force_from}"
        for first, after in self.suspended:
            if first <= as_of < after:
                return f"suspended from {first} until {after}"
        return "in force, as far as is known"

    def covers(self, lists: Iterable[str]) -> bool:
        """Say whether a party on these lists counts for the rule."""
        return not self.lists or any(one in self.lists for one in lists)


@dataclass(frozen=True, slots=True)
class OwnershipPath:
    """One way from a listed party down to the party asked about."""

    parties: tuple[str, ...]  # the listed one first
    share: float | None  # the product of the shares; None where one is not known

    @property
    def says(self) -> str:
        """The path in words."""
        share = "a share that is not known" if self.share is None else f"{self.share:.1%}"
        return f"{' > '.join(self.parties)}: {share}"


@dataclass(frozen=True, slots=True)
class ListedOwnership:
    """What listed parties hold of one party together."""

    party: str
    answer: Answer  # whether the rule's threshold is reached
    certain: float  # 0.0 to 1.0; the share that is known
    possible: float  # the share if every unknown holding is as large as it can be
    paths: tuple[OwnershipPath, ...]  # the first `MOST_PATHS`


@cache
def ownership_rules() -> tuple[OwnershipRule, ...]:
    """Give the rules that ship with the package.

    Raises:
        BadDataError: a key is missing, unknown or of the wrong type.
    """
    text = files("enduse.screening").joinpath("data/ownership_rules.toml").read_text("utf-8")
    table = StrictTable(tomllib.loads(text), "ownership_rules")
    rules = tuple(_rule(row) for row in table.tables("rules"))
    table.finish()
    return rules


def _rule(row: StrictTable) -> OwnershipRule:
    stays = []
    for stay in row.tables("suspended", optional=True):
        stays.append((stay.take("from", date), stay.take("until", date)))
        stay.finish()
    rule = OwnershipRule(
        id=row.text("id"),
        title=row.text("title"),
        threshold=row.take("threshold", float),
        in_force_from=row.take("in_force_from", date),
        suspended=tuple(stays),
        lists=row.words("lists"),
        source=row.text("source"),
        confidence=row.text("confidence"),
        note=row.text("note", ""),
    )
    row.finish()
    return rule


def listed_ownership(
    party: str, holdings: Iterable[Holding], listed: Collection[str], threshold: float
) -> ListedOwnership:
    """Sum what listed parties hold of a party, directly and through others.

    A holder that reaches the threshold itself counts as listed: its whole share counts, as
    OFAC's rule has it. Below the threshold an indirect share is the product along the path.
    A share that goes round in a circle that a listed party stands above counts for certain only
    if its holder reaches the threshold without the circle; at most it counts whole.

    Raises:
        InvalidInputError: the shares of one party are over 1.0.
    """
    owners = _owners(holdings)
    certain, possible = _shares(owners, frozenset(listed), threshold).get(party, (0.0, 0.0))
    if certain >= threshold - 1e-9:
        answer = Answer.YES
    else:
        answer = Answer.UNKNOWN if possible >= threshold - 1e-9 else Answer.NO
    paths = tuple(_paths(party, owners, frozenset(listed)))
    return ListedOwnership(party, answer, round(certain, 9), round(possible, 9), paths)


def is_owned_in_full(party: str, holdings: Iterable[Holding]) -> bool:
    """Say whether every chain of owners above a party is on file to its end.

    An end is a person or a body of state. Each owner has a country, the shares of each party add
    up to the whole, and no chain goes round in a circle.
    """
    above: dict[str, list[Holding]] = {}
    for holding in holdings:
        above.setdefault(holding.owned, []).append(holding)
    seen: set[str] = set()
    waiting = [party]
    while waiting:
        owned = waiting.pop()
        if owned in seen or not _is_whole(above.get(owned, [])):
            return False
        seen.add(owned)
        ends = {OwnerKind.PERSON, OwnerKind.STATE}
        waiting += [one.owner for one in above[owned] if one.kind not in ends]
    return True


def _is_whole(held: list[Holding]) -> bool:
    known = [one.share for one in held if one.share is not None and one.country and one.kind]
    return len(known) == len(held) and sum(known) >= _WHOLE


def _owners(holdings: Iterable[Holding]) -> _Owners:
    owners: dict[str, dict[str, float | None]] = {}
    for holding in holdings:
        own = owners.setdefault(holding.owned, {})
        known, share = own.get(holding.owner, 0.0), holding.share
        own[holding.owner] = None if known is None or share is None else known + share
    for owned, own in owners.items():
        total = sum(share for share in own.values() if share is not None)
        if total > 1.0 + 1e-9:
            raise InvalidInputError("the shares of a party are over 1.0", party=owned, total=total)
    return owners


def _shares(
    owners: _Owners, listed: frozenset[str], threshold: float
) -> dict[str, tuple[float, float]]:
    """Give for each party the certain and the possible share that listed parties hold."""
    reached = _below(owners, listed)
    circle = _circles(owners)
    circular = {
        (owner, owned)
        for owned, own in owners.items()
        for owner in own
        if owned in reached and circle[owner] == circle[owned]
    }
    straight = {
        owned: [owner for owner in own if (owner, owned) not in circular]
        for owned, own in owners.items()
        if owned in reached
    }
    order = _in_order(straight)
    sure: set[str] = set()  # parties that reach the threshold whatever the circles hold
    while True:
        shares: dict[str, tuple[float, float]] = {}
        for party in order:
            shares[party] = _share(party, owners, circular, shares, listed | sure, threshold)
        more = {party for party, (low, _) in shares.items() if low >= threshold - 1e-9}
        if more <= sure:
            return shares
        sure |= more


def _circles(owners: _Owners) -> dict[str, int]:
    """Number the parties so that two have one number only if each owns the other in the end.

    Kosaraju's two walks: the first orders the parties so that owners of all come last, the second
    walks the other way and cannot leave a circle.
    """
    above = {owned: list(own) for owned, own in owners.items()}
    below: dict[str, list[str]] = {}
    for owned, own in above.items():
        for owner in own:
            below.setdefault(owner, []).append(owned)
    number: dict[str, int] = {}
    for start in reversed(_walk([*above, *below], above)):
        if start in number:
            continue
        own_number = len(number)
        waiting = [start]
        while waiting:
            party = waiting.pop()
            if party not in number:
                number[party] = own_number
                waiting += below.get(party, [])
    return number


def _walk(starts: Iterable[str], ways: Mapping[str, list[str]]) -> list[str]:
    """Every party in the order in which a walk from it is done."""
    done: list[str] = []
    seen: set[str] = set()
    for start in starts:
        waiting = [(start, False)]
        while waiting:
            party, is_done = waiting.pop()
            if is_done:
                done.append(party)
            elif party not in seen:
                seen.add(party)
                waiting.append((party, True))
                waiting += [(one, False) for one in ways.get(party, [])]
    return done


def _in_order(straight: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The parties, each after its owners."""
    return tuple(TopologicalSorter(straight).static_order())


def _share(
    party: str, owners: _Owners, circular: Collection[tuple[str, str]],
    shares: Mapping[str, tuple[float, float]], listed: frozenset[str], threshold: float,
) -> tuple[float, float]:  # fmt: skip
    own = owners.get(party, {})
    spare = max(0.0, 1.0 - sum(share for share in own.values() if share is not None))
    certain, possible, unknown_counts = 0.0, 0.0, False
    for owner, share in own.items():
        low, high = float(owner in listed), 1.0
        if (owner, party) not in circular:
            low, high = _standing(owner, shares, listed, threshold)
        if share is None:
            unknown_counts = unknown_counts or high > 0.0
        else:
            certain += share * low
            possible += share * high
    return min(1.0, certain), min(1.0, possible + (spare if unknown_counts else 0.0))


def _standing(
    owner: str, shares: Mapping[str, tuple[float, float]], listed: frozenset[str], threshold: float
) -> tuple[float, float]:
    """Give how far an owner counts as listed, at least and at most."""
    if owner in listed:
        return 1.0, 1.0
    low, high = shares.get(owner, (0.0, 0.0))
    reaches = threshold - 1e-9
    return 1.0 if low >= reaches else low, 1.0 if high >= reaches else high


def _below(owners: _Owners, above: Collection[str]) -> frozenset[str]:
    """Every party that one of these owns, directly or through others, themselves not counted."""
    owned_by: dict[str, list[str]] = {}
    for owned, own in owners.items():
        for owner in own:
            owned_by.setdefault(owner, []).append(owned)
    found: set[str] = set()
    waiting = list(above)
    while waiting:
        for owned in owned_by.get(waiting.pop(), []):
            if owned not in found:
                found.add(owned)
                waiting.append(owned)
    return frozenset(found)


def _paths(party: str, owners: _Owners, listed: frozenset[str]) -> Iterator[OwnershipPath]:
    """The ways up to listed parties, the nearest first; no party twice in one."""
    leads = _below(owners, listed) | listed
    waiting: list[tuple[tuple[str, ...], float | None]] = [((party,), 1.0)]
    found = steps = 0
    while waiting and found < MOST_PATHS and steps < _MOST_STEPS:
        below, share = waiting.pop(0)
        steps += 1
        for owner, part in sorted(owners.get(below[0], {}).items()):
            if owner in below or owner not in leads or found == MOST_PATHS:
                continue
            product = None if share is None or part is None else share * part
            if owner in listed:
                found += 1
                yield OwnershipPath((owner, *below), product)
            else:
                waiting.append(((owner, *below), product))
