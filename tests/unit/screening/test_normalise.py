import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.screening.normalise import MAX_WORDS, normalise, tokens_of, words_of

NAME_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "M"))
NAMES = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=NAME_LETTERS, max_size=60),
    st.lists(
        st.sampled_from(
            (
                "abd al rahman abdul public security bureau 公安局 министерство внутренних дел of "
                "the general first 1st ltd co limited Müller O'Brien وزارة الداخلية 김정은 s.a. 有限公司"
            ).split()
        ),
        max_size=9,
    ).map(" ".join),
)


@given(NAMES)
def test_normalising_twice_changes_nothing(name):
    once = normalise(name)
    assert normalise(once) == once


@given(NAMES)
def test_words_are_plain_letters_and_digits_and_not_too_many(name):
    words = words_of(name)
    assert len(words) <= MAX_WORDS
    assert all(word.text.isascii() and word.text.isalnum() and word.original for word in words)
    assert [word.token for word in words] == tokens_of(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新疆维吾尔自治区公安厅", "Xinjiang Uygur Autonomous Region Public Security Department"),
        ("МВД России", "Ministry of Internal Affairs of Russia"),
        ("Abd al-Rahman", "Abdulrahman"),
        ("وزارة الداخلية السورية", "Ministry of Interior, Syria"),
        ("ООО Ромашка", "OOO ROMASHKA"),
        ("O'Brien & Sons", "OBrien & Sons"),
    ],
)
def test_languages_meet_in_the_same_words(one, other):
    assert sorted(normalise(one).split()) == sorted(normalise(other).split())


def test_every_word_keeps_the_characters_it_stands_for():
    originals = {word.text: word.original for word in words_of("杭州海康威视")}
    assert originals["hikvision"] == "杭州海康威视"


def test_a_name_of_articles_only_keeps_them():
    assert tokens_of("The Of") == ["the", "of"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Galaxtrading Co", "Galax Trading Co"),
        ("Hassan Orgainzation", "Hassan Organization"),
        ("Natonal Technolagies", "National Technologies"),
        ("Aerospacesystems", "Aerospace Systems"),
        ("Shahabuddin", "Shahab al-Din"),
        ("Mohammadreza", "Mohammad Reza"),
        ("אן אס או", "NSO"),
        ("Эн Эс Оу", "N.S.O."),
        ("Dahua Technology (Dahua)", "Dahua Technology"),
        ("浙江大华技术股份有限公司", "Zhejiang Da Hua Technology Co., Ltd."),
        ("وزارة الداخلية الجزائرية", "Ministry of Interior of Algeria"),
    ],
)
def test_words_are_read_as_they_were_meant(written, meant):
    assert sorted(normalise(written).split()) == sorted(normalise(meant).split())


@pytest.mark.parametrize("name", ["Karina", "Petrovich", "Hezbollah", "Abdullah", "Madison"])
def test_a_name_is_not_taken_for_a_misspelt_term_or_two_words(name):
    assert len(tokens_of(name)) == 1
    assert tokens_of(name)[0].startswith(name[:3].lower())
