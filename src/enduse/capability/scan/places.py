"""How far to trust what stands in a part of a source tree: tests and examples say less."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from enduse.domain.errors import BadDataError
from enduse.domain.strict import StrictTable

ELSEWHERE_TEXT = 0.8  # of a document that no row speaks of
ONLY_MENTIONED = 0.5  # below this a finding is no function of the product


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of place, and how far code and text that stand there are trusted."""

    name: str  # empty for the product itself
    code: float  # 0.0 to 1.0
    text: float
    folders: frozenset[str] = frozenset()  # lower case
    files: tuple[str, ...] = ()  # patterns, lower case

    def holds(self, folders: Iterable[str], file: str) -> bool:
        """Whether a file with this name, in these folders, stands here."""
        if any(folder in self.folders for folder in folders):
            return True
        return any(fnmatchcase(file, pattern) for pattern in self.files)


PRODUCT = Place("", 1.0, ELSEWHERE_TEXT)
NAMED = Place("", 1.0, 1.0)  # a file that a person named


@dataclass(frozen=True, slots=True)
class Places:
    """Every kind of place, the first that fits first."""

    rows: tuple[Place, ...]

    def of(self, path: str) -> Place:
        """The place of a file.

        Args:
            path: with forward slashes, below the folder that is scanned.
        """
        *folders, file = path.lower().split("/")
        return next((row for row in self.rows if row.holds(folders, file)), PRODUCT)


@cache
def load_places() -> Places:
    """The table that ships with the package.

    Raises:
        BadDataError: a row is malformed.
    """
    text = (files("enduse.capability") / "data" / "places.toml").read_text("utf-8")
    table = StrictTable(tomllib.loads(text), "places.toml")
    rows = tuple(_places(table.tables("places")))
    table.finish()
    return Places(rows)


def _places(rows: Iterable[StrictTable]) -> Iterator[Place]:
    for row in rows:
        place = Place(
            name=row.text("name"),
            code=row.take("code", float),
            text=row.take("text", float),
            folders=frozenset(row.words("folders", optional=True)),
            files=row.words("files", optional=True),
        )
        row.finish()
        if not 0 <= min(place.code, place.text) <= max(place.code, place.text) <= 1:
            raise BadDataError("trust is from 0 to 1", place=place.name)
        yield place
