"""The marks a firm makes: who compared which item with the Guidance's own text, and when.

The marks are kept in a TOML file that only grows. A later mark on an item goes before an
earlier one; neither is removed.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from enduse.domain.catalogue import Check
from enduse.domain.errors import InvalidInputError
from enduse.domain.strict import StrictTable

HEADER = """\
# Items of the catalogue that a person compared with the Guidance's own text.
# `enduse catalogue mark-checked` adds to this file; nothing is ever removed from it.
"""
_LONGEST_NOTE = 2_000  # characters


def read_checks(
    content: Mapping[str, object], place: str, known: Collection[str]
) -> tuple[Check, ...]:
    """Read the marks.

    Args:
        content: the file, as a TOML reader gives it.
        place: what to call it in an error.
        known: the ids that a mark may name.

    Raises:
        InvalidInputError: a key is missing or unknown, or an id does not exist.
    """
    table = StrictTable(content, place, InvalidInputError)
    rows = table.tables("checks", optional=True)
    table.finish()
    return tuple(_read_check(row, known) for row in rows)


def make_check(item: str, by: str, on: date, note: str, known: Collection[str]) -> Check:
    """Make a mark.

    Raises:
        InvalidInputError: there is no such item, or no name.
    """
    row: dict[str, object] = {"item": item, "by": by, "on": on, "note": note}
    return _read_check(StrictTable(row, "the mark", InvalidInputError), known)


def latest_by_item(checks: Iterable[Check]) -> dict[str, Check]:
    """The newest mark on each item; of two on one day, the one written last."""
    latest: dict[str, Check] = {}
    for check in checks:
        earlier = latest.get(check.item)
        if earlier is None or earlier.on <= check.on:
            latest[check.item] = check
    return latest


def check_as_toml(check: Check) -> str:
    """Write one mark the way it is added to the file."""
    note = f"note = {_written(check.note)}\n" if check.note else ""
    return (
        f"\n[[checks]]\nitem = {_written(check.item)}\nby = {_written(check.by)}\n"
        f"on = {check.on.isoformat()}\n{note}"
    )


def _read_check(row: StrictTable, known: Collection[str]) -> Check:
    check = Check(
        item=row.text("item"),
        by=row.text("by").strip(),
        on=row.take("on", date),
        note=row.text("note", ""),
    )
    row.finish()
    if check.item not in known:
        raise row.refuse(f"item is {check.item!r}, which does not exist in the catalogue")
    if len(check.note) > _LONGEST_NOTE:
        raise row.refuse(f"note is longer than {_LONGEST_NOTE} characters")
    return check


def _written(text: str) -> str:
    """A text as TOML; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
