"""The parts of a document: frozen values that every renderer reads the same way.

No part holds markup. A text is a row of spans, and what a person or a source wrote stands in a
span of its own, marked `GIVEN`, so that a renderer can keep it apart from our own words.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """The kinds of document."""

    DOSSIER = "dossier"
    BOARD = "board"
    ANNEX = "annex"
    END_USE_CERTIFICATE = "end-use-certificate"
    BIS_MEMO = "bis-memo"
    EU_MEMO = "eu-memo"


class Mark(StrEnum):
    """What a span is."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    CODE = "code"  # an id, a hash, a condition
    GIVEN = "given"  # written by a person or a source, in any script and direction


class Tone(StrEnum):
    """How a note or a tag is meant; the words beside it say the same without colour."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text. `address` makes it a link; only web addresses are kept."""

    text: str
    mark: Mark = Mark.PLAIN
    address: str = ""


Text: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with entries below it."""

    text: Text
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first cell of a row is its heading.

    `widths` are shares of the width, one a column.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        columns = len(self.head)
        if len(self.widths) != columns or any(len(row) != columns for row in self.rows):
            raise ValueError(f"a table needs {columns} cells in every row: {self.caption}")


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms, each with what is on file under it."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A vector picture, the same in a sentence, and the same as a table where one is needed.

    `svg` uses the classes of `page.css`; it is drawn by this package and holds no outside text
    that was not escaped. `width` is a share of the text's width, in percent.
    """

    svg: str
    alt: str
    caption: str
    table: Table | None = None
    width: int = 100


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph or list that stands out."""

    tone: Tone
    title: str
    text: Text
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered clause of a contract or a statement, with its numbered paragraphs.

    `tag` names where it comes from, such as `CL-014 v2`.
    """

    number: str
    heading: str
    items: tuple[Item, ...]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, one a party."""

    names: tuple[str, ...]


Block: TypeAlias = Paragraph | Bullets | Table | Facts | Figure | Note | Provision | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it. `id` is unique in the document."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands on every page. `sha256` is of the content, without the stamp itself.

    `evidence` is the hash of the evidence bundle that the document belongs to, or empty.
    """

    reference: str
    version: str
    status: str
    classification: str
    dated: str  # YYYY-MM-DD: the as-of date
    evidence: str = ""
    sha256: str = ""

    @property
    def short(self) -> str:
        """The first twelve digits of the hash."""
        return self.sha256[:12]

    @property
    def words(self) -> tuple[str, ...]:
        """The parts of the line at the foot of every page, without the page number."""
        parts = (
            self.reference,
            f"version {self.version}",
            self.status,
            self.classification,
            f"content {self.short}",
            f"evidence {self.evidence[:12]}" if self.evidence else "",
        )
        return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Document:
    """A document, before anyone decides how it looks.

    `pages` is the number of pages it must have on paper, or None where that is open; `contents`
    asks for a table of contents.
    """

    kind: Kind
    title: str
    subtitle: Text
    stamp: Stamp
    sections: tuple[Section, ...]
    lang: str = "en"
    pages: int | None = None
    contents: bool = False
