"""Merkle trees as RFC 6962 section 2.1 defines them: roots, inclusion and consistency proofs.

Pure functions over a `Hashes`, which gives the hashes of full subtrees wherever they are kept.
"""

import hashlib
from collections.abc import Sequence
from typing import Protocol

STEP = 8
"""Full subtrees are kept at every eighth level: 256 leaves, 65536 leaves and so on."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


class Hashes(Protocol):
    """Where the hashes of full subtrees come from."""

    def read(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The hashes of the subtrees `start` to `end` (not included) of 2**level leaves each.

        `level` is a multiple of `STEP`; at level 0 these are the hashes of the leaves.
        """


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over subtrees of one size; their number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def root(hashes: Hashes, size: int) -> bytes:
    """The root of the tree over the first `size` leaves."""
    return subtree(hashes, 0, size) if size else EMPTY_ROOT


def subtree(hashes: Hashes, start: int, end: int) -> bytes:
    """The root over the leaves `start` to `end` (not included)."""
    width = end - start
    if width & (width - 1) == 0:
        level = (width.bit_length() - 1) // STEP * STEP
        return fold(hashes.read(level, start >> level, end >> level))
    middle = start + _split(width)
    return node_hash(subtree(hashes, start, middle), subtree(hashes, middle, end))


def inclusion_path(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` to the root over `size` leaves."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(hashes, middle, end))
            end = middle
        else:
            path.append(subtree(hashes, start, middle))
            start = middle
    return path[::-1]


def consistency_path(hashes: Hashes, old: int, new: int) -> list[bytes]:
    """The hashes that show that the tree over `old` leaves begins the one over `new`; 0 < old."""
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(subtree(hashes, middle, end))
            end = middle
        else:
            path.append(subtree(hashes, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(subtree(hashes, start, end))
    return path[::-1]


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to; None if it has the wrong length."""
    node, last = leaf, size - 1
    for other in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            node = node_hash(other, node)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, other)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a path shows that the old tree begins the new one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not 0 < old < new or not steps:
        return False
    left, last = old - 1, new - 1
    while left % 2:
        left, last = left >> 1, last >> 1
    first = second = steps[0]
    for other in steps[1:]:
        if last == 0:
            return False
        if left % 2 or left == last:
            first, second = node_hash(other, first), node_hash(other, second)
            while left % 2 == 0 and left:
                left, last = left >> 1, last >> 1
        else:
            second = node_hash(second, other)
        left, last = left >> 1, last >> 1
    return last == 0 and (first, second) == (old_root, new_root)


class GrowingTree:
    """The root of a tree that grows leaf by leaf, in a memory of one hash a level."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # roots of full subtrees, the widest first

    def add(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        self._peaks.append(leaf)
        size = self.size
        while size % 2:
            right = self._peaks.pop()
            self._peaks.append(node_hash(self._peaks.pop(), right))
            size >>= 1
        self.size += 1

    def root(self) -> bytes:
        """The root over the leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            node = node_hash(peak, node)
        return node


def _split(width: int) -> int:
    """The largest power of two below a width over 1."""
    return 1 << (width - 1).bit_length() - 1
