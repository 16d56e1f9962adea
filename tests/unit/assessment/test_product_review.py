"""A scan and a profile become facts of the case; a guess stays one until a person confirms it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from enduse.assessment.product_review import beside, review_product, with_attachments
from enduse.assessment.replay import replay
from enduse.assessment.transaction_file import read_transaction, transaction_from
from enduse.capability.scan.exchange import scan_table
from enduse.capability.scan.scanner import FileRead, Scanner
from enduse.capability.taxonomy import load_taxonomy
from enduse.documents.assessment_json import assessment_document
from enduse.domain.answers import Answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.transactions import Product

FACES, PLATES = "biometric.face_recognition", "location.alpr"
DAY = date(2024, 5, 1)
TAXONOMY = load_taxonomy()


def scan_of(text):
    return scan_table(Scanner().scan_files([FileRead("requirements.txt", text.encode())]))


def profile_of(*capabilities, **answers):
    return {
        "format": 1,
        "product": {"name": "x"},
        "answers": answers,
        "capabilities": list(capabilities),
    }


ABSENT = {"id": FACES, "status": "absent", "reason": "blurs", "by": "Ana", "on": "2024-01-31"}
CONFIRMED = {"id": FACES, "status": "confirmed", "strength": "core"}


def transaction(engine, **product):
    return transaction_from(
        {
            "product": {"name": "x", **product},
            "parties": [{"role": "end_user", "name": "Police", "country": "EST", "type": "police"}],
        },
        engine.known,
    )


def on_file(assessment):
    return {row.id: row.declared for row in assessment.capabilities}


def test_what_a_scan_found_is_supposed_with_its_evidence(engine):
    assessment = engine.assess(transaction(engine, scan=scan_of("deepface\n")), DAY)
    assert on_file(assessment)[FACES] is False
    review = review_product(Product(scan=scan_of("deepface\n")), TAXONOMY)
    (evidence, *_) = review.evidence[FACES]
    assert evidence.provenance.source == "the scan of the product"
    assert evidence.provenance.locator == "requirements.txt:1"
    assert len(evidence.provenance.sha256) == 64


def test_what_the_profile_confirms_is_firm(engine):
    assessment = engine.assess(
        transaction(engine, scan=scan_of("deepface\n"), profile=profile_of(CONFIRMED)), DAY
    )
    assert on_file(assessment)[FACES] is True


def test_what_a_person_says_is_absent_is_supposed_no_longer(engine):
    given = transaction(
        engine,
        scan=scan_of("deepface\nfast-alpr\n"),
        profile=profile_of(ABSENT),
        description="Compares faces with a watchlist of wanted persons",
    )
    found = on_file(engine.assess(given, DAY))
    assert FACES not in found
    assert found[PLATES] is False


def test_what_is_only_possible_and_unsure_is_no_guess(engine):
    assert on_file(engine.assess(transaction(engine, scan=scan_of("dlib\n")), DAY)) == {}


def test_a_scan_that_found_more_keeps_the_inventory_open(engine):
    declared = transaction(engine, capabilities=[PLATES])
    answered = replace(declared, answers={"C1-Q01": (PLATES,)})
    closed = engine.assess(answered, DAY)
    assert not any("scan found" in note for note in closed.notes)
    more = replace(answered, product=replace(answered.product, scan=scan_of("deepface\n")))
    opened = engine.assess(more, DAY)
    assert any("The scan found Facial recognition" in note for note in opened.notes)
    assert on_file(opened)[FACES] is False


def test_a_profile_that_denies_what_the_sale_states_is_told(engine):
    given = transaction(engine, capabilities=[FACES], profile=profile_of(ABSENT))
    assessment = engine.assess(given, DAY)
    assert on_file(assessment)[FACES] is True
    assert any("the profile says is absent" in note for note in assessment.notes)


def test_answers_of_the_profile_are_firm_and_those_of_the_sale_go_first():
    review = review_product(Product(profile=profile_of(covert="no", scale="city")), TAXONOMY)
    facts = {fact.name: fact for fact in review.facts}
    assert facts["product.covert"].value is Answer.NO
    assert facts["product.mass_scale"].value is Answer.YES
    assert all(fact.firm for fact in review.facts)
    assert facts["product.covert"].evidence[0].provenance.source == "the product profile"


def test_the_sale_s_own_answer_goes_before_the_profile(engine):
    given = transaction(engine, profile=profile_of(covert="no"))
    said = replace(given, answers={"C1-Q14": ("covert",)})
    engine.assess(said, DAY)  # no contradiction: the answer of the sale stands
    review = review_product(given.product, TAXONOMY)
    from_profile = {fact.name for fact in review.facts}
    assert "product.covert" in from_profile


def test_properties_and_control_entries_of_a_scan_are_guesses():
    readme = FileRead("README.md", b"Secretly reads the content of messages of a whole country.")
    scan = scan_table(Scanner().scan_files([readme, FileRead("requirements.txt", b"deepface")]))
    review = review_product(Product(scan=scan), TAXONOMY)
    facts = {fact.name: fact for fact in review.facts}
    assert facts["product.covert"].value is Answer.YES
    assert not facts["product.covert"].firm
    leads = facts["product.classification"]
    assert not leads.firm
    assert leads.value.startswith("to review: ")
    assert "no classification" in leads.evidence[0].says


def test_an_assessment_with_a_scan_is_replayed_to_the_same(engine):
    given = transaction(engine, scan=scan_of("deepface\n"), profile=profile_of(ABSENT))
    document = json.loads(json.dumps(assessment_document(engine.assess(given, DAY)), default=str))
    again = assessment_document(replay(document, engine))
    assert json.loads(json.dumps(again, default=str)) == document


def test_paths_are_read_beside_the_transaction_and_nowhere_else(engine, tmp_path):
    inside = tmp_path / "deal"
    inside.mkdir()
    (inside / "scan.json").write_text(json.dumps(scan_of("deepface\n")), "utf-8")
    (inside / "profile.toml").write_text(
        'format = 1\n[product]\n[answers]\ncovert = "no"\n', "utf-8"
    )
    (tmp_path / "secret.json").write_text("{}", "utf-8")
    (inside / "link.json").symlink_to(tmp_path / "secret.json")
    deal = (
        '[product]\nname = "x"\nscan = "scan.json"\nprofile = "profile.toml"\n'
        '[[parties]]\nrole = "end_user"\n'
    )
    (inside / "deal.toml").write_text(deal, "utf-8")
    read = read_transaction(inside / "deal.toml", engine.known)
    assert read.product.scan["capabilities"]
    for bad in ("../secret.json", str(tmp_path / "secret.json"), "link.json"):
        (inside / "deal.toml").write_text(deal.replace("scan.json", bad), "utf-8")
        with pytest.raises(InvalidInputError, match="should lie in the folder of the transaction"):
            read_transaction(inside / "deal.toml", engine.known)
    (inside / "deal.toml").write_text(deal.replace("scan.json", "none.json"), "utf-8")
    with pytest.raises(InvalidInputError, match=r"deal\.toml: none\.json: cannot be read"):
        read_transaction(inside / "deal.toml", engine.known)


@pytest.mark.parametrize(
    ("product", "says"),
    [
        ({"scan": {"capabilities": 1}}, "product.scan: components is missing"),
        ({"profile": {"format": 2}}, "product.profile: format should be 1"),
        ({"scan": "scan.json"}, "product.scan: a path is read only from a file of one transaction"),
    ],
)
def test_a_malformed_scan_or_profile_is_told_by_field(engine, product, says):
    with pytest.raises(InvalidInputError, match=says):
        engine.assess(transaction(engine, **product), DAY)


def test_without_attachments_a_transaction_stays_as_it_is(tmp_path):
    assert with_attachments({"product": 3}, beside(tmp_path)) == {"product": 3}
    assert with_attachments({"product": {"name": "x"}}, beside(tmp_path))["product"] == {
        "name": "x"
    }
