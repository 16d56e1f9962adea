"""An outline as a Word document: the template is filled in, then the blocks are put in place."""

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from enduse.documents.archive import deterministic_zip
from enduse.documents.outline.model import Document, Provision, Section
from enduse.documents.outline.texts import plain
from enduse.documents.render.word.blocks import Writer
from enduse.documents.render.word.guard import check_template
from enduse.documents.render.word.sandbox import TemplateEnvironment
from enduse.documents.render.word.template import (
    CONTENT,
    default_template,
    ensure_styles,
    make_compact,
)
from enduse.domain.errors import InvalidInputError

Fields = Mapping[str, Any]
"""What a template may name beside the stamp: texts, and lists and tables of texts."""

_MARKER = "\ue000 the document stands here \ue001"
_MM_PER_EMU = 1 / 36_000


def document_docx(document: Document, fields: Fields, template: bytes | None = None) -> bytes:
    """Render a document; the same document and template give the same bytes.

    Args:
        document: the outline.
        fields: what the template may name, see `template_fields`.
        template: a customer's own template; without it, ours.

    Raises:
        InvalidInputError: the template is hostile or names something there is not; the message
            says what.
    """
    if template is not None:
        check_template(template)
    made = DocxTemplate(BytesIO(template or default_template()))
    try:
        made.render({**fields, **_stamp(document)}, jinja_env=TemplateEnvironment())
    except TemplateError as error:
        raise InvalidInputError(f"the template is refused: {error.message}") from None
    if template is None and document.pages is not None:
        make_compact(made.docx)
    _write(made, document)
    _describe(made, document)
    out = BytesIO()
    made.save(out)
    return _repacked(out.getvalue())


def _stamp(document: Document) -> dict[str, object]:
    stamp = document.stamp
    return {
        CONTENT: _MARKER,
        "title": document.title,
        "subtitle": plain(document.subtitle),
        "kind": document.kind.value,
        "reference": stamp.reference,
        "version": stamp.version,
        "status": stamp.status,
        "classification": stamp.classification,
        "dated": stamp.dated,
        "content_hash": stamp.short,
        "evidence_hash": stamp.evidence[:12],
        "sections": [_section(one) for one in document.sections],
        "clauses": [_clause(one) for one in _provisions(document.sections)],
    }


def _section(section: Section) -> dict[str, object]:
    said = [plain(block.text) for block in section.blocks if hasattr(block, "text")]
    return {"title": section.title, "paragraphs": said}


def _provisions(sections: tuple[Section, ...]) -> list[Provision]:
    return [
        block
        for section in sections
        for block in (*section.blocks, *_provisions(section.sections))
        if isinstance(block, Provision)
    ]


def _clause(one: Provision) -> dict[str, object]:
    paragraphs = [
        " ".join([plain(item.text), *(plain(below.text) for below in item.items)])
        for item in one.items
    ]
    return {
        "number": one.number,
        "heading": one.heading,
        "source": one.tag,
        "paragraphs": paragraphs,
    }


def _write(made: DocxTemplate, document: Document) -> None:
    """Put the blocks where the template has its content; a template may do without."""
    docx = made.docx
    ensure_styles(docx)
    marker = next((one for one in docx.paragraphs if one.text.strip() == _MARKER), None)
    if marker is None:
        _refuse_stray_marker(made)
        return
    page = docx.sections[0]
    usable = page.page_width - page.left_margin - page.right_margin
    writer = Writer(docx, marker, usable * _MM_PER_EMU)
    for section in document.sections:
        writer.section(section)
    writer.finish()


def _refuse_stray_marker(made: DocxTemplate) -> None:
    if _MARKER in made.get_xml():
        raise InvalidInputError(
            "the template is refused: {{ content }} stands alone in a paragraph of the text, "
            "outside tables"
        )


def _describe(made: DocxTemplate, document: Document) -> None:
    """Title, language and dates, which readers and screen readers go by."""
    about, stamp = made.docx.core_properties, document.stamp
    day = datetime.fromisoformat(stamp.dated).replace(tzinfo=UTC)
    about.title = f"{document.title}: {plain(document.subtitle)}"[:255]
    about.subject = " | ".join(stamp.words)[:255]
    about.language = document.lang
    about.created = about.modified = day
    about.revision = 1
    about.last_modified_by = ""
    _set_language(made.docx, document.lang)


def _set_language(docx: Any, lang: str) -> None:  # noqa: ANN401 - python-docx has no exported type
    properties = docx.styles["Normal"].element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), {"en": "en-GB"}.get(lang, lang))
    mark.set(qn("w:bidi"), "ar-SA")
    mark.set(qn("w:eastAsia"), "zh-CN")
    properties.append(mark)


def _repacked(content: bytes) -> bytes:
    """The same parts without the clock."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = [(info.filename, package.read(info)) for info in package.infolist()]
    return deterministic_zip(parts, compress=True)
