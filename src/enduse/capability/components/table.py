"""The table of components that are known to give a capability, and how names find it."""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from enduse.capability.components.component import Component
from enduse.capability.components.names import Key, key_of
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.errors import BadDataError
from enduse.domain.strict import StrictTable

COLUMNS = ["ecosystem", "name", "imports", "capabilities", "basis", "reason"]
_SAME_NAMES = {
    "conda": "pypi",
    "rpm": "deb",
    "apk": "deb",
    "alpm": "deb",
    "brew": "deb",
    "oci": "docker",
    "githubactions": "github",
}
"""Ecosystems without rows of their own that mostly use the names of another."""

_LIBRARY = re.compile(r"^(?P<stem>lib.+?)-?\d[\d.]*(?:t64|c2a|v5|[a-z])?$")
_GO_PARENTS = 2  # path segments a Go module has at least


class Grip(StrEnum):
    """How much of a capability a component brings."""

    CORE = "core"  # this is what it is for
    ENABLING = "enabling"  # it makes it possible with some code or configuration
    INCIDENTAL = "incidental"  # it could serve, and mostly serves something else


class Basis(StrEnum):
    """How this project knows that a component of this name exists."""

    LOOKED_UP = "looked_up"
    FROM_KNOWLEDGE = "from_knowledge"


@dataclass(frozen=True, slots=True)
class Given:
    """One capability that a component gives."""

    capability: str  # id
    grip: Grip


@dataclass(frozen=True, slots=True)
class KnownComponent:
    """One row of the table."""

    ecosystem: str
    name: str
    gives: tuple[Given, ...]
    imports: tuple[str, ...]  # names under which source code imports it, where they differ
    basis: Basis
    reason: str

    @property
    def key(self) -> Key:
        """What it is compared by."""
        return key_of(self.ecosystem, self.name)


@dataclass(frozen=True, slots=True)
class ComponentTable:
    """Every known component; `find` is all that most callers need."""

    as_of: date
    rows: tuple[KnownComponent, ...]
    false_friends: Mapping[Key, str]  # names that look telling and are not, with the reason
    ambiguous_imports: frozenset[str]  # import names that also stand for other things
    _by_key: Mapping[Key, KnownComponent]

    def find(self, component: Component) -> KnownComponent | None:
        """The row of a component, under any of the names it may go by; None when unknown."""
        for key in lookup_keys(component):
            if key in self.false_friends:
                return None
            if key in self._by_key:
                return self._by_key[key]
        return None

    def false_friend(self, component: Component) -> str | None:
        """Why this component is not what its name suggests; None when it is no false friend."""
        keys = lookup_keys(component)
        return next((self.false_friends[key] for key in keys if key in self.false_friends), None)


def lookup_keys(component: Component) -> Iterator[Key]:
    """The keys a component may stand under, the nearest first."""
    kind, name = component.key
    yield kind, name
    if component.upstream:
        yield key_of(kind, component.upstream)
    if kind == "golang":
        yield from _parents(name)
        yield "github", name.removeprefix("github.com/")
    other = _SAME_NAMES.get(kind, kind)
    if other == "docker" and "." in name.partition("/")[0]:
        yield key_of(other, name.partition("/")[2])  # another registry mirrors the image
    if other != kind:
        yield key_of(other, component.name)
    if other == "deb" and (found := _LIBRARY.match(name)):
        yield "deb", found["stem"]


def _parents(path: str) -> Iterator[Key]:
    """The modules that may hold a Go package."""
    parts = path.split("/")
    for length in range(len(parts) - 1, _GO_PARENTS - 1, -1):
        yield key_of("golang", "/".join(parts[:length]))


@cache
def load_components() -> ComponentTable:
    """The table that ships with the package.

    Raises:
        BadDataError: a row is malformed, or names a capability that does not exist.
    """
    data = files("enduse.capability") / "data"
    return build_components(
        load_taxonomy(),
        about_toml=(data / "components.toml").read_text("utf-8"),
        names_toml=(data / "component_names.toml").read_text("utf-8"),
        tables={
            name: (data / name).read_text("utf-8")
            for name in ("components.csv", "components_more.csv")
        },
    )


def build_components(
    taxonomy: Taxonomy, *, about_toml: str, names_toml: str, tables: Mapping[str, str]
) -> ComponentTable:
    """Build and check the table from its texts.

    Args:
        taxonomy: the capabilities a row may name.
        about_toml: `components.toml`: where the rows come from, and the false friends.
        names_toml: `component_names.toml`: other names, and imports that tell little.
        tables: the text of each CSV file by its name.

    Raises:
        BadDataError: a row is malformed, or names a capability that does not exist.
    """
    about = StrictTable(tomllib.loads(about_toml), "components.toml")
    names = StrictTable(tomllib.loads(names_toml), "component_names.toml")
    rows = tuple(row for name, text in tables.items() for row in _rows(name, text, taxonomy))
    table = ComponentTable(
        as_of=about.take("as_of", date),
        rows=rows,
        false_friends=dict(_false_friends(about.tables("false_friends"))),
        ambiguous_imports=frozenset(names.words("ambiguous_imports")),
        _by_key=_by_key(rows, names.mapping("other_names")),
    )
    names.finish()
    for key in ("title", "publisher", "licence", "input_sha256"):
        about.take(key, str)
    about.words("limits")
    about.finish()
    return table


def _rows(name: str, text: str, taxonomy: Taxonomy) -> Iterator[KnownComponent]:
    lines = list(csv.reader(io.StringIO(text)))
    if not lines or lines[0] != COLUMNS:
        raise BadDataError("wrong columns", file=name, expected=COLUMNS)
    for line in lines[1:]:
        try:
            ecosystem, own, imports, capabilities, basis, reason = line
            gives = tuple(_given(word, taxonomy) for word in capabilities.split("|"))
            row = KnownComponent(
                ecosystem, own, gives, tuple(imports.split()), Basis(basis), reason
            )
        except ValueError as error:
            raise BadDataError(f"a row is malformed: {error}", file=name, row=line) from None
        yield row


def _given(word: str, taxonomy: Taxonomy) -> Given:
    capability, _, grip = word.partition("=")
    return Given(taxonomy.get(capability).id, Grip(grip))


def _by_key(
    rows: Iterable[KnownComponent], other_names: Mapping[str, object]
) -> dict[Key, KnownComponent]:
    found: dict[Key, KnownComponent] = {}
    for row in rows:
        if row.key in found:
            raise BadDataError("a component stands twice", ecosystem=row.ecosystem, name=row.name)
        found[row.key] = row
    for name, of in other_names.items():
        known = found.get(key_of(*str(of).split("/", 1)))
        if known is None:
            raise BadDataError("another name of an unknown component", name=name, of=of)
        found.setdefault(key_of(*name.split("/", 1)), known)
    for row in rows:
        for key in _debian_names(row):
            found.setdefault(key, row)
    return found


def _debian_names(row: KnownComponent) -> Iterator[Key]:
    """Source packages and libraries that a Debian package of this name comes from."""
    kind, name = row.key
    if kind != "deb":
        return
    if name.startswith("lib") and name.endswith("-dev"):
        stem = re.sub(r"-\d+$", "", name.removesuffix("-dev"))
        yield from ((kind, one) for one in (name.removesuffix("-dev"), stem, stem[3:]))
    if name.startswith("python3-"):
        plain = name.removeprefix("python3-")
        yield from ((kind, f"python-{plain}"), (kind, plain))


def _false_friends(tables: Iterable[StrictTable]) -> Iterator[tuple[Key, str]]:
    for table in tables:
        key = key_of(table.text("ecosystem"), table.text("name"))
        yield key, table.text("reason")
        table.finish()
