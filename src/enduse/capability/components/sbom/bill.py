"""A bill of materials under way: entries by their reference, and what depends on what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from enduse.capability.components.component import Component, ComponentList, from_purl, unique
from enduse.capability.components.names import Key

GENERIC = "generic"  # the ecosystem of a component that names none
DEVELOPMENT = re.compile(r"(?:^|_)(?:DEV|TEST|BUILD)(?:_TOOL|_DEPENDENCY)?_OF$")

_ADDRESSES = (
    ("npm", re.compile(r"registry\.(?:npmjs\.org|yarnpkg\.com)/((?:@[^/]+/|%40[^/]+/)?[^/]+)/-/")),
    ("pypi", re.compile(r"pypi\.org/(?:project|simple)/([^/]+)")),
    ("pypi", re.compile(r"pythonhosted\.org/.*/([A-Za-z][\w.]*)-\d[^/]*$")),
    ("golang", re.compile(r"proxy\.golang\.org/(.+)/@v/")),
    ("cargo", re.compile(r"crates\.io/(?:api/v1/)?crates/([^/]+)")),
    ("nuget", re.compile(r"nuget\.org/(?:api/v2/package|packages)/([^/]+)")),
    ("github", re.compile(r"github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git|[/#@]|$)")),
)
"""Where packages are fetched from, and the ecosystem and name that the address tells."""


@dataclass(slots=True)
class Bill:
    """What a reader has found so far. `list` turns it into a list of components."""

    entries: dict[str, Component] = field(default_factory=dict)
    edges: dict[str, list[str]] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)  # the product itself
    development: set[str] = field(default_factory=set)
    unreadable: int = 0

    def add(self, reference: str, component: Component | None) -> None:
        """Add a component; one without a reference gets one of its own."""
        if component is None:
            self.unreadable += 1
            return
        self.entries[reference or f"#{len(self.entries)}"] = component

    def depend(self, reference: str, needed: Iterable[str]) -> None:
        """Note what a component depends on."""
        self.edges.setdefault(reference, []).extend(needed)

    def relate(self, one: str, kind: str, other: str) -> None:
        """Note an SPDX relationship, in either direction."""
        if kind in {"DEPENDS_ON", "CONTAINS"}:
            self.depend(one, [other])
        elif kind in {"DEPENDENCY_OF", "CONTAINED_BY", "RUNTIME_DEPENDENCY_OF"}:
            self.depend(other, [one])
        elif DEVELOPMENT.search(kind):
            self.development.add(one)
            self.depend(other, [one])
        elif kind == "DESCRIBES":
            self.roots.append(other)

    def list(self) -> ComponentList:
        """The components, without the product itself."""
        own = set(self.roots) if len(set(self.roots)) == 1 and len(self.entries) > 1 else set()
        keys = {reference: component.key for reference, component in self.entries.items()}
        return ComponentList(
            components=unique(self._kept(own)),
            direct=self._direct(own, keys),
            requires=dict(self._required(keys)),
            unreadable=self.unreadable,
        )

    def _kept(self, own: set[str]) -> Iterator[Component]:
        for reference, component in self.entries.items():
            if reference in self.development:
                yield replace(component, development=True)
            elif reference not in own:
                yield component

    def _direct(self, own: set[str], keys: dict[str, Key]) -> frozenset[Key] | None:
        """What the product depends on; None when the bill does not say."""
        if not any(root in self.edges for root in self.roots):
            return None
        roots = own or set(self.roots)
        asked = (one for root in roots for one in self.edges.get(root, ()))
        return frozenset(keys[one] for one in asked if one in keys)

    def _required(self, keys: dict[str, Key]) -> Iterator[tuple[Key, tuple[Key, ...]]]:
        for reference, needed in self.edges.items():
            if reference in keys:
                yield keys[reference], tuple(keys[one] for one in needed if one in keys)


def component_of(
    *, purl: str, group: str, name: str, version: str, addresses: Iterable[str] = ()
) -> Component | None:
    """A component by its package URL, else by where it is fetched from, else by its name alone."""
    if purl and (found := from_purl(purl)):
        return found
    for address in addresses:
        for ecosystem, pattern in _ADDRESSES:
            if told := pattern.search(address):
                return Component(ecosystem, told[1], version)
    whole = f"{group}/{name}" if group and name else name
    return Component(GENERIC, whole, version) if whole.strip() else None
