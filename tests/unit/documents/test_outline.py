"""The outline: what it refuses, how it is hashed, and what every kind must say."""

from dataclasses import replace

import pytest

from enduse.documents.assessment_words import raised_by_weight
from enduse.documents.outline.model import Kind, Mark, Section, Table
from enduse.documents.outline.plain import document_data, document_text, stamped
from enduse.documents.outline.texts import cut, given, is_right_to_left, link, paragraph, text
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


def words_of(document):
    """All the text of a document on one line, however it is wrapped."""
    return " ".join(document_text(document).split())


def test_a_table_has_a_cell_for_every_heading():
    with pytest.raises(ValueError, match="2 cells"):
        Table("t", ("a", "b"), ((text("1"),),), (1, 1))


def test_the_hash_moves_with_what_is_said_and_with_the_stamp():
    first = paper(Kind.BOARD, BUSY)
    reworded = (Section("x", "Another", (paragraph("words"),)), *first.sections)
    other = stamped(replace(first, sections=reworded))
    restamped = stamped(replace(first, stamp=replace(first.stamp, status="Approved")))
    assert len({first.stamp.sha256, other.stamp.sha256, restamped.stamp.sha256}) == 3
    assert stamped(first) == first


def test_only_web_addresses_become_links():
    assert link("here", "https://example.org/a?b=c").address
    for address in ("javascript:alert(1)", "file:///etc/passwd", 'https://a"b', "INC-0117", ""):
        assert link("here", address).address == ""


def test_given_words_lose_what_steers_a_page_and_keep_every_letter():
    assert given("a\u202eb\x00c").text == "a b c"
    assert given(ARABIC + CHINESE).text == ARABIC + CHINESE
    assert given("x").mark is Mark.GIVEN


def test_direction_follows_the_first_letter_that_has_one():
    assert is_right_to_left("12 " + ARABIC)
    assert not is_right_to_left("Cairo " + ARABIC)
    assert not is_right_to_left(CHINESE)
    assert not is_right_to_left("123")


def test_a_text_that_is_cut_says_by_how_much():
    assert cut("a b\n c", 10) == "a b c"
    assert cut("x" * 30, 10) == "x" * 10 + " … (20 more characters on file)"


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_a_dossier_leaves_nothing_out(name):
    said, assessment = words_of(paper(Kind.DOSSIER, name)), material(name).assessment
    for finding in assessment.findings:
        assert finding.red_flag.id in said
    for finding in raised_by_weight(assessment.findings):
        assert finding.red_flag.reads_as in said
        for evidence in finding.evidence:
            assert " ".join(evidence.says.split()) in said
    for one in material(name).plan.safeguards:
        assert one.safeguard.id in said
    for one in assessment.unknowns:
        assert one.reads_as in said
    for one in assessment.legal_holds:
        assert one.says in said
    assert assessment.reproducibility.rules_sha256 in said


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_an_annex_holds_every_clause_and_paragraph(name):
    said, annex = words_of(paper(Kind.ANNEX, name)), material(name).annex
    assert annex.clauses
    for clause in annex.clauses:
        assert f"{clause.number}. {clause.clause.title}" in said
        for one in clause.paragraphs:
            assert f"{one.number} {' '.join(one.text.split())}" in said


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_the_memos_are_laid_out_by_their_instrument_and_say_how_it_is_known(name):
    bis, eu = words_of(paper(Kind.BIS_MEMO, name)), words_of(paper(Kind.EU_MEMO, name))
    for number in range(1, 5):
        assert f"# Factor {number}. " in bis
        assert f"BIS-742-7-F{number}; the wording of this heading: from memory, fairly sure" in bis
    for number in range(1, 6):
        assert f"# Step {number}. " in eu
    assert "Not legal advice" in bis
    assert "Not legal advice" in eu


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_a_certificate_leaves_blanks_and_invents_nothing(name):
    said, transaction = words_of(paper(Kind.END_USE_CERTIFICATE, name)), None
    transaction = material(name).assessment.transaction
    for user in transaction.end_users:
        assert f"End-user: {user.name or '_' * 30}" in said
    assert "Contract or order number: _____" in said
    assert "For counsel's review" in said


def test_a_certificate_without_rights_on_file_forbids_every_form_of_misuse():
    said = words_of(paper(Kind.END_USE_CERTIFICATE, "uganda-hospital-laboratory"))
    assert "stifle dissent" in said
    assert "watch whole populations" in said


@pytest.mark.parametrize("kind", Kind)
def test_section_ids_are_unique(kind):
    ids = list(_ids(paper(kind, "hostile").sections))
    assert len(ids) == len(set(ids))


def _ids(sections):
    for section in sections:
        yield section.id
        yield from _ids(section.sections)


def test_hostile_texts_stand_in_the_outline_as_they_were_written():
    said = words_of(paper(Kind.DOSSIER, "hostile"))
    assert " ".join(MARKUP.split()) in said
    assert LONG_END in said
    for kind in Kind:
        data = document_data(paper(kind, "hostile"))
        assert data["stamp"]["sha256"] == paper(kind, "hostile").stamp.sha256
