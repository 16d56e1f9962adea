"""Word lists as one compiled pass: a word ending in `*` also matches longer words."""

import re
from collections.abc import Iterable, Mapping


def compile_words(lists: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Compile several named lists into one pattern; `lastgroup` names the list that matched.

    Args:
        lists: words by name; a name must be a Python identifier. A space in a word matches any
            run of spaces or hyphens. Longer words win over shorter ones of the same list.
    """
    groups = (
        f"(?P<{name}>{'|'.join(_pattern(word) for word in sorted(words, key=len, reverse=True))})"
        for name, words in lists.items()
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)


def _pattern(word: str) -> str:
    escaped = re.escape(word).replace(r"\*", r"\w*")
    return re.sub(r"(?:\\ |\\-)", r"[\\s-]+", escaped)
