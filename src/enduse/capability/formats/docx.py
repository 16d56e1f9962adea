"""Word documents (.docx) as text: the paragraphs alone, never macros, pictures or outside parts."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from enduse.capability.components.parsing import children, local, xml_root
from enduse.capability.formats.document import Document
from enduse.capability.formats.parts import HEADING, by_parts
from enduse.domain.errors import InvalidInputError

MAX_PART = 20_000_000  # bytes of one part once unpacked
_OLE = b"\xd0\xcf\x11\xe0"  # leads a locked document, and the .doc of old
_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_AGAIN = "open it in a word processor and save it again as .docx"
_HEADING = ("heading", "title")  # how the built-in styles are named, in every language of Word


def read_docx(data: bytes) -> Document:
    """Read the paragraphs, those in tables too; what is found is placed by paragraph.

    Raises:
        InvalidInputError: it is locked, damaged, defines entities, or unpacks to too much.
    """
    if data.startswith(_OLE):
        raise InvalidInputError("locked, or an old .doc; save it as .docx without a password")
    try:
        with ZipFile(BytesIO(data)) as packed:
            body = _part(packed, _BODY)
            styles = _part(packed, _STYLES) if _STYLES in packed.namelist() else None
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise InvalidInputError(f"damaged, or no .docx; {_AGAIN}") from None
    headings = _heading_styles(styles) if styles is not None else frozenset()
    paragraphs = (element for element in body.iter() if local(element.tag) == "p")
    try:
        texts = [_paragraph(element, headings) for element in paragraphs]
    except RecursionError:
        raise InvalidInputError(f"nested too deeply; {_AGAIN}") from None
    numbered = enumerate(texts, 1)
    return by_parts(((n, text) for n, text in numbered if text.strip()), place="paragraph")


def _part(packed: ZipFile, name: str) -> Element:
    try:
        entry = packed.getinfo(name)
    except KeyError:
        raise InvalidInputError(f"has no {name}, so it is no .docx; {_AGAIN}") from None
    if entry.flag_bits & 1:
        raise InvalidInputError("locked with a password; save a copy without one")
    with packed.open(entry) as part:
        content = part.read(MAX_PART + 1)  # what the entry says of its own size may be a lie
    if len(content) > MAX_PART:
        raise InvalidInputError(
            f"{name} unpacks to over {MAX_PART:,} bytes; give the part that describes the product"
        )
    try:
        return xml_root(content.decode("utf-16" if content[:2] in _UTF_16 else "utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidInputError(f"{name} is no text; {_AGAIN}") from None


_UTF_16 = {b"\xff\xfe", b"\xfe\xff"}


def _heading_styles(styles: Element) -> frozenset[str]:
    """Ids of the styles that make a heading; the ids are in the author's language."""
    named = (
        (_value(name), _attribute(style, "styleId"))
        for style in children(styles, "style")
        for name in children(style, "name")
    )
    return frozenset(id_ for name, id_ in named if name.lower().startswith(_HEADING))


def _paragraph(element: Element, headings: frozenset[str]) -> str:
    text = "".join(_runs(element))
    styles = (_value(s) for about in children(element, "pPr") for s in children(about, "pStyle"))
    return HEADING + text if text.strip() and any(style in headings for style in styles) else text


def _runs(element: Element) -> Iterator[str]:
    """The words of a paragraph, without those of paragraphs in its text boxes, or deleted ones."""
    for inner in element:
        name = local(inner.tag)
        if name == "t":
            yield inner.text or ""
        elif name in {"tab", "br", "cr"}:
            yield " "
        elif name not in {"p", "del", "Fallback"}:
            yield from _runs(inner)


def _value(element: Element) -> str:
    return _attribute(element, "val")


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")
