"""Labelled pairs of names, made from the hand-written blocks under `pairs/`."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pairs"
KINDS = {"person": "person", "organisation": "organisation", "body": "organisation"}


@dataclass(frozen=True)
class Pair:
    """Two names and whether they name one party."""

    a: str
    b: str
    kind: str
    same: bool
    held_back: bool


def blocks(file: str) -> Iterator[list[list[str]]]:
    """Give blocks of parties, each party a list of names."""
    text = (FOLDER / f"{file}.txt").read_text("utf-8")
    for block in text.strip().split("\n\n"):
        yield [[name.strip() for name in line.split(" | ")] for line in block.splitlines()]


def is_held_back(block: list[list[str]]) -> bool:
    """Decide by the hash of the first name: no draw, no order."""
    return hashlib.sha256(block[0][0].encode()).digest()[0] % 2 == 1


def all_pairs() -> list[Pair]:
    """Give every pair, in the order of the files."""
    return [pair for file, kind in KINDS.items() for b in blocks(file) for pair in _of(b, kind)]


def _of(block: list[list[str]], kind: str) -> Iterator[Pair]:
    held = is_held_back(block)
    for party in block:
        for a, b in itertools.combinations(party, 2):
            yield Pair(a, b, kind, same=True, held_back=held)
    for one, other in itertools.combinations(block, 2):
        for a, b in itertools.product(one[:3], other[:3]):
            yield Pair(a, b, kind, same=False, held_back=held)
