"""A questionnaire goes out, comes back, and every answer is kept; what was tampered with is not."""

import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import transaction_from
from enduse.documents.package import MAX_BYTES, writable
from enduse.documents.questionnaire import (
    NOT_KNOWN,
    claims_from,
    make_questionnaire,
    one_kind_of_line_end,
)
from enduse.documents.questionnaire_docx import questionnaire_docx, read_questionnaire_docx
from enduse.documents.questionnaire_xlsx import questionnaire_xlsx, read_questionnaire_xlsx
from enduse.domain.errors import InvalidInputError
from enduse.domain.vocabulary import Role
from enduse.guidance.questionnaires import load_questionnaires

ENGINE = load_engine()
KEYS = ENGINE.pack.answer_keys
LISTS = load_questionnaires()
DAY = date(2026, 3, 1)
SALE = {
    "id": "T-1",
    "seller": {"name": "Acme <& Co>"},
    "product": {"name": "=HYPERLINK(1)"},
    "parties": [{"role": "end_user", "name": "Police"}, {"role": "reseller", "name": "FZE"}],
}
LONG = "答案 الجواب <b>&amp;</b> =1+1\n\tsecond line " * 4_800
QUICK = settings(
    max_examples=25,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def sale(**extra):
    return transaction_from({**SALE, **extra}, ENGINE.known)


def made(transaction=None, role=Role.BUYER, **options):
    return make_questionnaire(transaction or sale(), LISTS[role], KEYS, **options)


def take(returned, transaction=None, **changed):
    told = {"by": "B. Uyer", "on": DAY, "sha256": "c" * 64} | changed
    return claims_from(returned, transaction or sale(), KEYS, **told)


def fill_xlsx(content, answers):
    """Fill a workbook as a person would: choose, write, and go on in Long answers."""
    book = load_workbook(BytesIO(content))
    sheet, long = book["Questions"], book["Long answers"]
    at = 2
    for row in range(2, sheet.max_row + 1):
        choice, words = answers.get(sheet.cell(row, 6).value, ("", ""))
        pieces = [words[n : n + 15_000] for n in range(0, len(words), 15_000)] or [""]
        for cell, text in ((sheet.cell(row, 4), choice), (sheet.cell(row, 5), pieces[0])):
            if text:
                cell.value, cell.data_type = text, "s"
        for piece in pieces[1:]:
            long.cell(at, 1).value = int(sheet.cell(row, 1).value)
            long.cell(at, 2).value, long.cell(at, 2).data_type = piece, "s"
            at += 1
    return _bytes(book)


def fill_docx(content, answers):
    """Fill a Word document: put text into its content controls."""
    document = docx.Document(BytesIO(content))
    for row in document.tables[0].rows[1:]:
        key = row.cells[0].paragraphs[1].text
        for cell, text in zip(row.cells[2:], answers.get(key, ("", "")), strict=True):
            control = cell._tc.find(f".//{qn('w:sdtContent')}")
            if text and control is not None:
                run = docx.text.run.Run(control.find(qn("w:r")), None)
                run.clear()
                run.add_text(text)
    return _bytes(document)


def _bytes(document):
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FORMATS = {
    "xlsx": (questionnaire_xlsx, read_questionnaire_xlsx, fill_xlsx),
    "docx": (questionnaire_docx, read_questionnaire_docx, fill_docx),
}
formats = pytest.mark.parametrize("kind", FORMATS)


@pytest.mark.parametrize("role", [Role.BUYER, Role.RESELLER])
def test_every_question_asks_something_that_an_answer_can_settle(role):
    keys = [one.key for one in LISTS[role].questions]
    assert set(keys) <= set(KEYS)
    assert len(set(keys)) == len(keys) >= 15


@formats
@pytest.mark.parametrize("role", [Role.BUYER, Role.RESELLER])
def test_an_empty_questionnaire_reads_back_as_it_was_sent(kind, role):
    write, read, _ = FORMATS[kind]
    sent = made(role=role)
    back = read(write(sent))
    assert back.stamp == sent.stamp
    assert [(row.key, row.ask) for row in back.rows] == [(q.key, q.ask) for q in sent.questions]
    assert not any(row.choice or row.words for row in back.rows)
    with pytest.raises(InvalidInputError, match="nothing is answered"):
        take(back)


def test_only_what_is_missing_is_asked_and_our_own_answers_are_never_shown():
    ours = sale(answers={"C3-Q04": "yes, our secret note", "C4-Q01": "unknown"})
    asked = {one.key: one for one in made(ours).questions}
    assert "C3-Q04" not in asked
    assert "C4-Q01" in asked
    every = made(ours, everything=True)
    assert len(every.questions) == len(LISTS[Role.BUYER].questions)
    for write, _, _ in FORMATS.values():
        package = zipfile.ZipFile(BytesIO(write(every)))
        assert all(b"our secret note" not in package.read(name) for name in package.namelist())


@formats
def test_long_answers_other_scripts_and_formulas_in_words_come_back_whole(kind):
    write, read, fill = FORMATS[kind]
    assert 200_000 >= len(LONG) >= 190_000
    answers = {
        "C3-Q04": ("yes", "=cmd|' /C calc'!A0"),
        "C3-Q03": ("", LONG),
        "C4-Q03": ("", "استخدام محدود 仅限调查 \u202eabc"),
        "C3-Q11": (NOT_KNOWN, ""),
    }
    claims = {one.key: one for one in take(read(fill(write(made()), answers)))}
    assert set(claims) == set(answers)
    assert (claims["C3-Q04"].answer, claims["C3-Q04"].words) == answers["C3-Q04"]
    assert claims["C3-Q03"].answer == LONG
    assert claims["C4-Q03"].answer == answers["C4-Q03"][1]
    assert claims["C3-Q11"].answer == NOT_KNOWN
    one = claims["C3-Q04"]
    assert (one.by, one.role, one.on, one.document_sha256) == ("B. Uyer", Role.BUYER, DAY, "c" * 64)


WORDS = st.text(max_size=200).filter(lambda text: "x005F_" not in text)
"""Any text, but for one spelling that the workbook library takes for an escape of its own."""


def _kept(text):
    return writable(one_kind_of_line_end(text))


@QUICK
@given(
    words=st.dictionaries(st.sampled_from([q.key for q in made().questions]), WORDS), data=st.data()
)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_round_trip_keeps_all_answers(kind, words, data):
    write, read, _ = FORMATS[kind]
    sent = made()
    claims = [
        {"key": q.key, "by": "B", "role": "buyer", "on": "2026-01-01"}
        | (
            {"answer": data.draw(st.sampled_from(q.choices)), "words": _kept(words[q.key])}
            if q.choices
            else {"answer": _kept(words[q.key])}
        )
        for q in sent.questions
        if q.key in words
    ]
    before = sale(claims=claims)
    again = make_questionnaire(before, LISTS[Role.BUYER], KEYS, everything=True)
    back = {row.key: row for row in read(write(again)).rows}
    placeholders = {"Choose", "Write here"}
    for claim in claims:
        row = back[claim["key"]]
        told = (claim["answer"], claim["words"]) if "words" in claim else ("", claim["answer"])
        assert (row.choice, row.words) == tuple("" if t in placeholders else t for t in told)


@formats
def test_a_questionnaire_for_another_sale_is_refused(kind):
    write, read, fill = FORMATS[kind]
    back = read(fill(write(made()), {"C3-Q04": ("yes", "")}))
    with pytest.raises(InvalidInputError, match=r"another sale than 'T-2'"):
        take(back, sale(id="T-2"))
    without_id = sale(id=None)
    assert take(read(fill(write(made(without_id)), {"C3-Q04": ("yes", "")})), without_id)
    with pytest.raises(InvalidInputError, match="another sale"):
        take(back, without_id)


@formats
def test_an_answer_that_fits_no_choice_is_refused_by_its_number(kind):
    write, read, fill = FORMATS[kind]
    back = read(fill(write(made()), {"C3-Q04": ("perhaps", "")}))
    with pytest.raises(InvalidInputError, match=r"question \d+ \(C3-Q04\): 'perhaps' should be"):
        take(back)


def _changed_xlsx(change):
    book = load_workbook(BytesIO(fill_xlsx(questionnaire_xlsx(made()), {"C3-Q04": ("yes", "")})))
    change(book)
    return _bytes(book)


def _ask_other(book):
    book["Questions"]["B3"] = "Are you good?"


def _swap_keys(book):
    sheet = book["Questions"]
    sheet["F3"].value, sheet["F4"].value = sheet["F4"].value, sheet["F3"].value


TAMPERED = {
    "a question reworded": (_ask_other, "not as they were sent"),
    "two references swapped": (_swap_keys, "not as they were sent"),
    "a row removed": (lambda book: book["Questions"].delete_rows(4), "not as they were sent"),
    "a row added": (
        lambda book: book["Questions"].append(["99", "More?", "", "", "", "C4-Q07"]),
        "not as they were sent",
    ),
    "another role": (
        lambda book: book["enduse"].__setitem__(
            "A1", book["enduse"]["A1"].value.replace("buyer", "reseller")
        ),
        "not as they were sent",
    ),
    "a stamp of nothing": (lambda book: book["enduse"].__setitem__("A1", "x"), "no questionnaire"),
    "a formula": (lambda book: book["Questions"].__setitem__("E3", "=1+1"), "holds a formula"),
    "a sheet removed": (lambda book: book.remove(book["enduse"]), "no questionnaire"),
    "merged cells": (lambda book: book["Questions"].merge_cells("A3:E900"), "merged cells"),
    "a question that is not there": (
        lambda book: book["Long answers"].__setitem__("A2", "98"),
        "no question '98'",
    ),
    "text without a number": (
        lambda book: book["Long answers"].__setitem__("B2", "and so on"),
        "without the number",
    ),
    "rows without end": (
        lambda book: book["Questions"].__setitem__("A1048576", "x"),
        "more than 2,000 rows",
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_workbook_is_refused(name):
    change, why = TAMPERED[name]
    content = _changed_xlsx(change)
    with pytest.raises(InvalidInputError, match=why):
        take(read_questionnaire_xlsx(content))


def test_a_tampered_word_document_is_refused():
    document = docx.Document(BytesIO(questionnaire_docx(made())))
    document.tables[0].rows[2].cells[1].paragraphs[0].runs[0].text = "Are you good?"
    with pytest.raises(InvalidInputError, match="not as they were sent"):
        take(read_questionnaire_docx(_bytes(document)))


def _bomb():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 30_000_000)
        package.writestr("word/document.xml", b" " * 30_000_000)
    return buffer.getvalue()


def _with_part(content, name, part):
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, part)
    return buffer.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
HOSTILE = {
    "nothing": (lambda _: b"", "damaged or not of this kind"),
    "text": (lambda _: b"no package at all", "damaged or not of this kind"),
    "the first half": (lambda content: content[: len(content) // 2], "damaged"),
    "one byte of the middle changed": (
        lambda content: content[:900] + bytes([content[900] ^ 255]) + content[901:],
        "damaged",
    ),
    "a bomb": (lambda _: _bomb(), "may be a bomb"),
    "a long file": (lambda content: content + b"0" * MAX_BYTES, "bytes long"),
    "entities": (lambda content: _with_part(content, "docProps/app.xml", ENTITIES), "entities"),
    "a macro": (lambda content: _with_part(content, "xl/vbaProject.bin", b"x"), "could run"),
}


@formats
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused(kind, name):
    write, read, _ = FORMATS[kind]
    spoil, why = HOSTILE[name]
    with pytest.raises(InvalidInputError, match=why):
        read(spoil(write(made())))


def test_a_foreign_workbook_or_document_is_refused():
    with pytest.raises(InvalidInputError, match="no questionnaire"):
        read_questionnaire_xlsx(_bytes(Workbook()))
    with pytest.raises(InvalidInputError, match="no questionnaire"):
        read_questionnaire_docx(_bytes(docx.Document()))
    with pytest.raises(InvalidInputError, match="not of this kind"):
        read_questionnaire_docx(questionnaire_xlsx(made()))


def test_the_workbook_is_locked_but_for_the_answers_and_hides_its_references():
    book = load_workbook(BytesIO(questionnaire_xlsx(made())))
    sheet = book["Questions"]
    assert all(one.protection.sheet for one in book.worksheets)
    assert sheet.column_dimensions["F"].hidden
    assert book["enduse"].sheet_state == "veryHidden"
    for row in range(2, sheet.max_row + 1):
        open_cells = [not sheet.cell(row, column).protection.locked for column in range(1, 7)]
        assert open_cells[4]
        assert not any([*open_cells[:3], open_cells[5]])
    listed = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert '"yes,no,not known"' in listed.values()


def test_no_cell_of_a_questionnaire_is_a_formula():
    book = load_workbook(BytesIO(questionnaire_xlsx(made())))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert any("=HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_word_lets_only_answers_be_edited():
    document = docx.Document(BytesIO(questionnaire_docx(made())))
    protection = document.settings.element.find(qn("w:documentProtection"))
    assert protection.get(qn("w:edit")) == "forms"
    locks = document.element.body.findall(f".//{qn('w:lock')}")
    assert {one.get(qn("w:val")) for one in locks} == {"sdtLocked"}
