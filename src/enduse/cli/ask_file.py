"""The file behind `enduse ask`: what stands in it, what is added, and never less than before."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from enduse.assessment.transaction_file import parse_json, parse_toml
from enduse.cli import toml_edit
from enduse.cli.files import read_bytes, write_whole
from enduse.cli.new import template_for
from enduse.cli.toml_edit import Value
from enduse.domain.errors import EnduseError, InvalidInputError

_BOM = "\ufeff"


class AskFile(Protocol):
    """A transaction file that can be added to."""

    path: Path

    @property
    def content(self) -> dict[str, Any]:
        """Everything in the file, read."""
        ...

    @property
    def kept(self) -> dict[str, Value]:
        """The answers of an earlier pass, which this one may change."""
        ...

    def put(self, table: str, key: str, value: Value, number: int = 0) -> None:
        """Add one key to a table."""
        ...

    def add_party(self, row: Mapping[str, Value]) -> None:
        """Add a party."""
        ...

    def keep(self, answers: Mapping[str, Value]) -> None:
        """Keep these answers in place of those kept before."""
        ...

    def save(self) -> None:
        """Write the file, whole or not at all."""
        ...


class TomlAskFile:
    """A TOML file; comments and layout stay as they are."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._mark = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        self._kept = toml_edit.block_of(self._text)
        toml_edit.with_block(self._text, {**self._kept, "C1-Q01": ["probe"]})  # may we add to it?

    @property
    def content(self) -> dict[str, Any]:
        """Everything in the file, read."""
        read = parse_toml(self._text.encode("utf-8"))
        return read if isinstance(read, dict) else {}

    @property
    def kept(self) -> dict[str, Value]:
        """The answers of an earlier pass."""
        return dict(self._kept)

    def put(self, table: str, key: str, value: Value, number: int = 0) -> None:
        """Add one key to a table."""
        self._text = toml_edit.put(self._text, table, key, value, number=number)

    def add_party(self, row: Mapping[str, Value]) -> None:
        """Add a party."""
        self._text = toml_edit.add_table(self._text, "parties", row)

    def keep(self, answers: Mapping[str, Value]) -> None:
        """Keep these answers in the marked block."""
        self._text = toml_edit.with_block(self._text, answers)
        self._kept = dict(answers)

    def save(self) -> None:
        """Write the file, whole or not at all."""
        write_whole(self.path, self._mark + self._text)


class JsonAskFile:
    """A JSON file, which has no comments to lose. What stands in it is the person's own."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self.path = path
        self._content = content
        self._kept: dict[str, Value] = {}

    @property
    def content(self) -> dict[str, Any]:
        """Everything in the file, read."""
        return self._content

    @property
    def kept(self) -> dict[str, Value]:
        """The answers of this pass."""
        return dict(self._kept)

    def put(self, table: str, key: str, value: Value, number: int = 0) -> None:
        """Add one key to a table."""
        inner = self._content if not table else self._content.setdefault(table, {})
        if isinstance(inner, list):
            inner = inner[number]
        inner[key] = value

    def add_party(self, row: Mapping[str, Value]) -> None:
        """Add a party."""
        self._content["parties"].append(dict(row))

    def keep(self, answers: Mapping[str, Value]) -> None:
        """Keep these answers among the others."""
        own = self._content.get("answers", {})
        own = {key: value for key, value in own.items() if key not in self._kept}
        self._content["answers"] = {**own, **answers}
        self._kept = dict(answers)

    def save(self) -> None:
        """Write the file, whole or not at all."""
        write_whole(self.path, json.dumps(self._content, indent=2, ensure_ascii=False) + "\n")


def open_ask_file(path: Path) -> AskFile:
    """Open a transaction file, or begin a new one.

    Raises:
        InvalidInputError: it cannot be read; the message names the file.
    """
    is_toml = path.suffix.lower() == ".toml"
    if not path.exists() and is_toml:
        return TomlAskFile(path, template_for(path))
    content = read_bytes(path)
    try:
        if is_toml:
            parse_toml(content)
            return TomlAskFile(path, content.decode("utf-8"))
        read = parse_json(content)
    except EnduseError as error:
        raise InvalidInputError(f"{path}: {error}") from None
    if not isinstance(read, dict):
        raise InvalidInputError(f"{path}: should hold one transaction")
    return JsonAskFile(path, read)
