"""Which files are passed over: rules as in .gitignore, in files of two names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from enduse.cli.files import read_bytes

OWN_NAME = ".enduseignore"
IGNORE_FILES = (".gitignore", OWN_NAME)  # the later one goes before the earlier


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a file of rules."""

    pattern: re.Pattern[str]  # over the path below the folder of the file
    folder: str  # of the file, with a slash at its end; empty at the top
    is_negated: bool
    only_folders: bool
    file: str  # the name of the file
    written: str

    def speaks_of(self, path: str, *, is_folder: bool) -> bool:
        """Whether the rule fits a path below the folder that is scanned."""
        if (self.only_folders and not is_folder) or not path.startswith(self.folder):
            return False
        return self.pattern.fullmatch(path[len(self.folder) :]) is not None


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule on the way to a folder; the last that fits decides."""

    rows: tuple[Rule, ...] = ()

    def below(self, folder: Path, inside: str) -> "Rules":
        """These rules with those that stand in one folder.

        Args:
            folder: to read the rules from.
            inside: its path below the folder that is scanned, empty or with a slash at its end.
        """
        found = tuple(rule for name in IGNORE_FILES for rule in _rules(folder / name, inside))
        return Rules((*self.rows, *found)) if found else self

    def ignoring(self, path: str, *, is_folder: bool) -> Rule | None:
        """The rule by which a path is passed over; None when it is not."""
        for rule in reversed(self.rows):
            if rule.speaks_of(path, is_folder=is_folder):
                return None if rule.is_negated else rule
        return None


def _rules(path: Path, inside: str) -> Iterator[Rule]:
    if path.is_symlink() or not path.is_file():
        return
    for line in read_bytes(path).decode("utf-8", "replace").splitlines():
        rule = _rule(line, inside, path.name)
        if rule is not None:
            yield rule


def _rule(line: str, inside: str, file: str) -> Rule | None:
    written = line.rstrip()
    if not written or written.startswith("#"):
        return None
    body = written.removeprefix("!")
    only_folders = body.endswith("/")
    body = body.rstrip("/")
    anchored = "/" in body
    try:
        pattern = re.compile(_regex(body.lstrip("/").removeprefix("\\"), anchored=anchored))
    except re.error:
        return None  # git passes over a rule it cannot read, too
    return Rule(pattern, inside, written.startswith("!"), only_folders, file, written)


def _regex(body: str, *, anchored: bool) -> str:
    parts = [] if anchored else [r"(?:.*/)?"]
    at = 0
    while at < len(body):
        piece, length = _piece(body, at)
        parts.append(piece)
        at += length
    return "".join(parts)


def _piece(body: str, at: int) -> tuple[str, int]:
    """The pattern for what stands at one place, and how long that is."""
    rest = body[at:]
    if rest.startswith("**/"):
        return r"(?:.*/)?", 3
    if rest.startswith("/**") and len(rest) == 3:
        return r"/.*", 3
    if rest.startswith("*"):
        return r"[^/]*", len(rest) - len(rest.lstrip("*"))
    if rest.startswith("?"):
        return r"[^/]", 1
    if rest.startswith("[") and "]" in rest[2:]:
        end = rest.index("]", 2)
        inner = rest[1:end].replace("\\", "\\\\")
        return f"[{'^' + inner[1:] if inner[:1] == '!' else inner}]", end + 1
    if rest.startswith("\\") and len(rest) > 1:
        return re.escape(rest[1]), 2
    return re.escape(rest[0]), 1
