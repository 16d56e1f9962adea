"""Our own Word template, built here from nothing but code; a customer may start from it."""

from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

CONTENT = "content"  # the name that stands where the document goes
STAMP = (
    "{{ reference }} | version {{ version }} | {{ status }} | {{ classification }} | "
    "content {{ content_hash }}"
)
FONT, COMPLEX_FONT, EAST_ASIAN_FONT = "Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC"
BODY, COMPACT = 10.0, 8.5  # points
_SIZES = {"Title": 20, "Subtitle": 12, "Heading 1": 14, "Heading 2": 12, "Heading 3": 10.5}
_INK = RGBColor(0x1B, 0x23, 0x2C)


def default_template() -> bytes:
    """Build the template: styles, the stamp on every page, title, subtitle and content."""
    made = docx.Document()
    _page(made.sections[0])
    _styles(made)
    made.add_paragraph("{{ title }}", style="Title")
    made.add_paragraph("{{ subtitle }}", style="Subtitle")
    made.add_paragraph("{{ content }}")
    header = made.sections[0].header.paragraphs[0]
    header.text = "{{ classification }}"
    footer = made.sections[0].footer.paragraphs[0]
    footer.text = f"{STAMP} | page "
    add_field(footer, "PAGE")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES")
    for line in (header, footer):
        for run in line.runs:
            run.font.size = Pt(7.5)
    made.core_properties.author = ""
    made.core_properties.comments = ""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _page(section: Any) -> None:  # noqa: ANN401 - python-docx ships no types for it
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)


def _styles(made: Any) -> None:  # noqa: ANN401 - as above
    normal = made.styles["Normal"]
    normal.font.size = Pt(BODY)
    normal.paragraph_format.space_after = Pt(4)
    for name in ("Normal", "Caption", *_SIZES):
        style = made.styles[name]
        style.font.color.rgb = _INK
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if "heme" in key:
                del fonts.attrib[key]
        fonts.set(qn("w:cs"), COMPLEX_FONT)
        fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONT)
    title = made.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    for name, size in _SIZES.items():
        made.styles[name].font.size = Pt(size)
        made.styles[name].font.bold = name != "Subtitle"
        made.styles[name].font.italic = False


def make_compact(made: Any) -> None:  # noqa: ANN401 - as above
    """Set everything smaller and closer, for a document that must not grow past its pages."""
    share = COMPACT / BODY
    normal = made.styles["Normal"]
    normal.font.size = Pt(COMPACT)
    normal.paragraph_format.space_after = Pt(1)
    normal.paragraph_format.line_spacing = 0.9
    for name, size in _SIZES.items():
        style = made.styles[name]
        style.font.size = Pt(size * share)
        style.paragraph_format.space_before = Pt(4)
        style.paragraph_format.space_after = Pt(1)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that Word fills in, such as PAGE."""
    code, shown = OxmlElement("w:instrText"), OxmlElement("w:t")
    code.text, shown.text = instruction, "1"
    for part in (_edge("begin"), code, _edge("separate"), shown, _edge("end")):
        paragraph.add_run()._r.append(part)  # noqa: SLF001 - python-docx has no fields


def _edge(kind: str) -> Any:  # noqa: ANN401 - an lxml element
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


def ensure_styles(made: Any) -> None:  # noqa: ANN401 - as above
    """Add the paragraph styles that a customer's template lacks, so that headings stay headings."""
    there = {style.name for style in made.styles}
    for level, name in enumerate(("Heading 1", "Heading 2", "Heading 3", "Heading 4")):
        if name not in there:
            style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
            style.font.bold = True
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level))
            style.element.get_or_add_pPr().append(outline)
    for name in ("List Bullet", "List Number", "Caption"):
        if name not in there:
            made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
