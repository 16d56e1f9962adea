"""Reading the environment: every variable the desk knows goes through these functions."""

import os
from pathlib import Path

from enduse.domain.errors import InvalidInputError

_YES, _NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable as text."""
    return os.environ.get(name, default).strip()


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str) -> Path | None:
    """The variable as a folder; None if it is not set."""
    return Path(found) if (found := text(name)) else None


def switch(name: str, *, default: bool) -> bool:
    """The variable as yes or no.

    Raises:
        InvalidInputError: it is neither.
    """
    found = text(name, "yes" if default else "no").lower()
    if found not in _YES | _NO:
        raise InvalidInputError(f"{name}: write yes or no, not {found!r}")
    return found in _YES


def number(name: str, default: int) -> int:
    """The variable as a whole number.

    Raises:
        InvalidInputError: it is not one.
    """
    found = text(name, str(default))
    try:
        return int(found)
    except ValueError:
        raise InvalidInputError(f"{name}: write a whole number, not {found!r}") from None
