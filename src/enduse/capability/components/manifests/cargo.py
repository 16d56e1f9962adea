"""What Rust crates list: Cargo.toml and Cargo.lock."""

from collections.abc import Iterator, Mapping
from typing import Any

from enduse.capability.components.component import Component, ComponentList, listed, unique
from enduse.capability.components.names import key_of
from enduse.capability.components.parsing import rows_in, table_in, toml_table, word_in

_PARTS = {"dependencies": False, "build-dependencies": True, "dev-dependencies": True}


def read_cargo_toml(text: str) -> ComponentList:
    """Read Cargo.toml, with its workspace and the tables of single targets."""
    content = toml_table(text)
    tables = [content, table_in(content, "workspace"), *table_in(content, "target").values()]
    return listed(component for table in tables for component in _asked(table))


def read_cargo_lock(text: str) -> ComponentList:
    """Read Cargo.lock; packages without a source are the project's own."""
    content = toml_table(text)
    rows = [row for row in rows_in(content, "package") if word_in(row, "name")]
    requires = {
        key_of("cargo", row["name"]): tuple(
            key_of("cargo", needed.split()[0])
            for needed in rows_in(row, "dependencies")
            if isinstance(needed, str) and needed.strip()
        )
        for row in rows
    }
    own = [row for row in rows if "source" not in row]
    direct = frozenset(key for row in own for key in requires[key_of("cargo", row["name"])])
    return ComponentList(
        components=unique(
            Component("cargo", row["name"], word_in(row, "version"))
            for row in rows
            if "source" in row
        ),
        direct=direct if own else None,
        requires=requires,
    )


def _asked(table: object) -> Iterator[Component]:
    for part, development in _PARTS.items():
        for name, wanted in table_in(table, part).items():
            yield _wanted(name, wanted, development=development)


def _wanted(name: str, wanted: str | Mapping[str, Any], *, development: bool) -> Component:
    version = wanted if isinstance(wanted, str) else word_in(wanted, "version")
    own = word_in(wanted, "package") or name  # a crate may be used under another name
    return Component("cargo", own, version.strip("=^~ "), development=development)
