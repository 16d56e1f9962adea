"""The file of marks: read before anything is shown, and only ever added to."""

import tomllib
from collections.abc import Collection
from pathlib import Path

from enduse.cli.files import read_bytes
from enduse.domain.catalogue import Check
from enduse.domain.errors import InvalidInputError
from enduse.guidance.checks import HEADER, check_as_toml, read_checks


def load_checks(path: Path, known: Collection[str]) -> tuple[Check, ...]:
    """Read the marks; a file that is not there holds none.

    Raises:
        InvalidInputError: the file cannot be read, or a mark is malformed.
    """
    if not path.exists():
        return ()
    try:
        content = tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path}: not TOML: {error}") from None
    return read_checks(content, str(path), known)


def add_check(path: Path, check: Check, known: Collection[str]) -> None:
    """Add a mark at the end of the file, which must be in order first.

    Raises:
        InvalidInputError: the file is malformed, or cannot be written.
    """
    load_checks(path, known)
    begin = "" if path.exists() else HEADER
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(begin + check_as_toml(check))
    except OSError as error:
        raise InvalidInputError(f"{path}: cannot be written: {error.strerror}") from None
