"""What runs uncompiled and what runs compiled are one."""

import numpy as np
import pytest

from enduse.domain.screening import PartyKind
from enduse.screening.candidates import search_names
from enduse.screening.compiled import PATIENCE, compiled
from enduse.screening.lookup import find_alike, make_scratch
from enduse.screening.memory import Memory
from enduse.screening.normalise import tokens_of
from enduse.screening.score import odds_of
from enduse.screening.tokens import make_token_table
from tests.unit.screening.conftest import make_entry, make_index

LISTED = (
    "Hangzhou Hikvision Digital Technology Co., Ltd.", "Zhejiang Dahua Technology", "Oleg Vavilov",
    "Muhammad Yusuf Qasim", "محمد يوسف قاسم", "N.S.O. Group", "Ural Avia LLC", "27 Plant", "J. M. Ali",
)  # fmt: skip
ASKED = (
    "Hik Vision", "Dahau Tech", "Ole gVavilov", "Mohammed Youssef Kassem", "NSO", "Ural Aia LLC",
    "Plant 27", "Jamil Ali",
)  # fmt: skip


@pytest.fixture
def index():
    return make_index(make_entry(i, name) for i, name in enumerate(LISTED))


def search(index, name, run):
    """Log-odds by name, with `run` choosing the form of the kernels."""
    memory = Memory(index._arrays)
    alike, starts, ids = memory.queries([name])
    with np.errstate(over="ignore"):
        found = run(search_names)(
            index._arrays, alike, starts, ids, 1, 0, odds_of(0.2), index._weights,
            memory.scratch, memory.sides, 64,
        )  # fmt: skip
    return dict(zip(found.names.tolist(), found.odds.tolist(), strict=True))


@pytest.mark.parametrize("name", ASKED)
def test_compiled_and_uncompiled_searches_give_the_same_bits(index, name):
    plain = search(index, name, lambda kernel: kernel.plain)
    assert plain
    assert plain == search(index, name, lambda kernel: kernel.fast)


def test_compiled_and_uncompiled_likeness_is_the_same(index):
    table = make_token_table(dict.fromkeys(t for name in ASKED for t in tokens_of(name)))
    tokens, names = len(index._arrays.vocabulary.weights), len(LISTED)
    with np.errstate(over="ignore"):
        plain = find_alike.plain(index._arrays, table, make_scratch(tokens, names))
    fast = find_alike.fast(index._arrays, table, make_scratch(tokens, names))
    for one, other in zip(plain[1:], fast[1:], strict=True):
        assert np.array_equal(one, other)


def test_a_kernel_is_compiled_when_it_pays():
    @compiled
    def twice(number: int) -> int:
        return 2 * number

    assert twice.when_it_pays(PATIENCE)(4) == 8
    assert "fast" not in vars(twice)
    assert twice.when_it_pays(1)(4) == 8
    assert "fast" in vars(twice)


def test_a_memory_that_has_met_the_words_finds_the_same(index):
    first = [index._best_names([name], odds_of(0.3), PartyKind.UNKNOWN) for name in ASKED]
    again = [index._best_names([name], odds_of(0.3), PartyKind.UNKNOWN) for name in ASKED[::-1]]
    assert first == again[::-1]
