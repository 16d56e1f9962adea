"""What a text reads like: raised beside a pattern, lowered against one, and a guess alone."""

import pytest

from enduse.capability.likeness import (
    OPENING_WORDS,
    features,
    load_likeness_model,
    read_product,
    with_likeness,
)
from enduse.capability.reading import THRESHOLD, Strength, read_text
from enduse.capability.taxonomy import load_taxonomy

FACES = "biometric.face_recognition"


def confidence(reading, id_):
    every = (*reading.found, *reading.infrastructure, *reading.suggestions)
    return next((one.confidence for one in every if one.id == id_), 0.0)


def test_every_capability_has_a_share_and_the_shares_make_one():
    model = load_likeness_model()
    assert set(model.capabilities) == set(load_taxonomy().ids)
    likeness = model.read([])
    assert sum(likeness.shares.values()) == pytest.approx(1.0, abs=1e-4)
    assert 0.0 <= likeness.any <= 1.0


def test_both_together_are_surer_than_the_patterns_alone():
    text = "The gate compares the faces of passengers with a list of wanted persons."
    assert confidence(read_product(text), FACES) > confidence(read_text(text), FACES) > THRESHOLD


def test_what_the_model_alone_sees_is_no_more_than_possible_and_says_which_words():
    text = "Hands the sessions of chosen subscribers to the agency as the judge ordered."
    guesses = [
        one
        for one in (*read_product(text).found, *read_product(text).suggestions)
        if one.evidence[0].reason.startswith("reads like it")
    ]
    assert guesses
    for one in guesses:
        assert one.strength in {Strength.POSSIBLE, Strength.MENTIONED}
        assert one.evidence[0].sentence in text


@pytest.mark.parametrize(
    "text",
    [
        "The camera does not recognise faces.",
        "Face recognition is planned for a future version.",
        "Unlike rivals who sell facial recognition, we print tickets.",
    ],
)
def test_what_the_patterns_settled_the_model_does_not_raise(text):
    assert FACES not in read_product(text).ids


def test_nothing_to_read_gives_nothing():
    for text in ("", " \n", "0 1 2", "\x00" * 50):
        assert read_product(text).found == ()


def test_the_opening_alone_is_read_and_length_does_not_shout():
    words = "Prints the labels of jars. " * OPENING_WORDS
    assert features(words) == features(words * 3)
    assert sum(value**2 for value in features(words).values()) == pytest.approx(1.0)


def test_five_suggestions_hold_what_a_described_product_does():
    text = (
        "Investigators drop in a snapshot of a suspect and get every clip in which he walked past."
    )
    reading = with_likeness(text, read_text(text))
    ranked = sorted((*reading.found, *reading.suggestions), key=lambda one: -one.confidence)
    assert FACES in [one.id for one in ranked[:5]]


def test_hints_far_into_a_long_text_do_not_add_up():
    text = (
        "Keeps the books of a club. " * 60
        + "Faces of pages, cameras on the roof, a match of chess. "
    )
    assert read_product(text * 3).ids == ()
