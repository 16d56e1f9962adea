"""One piece of software in a product, and the list of them that one file gives."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from packageurl import PackageURL

from enduse.capability.components.names import Key, key_of


@dataclass(frozen=True, slots=True)
class Component:
    """A package, image or repository that a product is made of."""

    ecosystem: str  # a package-URL type: pypi, npm, maven, golang, cargo, deb, ...
    name: str  # as the file writes it; with scope, group or namespace
    version: str = ""
    upstream: str = ""  # the source package it was built from, where the file tells
    development: bool = False  # used to build or test the product, not part of it

    @property
    def key(self) -> Key:
        """What it is compared by."""
        return key_of(self.ecosystem, self.name)

    @property
    def shown(self) -> str:
        """What a person is shown: ecosystem, name and version."""
        return f"{self.ecosystem}/{self.name}" + (f" {self.version}" if self.version else "")


@dataclass(frozen=True, slots=True)
class ComponentList:
    """What one file lists.

    `direct` holds what the product itself asks for, None when the file does not tell; `requires`
    what each component brings along, as far as the file tells.
    """

    components: tuple[Component, ...]
    direct: frozenset[Key] | None = None
    requires: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)
    unreadable: int = 0  # entries that could not be read, passed over

    def brought_by(self) -> dict[Key, Key]:
        """For each component that is not direct, one that asks for it, on the shortest way."""
        if self.direct is None:
            return {}
        waiting = deque(sorted(self.direct))
        seen = set(waiting)
        parents: dict[Key, Key] = {}
        while waiting:
            key = waiting.popleft()
            for needed in self.requires.get(key, ()):
                if needed not in seen:
                    seen.add(needed)
                    parents[needed] = key
                    waiting.append(needed)
        return parents

    def with_development_told_apart(self) -> "ComponentList":
        """The same list, with what no direct component leads to marked as development only."""
        reached = {*(self.direct or ()), *self.brought_by()}
        rows = (
            row if row.key in reached else replace(row, development=True) for row in self.components
        )
        return replace(self, components=tuple(rows))


def listed(components: Iterable[Component], *, unreadable: int = 0) -> ComponentList:
    """A list that a person wrote by hand: everything on it is asked for directly."""
    rows = unique(components)
    return ComponentList(rows, frozenset(row.key for row in rows), unreadable=unreadable)


def unique(components: Iterable[Component]) -> tuple[Component, ...]:
    """Each component once; one that is part of the product goes before a tool of development."""
    found: dict[Key, Component] = {}
    for component in components:
        earlier = found.get(component.key)
        if earlier is None or (earlier.development and not component.development):
            found[component.key] = component
    return tuple(found.values())


def from_purl(purl: str, *, development: bool = False) -> Component | None:
    """Read a package URL; None when it is not one."""
    try:
        read = PackageURL.from_string(purl.strip())
    except ValueError:
        return None
    qualifiers = read.qualifiers if isinstance(read.qualifiers, dict) else {}
    upstream = unquote(qualifiers.get("upstream", "")).partition("@")[0]
    name = f"{read.namespace}/{read.name}" if _is_part(read) else read.name
    if read.type == "oci":
        name = qualifiers.get("repository_url", name)
    return Component(read.type, name, read.version or "", upstream, development)


def _is_part(purl: PackageURL) -> bool:
    """Whether the namespace belongs to the name; a distribution such as debian does not."""
    return bool(purl.namespace) and purl.type not in {"deb", "rpm", "apk", "alpm", "conda"}
