"""An outline as a PDF: tagged, PDF/A-2a and PDF/UA-1, the same bytes for the same document.

The document reaches typst as data. Fonts are those that typst carries, those of the system, and
those of a folder that is given; a letter that none of them has stops the rendering and is named.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pypdfium2
import typst

from enduse.documents.outline.model import Document
from enduse.documents.outline.plain import document_data
from enduse.documents.outline.texts import is_right_to_left
from enduse.documents.render.glyphs import refuse_missing
from enduse.documents.render.pictures import standing_alone
from enduse.domain.errors import BadDataError

STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")
FAMILIES = (
    "Noto Sans",
    "DejaVu Sans",
    "Libertinus Serif",
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)
"""Asked for in this order, as far as they are there; any other font is a last resort."""
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)  # points; smaller ones where a number of pages is fixed


def document_pdf(document: Document, fonts: Path | None = None) -> bytes:
    """Render a document.

    Args:
        document: the outline.
        fonts: a folder with further fonts, searched before the system's.

    Raises:
        InvalidInputError: no font has one of the letters; the message names each and where it
            stands.
        BadDataError: it does not fit on the number of pages it must have.
    """
    if document.pages is None:
        return _set(document, SIZES[0], fonts)
    for size in SIZES:
        pdf = _set(document, size, fonts)
        if page_count(pdf) == document.pages:
            return pdf
    raise BadDataError(
        f"the document does not fit on {document.pages} pages", kind=document.kind.value
    )


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return len(opened)
    finally:
        opened.close()


def _set(document: Document, size: float, fonts: Path | None) -> bytes:
    compiler, families = _compiler(fonts)
    year, month, day = map(int, document.stamp.dated.split("-"))
    try:
        pdf = compiler.compile(
            input=_template(),
            format="pdf",
            pdf_standards=[*STANDARDS],
            timestamp=int(datetime(year, month, day, tzinfo=UTC).timestamp()),
            sys_inputs={
                "document": json.dumps(typst_data(document), ensure_ascii=False),
                "fonts": json.dumps(families),
                "size": str(size),
            },
        )
    except typst.TypstError as error:
        refuse_missing(error.diagnostic, document)
        raise BadDataError("typst refuses the document", why=error.diagnostic[:2_000]) from error
    return bytes(pdf)  # type: ignore[arg-type]  # one document, so bytes and no list of pages


def typst_data(document: Document) -> dict[str, Any]:
    """The document as the template reads it."""
    data = document_data(document)
    for node in _nodes(data):
        if node.get("type") == "span":
            node["rtl"] = is_right_to_left(node["text"])
        elif node.get("type") == "figure":
            node["svg"] = standing_alone(node["svg"])
    data["stamp"]["words"] = list(document.stamp.words)
    return data


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


@cache
def _template() -> bytes:
    return files("enduse.documents.render").joinpath("document.typ").read_bytes()


@cache
def _compiler(fonts: Path | None) -> tuple[typst.Compiler, list[str]]:
    """A compiler that knows the fonts, and the families to ask for."""
    found = typst.Fonts(font_paths=[fonts] if fonts else [])
    there = set(found.families())
    own = [family for family in _families_in(fonts) if family not in FAMILIES] if fonts else []
    families = [family for family in FAMILIES if family in there]
    return typst.Compiler(font_paths=found), [*families, *own]


def _families_in(fonts: Path) -> list[str]:
    only = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    return list(only.families())
