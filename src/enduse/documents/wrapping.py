"""Lines of plain text, to be read on a terminal or read aloud."""

import textwrap

from enduse.documents.assessment_words import printable

WIDTH = 80


def wrap(words: str, first: str = "", rest: str | None = None) -> list[str]:
    """Words as lines of 80 columns, without control characters.

    Args:
        words: what to write.
        first: what the first line begins with.
        rest: what every other line begins with; as the first without it.
    """
    return textwrap.wrap(
        printable(words),
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
