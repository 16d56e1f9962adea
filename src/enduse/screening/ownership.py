"""Who is owned by listed parties: shares summed along every path, unknown kept unknown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Holding:
    """One party holds a share of another. `share` is None where it is not known."""

    owner: str
    owned: str
    share: float | None  # 0.0 to 1.0


@dataclass(frozen=True, slots=True)
class OwnershipRule:
    """A rule that treats a party as listed because of who owns it, and when it applies."""

    id: str
    title: str
    threshold: float  # the least share, 0.0 to 1.0, of all listed owners together
    in_force_from: date
    suspended: tuple[tuple[date, date], ...] = ()  # first day, and first day after

    def applies(self, as_of: date) -> bool:
        """Say whether the rule is in force on the day."""
        paused = any(first <= as_of < after for first, after in self.suspended)
        return self.in_force_from <= as_of and not paused


OFAC_50 = OwnershipRule("ofac_50", "OFAC 50 percent rule", 0.5, date(2014, 8, 13))
BIS_AFFILIATES = OwnershipRule(
    "bis_affiliates", "BIS affiliates rule", 0.5, date(2025, 9, 29),
    ((date(2025, 11, 10), date(2026, 11, 10)),),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnershipPath:
    """One way from a listed party down to the party asked about."""

    parties: tuple[str, ...]  # the listed one first
    share: float | None  # the product of the shares; None where one is not known


@dataclass(frozen=True, slots=True)
class ListedOwnership:
    """What listed parties hold of one party together."""

    party: str
    answer: Answer  # whether the rule's threshold is reached
    certain: float  # 0.0 to 1.0; the share that is known
    possible: float  # the share if every unknown holding is as large as it can be
    paths: tuple[OwnershipPath, ...]


def listed_ownership(
    party: str, holdings: Iterable[Holding], listed: Collection[str], threshold: float
) -> ListedOwnership:
    """Sum what listed parties hold of a party, directly and through others.

    A holder that reaches the threshold itself counts as listed: its whole share counts, as
    OFAC's rule has it. Below the threshold an indirect share is the product along the path.
    Cycles are walked once; what goes round in one stays unknown.

    Raises:
        InvalidInputError: a share is not between 0.0 and 1.0, or those of one party are over 1.0.
    """
    owners = _owners(holdings)
    certain, possible = _share(party, owners, frozenset(listed), threshold, ())
    paths = tuple(_paths(party, owners, frozenset(listed), (party,)))
    if certain >= threshold:
        answer = Answer.YES
    else:
        answer = Answer.UNKNOWN if possible >= threshold else Answer.NO
    return ListedOwnership(party, answer, certain, possible, paths)


def _owners(holdings: Iterable[Holding]) -> Mapping[str, dict[str, float | None]]:
    owners: dict[str, dict[str, float | None]] = {}
    for holding in holdings:
        share = holding.share
        if share is not None and not 0.0 <= share <= 1.0:
            raise InvalidInputError("a share is 0.0 to 1.0", owner=holding.owner, share=share)
        own = owners.setdefault(holding.owned, {})
        known = own.get(holding.owner, 0.0)
        own[holding.owner] = None if known is None or share is None else known + share
    for owned, own in owners.items():
        total = sum(share for share in own.values() if share is not None)
        if total > 1.0 + 1e-9:
            raise InvalidInputError("the shares of a party are over 1.0", party=owned, total=total)
    return owners


def _share(
    party: str, owners: Mapping[str, dict[str, float | None]], listed: frozenset[str],
    threshold: float, seen: tuple[str, ...],
) -> tuple[float, float]:  # fmt: skip
    """Give the certain and the possible share that listed parties hold."""
    own = owners.get(party, {})
    spare = max(0.0, 1.0 - sum(share for share in own.values() if share is not None))
    certain, possible = 0.0, 0.0
    unknown_counts = False
    for owner, share in own.items():
        low, high = _standing(owner, owners, listed, threshold, (*seen, party))
        if share is None:
            unknown_counts = unknown_counts or high > 0.0
        else:
            certain += share * low
            possible += share * high
    return min(1.0, certain), min(1.0, possible + (spare if unknown_counts else 0.0))


def _standing(
    owner: str, owners: Mapping[str, dict[str, float | None]], listed: frozenset[str],
    threshold: float, seen: tuple[str, ...],
) -> tuple[float, float]:  # fmt: skip
    """Give how far an owner counts as listed, at least and at most."""
    if owner in listed:
        return 1.0, 1.0
    if owner in seen:
        return 0.0, 1.0
    low, high = _share(owner, owners, listed, threshold, seen)
    return 1.0 if low >= threshold else low, 1.0 if high >= threshold else high


def _paths(
    party: str, owners: Mapping[str, dict[str, float | None]], listed: frozenset[str],
    below: tuple[str, ...], share: float | None = 1.0,
) -> Iterable[OwnershipPath]:  # fmt: skip
    for owner, part in sorted(owners.get(party, {}).items()):
        if owner in below:
            continue
        product = None if share is None or part is None else share * part
        if owner in listed:
            yield OwnershipPath((owner, *below), product)
        else:
            yield from _paths(owner, owners, listed, (owner, *below), product)
