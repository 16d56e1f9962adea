"""PDF and Word documents: what stands where, what a heading says, and what is refused."""

import struct
import zipfile
import zlib
from io import BytesIO

import docx
import pypdf
import pytest
import typst

from enduse.capability.formats.reading import MAX_LINE, is_document, read_document
from enduse.capability.reading import Strength
from enduse.capability.scan.scanner import FileRead, Scanner
from enduse.domain.errors import InvalidInputError

FACES, PLATES, CALLS = (
    "biometric.face_recognition",
    "location.alpr",
    "internet.lawful_interception",
)
SHEET = """
= CityEye
It finds faces of wanted persons in live video.
== Roadmap
Reading of number plates.
#pagebreak()
== What it does not do
Intercept phone calls under warrant.
"""
FONTS = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory) -> bytes:
    source = tmp_path_factory.mktemp("typst") / "sheet.typ"
    source.write_text(SHEET, "utf-8")
    return typst.compile(str(source))


def word_document() -> bytes:
    document = docx.Document()
    document.add_heading("CityEye", 0)
    document.add_paragraph("It finds faces of wanted persons in live video.")
    document.add_heading("Roadmap", 1)
    document.add_table(1, 1).cell(0, 0).text = "Reading of number plates."
    document.add_heading("What it does not do", 1)
    document.add_paragraph("Intercept phone calls under warrant.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> bytes:
    return (
        f'<w:document xmlns:w="{W}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>'.encode()
    )


def pdf(stream: bytes, pages: int = 1) -> bytes:
    body = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b"3 0 R " * pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources%s>>" % FONTS,
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(body), body),
    ]
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        written
        + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\n" % table
        + b"startxref\n%d\n%%%%EOF" % len(written)
    )


def locked(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(BytesIO(data))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def strengths(name: str, data: bytes) -> dict[str, tuple[str, int, str]]:
    """Strength, place and reason of each capability found or denied."""
    scan = Scanner().scan_files([FileRead(name, data, is_named=True)])
    return {
        one.id: (one.strength, one.evidence[0].line, one.evidence[0].reason)
        for one in (*scan.negated, *scan.capabilities)
    }


def test_a_pdf_is_read_page_by_page_and_its_headings_hold_what_stands_below(sheet):
    found = strengths("sheet.pdf", sheet)
    assert found[FACES][:2] == (Strength.CORE, 1)
    assert found[FACES][2].endswith("(page 1)")
    assert found[PLATES] == (Strength.MENTIONED, 1, "reads vehicle plates (planned) (page 1)")
    assert found[CALLS][:2] == (Strength.MENTIONED, 2)
    assert "(negated)" in found[CALLS][2]


def test_a_word_document_is_read_by_paragraph_with_its_tables():
    found = strengths("sheet.docx", word_document())
    assert found[FACES] == (Strength.CORE, 2, found[FACES][2])
    assert found[PLATES][0] is Strength.MENTIONED
    assert "(planned) (paragraph 4)" in found[PLATES][2]
    assert "(negated)" in found[CALLS][2]


@pytest.mark.parametrize(
    ("heading", "is_function"),
    [
        ("## Features", True),
        ("## Limitations of reading plates at night", True),
        ("## Comparison with other tools", False),
        ("## What our customers say", False),
        ("## Дорожная карта", False),
        ("## 路线图", False),
    ],
)
def test_headings_hold_their_sections_and_the_sections_within(heading, is_function):
    text = f"# Gate\n\nOpens a barrier.\n\n{heading}\n\n### 2027\n\nReads number plates of cars.\n"
    after = f"{text}\n## Use\n\nReads number plates of cars.\n"
    strength, _, _ = strengths("README.md", text.encode())[PLATES]
    assert (strength is not Strength.MENTIONED) is is_function
    assert strengths("README.md", after.encode())[PLATES][0] is Strength.CORE


def test_a_word_cut_at_the_end_of_a_line_is_one_word_and_long_lines_run_on():
    text = (
        b"BT /F1 12 Tf 10 700 Td (Matches the faces of people in the crowd against) Tj "
        b"0 -14 Td (Interpol watch lists) Tj ET"
    )
    read = read_document("a.pdf", pdf(text)).text
    assert "against\nInterpol" in read


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7 nonsense" * 50, "damaged"),
        (pdf(b"q Q")[:200], "damaged"),
        (pdf(b"q Q"), r"no text.*\(OCR\)"),
        (pdf(b"q Q", pages=2_001), "over 2,000 pages; give the part"),
        (locked(pdf(b"q Q")), "password; save a copy without one"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_its_name_and_a_remedy(data, says):
    with pytest.raises(InvalidInputError, match=rf"^sheet\.pdf: .*{says}"):
        read_document("sheet.pdf", data)


@pytest.mark.long
def test_a_pdf_that_unpacks_without_end_stops():
    with pytest.raises(InvalidInputError, match="more time or memory than a document may"):
        read_document("bomb.pdf", pdf(b"0 0 m 1 1 l S " * 80_000_000))


def test_a_pdf_whose_reader_is_ended_by_the_system_is_refused(monkeypatch):
    monkeypatch.setattr("enduse.capability.formats.pdf._PATIENCE", 0.001)
    with pytest.raises(InvalidInputError, match=r"^a\.pdf: needs more time or memory"):
        read_document("a.pdf", pdf(b"q Q"))


def lying_about_its_size(data: bytes) -> bytes:
    """A zip whose entry says it unpacks to ten bytes."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "damaged"),
        (word_document()[:3000], "damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "without a password"),
        (packed({"word/other.xml": b"<a/>"}), "no word/document.xml"),
        (packed({"word/document.xml": b"<a"}), "not XML"),
        (packed({"word/document.xml": b"\xff\xff\xff"}), "is no text"),
        (packed({"word/document.xml": b" " * 20_000_001}), "unpacks to over 20,000,000"),
        (
            packed(
                {"word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a/>'}
            ),
            "entities",
        ),
        (
            packed({"word/document.xml": b"<p>" + b"<r>" * 50_000 + b"</r>" * 50_000 + b"</p>"}),
            "nested too deeply",
        ),
        (lying_about_its_size(packed({"word/document.xml": b" " * 1000})), "damaged|not XML"),
    ],
)
def test_a_word_document_that_cannot_be_read_is_refused_with_its_name_and_a_remedy(data, says):
    with pytest.raises(InvalidInputError, match=rf"(?s)^sheet\.docx: .*(?:{says})"):
        read_document("sheet.docx", data)


def test_macros_pictures_and_deleted_words_are_passed_over():
    run = "<w:r><w:t>Opens doors.</w:t></w:r>"
    deleted = "<w:del><w:r><w:t>Reads plates.</w:t></w:r></w:del>"
    body = f'<w:document xmlns:w="{W}"><w:p>{run}{deleted}</w:p></w:document>'
    parts = {"word/document.xml": body.encode(), "word/vbaProject.bin": b"\xff" * 5000}
    assert read_document("a.docm", packed(parts)).text.split() == ["Opens", "doors."]


def test_a_line_without_end_is_refused():
    with pytest.raises(InvalidInputError, match=r"^a\.txt: has a line of 1,000,001 letters"):
        read_document("a.txt", b"x" * (MAX_LINE + 1))


def test_a_damaged_document_in_a_folder_is_named_and_loses_nothing_else():
    rows = [
        FileRead("docs/old.pdf", b"%PDF nonsense"),
        FileRead("sheet.docx", word_document()),
        FileRead("more.docx", packed({"word/document.xml": paragraph("Reads number plates.")})),
    ]
    scan = Scanner().scan_files(rows)
    assert [row.source for row in scan.not_examined] == ["docs/old.pdf"]
    assert {FACES, PLATES} <= {one.id for one in scan.capabilities}
    assert is_document("a.PDF")
