"""The words of the public pages, one file a language; every language says everything."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.domain.errors import BadDataError

LANGUAGES = ("en", "es", "fr", "ar", "zh", "ru")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language."""

    code: str
    name: str
    direction: str  # ltr or rtl
    words: Mapping[str, str]
    safety: tuple[str, ...]


@cache
def phrases(code: str) -> Phrases:
    """The words of one language.

    Raises:
        BadDataError: the file lacks a phrase that English has, or has one more.
    """
    read = _read(code)
    wanted, found = set(_read("en")["words"]), set(read["words"])
    if wanted != found:
        raise BadDataError(f"phrases/{code}.toml: {', '.join(sorted(wanted ^ found))}")
    return Phrases(
        code=code,
        name=read["name"],
        direction=read["direction"],
        words=read["words"],
        safety=tuple(read["safety"]),
    )


def _read(code: str) -> dict[str, Any]:
    path = files("enduse.desk.grievances.public") / "phrases" / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
