import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.desk.record import merkle

LEAVES = [merkle.leaf_hash(bytes([number % 256])) for number in range(600)]


class InMemory:
    """Full subtrees of a list of leaves."""

    def read(self, level, start, end):
        width = 1 << level
        return [merkle.fold(LEAVES[i * width : (i + 1) * width]) for i in range(start, end)]


def plain_root(leaves):
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    left, right = plain_root(leaves[:k]), plain_root(leaves[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_empty_tree_has_the_hash_of_nothing():
    assert merkle.root(InMemory(), 0) == merkle.GrowingTree().root() == hashlib.sha256().digest()


@pytest.mark.parametrize("size", [*range(1, 20), 255, 256, 257, 511, 512, 513, 600])
def test_every_way_to_the_root_gives_the_same(size):
    tree = merkle.GrowingTree()
    for leaf in LEAVES[:size]:
        tree.add(leaf)
    assert merkle.root(InMemory(), size) == tree.root() == plain_root(LEAVES[:size])


@given(st.data())
def test_an_inclusion_path_leads_to_the_root_and_only_from_its_leaf(data):
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    root = merkle.root(InMemory(), size)
    path = merkle.inclusion_path(InMemory(), index, size)
    assert merkle.root_of_inclusion(LEAVES[index], index, size, path) == root
    assert merkle.root_of_inclusion(b"another", index, size, path) != root
    assert merkle.root_of_inclusion(LEAVES[index], index, size, [*path, root]) is None


@given(st.data())
def test_a_consistency_path_holds_for_the_old_tree_and_no_other(data):
    new = data.draw(st.integers(1, len(LEAVES)))
    old = data.draw(st.integers(1, new))
    roots = merkle.root(InMemory(), old), merkle.root(InMemory(), new)
    path = merkle.consistency_path(InMemory(), old, new)
    assert merkle.is_consistent(old, new, *roots, path)
    assert not merkle.is_consistent(old, new, b"another", roots[1], path)
    assert not merkle.is_consistent(old, new, *roots, [*path, b"more"])
