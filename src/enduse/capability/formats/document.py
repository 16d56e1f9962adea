"""A document as text, with its sections and with the line or page each letter stood on."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a document below a heading."""

    heading: str  # empty for what stands before the first one
    start: int  # offsets in the text of the document
    end: int
    level: int = 1  # of the heading: 1 the highest, 6 the lowest


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says."""

    text: str
    sections: tuple[Section, ...]
    starts: tuple[int, ...]  # offset at which a new line (or page) begins, in order
    numbers: tuple[int, ...]  # the line (or page) that begins there, from 1
    place: str = "line"  # what `numbers` count: line, page or paragraph

    def line_at(self, offset: int) -> int:
        """The line (or page) on which a character of the text stands, from 1."""
        at = bisect_right(self.starts, offset) - 1
        return self.numbers[at] if at >= 0 else 1


def by_lines(text: str, sections: tuple[Section, ...] = ()) -> Document:
    """A document whose text has the lines of its file."""
    starts = (0, *(at + 1 for at, char in enumerate(text) if char == "\n"))
    whole = sections or (Section("", 0, len(text)),)
    return Document(text, whole, starts, tuple(range(1, len(starts) + 1)))
