"""The register of laws that enable surveillance, and of laws that hold it in check."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from enduse.domain.country import Law
from enduse.domain.dates import latest_day
from enduse.evidence.countries import Countries
from enduse.evidence.manifests import Manifest, read_file
from enduse.evidence.registers import Row, read_embedded, read_extra, unique_by_id

FILE = "laws.csv"
COLUMNS = (
    "id", "country", "entry", "statute", "in_force_from", "in_force_until", "article", "reads_as",
    "later", "later_on", "source", "source_year", "url", "confidence",
)  # fmt: skip
_ENTRY = re.compile(r"(LAW|SAFE)-[A-Za-z0-9_-]+")


class LawRegister:
    """All laws on file, by country."""

    def __init__(self, laws: Iterable[Law]) -> None:
        ordered = sorted(laws, key=lambda law: (law.country, law.entry, law.id))
        unique_by_id(ordered, lambda law: law.id)
        self._laws: dict[str, tuple[tuple[date, date, Law], ...]] = {}
        for law in ordered:
            until = latest_day(law.in_force_until) if law.in_force_until else date.max
            spell = (latest_day(law.in_force_from), until, law)
            self._laws[law.country] = (*self._laws.get(law.country, ()), spell)

    def __len__(self) -> int:
        return sum(len(laws) for laws in self._laws.values())

    @classmethod
    def load(
        cls, manifest: Manifest | None, countries: Countries, extra: Sequence[Path] = ()
    ) -> "LawRegister":
        """Read the embedded register and a user's own additions.

        Raises:
            BadDataError: the embedded register is malformed.
            InvalidInputError: an addition is; it names the file, line, column and remedy.
        """
        codes = frozenset(country.iso3 for country in countries)

        def build(row: Row) -> Law:
            return build_law(row, codes)

        embedded = (
            read_embedded(read_file(manifest, FILE), COLUMNS, file=FILE, build=build)
            if manifest
            else ()
        )
        added = [law for path in extra for law in read_extra(path, COLUMNS, build=build)]
        return cls([*embedded, *added])

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries with any law on file, past or present."""
        return tuple(self._laws)

    def in_force(self, country: str, as_of: date) -> tuple[Law, ...]:
        """Give the laws of a country that were certainly in force on a day, as known then."""
        spells = self._laws.get(country, ())
        return tuple(_known_on(law, as_of) for start, end, law in spells if start <= as_of <= end)


def _known_on(law: Law, as_of: date) -> Law:
    """The law with what became of it, if that had happened; else without."""
    if not law.later:
        return law
    if latest_day(law.later_on) <= as_of:
        return replace(law, reads_as=f"{law.reads_as} {law.later}")
    return replace(law, later="", later_on="")


def build_law(row: Row, countries: frozenset[str]) -> Law:
    """Build one law from a row, strictly.

    Raises:
        InvalidInputError: names the file, line, column and remedy.
    """
    law = Law(
        id=row.id(),
        country=row.country(countries),
        entry=row.text("entry", required=True),
        statute=row.text("statute", required=True),
        in_force_from=row.partial_date("in_force_from"),
        in_force_until=row.partial_date("in_force_until", required=False),
        article=row.text("article"),
        reads_as=row.text("reads_as", required=True),
        later=row.text("later"),
        later_on=row.partial_date("later_on", required=False),
        source=row.text("source", required=True),
        source_year=row.year("source_year"),
        url=row.address("url"),
        confidence=row.text("confidence", required=True),
    )
    if not _ENTRY.fullmatch(law.entry):
        row.refuse("entry", "write the id of an entry of Appendix 2: LAW-... or SAFE-...")
    if law.in_force_until and latest_day(law.in_force_until) < latest_day(law.in_force_from):
        row.refuse("in_force_until", "a law does not end before it begins")
    if bool(law.later) != bool(law.later_on):
        row.refuse("later_on", "write when `later` happened; leave both empty without it")
    return law
