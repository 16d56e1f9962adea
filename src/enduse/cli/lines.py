"""Reading a file of one transaction a line, however it is damaged, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from enduse.assessment.transaction_file import MAX_BYTES

_PIECE = 1 << 16  # bytes read at a time of a line that is too long to keep


@dataclass(frozen=True, slots=True)
class Line:
    """One line. A line that is too long is not kept, only measured."""

    number: int  # from 1
    content: bytes | None  # without the line break; None when too long
    length: int  # bytes

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on it."""
        return self.content is not None and not self.content.strip()


def lines_of(file: BinaryIO, longest: int = MAX_BYTES) -> Iterator[Line]:
    """Read the lines of a file one by one.

    Args:
        file: open for reading bytes.
        longest: in bytes; of a longer line only the length is kept.
    """
    number = 0
    while piece := file.readline(longest + 2):
        number += 1
        content = piece.rstrip(b"\r\n")
        if piece.endswith(b"\n") or len(piece) < longest + 2:
            yield _line(number, content, len(content), longest)
        else:
            yield _line(number, None, len(piece) + _rest_of_line(file), longest)


def _line(number: int, content: bytes | None, length: int, longest: int) -> Line:
    return Line(number, content if length <= longest else None, length)


def _rest_of_line(file: BinaryIO) -> int:
    """Read up to the line break and say how many bytes stood before it."""
    length = 0
    while piece := file.readline(_PIECE):
        length += len(piece.rstrip(b"\r\n"))
        if piece.endswith(b"\n"):
            break
    return length
