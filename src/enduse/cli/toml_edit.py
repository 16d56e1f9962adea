"""Adding to a TOML file that a person wrote, without touching a character of what is there.

A line is added below the header of its table. The result is read again and must mean exactly the
old content with the new key: otherwise the next place is tried, and in the end the file is left
as it is.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from enduse.domain.errors import InvalidInputError

Value = str | list[str]

BEGIN = "# --- answers kept by `enduse ask`: begin ---"
END = "# --- answers kept by `enduse ask`: end ---"
_BLOCK = re.compile(
    rf"^{re.escape(BEGIN)}\r?\n(.*?)^{re.escape(END)}(?:\r?\n)?", re.DOTALL | re.MULTILINE
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ONE_LINE_LIST = r"^(\s*{key}\s*=\s*)\[[^\[\]#\n]*\]"


def put(text: str, table: str, key: str, value: Value, *, number: int = 0) -> str:
    """Add one key to a table.

    Args:
        text: the file.
        table: the table's name; empty for the top of the file.
        key: what to add; it must not be there, unless as a list on one line.
        value: a text or a list of texts.
        number: which one, of a list of tables.

    Raises:
        InvalidInputError: the file is written in a way that leaves no place for it.
    """
    wanted = _with(tomllib.loads(text), table, key, value, number)
    assignment = f"{_key(key)} = {_written(value)}\n"
    for candidate in _candidates(text, table, key, value, assignment):
        if _means(candidate, wanted):
            return candidate
    where = f"{table}.{key}" if table else key
    raise InvalidInputError(f"{where}: add this line by hand: {assignment.strip()}")


def add_table(text: str, table: str, row: Mapping[str, Value]) -> str:
    """Add one row to a list of tables, at the end of the file.

    Raises:
        InvalidInputError: the list is written in a way that cannot be added to.
    """
    return add_tables(text, table, [row])


def add_tables(text: str, table: str, rows: Sequence[Mapping[str, Value]]) -> str:
    """Add rows to a list of tables, at the end of the file.

    Raises:
        InvalidInputError: the list is written in a way that cannot be added to.
    """
    wanted = tomllib.loads(text)
    wanted[table] = [*wanted.get(table, []), *map(dict, rows)]
    end = "" if text.endswith("\n") or not text else "\n"
    blocks = "".join(
        f"\n[[{table}]]\n"
        + "".join(f"{_key(key)} = {_written(value)}\n" for key, value in row.items())
        for row in rows
    )
    candidate = f"{text}{end}{blocks}"
    if not _means(candidate, wanted):
        raise InvalidInputError(f"{table}: write each as a block below a line [[{table}]]")
    return candidate


def block_of(text: str) -> dict[str, Value]:
    """The answers that an earlier pass kept in the file."""
    found = _BLOCK.search(text)
    return dict(tomllib.loads(found[1])) if found else {}


def without_block(text: str) -> str:
    """The file as the person wrote it."""
    return _BLOCK.sub("", text, count=1)


def with_block(text: str, answers: Mapping[str, Value]) -> str:
    """Put the kept answers into the file, in place of those kept earlier.

    Raises:
        InvalidInputError: the file is written in a way that leaves no place for them.
    """
    bare = without_block(text)
    if not answers:
        return bare
    wanted = tomllib.loads(bare)
    wanted["answers"] = {**wanted.get("answers", {}), **answers}
    lines = "".join(f"{_key(key)} = {_written(value)}\n" for key, value in answers.items())
    block = f"{BEGIN}\n{lines}{END}\n"
    end = "" if bare.endswith("\n") or not bare else "\n"
    for candidate in (*_below_headers(bare, "answers", block), f"{bare}{end}\n[answers]\n{block}"):
        if _means(candidate, wanted):
            return candidate
    raise InvalidInputError("answers: write them as a table, below a line [answers], and try again")


def _candidates(text: str, table: str, key: str, value: Value, assignment: str) -> Iterator[str]:
    end = "" if text.endswith("\n") else "\n"
    if not table:
        yield assignment + text
    yield from _below_headers(text, table, assignment)
    yield f"{text}{end}\n[{table}]\n{assignment}"
    pattern = re.compile(_ONE_LINE_LIST.format(key=re.escape(key)), re.MULTILINE)
    for found in pattern.finditer(text):
        yield f"{text[: found.start()]}{found[1]}{_written(value)}{text[found.end() :]}"


def _below_headers(text: str, table: str, lines: str) -> Iterator[str]:
    """The file with lines added below each header of the table's name in turn."""
    header = re.compile(rf"^\s*\[+\s*{re.escape(table)}\s*\]+[^\n]*(\n|\Z)", re.MULTILINE)
    for found in header.finditer(text):
        before = text[: found.end()]
        yield f"{before}{'' if before.endswith(chr(10)) else chr(10)}{lines}{text[found.end() :]}"


def _with(
    content: dict[str, object], table: str, key: str, value: Value, number: int
) -> dict[str, object]:
    wanted = deepcopy(content)
    inner = wanted if not table else wanted.setdefault(table, {})
    if isinstance(inner, list):
        inner = inner[number]
    if not isinstance(inner, dict):
        raise InvalidInputError(f"{table}: should be a table")
    inner[key] = value
    return wanted


def _means(text: str, wanted: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _written(key)


def _written(value: Value) -> str:
    """A value as TOML; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
