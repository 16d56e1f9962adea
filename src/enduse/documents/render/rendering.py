"""One document in any format."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from enduse.documents.outline.model import Document
from enduse.documents.outline.plain import document_json, document_text
from enduse.documents.render.html import document_html
from enduse.documents.render.pdf import document_pdf
from enduse.documents.render.word.rendering import document_docx


class DocumentFormat(StrEnum):
    """The formats of a document; each value is the ending of a file too."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    JSON = "json"
    TXT = "txt"


def render(
    document: Document,
    output: DocumentFormat,
    *,
    fields: Mapping[str, Any],
    template: bytes | None = None,
    fonts: Path | None = None,
) -> bytes:
    """Render a document.

    Args:
        document: the outline.
        output: the format.
        fields: what a Word template may name.
        template: a Word template; only for Word.
        fonts: a folder with further fonts; only for PDF.

    Raises:
        InvalidInputError: the template is refused, or no font has one of the letters.
    """
    match output:
        case DocumentFormat.PDF:
            return document_pdf(document, fonts)
        case DocumentFormat.DOCX:
            return document_docx(document, fields, template)
        case DocumentFormat.HTML:
            return document_html(document).encode()
        case DocumentFormat.JSON:
            return document_json(document).encode()
        case DocumentFormat.TXT:
            return document_text(document).encode()
