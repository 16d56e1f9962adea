import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.capability.degree import Narrowing, Stance, Widening
from enduse.capability.reading import Strength, read_text
from enduse.capability.words import MAX_SENTENCE_TOKENS, sentences
from enduse.domain.vocabulary import Property

CAPABLE = "Cameras compare the face of each passer-by with a list of wanted persons."


@pytest.mark.parametrize(
    ("text", "capability"),
    [
        (CAPABLE, "biometric.face_recognition"),
        ("Reads messages on a phone silently once installed.", "internet.spyware_implant"),
        ("Locates a handset by its number through SS7.", "location.signalling_tracking"),
        ("Reads the plate of every passing car.", "location.alpr"),
        ("Detects gunfire with microphones on lamp posts.", "sensor.acoustic_detection"),
        ("Extracts deleted chats from seized phones.", "internet.device_forensics"),
    ],
)
def test_a_function_is_read_though_it_is_not_named(text, capability):
    assert capability in read_text(text).ids


@pytest.mark.parametrize(
    ("text", "capability"),
    [
        ("El sistema ofrece reconocimiento facial.", "biometric.face_recognition"),
        ("Lecture de plaques d'immatriculation des véhicules.", "location.alpr"),
        ("نظام التعرف على الوجوه.", "biometric.face_recognition"),
        ("停车场车牌识别系统。", "location.alpr"),
        ("Система распознавания лиц.", "biometric.face_recognition"),
    ],
)
def test_the_other_languages_are_read(text, capability):
    assert capability in read_text(text).ids


@pytest.mark.parametrize(
    "text",
    [
        "Disease surveillance for hospitals.",
        "Track your parcel with a number.",
        "Uptime monitoring for servers.",
        "A gentle facial cleanser with aloe.",
        "Race condition detector for Go programs.",
        "Unlike rivals, we sell door locks.",
    ],
)
def test_words_in_another_sense_are_set_aside(text):
    assert read_text(text).ids == ()


def test_a_denied_capability_is_reported_apart():
    reading = read_text("It does not use facial recognition.")
    assert reading.ids == ()
    assert [capability.id for capability in reading.negated] == ["biometric.face_recognition"]
    assert reading.negated[0].evidence[0].stance is Stance.NEGATED


def test_a_detector_is_not_what_it_detects():
    reading = read_text("The app detects IMSI catchers and removes spyware.")
    assert reading.ids == ()
    named = {capability.id for capability in reading.negated}
    assert {"location.cell_site_simulator", "internet.spyware_implant"} <= named


def test_a_plan_is_a_mention():
    reading = read_text("Coming soon: facial recognition.")
    assert reading.ids == ()
    assert reading.found[0].strength is Strength.MENTIONED


def test_an_add_on_is_possible():
    found = read_text("Optional module for facial recognition.").found
    assert [capability.strength for capability in found] == [Strength.POSSIBLE]


def test_infrastructure_is_reported_apart():
    reading = read_text("A vector database for similarity search.")
    assert reading.ids == ()
    assert [capability.id for capability in reading.infrastructure] == ["infra.data_platform"]


def test_evidence_points_at_the_telling_words():
    text = f"Some words before. {CAPABLE}"
    for capability in read_text(text).found:
        for evidence in capability.evidence:
            assert text[evidence.start : evidence.end] in evidence.sentence
            assert evidence.reason


def test_reach_and_limits_are_marked():
    text = (
        "Silently copies messages from phones nationwide in real time. "
        "Only with a court order and the written consent of the user."
    )
    degree = read_text(text).degree
    assert degree.has(Widening.COVERT)
    assert degree.has(Widening.BULK_OR_NATIONWIDE)
    assert degree.has(Narrowing.CASE_BY_CASE_WARRANT)
    assert degree.has(Narrowing.CONSENTED)
    assert Property.COVERT in degree.properties


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(text):
    read_text(text)


TELLING = [*CAPABLE.split(), "not", "never", ",", ".", "no", "人", "脸", "لا"]


@given(st.lists(st.sampled_from(TELLING), max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_order_of_telling_words_breaks_the_reader(words):
    read_text(" ".join(words))


@given(
    st.sampled_from(
        [
            "Invoices are printed in colour.",
            "It does not need a licence key.",
            "The chairs are made of oak.",
            "Delivery takes two weeks.",
        ]
    ),
    st.booleans(),
)
def test_an_unrelated_sentence_never_removes_a_capability(sentence, is_before):
    text = f"{sentence} {CAPABLE}" if is_before else f"{CAPABLE} {sentence}"
    assert set(read_text(CAPABLE).ids) <= set(read_text(text).ids)


def test_a_text_without_an_end_is_cut_into_sentences():
    assert max(len(s.words) for s in sentences("word " * 10_000)) == MAX_SENTENCE_TOKENS


@pytest.mark.parametrize("part", ["a", "not ", "\n", "的", "face recognition "])
def test_a_long_text_does_not_hang(part):
    began = time.monotonic()
    read_text(part * (500_000 // len(part)))
    assert time.monotonic() - began < 60  # a hang, not a speed


def test_reading_twice_says_the_same():
    assert read_text(CAPABLE) == read_text(CAPABLE)
