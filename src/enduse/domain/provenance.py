"""Where a value came from. A value without this is not evidence."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Provenance:
    """Source, place, dates, licence and hash of the copy a value was read from."""

    source: str
    locator: str = ""  # row, page, cell or address inside the source
    published_on: date | None = None  # the publisher's own date
    retrieved_on: date | None = None
    licence: str = ""
    sha256: str = ""  # of the copy that was read; empty for what a person wrote in a case


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value with its provenance, said in one sentence.

    `looked_for` marks negative evidence: what was searched, on which vintage, without result.
    """

    says: str
    provenance: Provenance
    looked_for: str = ""
