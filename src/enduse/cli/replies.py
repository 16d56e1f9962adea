"""What a person types under a question of the first pass, read strictly and asked again."""

import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TypeVar

import typer

T = TypeVar("T")

YES, NO, NOT_KNOWN = "yes", "no", "not known after looking"
_MARKS = {"-": NO, "?": NOT_KNOWN}
_NONE = {"none", "no", "0"}
_NOT_KNOWN = {"?", "not known", "unknown"}


class EndOfRepliesError(Exception):
    """The input ended; what was answered is kept."""


class ReplyError(Exception):
    """A reply that cannot be read; the message says what would be right."""


def ask_for(prompt: str, read: Callable[[str], T]) -> T | None:
    """Ask until the reply can be read; an empty reply leaves the question open.

    Raises:
        EndOfRepliesError: the input ended.
    """
    while True:
        typer.echo(f"{prompt}\n> " if prompt else "> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            raise EndOfRepliesError
        if not line.strip():
            return None
        try:
            return read(line.strip())
        except ReplyError as error:
            typer.echo(f"  {error}")


def read_signs(reply: str, count: int) -> tuple[dict[int, str], bool]:
    """Read a reply to a checklist of `count` lines.

    Returns:
        The answer by line (from 0), and whether the other lines are still to be asked about.

    Raises:
        ReplyError: the reply names a line that is not there, or cannot be read.
    """
    word = reply.lower()
    if word in _NONE:
        return dict.fromkeys(range(count), NO), False
    if word in _NOT_KNOWN:
        return dict.fromkeys(range(count), NOT_KNOWN), False
    marks: dict[int, str] = {}
    for token in reply.replace(",", " ").split():
        mark = _MARKS.get(token[0], YES)
        marks[_number(token.lstrip("-?"), count)] = mark
    return marks, set(marks.values()) == {YES} and len(marks) < count


def read_rest(reply: str) -> str:
    """Read a reply about the lines that were not named."""
    word = reply.lower()
    if word in _NONE:
        return NO
    if word in _NOT_KNOWN:
        return NOT_KNOWN
    raise ReplyError("type no, ? for not known, or Enter to leave them open")


def read_choice(reply: str, words: Sequence[str]) -> str:
    """Read one word of a list, or its number."""
    if reply in words:
        return reply
    if reply.isdecimal() and 1 <= int(reply[:9]) <= len(words):
        return words[int(reply) - 1]
    raise ReplyError(f"type one of {', '.join(words)}, or its number{_near(reply, words)}")


def read_several(reply: str, listed: Sequence[str], allowed: Sequence[str]) -> list[str]:
    """Read numbers of a list and ids, or `all` or `none`."""
    word = reply.lower()
    if word in _NONE:
        return []
    if word == "all":
        return list(listed)
    chosen = [_one(token, listed, allowed) for token in reply.replace(",", " ").split()]
    return list(dict.fromkeys(chosen))


def _one(token: str, listed: Sequence[str], allowed: Sequence[str]) -> str:
    if token in allowed:
        return token
    if token.isdecimal():
        return listed[_number(token, len(listed))]
    raise ReplyError(f"{token!r} is no id of `enduse capability list`{_near(token, allowed)}")


def _number(token: str, count: int) -> int:
    if not token.isdecimal() or not 1 <= int(token[:9]) <= count:
        raise ReplyError(
            f"{token!r} is no line from 1 to {count}; type numbers of the lines that are true, "
            "-2 for a no, ?2 for not known, none, or ? for not known"
        )
    return int(token) - 1


def _near(token: str, words: Sequence[str]) -> str:
    near = get_close_matches(token, words, n=2, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""
