"""A questionnaire as a Word document: only answers can be edited; read back strictly."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import BadZipFile

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.exceptions import PythonDocxError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from enduse.documents.package import check_package, writable
from enduse.documents.questionnaire import (
    FORMAT,
    Asked,
    Questionnaire,
    Returned,
    ReturnedQuestionnaire,
    one_kind_of_line_end,
)
from enduse.domain.errors import InvalidInputError

Element: TypeAlias = Any  # python-docx exports no types for what it wraps

_MAIN_PART = "word/document.xml"
_HEADS, _WIDTHS = (
    ("No.", "Question", "Choose", "In your own words"),
    (Mm(22), Mm(100), Mm(28), Mm(110)),
)
_CHOOSE, _WRITE = "Choose", "Write here"
_HOW = (
    "Fill in the two columns on the right: choose where there is a list, and say more in your own "
    "words. Leave a row as it is if you do not answer it. Questions are locked. Save as .docx and "
    "send the file back."
)
_KEPT = "Reference, not to be changed: "
_QUIET = RGBColor(0x5A, 0x5A, 0x5A)
_DAMAGE = (
    BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    PythonDocxError,
)


def questionnaire_docx(questionnaire: Questionnaire) -> bytes:
    """Write a questionnaire as a Word document."""
    document = Document()
    _landscape(document)
    document.core_properties.title = writable(questionnaire.title)
    document.add_heading(questionnaire.title, level=1)
    for line in (questionnaire.intro, *questionnaire.about, _HOW):
        document.add_paragraph(writable(" ".join(line.split())))
    table = document.add_table(rows=1, cols=len(_HEADS), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for asked in questionnaire.questions:
        _put_question(table.add_row(), asked)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    _quietly(document.add_paragraph(), _KEPT + questionnaire.stamp)
    _allow_answers_only(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read_questionnaire_docx(content: bytes) -> ReturnedQuestionnaire:
    """Read a Word document that came back.

    Raises:
        InvalidInputError: it is damaged or no questionnaire.
    """
    check_package(content, _MAIN_PART)
    try:
        body = Document(BytesIO(content)).element.body
    except _DAMAGE as error:
        raise InvalidInputError(f"cannot be read as a Word document: {error}") from None
    stamps = [text for text in map(_text, body.iter(qn("w:p"))) if FORMAT in text]
    table = next((one for one in body.iter(qn("w:tbl")) if _is_ours(one)), None)
    if not stamps or table is None:
        raise InvalidInputError("is no questionnaire of this kind: table or reference line missing")
    rows = (list(row.iter(qn("w:tc"))) for row in table.iter(qn("w:tr")))
    read = tuple(_returned(cells) for cells in rows if not _is_head(cells))
    return ReturnedQuestionnaire(stamps[-1].partition(_KEPT)[2], read)


def _landscape(document: Element) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(18)


def _put_question(row: Element, asked: Asked) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as below
    number, question, choice, words = row.cells
    number.paragraphs[0].add_run(str(asked.number))
    _quietly(number.add_paragraph(), asked.key)
    question.paragraphs[0].add_run(asked.ask)
    _quietly(question.add_paragraph(), asked.helps)
    if asked.choices:
        _control(choice.paragraphs[0], asked.choice, _CHOOSE, _listed(asked.choices))
    many = OxmlElement("w:text")
    many.set(qn("w:multiLine"), "1")
    _control(words.paragraphs[0], asked.words, _WRITE, many)


def _quietly(paragraph: Element, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), _QUIET


def _listed(choices: Iterable[str]) -> Element:
    listed = OxmlElement("w:dropDownList")
    for choice in choices:
        item = OxmlElement("w:listItem")
        item.set(qn("w:displayText"), choice)
        item.set(qn("w:value"), choice)
        listed.append(item)
    return listed


def _control(paragraph: Element, text: str, placeholder: str, kind: Element) -> None:
    """Put a content control into a paragraph; without a text it shows its placeholder."""
    control, properties = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    locked = OxmlElement("w:lock")
    locked.set(qn("w:val"), "sdtLocked")
    properties.append(locked)
    if not text:
        properties.append(OxmlElement("w:showingPlcHdr"))
    properties.append(kind)
    content = OxmlElement("w:sdtContent")
    run = paragraph.add_run()
    _write(run, text or placeholder)
    if not text:
        run.font.color.rgb = _QUIET
    content.append(run._r)  # noqa: SLF001 - python-docx gives no other way to it
    control.append(properties)
    control.append(content)
    paragraph._p.append(control)  # noqa: SLF001 - as above


def _write(run: Element, text: str) -> None:
    """Write a text with its line breaks and tabs; python-docx turns both into elements."""
    run.add_text(writable(one_kind_of_line_end(text)))


def _allow_answers_only(document: Element) -> None:
    """Word then lets nothing be edited but content controls. No password: it stops slips."""
    protection = OxmlElement("w:documentProtection")
    protection.set(qn("w:edit"), "forms")
    protection.set(qn("w:enforcement"), "1")
    settings = document.settings.element
    after = settings.find(qn("w:defaultTabStop"))
    if after is None:
        settings.append(protection)
    else:
        after.addprevious(protection)


def _is_ours(table: Element) -> bool:
    return _is_head(list(next(table.iter(qn("w:tr"))).iter(qn("w:tc"))))


def _is_head(cells: list[Element]) -> bool:
    return tuple(_text(cell) for cell in cells) == _HEADS


def _returned(cells: list[Element]) -> Returned:
    if len(cells) != len(_HEADS):
        raise InvalidInputError(f"a row of the table has {len(cells)} cells, should have 4")
    number, key = _first_and_rest(cells[0])
    ask, _ = _first_and_rest(cells[1])
    choice, words = _text(cells[2]), _text(cells[3])
    return Returned(
        number, key, ask, "" if choice == _CHOOSE else choice, "" if words == _WRITE else words
    )


def _first_and_rest(cell: Element) -> tuple[str, str]:
    first, *rest = [_text(paragraph) for paragraph in cell.iter(qn("w:p"))] or [""]
    return first.strip(), "\n".join(rest).strip()


def _text(element: Element) -> str:
    """The text of a paragraph, or of every paragraph in an element, one a line."""
    if element.tag == qn("w:p"):
        return "".join(_pieces(element))
    return "\n".join("".join(_pieces(paragraph)) for paragraph in element.iter(qn("w:p")))


def _pieces(paragraph: Element) -> Iterator[str]:
    """What the runs of a paragraph say; text that was struck out under review is gone."""
    for run in paragraph.iter(qn("w:r")):
        for node in run:
            if node.tag == qn("w:t"):
                yield node.text or ""
            elif node.tag in {qn("w:br"), qn("w:cr")}:
                yield "\n"
            elif node.tag == qn("w:tab"):
                yield "\t"
            elif node.tag == qn("w:noBreakHyphen"):
                yield "-"
