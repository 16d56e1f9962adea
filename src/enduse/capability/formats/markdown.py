"""Markdown as plain text of the same length, so that every line stays where it was."""

import re
from collections.abc import Iterator

from enduse.capability.formats.document import Document, Section, by_lines

_FENCE = re.compile(r"^[ \t]*(?P<mark>`{3,}|~{3,})")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_TARGET = re.compile(r"(?<=\])(?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_DEFINITION = re.compile(r"^[ \t]*\[[^\]\n]{1,200}\]:[^\n]*$", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")
_SIGNS = re.compile(r"[*_`~\[\]]+")
_HEADING = re.compile(
    r"^ {0,3}(?P<signs>#{1,6})[ \t]+(?P<atx>[^\n]+)$|^(?P<setext>[^\n]+)\n(?:={3,}|-{3,})[ \t]*$",
    re.MULTILINE,
)


def read_markdown(text: str) -> Document:
    """Blank out code, links, pictures and tags; cut at the headings. Linear in the text."""
    text = _without_comments(_without_code(text))
    for pattern in (_IMAGE, _TARGET, _DEFINITION, _TAG, _ADDRESS):
        text = pattern.sub(lambda found: _blank(found[0]), text)
    plain = _SIGNS.sub(lambda found: _blank(found[0]), text)
    return by_lines(plain, tuple(sections_of(text)))


def _blank(text: str) -> str:
    return "".join(char if char == "\n" else " " for char in text)


def _without_code(text: str) -> str:
    """Blank out fenced code, and the table of settings that may lead the file."""
    lines: list[str] = []
    fence = "---" if text.startswith("---\n") else ""
    for number, line in enumerate(text.splitlines(keepends=True)):
        found = _FENCE.match(line)
        if fence:
            ends = line.strip() == fence if fence == "---" else line.strip().startswith(fence)
            fence = "" if ends and number else fence
            lines.append(_blank(line))
        elif found:
            fence = found["mark"]
            lines.append(_blank(line))
        else:
            lines.append(line)
    return "".join(lines)


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], _blank(text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def sections_of(text: str) -> Iterator[Section]:
    """The parts below each heading, and what stands before the first."""
    heading, start, level = "", 0, 1
    for found in _HEADING.finditer(text):
        if found.start() > start or heading:
            yield Section(heading, start, found.start(), level)
        heading, start = (found["atx"] or found["setext"]).strip(" \t#"), found.start()
        level = len(found["signs"] or "-" * (1 + found[0].rstrip().endswith("-")))
    yield Section(heading, start, max(len(text), start + 1), level)
