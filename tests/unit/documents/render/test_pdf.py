"""PDF: what the standards ask for, read back with another program; any script; any text."""

import re
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from enduse.documents.outline.model import Kind
from enduse.documents.render import pdf as rendering
from enduse.documents.render.glyphs import missing_letters, refuse_missing
from enduse.documents.render.pdf import document_pdf, page_count
from enduse.domain.errors import InvalidInputError
from tests.unit.documents.papers import (
    ARABIC,
    BUSY,
    CHINESE,
    CYRILLIC,
    EXAMPLE_NAMES,
    LONG_END,
    paper,
)


@cache
def made(kind, name):
    return document_pdf(paper(kind, name))


@cache
def words(kind, name):
    opened = pypdfium2.PdfDocument(made(kind, name))
    return [opened[number].get_textpage().get_text_bounded() for number in range(len(opened))]


def squeezed(text):
    return re.sub(r"[\s\u00ad\ufffe\u0002-]+", "", text)


def elements(node):
    """Every structure element below a node, with its tag."""
    if isinstance(node, ArrayObject):
        for inner in node:
            yield from elements(inner.get_object())
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node["/S"], node
        if "/K" in node:
            yield from elements(node["/K"].get_object())


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_every_example_renders_every_kind_with_the_stamp_on_every_page(kind, name):
    stamp = paper(kind, name).stamp
    pages = words(kind, name)
    for number, page in enumerate(pages, 1):
        foot = " ".join(page.split())
        for part in stamp.words:
            assert part in foot
        assert f"page {number} of {len(pages)}" in foot


@pytest.mark.parametrize("name", [*EXAMPLE_NAMES, "hostile"])
def test_a_board_summary_has_two_pages(name):
    assert page_count(made(Kind.BOARD, name)) == 2


@pytest.mark.parametrize("kind", Kind)
def test_a_pdf_names_both_standards_its_title_and_its_language(kind):
    reader = PdfReader(BytesIO(made(kind, BUSY)))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith(paper(kind, BUSY).title)
    assert "/OutputIntents" in root
    assert not reader.is_encrypted
    assert "/JavaScript" not in str(root.get("/Names", ""))


@pytest.mark.parametrize("kind", Kind)
def test_headings_lists_tables_and_pictures_are_tagged(kind):
    reader = PdfReader(BytesIO(made(kind, BUSY)))
    found = list(elements(reader.trailer["/Root"]["/StructTreeRoot"]))
    tags = {tag for tag, _ in found}
    assert "/H1" in tags
    for tag, node in found:
        if tag == "/Figure":
            assert len(node["/Alt"]) > 20
    if "/Table" in tags:
        assert {"/TH", "/TD", "/TR", "/Caption"} <= tags


def test_every_picture_of_the_outline_is_a_vector_picture_with_its_words():
    reader = PdfReader(BytesIO(made(Kind.DOSSIER, BUSY)))
    found = elements(reader.trailer["/Root"]["/StructTreeRoot"])
    told = [str(node["/Alt"]) for tag, node in found if tag == "/Figure"]
    assert len(told) == 6
    assert sum(one.startswith("Line chart.") for one in told) == 4
    assert any(one.startswith("World map.") for one in told)
    assert not [image for page in reader.pages for image in page.images]


def test_every_font_is_embedded():
    reader = PdfReader(BytesIO(made(Kind.DOSSIER, "hostile")))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)


def test_the_same_document_gives_the_same_bytes():
    document = paper(Kind.BOARD, BUSY)
    assert document_pdf(document) == made(Kind.BOARD, BUSY)


def test_names_in_other_scripts_come_out_whole():
    said = squeezed("".join(words(Kind.DOSSIER, "hostile")))
    assert CHINESE in said
    assert squeezed(CYRILLIC) in said
    for word in ("وزارة", "الداخلية", "العامة"):  # the others hold ligatures, read back in parts
        assert word in ARABIC
        assert word in said


def test_markup_in_a_name_is_text_and_a_long_answer_is_there_to_its_end():
    said = squeezed("".join(words(Kind.DOSSIER, "hostile")))
    for piece in ("<script>alert(1)</script>", '#import"x.typ":*', "{{7*7}}", "$x^2$", "</w:t>"):
        assert squeezed(piece) in said
    assert squeezed(LONG_END) in said
    assert squeezed("line 4321 of a long answer.") in said


def test_a_missing_letter_is_named_with_its_place_and_a_way_out(monkeypatch):
    monkeypatch.setattr(rendering, "_compiler", _without_system_fonts)
    with pytest.raises(InvalidInputError) as refused:
        document_pdf(paper(Kind.END_USE_CERTIFICATE, "hostile"))
    message = str(refused.value)
    assert "U+4E2D CJK UNIFIED IDEOGRAPH-4E2D" in message
    assert '"1. Parties and goods"' in message
    assert "--fonts DIR" in message


def _without_system_fonts(_fonts):
    fonts = rendering.typst.Fonts(include_system_fonts=False)
    return rendering.typst.Compiler(font_paths=fonts), ["Libertinus Serif"]


def test_letters_are_read_from_what_typst_says():
    said = 'error: the text `"\\u{fffe}a\\"中"` could not be displayed with font `"X"`'
    assert missing_letters(said) == ["\ufffe", "a", '"', "中"]
    assert refuse_missing("error: something else", paper(Kind.BOARD, BUSY)) is None


def test_a_folder_of_fonts_is_used(tmp_path):
    assert document_pdf(paper(Kind.BOARD, BUSY), tmp_path) == made(Kind.BOARD, BUSY)
