"""What Go modules list: go.mod and go.sum."""

import re
from collections.abc import Iterator

from enduse.capability.components.component import Component, ComponentList, unique

_REQUIRE = re.compile(r"^(?:require\s+)?(?P<path>[\w.-]+\.[\w.-]+/\S+)\s+(?P<version>v\S+)")
_REPLACE = re.compile(r"^(?:replace\s+)?(?P<old>\S+)(?:\s+v\S+)?\s+=>\s+(?P<new>\S+)(?:\s+v\S+)?")


def read_go_mod(text: str) -> ComponentList:
    """Read go.mod. `// indirect` marks what another module brought along."""
    rows = list(_required(text))
    return ComponentList(
        components=unique(component for component, _ in rows),
        direct=frozenset(component.key for component, is_direct in rows if is_direct),
    )


def read_go_sum(text: str) -> ComponentList:
    """Read go.sum: every module that was looked at on the way, used or not; so none is direct."""
    rows = (line.split() for line in text.splitlines())
    return ComponentList(
        unique(
            Component("golang", row[0], row[1].removesuffix("/go.mod"))
            for row in rows
            if len(row) == 3 and "/" in row[0]
        ),
        direct=frozenset(),
    )


def _required(text: str) -> Iterator[tuple[Component, bool]]:
    block = ""
    for line in text.splitlines():
        plain, _, note = line.strip().partition("//")
        if plain.endswith("("):
            block = plain.split()[0]
        elif plain.startswith(")"):
            block = ""
        elif (replaced := _REPLACE.match(plain)) and "." in replaced["new"].partition("/")[0]:
            if not replaced["new"].startswith("."):
                yield Component("golang", replaced["new"]), True
        elif block in {"", "require"} and (found := _REQUIRE.match(plain)):
            yield Component("golang", found["path"], found["version"]), "indirect" not in note
