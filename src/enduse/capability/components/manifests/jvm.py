"""What Maven and Gradle projects list: pom.xml, build scripts, version catalogues, lock files."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from enduse.capability.components.component import Component, ComponentList, listed, unique
from enduse.capability.components.parsing import (
    children,
    local,
    table_in,
    text_of,
    toml_table,
    word_in,
    xml_root,
)

_PROPERTY = re.compile(r"\$\{([^}]+)\}")
_DEVELOPMENT = re.compile(
    r"^(?:test|androidTest|debug|kapt|lint|annotationProcessor)", re.IGNORECASE
)
_NOTATION = re.compile(
    r"(?P<kind>\w+)\s*\(?\s*(?:platform\s*\(\s*)?[\"'](?P<group>[\w.-]+):(?P<artifact>[\w.-]+)"
    r"(?::(?P<version>[^\"'@:$]*))?"
)
_MAP = re.compile(
    r"(?P<kind>\w+)\s*\(?\s*group\s*[:=]\s*[\"'](?P<group>[\w.-]+)[\"']\s*,\s*"
    r"name\s*[:=]\s*[\"'](?P<artifact>[\w.-]+)[\"']"
)
_LOCKED = re.compile(r"^(?P<group>[\w.-]+):(?P<artifact>[\w.-]+):(?P<version>[^=\s]+)=")
_ROUNDS = 5  # of properties that name properties


def read_pom(text: str) -> ComponentList:
    """Read pom.xml; properties of the same file are filled in."""
    root = xml_root(text)
    properties = _properties(root)
    return listed(_pom_components(root, properties))


def read_gradle(text: str) -> ComponentList:
    """Read build.gradle or build.gradle.kts: the coordinates that stand in it as text."""
    code = re.sub(r"(?<!:)//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
    return listed(
        Component(
            "maven",
            f"{found['group']}/{found['artifact']}",
            found.groupdict().get("version") or "",
            development=bool(_DEVELOPMENT.match(found["kind"])),
        )
        for pattern in (_NOTATION, _MAP)
        for found in pattern.finditer(code)
    )


def read_gradle_lock(text: str) -> ComponentList:
    """Read gradle.lockfile; it does not say what is direct."""
    found = (_LOCKED.match(line) for line in text.splitlines())
    return ComponentList(
        unique(
            Component("maven", f"{one['group']}/{one['artifact']}", one["version"])
            for one in found
            if one
        )
    )


def read_version_catalogue(text: str) -> ComponentList:
    """Read libs.versions.toml."""
    content = toml_table(text)
    versions = table_in(content, "versions")
    return listed(
        component
        for entry in table_in(content, "libraries").values()
        for component in _library(entry, versions)
    )


def _library(entry: object, versions: Mapping[str, object]) -> Iterator[Component]:
    if isinstance(entry, str):
        module, _, version = entry.rpartition(":")
    else:
        module = word_in(entry, "module") or f"{word_in(entry, 'group')}:{word_in(entry, 'name')}"
        version = word_in(entry, "version")
        reference = word_in(table_in(entry, "version"), "ref")
        version = version or str(versions.get(reference, ""))
    if ":" in module.strip(":"):
        yield Component("maven", module.replace(":", "/", 1), version)


def _properties(root: Element) -> dict[str, str]:
    found = {
        f"project.{name}": text_of(root, name) for name in ("groupId", "artifactId", "version")
    }
    for table in children(root, "properties"):
        found |= {local(row.tag): (row.text or "").strip() for row in table}
    return found


def _pom_components(root: Element, properties: Mapping[str, str]) -> Iterator[Component]:
    for element in root.iter():
        if local(element.tag) != "dependency":
            continue
        group, artifact, version, scope = (
            _filled(text_of(element, name), properties)
            for name in ("groupId", "artifactId", "version", "scope")
        )
        if group and artifact:
            yield Component(
                "maven", f"{group}/{artifact}", version, development=scope.lower() == "test"
            )


def _filled(text: str, properties: Mapping[str, str]) -> str:
    for _ in range(_ROUNDS):
        filled = _PROPERTY.sub(lambda found: properties.get(found[1], found[0]), text)
        if filled == text or len(filled) > 1_000:
            break
        text = filled
    return text
