"""Reading and writing files whole: what is written is there completely or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import typer

from enduse.domain.errors import InvalidInputError


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        InvalidInputError: it cannot be read; the message says why.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{path}: cannot be read: {error.strerror}") from None


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing; it takes its name only when everything is written.

    A device or a pipe is written to as it is: it is no file that could be put in its place.

    Raises:
        InvalidInputError: it cannot be written; the message says why.
    """
    if path.exists() and not path.is_file():
        with _opened(path) as file:
            yield file
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise _unwritable(path, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all."""
    with whole_file(path) as file:
        file.write(text.encode("utf-8"))


def give(text: str, out: Path | None) -> None:
    """Print a text, or write it to a file and say so."""
    if out is None:
        try:
            typer.echo(text.encode("utf-8"), nl=False)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise InvalidInputError(f"standard output: {error.strerror}") from None
        return
    write_whole(out, text)
    typer.echo(f"Wrote {out}", err=True)


def give_bytes(content: bytes, out: Path) -> None:
    """Write bytes to a file, whole or not at all, and say so."""
    with whole_file(out) as file:
        file.write(content)
    typer.echo(f"Wrote {out}", err=True)


def not_onto(file: Path, out: Path | None) -> None:
    """Refuse to write a result over the transaction it was made from.

    Raises:
        InvalidInputError: both are the same file.
    """
    if out is not None and out.resolve() == file.resolve():
        raise InvalidInputError(f"{out}: is the transaction itself; write the result elsewhere")


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise _unwritable(path, error) from None


def _mode_of(path: Path) -> int:
    """The permissions the file has, or would have had if opened plainly."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: Path, error: OSError) -> InvalidInputError:
    return InvalidInputError(f"{path}: cannot be written: {error.strerror}")
