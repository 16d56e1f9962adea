"""The table of the short first pass: which questions, in which order, giving which facts."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from enduse.domain.strict import StrictTable


class Kind(StrEnum):
    """How a question of the first pass is put."""

    FIELD = "field"
    INVENTORY = "inventory"
    PARTIES = "parties"
    SIGNS = "signs"


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the first pass."""

    kind: Kind
    ask: str
    why: str
    place: str = ""  # of a field: table and key, such as product.description
    lines: tuple[str, ...] = ()  # of a checklist: names of facts


@dataclass(frozen=True, slots=True)
class FirstPass:
    """The scope test, then the twelve questions."""

    scope: tuple[Step, ...]
    questions: tuple[Step, ...]


@cache
def load_first_pass() -> FirstPass:
    """Read the table that ships with the package.

    Raises:
        BadDataError: the table is malformed.
    """
    text = files("enduse.assessment").joinpath("first_pass.toml").read_text("utf-8")
    table = StrictTable(tomllib.loads(text), "first_pass.toml")
    steps = FirstPass(
        scope=tuple(_read_step(row) for row in table.tables("scope")),
        questions=tuple(_read_step(row) for row in table.tables("questions")),
    )
    table.finish()
    return steps


def _read_step(row: StrictTable) -> Step:
    kind = row.one_of("kind", Kind)
    step = Step(
        kind=kind,
        ask=row.text("ask"),
        why=row.text("why"),
        place=row.text("place") if kind is Kind.FIELD else "",
        lines=row.words("lines") if kind is Kind.SIGNS else (),
    )
    row.finish()
    return step
