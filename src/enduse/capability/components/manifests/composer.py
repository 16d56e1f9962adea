"""What PHP projects list: composer.json and composer.lock."""

from collections.abc import Iterator
from typing import Any

from enduse.capability.components.component import Component, ComponentList, listed, unique
from enduse.capability.components.names import key_of
from enduse.capability.components.parsing import json_table, rows_in, table_in, word_in

_PARTS = {"require": False, "require-dev": True}
_LOCKED = {"packages": False, "packages-dev": True}


def read_composer_json(text: str) -> ComponentList:
    """Read composer.json; what names no vendor is PHP itself or an extension of it."""
    content = json_table(text)
    return listed(
        Component("composer", name, development=development)
        for part, development in _PARTS.items()
        for name in table_in(content, part)
        if "/" in name
    )


def read_composer_lock(text: str) -> ComponentList:
    """Read composer.lock: packages and what each requires."""
    rows = list(_rows(json_table(text)))
    return ComponentList(
        components=unique(
            Component("composer", row["name"], word_in(row, "version"), development=development)
            for row, development in rows
        ),
        requires={
            key_of("composer", row["name"]): tuple(
                key_of("composer", name) for name in table_in(row, "require") if "/" in name
            )
            for row, _ in rows
        },
    )


def _rows(content: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bool]]:
    for part, development in _LOCKED.items():
        for row in rows_in(content, part):
            if word_in(row, "name"):
                yield row, development
