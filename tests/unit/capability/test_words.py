import pytest

from enduse.capability.vocabulary import build_vocabulary
from enduse.capability.words import sentences
from enduse.domain.errors import BadDataError


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("match", "matching"),
        ("match", "matched"),
        ("tap", "tapped"),
        ("copy", "copies"),
        ("cámara", "camaras"),
        ("recogni*", "recognises"),
        ("wi-fi", "Wi Fi"),
        ("人脸", "检测人脸图像"),
        ("هاتف", "والهاتف"),
    ],
)
def test_inflection_case_and_accents_do_not_matter(term, text):
    vocabulary = build_vocabulary([("concept", term)])
    (sentence,) = sentences(text)
    assert [hit.name for hit in vocabulary.hits(sentence.words)] == ["concept"]


def test_a_term_needs_all_its_words_in_order():
    vocabulary = build_vocabulary([("concept", "deep packet")])
    assert vocabulary.hits(["packet", "deep"]) == []


def test_a_term_without_words_is_refused():
    with pytest.raises(BadDataError):
        build_vocabulary([("concept", "...")])
