"""Word: accessible, from any harmless template, and whole after a trip through LibreOffice."""

import re
import shutil
import subprocess
import zipfile
from functools import cache
from io import BytesIO

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from enduse.documents.kinds.fields import template_fields
from enduse.documents.outline.model import Kind
from enduse.documents.render.word.guard import check_template
from enduse.documents.render.word.rendering import document_docx
from enduse.documents.render.word.template import default_template
from enduse.domain.errors import InvalidInputError
from tests.unit.documents.papers import (
    ARABIC,
    BUSY,
    CHINESE,
    EXAMPLE_NAMES,
    LONG_END,
    MARKUP,
    material,
    paper,
)

PAPERS = [kind for kind in Kind if kind is not Kind.DOSSIER]


@cache
def made(kind, name):
    return document_docx(paper(kind, name), template_fields(material(name)))


def opened(content):
    return docx.Document(BytesIO(content))


def words(content):
    document = opened(content)
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def template(body, *, header=""):
    """A customer's template with these paragraphs."""
    document = docx.Document()
    for line in body:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def rendered(*body, kind=Kind.ANNEX, name=BUSY, header=""):
    fields = template_fields(material(name))
    return document_docx(paper(kind, name), fields, template(body, header=header))


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_every_example_opens_in_word(kind, name):
    document = opened(made(kind, name))
    assert document.paragraphs[0].text == paper(kind, name).title
    foot = document.sections[0].footer.paragraphs[0].text
    for part in paper(kind, name).stamp.words:
        assert part in foot
    fields = document.sections[0].footer._element.xml
    assert "PAGE" in fields
    assert "NUMPAGES" in fields


def test_title_language_headings_and_header_rows_are_there_for_screen_readers():
    document = opened(made(Kind.BIS_MEMO, BUSY))
    about = document.core_properties
    assert about.title.startswith("Licence memo")
    assert about.language == "en"
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [h[:9] for h in headings[1:5]] == [f"Factor {n}." for n in range(1, 5)]
    assert document.tables
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_same_document_gives_the_same_bytes_and_no_clock():
    again = document_docx(paper(Kind.ANNEX, BUSY), template_fields(material(BUSY)))
    assert again == made(Kind.ANNEX, BUSY)
    with zipfile.ZipFile(BytesIO(again)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_texts_come_out_as_they_were_written():
    for kind in PAPERS:
        document = opened(made(kind, "hostile"))
        assert "<w:altChunk" not in document.element.xml
    said = words(made(Kind.END_USE_CERTIFICATE, "hostile"))
    for text in (MARKUP, ARABIC, CHINESE):
        assert text in said
    dossier = document_docx(paper(Kind.DOSSIER, "hostile"), template_fields(material("hostile")))
    assert LONG_END in words(dossier)


def test_right_to_left_text_is_marked_as_such():
    xml = opened(made(Kind.END_USE_CERTIFICATE, "hostile")).element.xml
    run = next(run for run in re.findall(r"<w:r>.*?</w:r>", xml, re.DOTALL) if ARABIC in run)
    assert "<w:rtl/>" in run


def test_a_template_of_ones_own_is_filled_in():
    made_ = rendered(
        "Acme Ltd. {{ title }} / {{ seller.name }}",
        "{%p for user in end_users %}",
        "User: {{ user.name }}, {{ user.country|upper }}",
        "{%p endfor %}",
        "{%p if clauses %}",
        "There are {{ clauses|length }} clauses.",
        "{%p endif %}",
        "{{ content }}",
        "The end.",
        header="{{ classification }} {{ reference }}",
    )
    said = words(made_)
    annex = material(BUSY).annex
    assert f"Acme Ltd. {annex.title} / " in said
    assert "CHINA" in said
    assert f"There are {len(annex.clauses)} clauses." in said
    assert annex.clauses[-1].clause.title in said
    assert said.index("Acme Ltd.") < said.index("Before anyone signs") < said.index("The end.")
    assert "{{" not in said
    assert opened(made_).sections[0].header.paragraphs[0].text == "Confidential REF-7"


def test_a_template_may_set_the_clauses_itself():
    said = words(
        rendered(
            "{%p for clause in clauses %}",
            "{{ clause.number }} {{ clause.heading }}",
            "{%p for line in clause.paragraphs %}",
            "{{ line }}",
            "{%p endfor %}",
            "{%p endfor %}",
        )
    )
    for clause in material(BUSY).annex.clauses:
        for paragraph in clause.paragraphs:
            assert paragraph.text in said


def test_values_are_escaped_in_a_template_of_ones_own():
    said = words(rendered("Buyer: {{ product.name }}", name="hostile"))
    assert MARKUP.split("{_{")[0] in said


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{{ title.__class__.__mro__ }}", "reaches into the program"),
        ("{{ ''.__class__ }}", "reaches into the program"),
        ("{{ _private }}", "reaches into the program"),
        ("{{ title['__class__'] }}", "getitem may not stand"),
        ("{{ title|attr('__class__') }}", "'attr' is not one of"),
        ("{{ title.upper() }}", "call may not stand"),
        ("{{ range(10) }}", "call may not stand"),
        ("{{ lipsum(n=100000) }}", "call may not stand"),
        ("{{ 'x' * 1000000000 }}", "mul may not stand"),
        ("{{ 9 ** 9 ** 9 }}", "pow may not stand"),
        ("{{ title ~ title }}", "concat may not stand"),
        ("{% set x = title %}{{ x }}", "assign may not stand"),
        ("{% include 'word/document.xml' %}", "include may not stand"),
        ("{% import 'os' as os %}", "import may not stand"),
        ("{% extends 'base' %}", "extends may not stand"),
        ("{% macro f() %}{% endmacro %}", "macro may not stand"),
        ("{% for x in title %}x{% endfor %}", "a loop runs over one of"),
        ("{% for x in 'abcdef' %}x{% endfor %}", "a loop runs over one of"),
        ("{% for x in [1, 2] %}x{% endfor %}", "a loop runs over one of"),
        ("{% for x in sections recursive %}{{ loop(x) }}{% endfor %}", "may not call itself"),
        ("{% for clauses in sections %}{{ 1 }}{% endfor %}", "none of our lists"),
        (
            "{% for a in sections %}" * 3 + "x" + "{% endfor %}" * 3,
            "at most 2 deep",
        ),
        ("{{ title.nonsense }}", "nonsense"),
        ("{{ nobody }}", "nobody"),
        ("{{ title", "unexpected"),
        ("{% for x in sections %}", "Unexpected end"),
    ],
)
def test_a_hostile_line_is_refused_with_the_reason(line, why):
    for header in ("", line):
        with pytest.raises(InvalidInputError, match="the template is refused") as refused:
            rendered("x" if header else line, header=header)
        assert why in str(refused.value)


RELATION = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
)


def changed(name, change):
    """Our own template with one part changed, or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(default_template())) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def with_relation(kind, target, mode="External"):
    added = RELATION.format(kind=kind, target=target, mode=mode).encode()
    name = "word/_rels/document.xml.rels"
    return changed(name, lambda old: old.replace(b"</Relationships>", added + b"</Relationships>"))


def with_body(xml):
    return changed("word/document.xml", lambda old: old.replace(b"<w:body>", b"<w:body>" + xml))


def field(*parts):
    runs = b"".join(b"<w:r><w:instrText>" + part + b"</w:instrText></w:r>" for part in parts)
    return b"<w:p>" + runs + b"</w:p>"


HOSTILE_FILES = {
    "not a zip": (b"Hello", "not of this kind"),
    "another zip": (changed("x", lambda _: b"")[:500], "not of this kind"),
    "macros": (changed("word/vbaProject.bin", lambda _: b"x"), "could run or reach outside"),
    "macro type": (
        changed(
            "[Content_Types].xml",
            lambda old: old.replace(b"wordprocessingml.document.main", b"macroEnabled.main"),
        ),
        "active content",
    ),
    "embedded object": (
        changed("word/embeddings/o.bin", lambda _: b"x"),
        "could run or reach outside",
    ),
    "remote template": (with_relation("attachedTemplate", "https://x.test/a.dotm"), "attached"),
    "remote picture": (with_relation("image", "https://x.test/a.png"), "reaches outside"),
    "remote object": (with_relation("oleObject", "https://x.test/a"), "oleobject"),
    "share": (with_relation("hyperlink", "file://server/share"), "reaches outside"),
    "climbing target": (with_relation("image", "../../../etc/passwd", "Internal"), "outside"),
    "chunk": (with_body(b'<w:altChunk xmlns:r="r" r:id="x"/>'), "altChunk"),
    "old object": (with_body(b"<w:p><w:r><w:object/></w:r></w:p>"), "embeds something"),
    "command field": (with_body(field(b"DDEAUTO c:\\\\x.exe")), "DDEAUTO"),
    "split field": (with_body(field(b"DDE", b"AUTO x")), "DDEAUTO"),
    "fetching field": (with_body(field(b'INCLUDEPICTURE "http://x.test"')), "INCLUDEPICTURE"),
    "climbing part": (changed("../../evil.xml", lambda _: b"<a/>"), "outside its folder"),
    "rooted part": (changed("/evil.xml", lambda _: b"<a/>"), "outside its folder"),
    "entities": (
        changed("word/x.xml", lambda _: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "declares entities",
    ),
    "bomb": (changed("word/x.xml", lambda _: b" " * 20_000_000), "may be a bomb"),
    "broken part": (changed("word/x.xml", lambda _: b"<a>"), "is damaged in"),
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_hostile_file_is_refused_with_the_reason(name):
    content, why = HOSTILE_FILES[name]
    with pytest.raises(InvalidInputError, match="the template is refused") as refused:
        check_template(content)
    assert why in str(refused.value)


def test_our_own_template_passes_the_check():
    check_template(default_template())
    check_template(with_relation("hyperlink", "https://example.org"))


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Word files of two sales and all board summaries, converted by LibreOffice in one go."""
    office = shutil.which("soffice")
    assert office, "install LibreOffice: apt-get install libreoffice-writer-nogui"
    folder = tmp_path_factory.mktemp("office")
    for kind in PAPERS:
        for name in EXAMPLE_NAMES if kind is Kind.BOARD else (BUSY, "hostile"):
            (folder / f"{name}.{kind.value}.docx").write_bytes(made(kind, name))
    subprocess.run(  # noqa: S603 - the program found above, on files made here
        [
            office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", folder,
            *sorted(folder.glob("*.docx")),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder


def pages_of(path):
    document = pypdfium2.PdfDocument(path)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def test_no_clause_is_lost_in_libreoffice(converted):
    for name in (BUSY, "hostile"):
        pages = pages_of(converted / f"{name}.annex.pdf")
        said = re.sub(
            r"[\s\ufffe\u0002-]+",
            "",
            "".join(re.sub(r"\n[^\n]*page \d+ of \d+\s*$", "", p) for p in pages),
        )
        for clause in material(name).annex.clauses:
            for paragraph in clause.paragraphs:
                start = re.sub(r"[\s-]+", "", f"{paragraph.number} {paragraph.text}")[:50]
                assert start in said, paragraph.number


def test_a_board_summary_has_two_pages_in_word(converted):
    for name in EXAMPLE_NAMES:
        assert len(pages_of(converted / f"{name}.board.pdf")) == 2, name


def test_chinese_and_arabic_come_through_libreoffice(converted):
    said = "".join(pages_of(converted / "hostile.end-use-certificate.pdf"))
    assert CHINESE in re.sub(r"\s", "", said)
    assert re.search("[\u0600-\u06ff\ufb50-\ufefc]{4}", said)
