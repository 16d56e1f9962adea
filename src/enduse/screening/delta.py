"""What changed between two watchlists."""

from dataclasses import dataclass

from enduse.domain.screening import WatchlistEntry
from enduse.screening.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class WatchlistDelta:
    """Entries that came, went and changed from one version to another."""

    before: str
    after: str
    added: tuple[WatchlistEntry, ...]
    removed: tuple[WatchlistEntry, ...]
    changed: tuple[tuple[WatchlistEntry, WatchlistEntry], ...]  # before, after


def compare_watchlists(before: Watchlist, after: Watchlist) -> WatchlistDelta:
    """Compare two watchlists entry by entry, by id."""
    old = {entry.id: entry for entry in before.entries}
    new = {entry.id: entry for entry in after.entries}
    return WatchlistDelta(
        before.version,
        after.version,
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=tuple(
            (old[key], new[key]) for key in sorted(old.keys() & new.keys()) if old[key] != new[key]
        ),
    )
