"""Whether the files of a list may be used: read to their end, counted, held against before."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from enduse.domain.errors import InvalidInputError
from enduse.screening.lists.record import ListRecord, whole_day
from enduse.screening.lists.sources import ListSource, data_date

LARGEST_FILE_BYTES = 2_000_000_000
"""No list is larger; the largest known collection has some 2 GB only with everything in it."""

_LEAST_SHARE = 0.9
_SMALL = 20  # a list of few may lose a handful at once


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """A list that was read to its end: its records, and what is told of its files."""

    source: ListSource
    sha256: tuple[str, ...]  # one a file, empty where an optional one is not there
    records: tuple[ListRecord, ...]
    data_on: date | None  # the date that the file gives itself

    def counts(self, as_of: date) -> dict[str, int]:
        """Count the parties of each list whose listing counts on the day."""
        seen = {
            (r.list_id, r.source_id or r.row)
            for r in self.records
            if r.ended_on is None or as_of < r.ended_on
        }
        return dict(Counter(list_id for list_id, _ in seen))


def check_source(source: ListSource, paths: Sequence[Path | None]) -> CheckedSource:
    """Read the files of a source to their end.

    Raises:
        InvalidInputError: a file is too large, broken, of another list, or names nobody.
    """
    for path in paths:
        if path is not None and path.stat().st_size > LARGEST_FILE_BYTES:
            raise InvalidInputError(
                "the file is larger than any list", file=path.name, bytes=path.stat().st_size
            )
    with ExitStack() as stack:
        streams = [stack.enter_context(p.open("rb")) if p else None for p in paths]
        records = tuple(r for r in source.read(streams, source.id) if r.names)
    strange = sorted({record.list_id for record in records} - set(source.lists))
    if strange or not records:
        why = "the file holds other lists" if strange else "the file names nobody"
        raise InvalidInputError(why, source=source.id, lists=strange)
    return CheckedSource(
        source, tuple(file_hash(p) if p else "" for p in paths), records, _dated(source, paths)
    )


def file_hash(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dated(source: ListSource, paths: Sequence[Path | None]) -> date | None:
    first = next(path for path in paths if path is not None)
    with first.open("rb") as file:
        head = file.read(4096).decode("utf-8", errors="replace")
    return whole_day(data_date(head, source.dated))


def refuse_shrunken(checked: CheckedSource, before: Mapping[str, int], as_of: date) -> None:
    """Refuse a list that lost more than publishers take off at once.

    Args:
        checked: what was read.
        before: parties by list: as the last version of the source had, or the publisher's own
            count where there was none.
        as_of: the day on which listings are counted.

    Raises:
        InvalidInputError: fewer in all than the whole can have, or a list lost over a tenth.
    """
    counts = checked.counts(as_of)
    total = sum(counts.values())
    if total < checked.source.at_least:
        raise InvalidInputError(
            "the file has fewer parties than the whole list can have",
            source=checked.source.id,
            found=total,
            at_least=checked.source.at_least,
        )
    for list_id, known in before.items():
        found = counts.get(list_id, 0)
        if list_id in checked.source.lists and found < min(known * _LEAST_SHARE, known - _SMALL):
            raise InvalidInputError(
                "the list lost over a tenth of its parties at once",
                source=checked.source.id,
                list=list_id,
                found=found,
                before=known,
            )
