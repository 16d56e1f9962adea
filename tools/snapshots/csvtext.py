"""CSV in and out as plain text, so that `NA` stays the two letters it is."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a UTF-8 CSV with a header; every cell is text, and an absent one is empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, restval=""))


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write rows as UTF-8 CSV with Unix line ends; the same rows give the same bytes."""
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
