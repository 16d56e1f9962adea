"""The questions of a product profile and what follows from their answers, as data."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from enduse.capability.reading import Strength
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.errors import BadDataError
from enduse.domain.strict import StrictTable
from enduse.domain.vocabulary import Property

YES, NO, UNKNOWN = "yes", "no", "unknown"
_YES_NO = {YES: "yes", NO: "no", UNKNOWN: "not known"}


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """One question with the words that may answer it."""

    id: str
    kind: Kind
    ask: str
    why: str
    words: Mapping[str, str]  # word -> what it says
    property: Property | None  # what a yes or no decides directly


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows when each question it names was answered with one of the words."""

    when: Mapping[str, frozenset[str]]
    capability: str  # id, or empty
    strength: Strength
    property: Property | None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Every question in order, and every consequence."""

    questions: tuple[ProfileQuestion, ...]
    consequences: tuple[Consequence, ...]

    def get(self, question_id: str) -> ProfileQuestion | None:
        """The question of an id."""
        return next((q for q in self.questions if q.id == question_id), None)


@cache
def load_questionnaire() -> Questionnaire:
    """The questions that ship with the package.

    Raises:
        BadDataError: a row is malformed, or names what does not exist.
    """
    text = (files("enduse.capability") / "data" / "profile_questions.toml").read_text("utf-8")
    return build_questionnaire(text, load_taxonomy())


def build_questionnaire(text: str, taxonomy: Taxonomy) -> Questionnaire:
    """Build and check the questions from the text of their file.

    Raises:
        BadDataError: a row is malformed, or names what does not exist.
    """
    table = StrictTable(tomllib.loads(text), "profile_questions.toml")
    questions = tuple(_question(row) for row in table.tables("questions"))
    words = {question.id: frozenset(question.words) for question in questions}
    consequences = tuple(_consequences(table.tables("rules"), words, taxonomy))
    table.finish()
    return Questionnaire(questions, consequences)


def _question(row: StrictTable) -> ProfileQuestion:
    kind = row.one_of("kind", Kind)
    words = _YES_NO if kind is Kind.YES_NO else row.mapping("words")
    question = ProfileQuestion(
        id=row.text("id"),
        kind=kind,
        ask=row.text("ask"),
        why=row.text("why"),
        words={word: str(says) for word, says in words.items()},
        property=row.one_of("property", Property) if row.has("property") else None,
    )
    row.finish()
    return question


def _consequences(
    rows: Iterable[StrictTable], words: Mapping[str, frozenset[str]], taxonomy: Taxonomy
) -> Iterator[Consequence]:
    for row in rows:
        capability = taxonomy.get(row.text("capability")).id if row.has("capability") else ""
        yield Consequence(
            when={id_: _known(id_, given, words) for id_, given in row.mapping("when").items()},
            capability=capability,
            strength=row.one_of("strength", Strength, Strength.PRESENT),
            property=row.one_of("property", Property) if row.has("property") else None,
        )
        row.finish()


def _known(id_: str, given: object, words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    named = frozenset(map(str, given)) if isinstance(given, list) else frozenset()
    if not named or not named <= words.get(id_, frozenset()):
        raise BadDataError("a consequence names what does not exist", question=id_, words=given)
    return named
