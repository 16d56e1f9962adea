"""What changed between two watchlists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from enduse.domain.screening import Identifier, ListedName, Listing, WatchlistEntry
from enduse.screening.entries import without_place
from enduse.screening.watchlist import Watchlist

_PLURAL = ("names", "countries", "addresses", "identifiers", "birth_dates", "markers")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field of an entry lost and gained, as texts."""

    field: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchlistDelta:
    """Entries that came, went and changed from one version to another."""

    before: str
    after: str
    added: tuple[WatchlistEntry, ...]
    removed: tuple[WatchlistEntry, ...]
    changed: tuple[tuple[WatchlistEntry, WatchlistEntry], ...]  # before, after

    @property
    def summary(self) -> str:
        """The counts in one line."""
        return f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed"


def compare_watchlists(before: Watchlist, after: Watchlist) -> WatchlistDelta:
    """Compare two watchlists entry by entry, by id; a row that only moved is no change."""
    old = {entry.id: entry for entry in before.entries}
    new = {entry.id: entry for entry in after.entries}
    return WatchlistDelta(
        before.version,
        after.version,
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=tuple(
            (old[key], new[key])
            for key in sorted(old.keys() & new.keys())
            if without_place(old[key]) != without_place(new[key])
        ),
    )


def changed_fields(before: WatchlistEntry, after: WatchlistEntry) -> tuple[FieldChange, ...]:
    """Name the fields in which two states of an entry differ, with what went and what came."""
    old, new = _texts(before), _texts(after)
    return tuple(
        FieldChange(
            name,
            gone=tuple(text for text in old[name] if text not in new[name]),
            new=tuple(text for text in new[name] if text not in old[name]),
        )
        for name in old
        if old[name] != new[name]
    )


def _texts(entry: WatchlistEntry) -> dict[str, tuple[str, ...]]:
    plain = without_place(entry)
    return {
        "kind": (plain.kind.value,),
        **{name: tuple(map(_text, getattr(plain, name))) for name in _PLURAL},
        "listings": tuple(map(_text, plain.listings)),
    }


def _text(value: object) -> str:
    """Write one value of a field so that a person can read it."""
    match value:
        case ListedName():
            return f"{value.text} ({value.kind.value})"
        case Identifier():
            return " ".join(filter(None, (value.type, value.value, value.country)))
        case Listing():
            return _listing_text(value)
        case _:
            return str(value)


def _listing_text(line: Listing) -> str:
    parts = [
        f"{line.list_id} {line.source_id}".strip(),
        ", ".join(line.programmes),
        line.licence_policy,
        line.citation,
        f"from {line.effective_on}" if line.effective_on else "",
        f"ended {line.ended_on}" if line.ended_on else "",
        line.remarks,
    ]
    return "; ".join(part for part in parts if part)


def delta_as_json(delta: WatchlistDelta) -> dict[str, Any]:
    """Give the delta as values that JSON can hold."""
    return {
        "before": delta.before,
        "after": delta.after,
        "added": [_entry_json(entry) for entry in delta.added],
        "removed": [_entry_json(entry) for entry in delta.removed],
        "changed": [
            {
                "id": new.id,
                "name": new.name,
                "fields": {
                    change.field: {"gone": list(change.gone), "new": list(change.new)}
                    for change in changed_fields(old, new)
                },
            }
            for old, new in delta.changed
        ],
    }


def _entry_json(entry: WatchlistEntry) -> dict[str, Any]:
    return {"id": entry.id, "name": entry.name} | {
        name: list(texts) for name, texts in _texts(entry).items() if texts
    }


def delta_lines(delta: WatchlistDelta) -> Iterator[str]:
    """Write the delta as lines: `+` came, `-` went, `~` changed, and below it each field."""
    for sign, entries in (("+", delta.added), ("-", delta.removed)):
        for entry in entries:
            lists = ", ".join(sorted({line.list_id for line in entry.listings}))
            yield f"{sign} {entry.id}  {entry.name}  ({lists})"
    for old, new in delta.changed:
        yield f"~ {new.id}  {new.name}"
        for change in changed_fields(old, new):
            yield from (f"    {change.field} - {text}" for text in change.gone)
            yield from (f"    {change.field} + {text}" for text in change.new)
            if not change.gone and not change.new:
                yield f"    {change.field}: in another order"
    yield delta.summary
