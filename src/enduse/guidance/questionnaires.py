"""What buyers and resellers are asked, read from the file that ships with the package."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from enduse.domain.strict import StrictTable
from enduse.domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class QuestionPut:
    """One question as it is put to a claimant."""

    key: str  # a key that may stand under `answers`
    ask: str
    helps: str  # what a good answer looks like


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Everything that one kind of claimant is asked."""

    role: Role
    title: str
    intro: str
    questions: tuple[QuestionPut, ...]
    version: str


@cache
def load_questionnaires() -> Mapping[Role, QuestionList]:
    """Read the lists of questions, by whom they are put to.

    Raises:
        BadDataError: the file is malformed.
    """
    text = (files("enduse.guidance") / "questionnaires.toml").read_text("utf-8")
    table = StrictTable(tomllib.loads(text), "questionnaires.toml")
    version = table.text("version")
    lists = [_read_list(row, version) for row in table.tables("questionnaires")]
    table.finish()
    return {one.role: one for one in lists}


def _read_list(row: StrictTable, version: str) -> QuestionList:
    read = QuestionList(
        role=row.one_of("role", Role),
        title=row.text("title"),
        intro=row.text("intro"),
        questions=tuple(_read_question(inner) for inner in row.tables("questions")),
        version=version,
    )
    row.finish()
    return read


def _read_question(row: StrictTable) -> QuestionPut:
    put = QuestionPut(row.text("key"), row.text("ask"), row.text("helps"))
    row.finish()
    return put
