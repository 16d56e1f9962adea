"""What JavaScript projects list: package.json and the lock files of npm, Yarn and pnpm."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from enduse.capability.components.component import Component, ComponentList, listed, unique
from enduse.capability.components.names import Key, key_of
from enduse.capability.components.parsing import json_table, table_in, word_in

_PARTS = {
    "dependencies": False,
    "optionalDependencies": False,
    "peerDependencies": False,
    "devDependencies": True,
}
"""Tables of package.json, and whether they serve development only."""

_ALIAS = re.compile(r"^npm:(?P<name>(?:@[^@/]+/)?[^@]+)")
_REPOSITORY = re.compile(
    r"^(?:github:|git\+https://github\.com/|git\+ssh://git@github\.com/|https://github\.com/|"
    r"git://github\.com/)?(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?(?:#.*)?$"
)
_SPEC = re.compile(r"^/?(?P<name>(?:@[^@/]+/)?[^@/(]+)[@/](?P<version>[^(@/]+)")
_YARN_HEAD = re.compile(r"^\"?(?P<name>(?:@[^@/\"]+/)?[^@\"\s]+)@(?P<range>[^\"\s,]*)")
_YARN_NEED = re.compile(r"^ {4}\"?(?P<name>(?:@[^@/\"]+/)?[^@\"\s:]+)\"?:? ")
_YAML_KEY = re.compile(r"^(?P<indent> +)['\"]?(?P<key>[^'\"\s][^'\"]*?)['\"]?:(?:\s|$)")
_PNPM_PARTS = {"dependencies", "optionalDependencies", "devDependencies"}


def read_package_json(text: str) -> ComponentList:
    """Read package.json."""
    return listed(_asked(json_table(text)))


def read_package_lock(text: str) -> ComponentList:
    """Read package-lock.json or npm-shrinkwrap.json, versions 1 to 3."""
    content = json_table(text)
    if isinstance(content.get("packages"), dict):
        return _by_folder(content["packages"])
    return _nested(content)


def read_yarn_lock(text: str) -> ComponentList:
    """Read yarn.lock, of Yarn 1 or of later versions. It does not say what is direct."""
    found: list[Component] = []
    requires: dict[Key, tuple[Key, ...]] = {}
    key: Key | None = None
    inside = False
    for line in text.splitlines():
        if line[:1] not in {"", " ", "#"}:
            component = _yarn_head(line)
            key = component.key if component else None
            found += [component] if component else []
        elif re.match(r"^  (?:optional)?[dD]ependencies:", line):
            inside = True
        elif not line.startswith("    "):
            inside = False
        elif inside and key and (need := _YARN_NEED.match(line)):
            requires[key] = (*requires.get(key, ()), key_of("npm", need["name"]))
    return ComponentList(unique(found), requires=requires)


def read_pnpm_lock(text: str) -> ComponentList:
    """Read pnpm-lock.yaml: what the projects ask for, and every package."""
    part, direct = "", list[Component]()
    found: list[Component] = []
    asks, development = False, False
    for line in text.splitlines():
        if line[:1].isalpha():
            part = line.partition(":")[0]
            asks, development = part in _PNPM_PARTS, part == "devDependencies"
            continue
        entry = _YAML_KEY.match(line)
        if entry is None:
            continue
        key, indent = entry["key"], len(entry["indent"])
        if part in {"packages", "snapshots"} and indent == 2:
            found += _pnpm_package(key)
        elif key in _PNPM_PARTS and part == "importers":
            asks, development = True, key == "devDependencies"
        elif asks and key not in {"specifier", "version"} and indent in {2, 6}:
            direct.append(Component("npm", key, development=development))
    versions = {component.key: component.version for component in found}
    named = [
        Component("npm", c.name, versions.get(c.key, ""), development=c.development) for c in direct
    ]
    return ComponentList(
        components=unique([*named, *(c for c in found if c.key not in {d.key for d in direct})]),
        direct=frozenset(component.key for component in direct) if direct else None,
    )


def _asked(content: Mapping[str, Any]) -> Iterator[Component]:
    for part, development in _PARTS.items():
        for name, wanted in table_in(content, part).items():
            yield _wanted(name, wanted, development=development)


def _wanted(name: str, wanted: object, *, development: bool) -> Component:
    """One line of package.json; an alias or a repository stands for what it names."""
    spec = wanted if isinstance(wanted, str) else ""
    if alias := _ALIAS.match(spec):
        return Component("npm", alias["name"], development=development)
    if spec.startswith(("github:", "git", "https://github.com/")):
        repository = _REPOSITORY.match(spec)
        if repository:
            return Component("github", repository["name"], development=development)
    return Component("npm", name, spec if spec[:1].isdigit() else "", development=development)


def _by_folder(packages: Mapping[str, Any]) -> ComponentList:
    """Lock files of version 2 and 3: one entry a folder below node_modules."""
    found: list[Component] = []
    requires: dict[Key, tuple[Key, ...]] = {}
    direct: set[Key] = set()
    unreadable = 0
    for folder, row in packages.items():
        if not isinstance(row, dict):
            unreadable += 1
        elif "node_modules/" not in folder:
            direct.update(component.key for component in _asked(row))
        elif row.get("link") is not True:  # a link leads to a folder of the project's own
            name = word_in(row, "name") or folder.rpartition("node_modules/")[2]
            component = Component(
                "npm", name, word_in(row, "version"), development=row.get("dev") is True
            )
            found.append(component)
            needed = (*table_in(row, "dependencies"), *table_in(row, "optionalDependencies"))
            requires[component.key] = tuple(key_of("npm", one) for one in needed)
    return ComponentList(unique(found), frozenset(direct), requires, unreadable)


def _nested(content: Mapping[str, Any]) -> ComponentList:
    """Lock files of version 1: packages inside the packages they serve."""
    found: list[Component] = []
    requires: dict[Key, tuple[Key, ...]] = {}
    waiting = [table_in(content, "dependencies")]
    while waiting:
        for name, row in waiting.pop().items():
            component = Component(
                "npm",
                name,
                word_in(row, "version"),
                development=isinstance(row, dict) and row.get("dev") is True,
            )
            found.append(component)
            requires[component.key] = tuple(key_of("npm", n) for n in table_in(row, "requires"))
            waiting.append(table_in(row, "dependencies"))
    return ComponentList(unique(found), requires=requires)


def _yarn_head(line: str) -> Component | None:
    head = _YARN_HEAD.match(line)
    if head is None or head["name"] == "__metadata":
        return None
    wanted = head["range"]
    if wanted.startswith("workspace:"):
        return None
    if alias := _ALIAS.match(wanted):
        is_range = re.match(r"^npm:[\^~<>=*\d|]", wanted)
        return Component("npm", head["name"] if is_range else alias["name"])
    return Component("npm", head["name"])


def _pnpm_package(key: str) -> Iterator[Component]:
    if key.startswith(("file:", "link:")):
        return
    found = _SPEC.match(key)
    if found:
        yield Component("npm", found["name"], found["version"])
