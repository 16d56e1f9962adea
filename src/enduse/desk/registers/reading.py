"""What the core reads in a data sheet or a parts list: the one place where the desk asks it."""

from enduse.capability.reading import read_text
from enduse.desk.core import engine

READABLE = frozenset(
    {"text/plain", "text/csv", "application/json", "application/toml", "text/xml", "message/rfc822"}
)
"""Types whose words can be read here; of any other file the people name the capabilities."""

Seen = dict[str, object]
"""One capability as the reader saw it: id, confidence 0.0 to 1.0, and the sentence."""


def read_capabilities(content: bytes, media_type: str) -> list[Seen]:
    """What a text says a product can do; nothing for a file that is no text."""
    if media_type not in READABLE:
        return []
    return seen_in(content.decode("utf-8", errors="replace"))


def seen_in(text: str) -> list[Seen]:
    """What a text says a product can do, from most to least confident."""
    reading = read_text(text, taxonomy=engine().taxonomy)
    return [
        {
            "id": one.id,
            "confidence": round(one.confidence, 2),
            "words": one.evidence[0].sentence[:300] if one.evidence else "",
        }
        for one in reading.found
        if one.counts
    ]
