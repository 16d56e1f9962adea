import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.domain.screening import PartyKind
from enduse.screening.score import check_signs, coefficients, odds_of
from tests.unit.screening.brute import best_by_entry
from tests.unit.screening.conftest import make_entry, make_index

WORDS = (
    "muhammad mohamed ali hassan hussein abdul abd rahman al bin ivan ivanov ivanova "
    "petrov j m hik vision hikvision sense time sensetime ltd co jsc bank of china "
    "trading 27 plant مصطفى محمد Иванов 公安局 김정은 technology technologies zawahiri "
    "dawahiri"
).split()
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def found(index, name, kind, cut):
    best = index._best_names([name], cut, kind).get(0, {})
    return {entry: odds for entry, (_, odds) in best.items() if odds >= cut}


def same(one, other):
    assert one.keys() == other.keys()
    assert all(abs(one[key] - other[key]) < 1e-9 for key in one)


def test_weights_keep_the_signs_that_pruning_rests_on():
    assert check_signs(coefficients())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=12),
    NAMES,
    st.sampled_from(PartyKind),
    st.sampled_from([0.05, 0.3, 0.6, 0.85]),
)
def test_pruning_loses_nothing_on_random_lists(lists, name, kind, threshold):
    kinds = list(PartyKind)
    index = make_index(
        make_entry(i, *names, kind=kinds[i % len(kinds)]) for i, names in enumerate(lists)
    )
    cut = odds_of(threshold)
    same(found(index, name, kind, cut), best_by_entry(index, name, kind, cut))


@pytest.mark.parametrize("seed", range(4))
def test_pruning_loses_nothing_on_the_real_list(real_index, seed):
    draw = random.Random(seed)
    for _ in range(8):
        entry = real_index.entry(draw.randrange(real_index.size[0]))
        letters = list(draw.choice(entry.names).text)
        at = draw.randrange(len(letters))
        letters[at : at + 1] = draw.choice(["", "a", "x ", letters[at] * 2])
        name = "".join(letters)
        if any(c.isalnum() for c in name):
            same(
                found(real_index, name, entry.kind, odds_of(0.5)),
                best_by_entry(real_index, name, entry.kind, odds_of(0.5)),
            )


@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), NAMES, NAMES)
def test_adding_an_alias_never_loses_a_match(listed, alias, name):
    before = make_index(make_entry(i, text) for i, text in enumerate(listed))
    after = make_index(
        make_entry(i, text, *([alias] if i == 0 else [])) for i, text in enumerate(listed)
    )
    old = {m.entry.id: m.score for m in before.search(name, threshold=0.3).matches}
    new = {m.entry.id: m.score for m in after.search(name, threshold=0.3).matches}
    assert all(new[key] >= score for key, score in old.items())


@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), NAMES, st.randoms())
def test_the_order_of_the_list_changes_nothing(listed, name, draw):
    entries = [make_entry(i, text) for i, text in enumerate(listed)]
    shuffled = draw.sample(entries, len(entries))
    one, other = (make_index(e).search(name, threshold=0.2) for e in (entries, shuffled))
    assert [(m.entry.id, m.score) for m in one.matches] == [
        (m.entry.id, m.score) for m in other.matches
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8), st.lists(NAMES, min_size=1, max_size=6))
def test_many_names_find_what_each_name_finds(listed, names):
    index = make_index(
        make_entry(i, text, kind=PartyKind.PERSON, countries=("RUS",) if i % 2 else ())
        for i, text in enumerate(listed)
    )
    countries = ["RUS" if i % 2 else "" for i in range(len(names))]
    rows = index.search_many(names, countries=countries, threshold=0.4)
    many = sorted((row.query, index.entry(row.entry).id, row.score) for row in rows)
    single = sorted(
        (i, match.entry.id, match.score)
        for i, name in enumerate(names)
        for match in index.search(name, country=countries[i] or None, threshold=0.4).matches
    )
    assert many == single
