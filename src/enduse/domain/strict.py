"""Strict reading of a table: what is missing, of the wrong type or unknown stops the program."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from enduse.domain.errors import BadDataError, EnduseError

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V", str, int, float, bool, date)


class StrictTable:
    """A table whose keys are taken one by one; `finish` refuses what nobody took.

    Args:
        values: the table, as a TOML or JSON reader gives it.
        place: what to call it in an error, e.g. the file and entry.
        error: the kind of error to raise; BadDataError for what ships with the package.
    """

    def __init__(
        self,
        values: Mapping[str, object],
        place: str,
        error: Callable[[str], EnduseError] = BadDataError,
    ) -> None:
        self._values = dict(values)
        self._place = place
        self._error = error

    def refuse(self, message: str) -> EnduseError:
        """Make an error that names this place."""
        return self._error(f"{self._place}: {message}")

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._values

    def take(self, key: str, kind: type[V], default: V | None = None) -> V:
        """Take a value of one type; without a default the key must be there."""
        if key not in self._values:
            if default is None:
                raise self.refuse(f"{key} is missing")
            return default
        value = self._values.pop(key)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.refuse(f"{key} is {type(value).__name__}, should be {kind.__name__}")
        return value

    def day(self, key: str) -> date:
        """Take a day: a date of TOML, or `YYYY-MM-DD` as JSON has to write it."""
        if not isinstance(self._values.get(key), str):
            return self.take(key, date)
        text = self.take(key, str)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.refuse(f"{key} is {text!r}; a day is written YYYY-MM-DD") from None

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text; without a default it must be there and not be blank."""
        value = self.take(key, str, default)
        if default is None and not value.strip():
            raise self.refuse(f"{key} is blank")
        return value

    def words(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Take a list of texts."""
        values = self._list(key, optional=optional)
        return tuple(self._text_in(key, value) for value in values)

    def one_of(self, key: str, words: type[E], default: E | None = None) -> E:
        """Take one word of a fixed list."""
        return self._member(key, self.take(key, str, default and default.value), words)

    def several_of(self, key: str, words: type[E]) -> tuple[E, ...]:
        """Take a list of words of a fixed list."""
        return tuple(self._member(key, value, words) for value in self.words(key))

    def tables(self, key: str, *, optional: bool = False) -> tuple["StrictTable", ...]:
        """Take a list of tables."""
        rows = self._list(key, optional=optional)
        return tuple(self._inner(row, f"{key}[{number}]") for number, row in enumerate(rows))

    def table(self, key: str) -> "StrictTable":
        """Take one inner table."""
        return self._inner(self._pop(key), key)

    def mapping(self, key: str) -> dict[str, object]:
        """Take one inner table whose keys are free."""
        value = self._pop(key)
        if not isinstance(value, dict):
            raise self.refuse(f"{key} should be a table")
        return dict(value)

    def finish(self) -> None:
        """Refuse keys that nobody took.

        Raises:
            EnduseError: a key is left; the message names it.
        """
        if self._values:
            raise self.refuse(f"unknown key {', '.join(map(repr, self._values))}")

    def _pop(self, key: str) -> object:
        if key not in self._values:
            raise self.refuse(f"{key} is missing")
        return self._values.pop(key)

    def _list(self, key: str, *, optional: bool) -> list[object]:
        if optional and key not in self._values:
            return []
        value = self._pop(key)
        if not isinstance(value, list):
            raise self.refuse(f"{key} should be a list")
        return value

    def _text_in(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.refuse(f"{key} should be a list of texts")
        return value

    def _inner(self, row: object, name: str) -> "StrictTable":
        if not isinstance(row, dict):
            raise self.refuse(f"{name} should be a table")
        label = row.get("id") or row.get("name") or name
        return StrictTable(row, f"{self._place}, {label}", self._error)

    def _member(self, key: str, value: str, words: type[E]) -> E:
        try:
            return words(value)
        except ValueError:
            listed = ", ".join(words)
            raise self.refuse(f"{key} is {value!r}, should be one of {listed}") from None
