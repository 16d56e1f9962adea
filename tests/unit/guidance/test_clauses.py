"""The clause library is whole: every id leads somewhere, every variant says its own."""

import re
import shutil
from importlib.resources import as_file, files

import pytest

from enduse.domain.clauses import FOR_COUNSEL, Variant
from enduse.domain.errors import BadDataError, NotFoundError
from enduse.guidance.clauses import BRACES, LANGUAGES, clause_of, load_clauses, read_clauses
from enduse.guidance.loading import load_catalogue

LIBRARY = load_clauses()
CATALOGUE = load_catalogue()
TOPICS = {
    "human rights representation": "human_rights_representation",
    "permitted use": "permitted_use",
    "prohibited use": "prohibited_use",
    "ICCPR 17": "privacy_art_17",
    "ICCPR 19": "expression_art_19",
    "ICCPR 21": "assembly_art_21",
    "ICCPR 22": "association_art_22",
    "ICCPR 26": "non_discrimination_art_26",
    "end-user limits": "named_end_user",
    "location limits": "location_limits",
    "no onward transfer": "no_onward_transfer",
    "audit": "audit_rights",
    "log access": "audit_logs",
    "data handling": "data_roles",
    "officer vetting": "operator_vetting",
    "training": "operator_training",
    "misuse notice": "misuse_notice",
    "suspension of features": "suspension_of_features",
    "updates and support": "updates_and_support",
    "termination": "termination_for_misuse",
    "cooperation with remedy": "cooperation_in_remedy",
    "grievance notice": "grievance_notice",
    "reporting consent": "reporting_consent",
    "governing law": "governing_law",
    "immunity waiver": "immunity_waiver",
    "reseller flow-down": "reseller_flow_down",
}
_NAMES = (
    "Universal Declaration of Human Rights",
    "International Covenant on Civil and Political Rights",
    "Convention against Torture",
    "United Nations Guiding Principles on Business and Human Rights",
    "United Nations",
    "European Union",
    "United Kingdom",
    "United States",
    "English",
    "December",
    "Article",
    "Articles",
)


@pytest.fixture
def folder(tmp_path):
    with as_file(files("enduse.guidance")) as source:
        shutil.copytree(source, tmp_path / "pack", ignore=shutil.ignore_patterns("*.py*"))
    return tmp_path / "pack"


def test_there_are_at_least_sixty_clauses():
    assert len(LIBRARY.clauses) >= 60


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_clause(topic):
    assert clause_of(LIBRARY, TOPICS[topic]).text(Variant.FIRM)


def test_every_contractual_safeguard_of_the_catalogue_has_a_clause():
    covered = {id_ for clause in LIBRARY.clauses for id_ in clause.safeguards}
    contractual = {one.id for one in CATALOGUE.safeguards if one.type == "contractual"}
    assert contractual <= covered


def test_the_five_articles_are_named_in_their_clauses():
    for number, id_ in (
        (17, "privacy_art_17"),
        (19, "expression_art_19"),
        (26, "non_discrimination_art_26"),
    ):
        assert f"Article {number} of the ICCPR" in " ".join(
            clause_of(LIBRARY, id_).text(Variant.FIRM).split()
        )


@pytest.mark.parametrize("clause", LIBRARY.clauses, ids=lambda clause: clause.id)
def test_the_variants_differ_and_a_milder_one_is_never_the_longest(clause):
    texts = [clause.text(variant) for variant in Variant]
    assert len(set(texts)) == 3
    assert all(len(text.split()) >= 7 for text in texts)
    firm, balanced, fallback = (len(text) for text in texts)
    assert max(firm, balanced) >= fallback


@pytest.mark.parametrize("clause", LIBRARY.clauses, ids=lambda clause: clause.id)
def test_every_clause_can_be_negotiated_and_found(clause):
    assert len(clause.negotiation.split()) >= 15
    assert set(clause.headings) == set(LANGUAGES)
    assert clause.version >= 1
    assert clause.safeguards or clause.id == "definitions"


@pytest.mark.parametrize("code", LANGUAGES)
def test_translated_headings_are_in_their_script_and_each_its_own(code):
    scripts = {"ar": r"[\u0600-\u06ff]", "zh": r"[\u4e00-\u9fff]", "ru": r"[\u0400-\u04ff]"}
    headings = [clause.headings[code] for clause in LIBRARY.clauses]
    assert len(set(headings)) == len(headings)
    assert all(re.search(scripts.get(code, r"[a-z]"), heading) for heading in headings)


def test_every_capitalised_expression_is_a_defined_term():
    terms = [term.term for term in LIBRARY.terms]
    allowed = sorted({*terms, *_NAMES, *(f"{term}s" for term in terms)}, key=len, reverse=True)
    known = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in allowed))
    stray: dict[str, set[str]] = {}
    for clause in LIBRARY.clauses:
        for text in clause.variants.values():
            bare = known.sub("_", BRACES.sub("_", " ".join(text.split())))
            for word in re.findall(r"(?<![.!?:] )(?<!^)(?<!- )\b[A-Z][a-z]+\b", bare):
                if word not in {"Headings", "Including"}:  # begin a paragraph; explained
                    stray.setdefault(clause.id, set()).add(word)
    assert not stray


def test_every_defined_term_is_used_by_a_clause():
    texts = " ".join(text for one in LIBRARY.clauses for text in one.variants.values())
    meanings = " ".join(term.meaning for term in LIBRARY.terms)
    whole = " ".join(f"{texts} {meanings}".split())
    for term in LIBRARY.terms:
        assert len(re.findall(rf"\b{re.escape(term.term)}s?\b", whole)) >= 1, term.term


def test_the_library_says_that_counsel_must_look():
    assert "counsel" in FOR_COUNSEL
    assert "not legal advice" in FOR_COUNSEL


def _edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


BROKEN = {
    "an unknown safeguard": ("clauses/prohibited_use.toml", '"C6-S03"', '"C6-S99"', "C6-S99"),
    "an unknown red flag": ("clauses/prohibited_use.toml", '"C1-R03"', '"C1-R99"', "C1-R99"),
    "an unknown reference": (
        "clauses/permitted_use.toml",
        "Every other use",
        "{clause:nowhere} Every other use",
        "nowhere",
    ),
    "an undeclared blank": (
        "clauses/permitted_use.toml",
        "Every other use",
        "{price} Every other use",
        "price",
    ),
    "an unused blank": (
        "clause_book.toml",
        'id = "second_language"',
        'id = "second_tongue"',
        "second_",
    ),
    "a stray brace": ("clauses/permitted_use.toml", "Every other use", "} Every", "brace"),
    "a lost variant": ("clauses/permitted_use.toml", "fallback = ", "fallbck = ", "fallback"),
    "a wrong name": ("clauses/permitted_use.toml", 'id = "permitted', 'id = "allowed', "named"),
    "no place": ("clause_book.toml", '  "indemnity",\n', "", "no place"),
    "no file": ("clause_book.toml", '  "indemnity",\n', '  "indemnity",\n  "ghost",\n', "ghost"),
    "an unknown source": ("clause_book.toml", "seller.name", "seller.mood", "seller.mood"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_library_does_not_load(folder, name):
    place, old, new, why = BROKEN[name]
    _edit(folder / place, old, new)
    with pytest.raises(BadDataError, match=why):
        read_clauses(folder, CATALOGUE)


def test_a_pack_without_clauses_says_so(tmp_path):
    with pytest.raises(NotFoundError, match="no clauses"):
        read_clauses(tmp_path, CATALOGUE)


def test_an_unknown_clause_is_named():
    with pytest.raises(NotFoundError, match="no such clause"):
        clause_of(LIBRARY, "unicorn")
