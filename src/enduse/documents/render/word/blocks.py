"""The blocks of an outline as paragraphs and tables of a Word document."""

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from enduse.documents.outline.model import (
    Block,
    Bullets,
    Facts,
    Figure,
    Item,
    Mark,
    Note,
    Paragraph,
    Provision,
    Section,
    Signatures,
    Span,
    Table,
    Text,
)
from enduse.documents.outline.texts import is_right_to_left, plain, strong, text

_FAINT = RGBColor(0x51, 0x60, 0x6F)
_GROUNDS = {"plain": "F4F6F8", "good": "E8F4EC", "warn": "FDF1E0", "bad": "FDEAEA"}
_DEEPEST = 4


class Writer:
    """Writes blocks before a marker paragraph of a Word document, which it removes at the end."""

    def __init__(self, document: Any, marker: WordParagraph, width_mm: float) -> None:  # noqa: ANN401 - python-docx has no exported type
        self._document, self._marker, self._width = document, marker, width_mm

    def finish(self) -> None:
        """Take the marker away."""
        self._marker._p.getparent().remove(self._marker._p)  # noqa: SLF001 - python-docx cannot remove

    def section(self, section: Section, level: int = 1) -> None:
        """Write a section with what stands below it."""
        heading = self._line(text(section.title), f"Heading {min(level, _DEEPEST)}")
        heading.paragraph_format.page_break_before = section.new_page or None
        for block in section.blocks:
            self.block(block, level)
        for inner in section.sections:
            self.section(inner, level + 1)

    def block(self, block: Block, level: int) -> None:
        """Write one block."""
        match block:
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Note():
                self._note(block)
            case Provision():
                self._provision(block, level)
            case _:
                self._lines(block)

    def _lines(self, block: Paragraph | Bullets | Facts | Signatures) -> None:
        """Write a block that is nothing but lines."""
        match block:
            case Paragraph(text=words):
                self._line(words)
            case Bullets(items=items, numbered=numbered):
                self._items(items, "List Number" if numbered else "List Bullet")
            case Facts(rows=rows):
                for term, words in rows:
                    self._line((*text(strong(f"{term}: ")), *words))
            case Signatures(names=names):
                for name in names:
                    self._line(text(f"\n\n______________________________\n{name}"))

    def _line(self, words: Text, style: str | None = None) -> WordParagraph:
        made = self._marker.insert_paragraph_before("", style)
        _fill(made, words)
        return made

    def _items(self, items: Iterable[Item], style: str, depth: int = 0) -> None:
        for item in items:
            made = self._line(item.text, style)
            if depth:
                made.paragraph_format.left_indent = Mm(6 + 6 * depth)
            self._items(item.items, style, depth + 1)

    def _figure(self, figure: Figure) -> None:
        """Give the table of a picture, or say it: Word does not always show vector pictures."""
        if figure.table is not None:
            self._line(text(strong(f"{figure.caption}.")))
            self._table(figure.table)
        else:
            self._line(text(strong(f"{figure.caption}. "), figure.alt))

    def _note(self, note: Note) -> None:
        lines = [self._line(text(strong(f"{note.title}. ")) + note.text)]
        lines += [self._line(text("- ") + item.text) for item in note.items]
        for line in lines:
            _shade(line, _GROUNDS[note.tone.value])

    def _provision(self, one: Provision, level: int) -> None:
        heading = text(f"{one.number} {one.heading}", f"  [{one.tag}]" if one.tag else "")
        self._line(heading, f"Heading {min(level + 1, _DEEPEST)}")
        self._numbered(one.items, 0)

    def _numbered(self, items: Iterable[Item], depth: int) -> None:
        for item in items:
            made = self._line(item.text)
            made.paragraph_format.left_indent = Mm(6 + 8 * depth)
            self._numbered(item.items, depth + 1)

    def _table(self, table: Table) -> None:
        self._line(text(strong(table.caption)), "Caption").paragraph_format.keep_with_next = True
        made = self._document.add_table(rows=len(table.rows) + 1, cols=len(table.head))
        self._marker._p.addprevious(made._tbl)  # noqa: SLF001 - python-docx adds at the end only
        made.autofit = False
        _borders(made)
        widths = [Mm(self._width * width / sum(table.widths)) for width in table.widths]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        heads = tuple(text(strong(head)) for head in table.head)
        for row, cells in zip(made.rows, (heads, *table.rows), strict=True):
            for cell, words, width in zip(row.cells, cells, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].paragraph_format.space_after = 0
                _fill(cell.paragraphs[0], words)
        _repeat_head(made)
        self._line(()).paragraph_format.line_spacing = 0.5


def _fill(paragraph: WordParagraph, words: Text) -> None:
    for span in words:
        _run(paragraph, span)
    if len(words) == 1 and is_right_to_left(plain(words)):
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx lacks it
        properties.append(OxmlElement("w:bidi"))


def _run(paragraph: WordParagraph, span: Span) -> None:
    run = paragraph.add_run(span.text)
    run.bold = True if span.mark is Mark.STRONG else None
    if span.mark is Mark.QUIET:
        run.font.color.rgb = _FAINT
    if is_right_to_left(span.text):
        run.font.rtl = True


def _shade(paragraph: WordParagraph, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    paragraph._p.get_or_add_pPr().append(shade)  # noqa: SLF001 - python-docx lacks it


def _borders(table: Any) -> None:  # noqa: ANN401 - python-docx ships no types for it
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", "C6CED6")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - as above


def _repeat_head(table: Any) -> None:  # noqa: ANN401 - as above
    """Mark the first row as headings: read out as such, and repeated on every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - as above
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)
