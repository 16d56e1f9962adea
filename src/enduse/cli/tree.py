"""The files of a source tree in a fixed order, without leaving it."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from enduse.capability.scan.result import NotExamined
from enduse.capability.scan.scanner import FileRead, most_bytes
from enduse.cli.ignore import Rules
from enduse.domain.errors import InvalidInputError

_NEVER = {
    ".git": "version control",
    ".hg": "version control",
    ".svn": "version control",
    "node_modules": "installed packages; a lock file names them",
    "__pycache__": "compiled code",
    ".venv": "installed packages; a lock file names them",
    ".tox": "installed packages; a lock file names them",
}
"""Folders that are never entered, and why."""

_ENVIRONMENT = "pyvenv.cfg"  # marks a folder of installed Python packages


def files_of(paths: Sequence[Path]) -> Iterator[FileRead | NotExamined]:
    """Every file below the paths, each with its content, or with why it was not read.

    Symbolic links inside a folder are not followed, so that no loop and no way out exists.

    Raises:
        InvalidInputError: a path that was named is not there or cannot be read.
    """
    for path in paths:
        if path.is_dir():
            yield from _Walk(path).files()
        else:
            yield named_file(path)


def named_file(path: Path) -> FileRead:
    """One file that a person named.

    Raises:
        InvalidInputError: it is not there, too large, or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > most_bytes(path.name):
            raise InvalidInputError(
                f"{path}: {size:,} bytes long; a file of this kind has at most "
                f"{most_bytes(path.name):,}; give the part that describes the product"
            )
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{path}: cannot be read: {error.strerror}") from None
    return FileRead(path.as_posix(), content, inside=path.name, is_named=True)


class _Walk:
    def __init__(self, root: Path) -> None:
        self._root = root
        relative = not root.is_absolute() and ".." not in root.parts
        self._prefix = PurePosixPath(root.as_posix() if relative else "")

    def files(self) -> Iterator[FileRead | NotExamined]:
        yield from self._folder(self._root, "", Rules())

    def _folder(self, folder: Path, inside: str, rules: Rules) -> Iterator[FileRead | NotExamined]:
        """The files of one folder, then those of the folders in it, each in the order of names."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield NotExamined(self._shown(inside), f"cannot be read: {error.strerror}")
            return
        rules = rules.below(folder, inside)
        folders: list[str] = []
        for entry in entries:
            path = inside + entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            reason = self._passed_over(entry, path, rules, is_folder=is_folder)
            if reason:
                yield NotExamined(self._shown(path) + "/" * is_folder, reason)
            elif is_folder:
                folders.append(entry.name)
            else:
                yield self._file(entry, path)
        for name in folders:
            yield from self._folder(folder / name, f"{inside}{name}/", rules)

    def _passed_over(
        self, entry: "os.DirEntry[str]", path: str, rules: Rules, *, is_folder: bool
    ) -> str:
        """Why an entry is passed over; empty when it is not."""
        if entry.is_symlink():
            return "symbolic link, not followed"
        if is_folder and entry.name in _NEVER:
            return _NEVER[entry.name]
        if is_folder and os.path.lexists(os.path.join(entry.path, _ENVIRONMENT)):  # noqa: PTH118  # of a DirEntry
            return "installed packages; a lock file names them"
        rule = rules.ignoring(path, is_folder=is_folder)
        if rule is not None:
            return f"{rule.file}: {rule.written}"
        return "" if is_folder or entry.is_file(follow_symlinks=False) else "not a regular file"

    def _file(self, entry: "os.DirEntry[str]", path: str) -> FileRead:
        shown = self._shown(path)
        try:
            size = entry.stat(follow_symlinks=False).st_size
            if size > most_bytes(path):
                reason = f"{size:,} bytes long; at most {most_bytes(path):,} are read"
                return FileRead(shown, None, reason, inside=path)
            return FileRead(shown, _read(entry.path), inside=path)
        except OSError as error:
            return FileRead(shown, None, f"cannot be read: {error.strerror}", inside=path)

    def _shown(self, inside: str) -> str:
        return (self._prefix / inside).as_posix() if inside else self._prefix.as_posix()


def _read(path: str) -> bytes:
    """Read a regular file; one that became something else meanwhile is refused."""
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, "not a regular file")
        return file.read()
