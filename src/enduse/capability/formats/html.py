"""HTML as plain text, with the line each part stood on."""

import re
from html.parser import HTMLParser
from itertools import pairwise

from enduse.capability.formats.document import Document, Section

_TEMPLATE = re.compile(r"\{%[^%]{0,2000}%\}|\{\{[^{}]{0,2000}\}\}")  # a program fills these in
_SILENT = {"script", "style", "noscript", "template", "svg", "nav", "code", "pre"}
_BLOCKS = {
    "p",
    "div",
    "li",
    "br",
    "tr",
    "td",
    "th",
    "section",
    "article",
    "ul",
    "ol",
    "table",
    "dd",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.numbers: list[int] = []
        self.headings: list[tuple[int, str, int]] = []
        self._length = 0
        self._silent = 0
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SILENT:
            self._silent += 1
        elif tag in _HEADINGS:
            self._add("\n\n")
            self._in_heading = True
            level = int(tag[1]) if tag != "title" else 1
            self.headings.append((self._length, "", level))
        elif tag in _BLOCKS:
            self._add("\n\n" if tag != "br" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _HEADINGS:
            self._in_heading = False
            self._add(".\n\n")
        elif tag in _BLOCKS:
            self._add("\n\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        first, _ = self.getpos()
        for number, line in enumerate(data.split("\n")):
            if line.strip():
                self.starts.append(self._length)
                self.numbers.append(first + number)
                self._add(" ".join(line.split()) + " ")
        if self._in_heading and self.headings:
            at, heading, level = self.headings[-1]
            self.headings[-1] = (at, f"{heading} {data}".strip(), level)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def read_html(text: str) -> Document:
    """Read what a person sees on the page, without scripts, menus and code."""
    reader = _Reader()
    reader.feed(_TEMPLATE.sub(lambda found: "\n" * found[0].count("\n"), text))
    reader.close()
    plain = "".join(reader.parts)
    cuts = [(0, "", 1), *reader.headings, (len(plain) + 1, "", 1)]
    sections = tuple(
        Section(heading, start, end, level)
        for (start, heading, level), (end, _, _) in pairwise(cuts)
        if end > start
    )
    return Document(plain, sections, tuple(reader.starts), tuple(reader.numbers))
