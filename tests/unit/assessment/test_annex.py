"""An annex: the right clauses, numbered, with every reference and term resolved."""

import re
from dataclasses import replace
from datetime import date

import pytest
from tools.update_golden import assess_example, example_paths

from enduse.assessment.engine import load_engine
from enduse.assessment.plan import plan_safeguards
from enduse.assessment.plan_annex import assemble_annex
from enduse.assessment.transaction_file import transaction_from
from enduse.domain.clauses import Inclusion, Variant
from enduse.guidance.clauses import BRACES, load_clauses

ENGINE = load_engine()
LIBRARY = load_clauses()
COUNTRIES = ENGINE.base.countries
AS_OF = date(2019, 5, 1)
SALE = {
    "id": "T-1",
    "seller": {"name": "Acme Ltd.", "country": "USA"},
    "product": {"name": "CityEye", "capabilities": ["biometric.face_recognition"]},
    "parties": [
        {"role": "end_user", "name": "Police of Ruritania", "country": "KEN", "type": "police"},
    ],
    "end_use": "Finding missing persons.",
}


def annex_of(content=SALE, variant=Variant.BALANCED):
    assessment = ENGINE.assess(transaction_from(content, ENGINE.known), AS_OF)
    return assemble_annex(
        plan_safeguards(assessment, ENGINE.pack), LIBRARY, variant, countries=COUNTRIES
    )


def texts_of(annex):
    for clause in annex.clauses:
        for paragraph in clause.paragraphs:
            yield paragraph.text
            yield from (item.text for item in paragraph.items)


def ids_of(annex):
    return [clause.clause.id for clause in annex.clauses]


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("path", example_paths(), ids=lambda path: path.stem)
def test_an_annex_is_numbered_and_its_references_are_right(path, variant):
    plan = plan_safeguards(assess_example(ENGINE, path), ENGINE.pack)
    annex = assemble_annex(plan, LIBRARY, variant, countries=COUNTRIES)
    assert [clause.number for clause in annex.clauses] == list(range(1, len(annex.clauses) + 1))
    titles = {clause.number: clause.clause.title for clause in annex.clauses}
    pointed = [
        found for text in texts_of(annex) for found in re.finditer(r"[Cc]lause (\d+) \(", text)
    ]
    assert pointed
    for found in pointed:
        rest = found.string[found.end() :]
        assert rest.startswith(titles[int(found[1])] + ")"), rest[:60]
    for clause in annex.clauses:
        numbers = [paragraph.number for paragraph in clause.paragraphs]
        assert numbers == [f"{clause.number}.{n}" for n in range(1, len(numbers) + 1)]
    assert not annex.unanswered
    assert not [text for text in texts_of(annex) if BRACES.search(text) or ".." in text]


def test_an_annex_holds_what_always_belongs_and_what_the_plan_asks_for():
    ids = ids_of(annex_of())
    for clause in LIBRARY.clauses:
        if clause.include is Inclusion.ALWAYS:
            assert clause.id in ids
    assert "emergency_use" not in ids
    assert "emergency_use" in ids_of(annex_of(variant=Variant.FIRM))


def test_clauses_for_intermediaries_come_with_an_intermediary():
    assert "reseller_flow_down" not in ids_of(annex_of())
    reseller = {"role": "reseller", "name": "Example FZE", "country": "ARE"}
    annex = annex_of(SALE | {"parties": [*SALE["parties"], reseller]})
    assert "reseller_flow_down" in ids_of(annex)
    assert any("Example FZE" in text for text in texts_of(annex))


def test_every_term_that_an_annex_uses_is_defined_in_it_and_no_other():
    for variant in Variant:
        annex = annex_of(variant=variant)
        defined = {
            item.text.split("\u201d")[0][1:] for item in annex.clauses[0].paragraphs[0].items
        }
        whole = "\n".join(texts_of(annex))
        for term in LIBRARY.terms:
            if len(re.findall(rf"\b{re.escape(term.term)}s?\b", whole)) >= 1:
                used = term.term in defined
                longer = any(term.term in other and term.term != other for other in defined)
                assert used or longer, term.term
        assert defined <= {term.term for term in LIBRARY.terms}


def test_the_transaction_fills_the_blanks_and_the_rest_stays_visibly_blank():
    annex = annex_of()
    whole = "\n".join(texts_of(annex))
    for told in ("Acme Ltd.", "Police of Ruritania", "Kenya", "Finding missing persons", "CityEye"):
        assert told in whole
    left = {one.id for one in annex.blanks}
    assert "governing_law" in left
    assert "seller_name" not in left
    assert "[party to complete: the governing law]" in whole
    assert whole.count("[party to complete:") >= len(left)


def test_a_sale_that_tells_little_leaves_more_blank():
    sparse = annex_of({"product": {"description": "Spyware."}, "parties": [{"role": "end_user"}]})
    assert {"seller_name", "product_name", "end_use", "end_user_name"} <= {
        one.id for one in sparse.blanks
    }


def test_a_name_that_looks_like_a_reference_stays_a_name():
    name = "{clause:survival} & <b>{seller_name}</b>"
    annex = annex_of(SALE | {"seller": {"name": name}})
    assert any(name in text for text in texts_of(annex))


def test_a_long_end_use_and_other_scripts_are_kept_whole():
    end_use = "寻找失踪人员 البحث عن المفقودين " * 4_000
    annex = annex_of(SALE | {"end_use": end_use})
    assert any(" ".join(end_use.split()) in text for text in texts_of(annex))


def test_every_clause_can_be_written_in_every_variant():
    plan = plan_safeguards(ENGINE.assess(transaction_from(SALE, ENGINE.known), AS_OF), ENGINE.pack)
    always = replace(
        LIBRARY,
        clauses=tuple(replace(one, include=Inclusion.ALWAYS) for one in LIBRARY.clauses),
    )
    for variant in Variant:
        annex = assemble_annex(plan, always, variant, countries=COUNTRIES)
        assert len(annex.clauses) == len(LIBRARY.clauses)
        assert all(clause.paragraphs[0].text for clause in annex.clauses)
