"""What .NET projects list: project files, packages.config and packages.lock.json."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from enduse.capability.components.component import Component, ComponentList, listed, unique
from enduse.capability.components.names import Key, key_of
from enduse.capability.components.parsing import (
    json_table,
    local,
    table_in,
    text_of,
    word_in,
    xml_root,
)

_REFERENCES = {"PackageReference", "PackageVersion", "GlobalPackageReference"}


def read_project(text: str) -> ComponentList:
    """Read .csproj, .fsproj, .vbproj or Directory.Packages.props."""
    return listed(_references(xml_root(text)))


def read_packages_config(text: str) -> ComponentList:
    """Read packages.config."""
    return listed(
        Component(
            "nuget",
            element.get("id", ""),
            element.get("version", ""),
            development=element.get("developmentDependency", "").lower() == "true",
        )
        for element in xml_root(text).iter()
        if local(element.tag) == "package" and element.get("id")
    )


def read_packages_lock(text: str) -> ComponentList:
    """Read packages.lock.json, which tells direct from transitive."""
    found: list[Component] = []
    direct: set[Key] = set()
    requires: dict[Key, tuple[Key, ...]] = {}
    for packages in table_in(json_table(text), "dependencies").values():
        for name, row in packages.items() if isinstance(packages, dict) else ():
            kind = word_in(row, "type")
            if kind == "Project":
                continue
            component = Component("nuget", name, word_in(row, "resolved"))
            found.append(component)
            requires[component.key] = tuple(
                key_of("nuget", one) for one in table_in(row, "dependencies")
            )
            if kind == "Direct":
                direct.add(component.key)
    return ComponentList(unique(found), frozenset(direct), requires)


def _references(root: Element) -> Iterator[Component]:
    for element in root.iter():
        name = element.get("Include") or element.get("Update")
        if local(element.tag) in _REFERENCES and name:
            version = element.get("Version") or text_of(element, "Version")
            assets = element.get("PrivateAssets") or text_of(element, "PrivateAssets")
            yield Component("nuget", name, version, development=assets.lower() == "all")
