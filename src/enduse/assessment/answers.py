"""From what a person answered to facts. Words that decide nothing are kept and said to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from enduse.domain.answers import Answer, Silence
from enduse.domain.catalogue import Catalogue, Question
from enduse.domain.errors import InvalidInputError
from enduse.domain.facts import Fact, FactDefinition, FactType, FactValue
from enduse.domain.provenance import Evidence, Provenance
from enduse.domain.transactions import AnswerValue
from enduse.rules.proof import fact_value

_NOT_KNOWN = {"unknown", "not known", "not known after looking", "cannot tell", "do not know"}
_NOT_CHECKED = {"", "not checked", "not checked yet", "todo", "tbd"}
_NONE = {"none", "none of these", "nothing"}
_LEADING = re.compile(
    r"(yes|no)(?:\s*[,;:.\u2013\u2014-]+\s*(?P<rest>.*))?", re.IGNORECASE | re.DOTALL
)
_SILENT = re.compile(
    r"\b(?:un|not )(?:known|checked|asked|answered|clear)\b"
    r"|\bno (?:data|information|answer|idea|reply|record found yet)\b|\bperhaps\b|\bunsure\b",
    re.IGNORECASE,
)
_SHORT = 300  # characters of an answer that is likely to come again
_OWN_KEYS = ("answer", "text")  # keys of an answer table that speak for the question itself


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What one key under `answers` stands for: a question, or one fact of it."""

    question: Question
    fact: FactDefinition | None = None  # None for the whole question


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """The facts that the answers give, the questions answered, and what was left undecided."""

    facts: tuple[Fact, ...]
    answered: frozenset[str]  # question ids
    notes: tuple[str, ...]


def answer_keys(catalogue: Catalogue) -> dict[str, AnswerKey]:
    """Every key that may stand under `answers`.

    A question by its id; a question's fact or a line of its checklist by the fact's name; and a
    red flag by its id, where a single yes/no fact decides it.
    """
    keys: dict[str, AnswerKey] = {}
    for question in catalogue.questions:
        keys[question.id] = AnswerKey(question)
        for fact in (question.fact, *(sign.fact for sign in question.signs)):
            keys[fact.name] = AnswerKey(question, fact)
    by_fact = {key.fact.name: key for key in keys.values() if key.fact}
    for flag in catalogue.red_flags:
        if flag.when.strip() in by_fact:
            keys[flag.id] = by_fact[flag.when.strip()]
    return keys


def read_answers(answers: Mapping[str, AnswerValue], keys: Mapping[str, AnswerKey]) -> AnswersRead:
    """Read every answer.

    Raises:
        InvalidInputError: an answer does not fit its question, or two answers to one thing
            disagree; the message names the key and what would be right.
    """
    facts: dict[str, Fact] = {}
    notes: list[str] = []
    answered: set[str] = set()
    for key, value in answers.items():
        target = keys[key]
        for fact in facts_of_answer(key, target, value, notes):
            earlier = facts.setdefault(fact.name, fact)
            if earlier.value != fact.value:
                raise InvalidInputError(
                    f"answers.{key}: contradicts another answer about {fact.name}"
                )
            if fact.value is not None:
                answered.add(target.question.id)
    return AnswersRead(tuple(facts.values()), frozenset(answered), tuple(notes))


def facts_of_answer(
    key: str, target: AnswerKey, value: AnswerValue, notes: list[str]
) -> Iterable[Fact]:
    """The facts that one answer gives; what it leaves undecided is added to the notes.

    Raises:
        InvalidInputError: the answer does not fit its question.
    """
    if target.fact is not None:
        return [_single(key, target.fact, value, notes)]
    question = target.question
    if isinstance(value, Mapping):
        return _from_table(key, question, value, notes)
    if isinstance(value, str) and value.strip().lower() in _NONE and question.signs:
        return [_single(key, sign.fact, "no", notes) for sign in question.signs] + _own_none(
            key, question, notes
        )
    named = _signs_named(question, value)
    if named and question.fact.type is not FactType.YES_NO:
        return [_single(key, fact, "yes", notes) for fact in named]
    if isinstance(value, tuple) and question.signs and question.fact.type is FactType.TEXT:
        allowed = ", ".join(sign.id for sign in question.signs)
        raise InvalidInputError(f"answers.{key}: a list here names some of {allowed}")
    return [_single(key, question.fact, value, notes)]


def _own_none(key: str, question: Question, notes: list[str]) -> list[Fact]:
    if question.fact.type is FactType.YES_NO:
        return [_single(key, question.fact, "no", notes)]
    if question.fact.type is FactType.TEXT:
        return [_single(key, question.fact, "none", notes)]
    return []


def _from_table(
    key: str, question: Question, table: Mapping[str, str], notes: list[str]
) -> Iterable[Fact]:
    by_id = {sign.id: sign.fact for sign in question.signs}
    for name, value in table.items():
        if name in _OWN_KEYS:
            yield _single(f"{key}.{name}", question.fact, value, notes)
        elif name in by_id:
            yield _single(f"{key}.{name}", by_id[name], value, notes)
        else:
            allowed = ", ".join([*_OWN_KEYS, *by_id])
            raise InvalidInputError(f"answers.{key}: {name!r} should be one of {allowed}")


def _signs_named(question: Question, value: AnswerValue) -> list[FactDefinition]:
    """The lines of the checklist that a list, or a text of ids, names; empty if not all are."""
    words = _split(value)
    by_id = {sign.id: sign.fact for sign in question.signs}
    return [by_id[word] for word in words] if words and set(words) <= set(by_id) else []


def _split(value: AnswerValue) -> list[str]:
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return list(value) if isinstance(value, tuple) else []


def _single(key: str, definition: FactDefinition, value: AnswerValue, notes: list[str]) -> Fact:
    if isinstance(value, Mapping):
        raise InvalidInputError(f"answers.{key}: a table belongs under a question id")
    read = _read_one if len(str(value)) <= _SHORT else _read_one.__wrapped__
    fact, note = read(key, definition, value)
    if note:
        notes.append(note)
    return fact


@lru_cache(maxsize=8_192, typed=True)
def _read_one(
    key: str, definition: FactDefinition, value: str | float | tuple[str, ...]
) -> tuple[Fact, str]:
    """One answer as a fact, with what a person should be told; kept, for answers repeat."""
    plain = value.strip() if isinstance(value, str) else value
    if isinstance(plain, str):
        word = plain.lower().replace("_", " ")
        if word in _NOT_KNOWN:
            return Fact(definition.name, silence=Silence.NOT_KNOWN), ""
        if word in _NOT_CHECKED:
            return Fact(definition.name), ""
    evidence = _evidence(key, value)
    if definition.type is FactType.YES_NO and isinstance(plain, str):
        return _yes_no(key, definition, plain, evidence)
    if definition.type is FactType.TEXT:
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        return Fact(definition.name, shown, evidence=evidence), ""
    if definition.type is FactType.WORDS:
        # A list says what is true, not that nothing else is.
        words = [] if isinstance(plain, str) and plain.lower() in _NONE else _split(value)
        named = _checked(key, definition, words)
        return Fact(definition.name, named, complete=False, evidence=evidence), ""
    return Fact(definition.name, _checked(key, definition, plain), evidence=evidence), ""


def _yes_no(
    key: str, definition: FactDefinition, text: str, evidence: tuple[Evidence, ...]
) -> tuple[Fact, str]:
    leading = _LEADING.fullmatch(text)
    if leading and not _SILENT.search(leading["rest"] or ""):
        return Fact(definition.name, Answer(leading[1].lower()), evidence=evidence), ""
    note = "is kept in words and decides nothing: write yes or no, then a comma, to let it count"
    return Fact(definition.name, evidence=evidence), f"answers.{key} {note}"


def _checked(key: str, definition: FactDefinition, value: object) -> FactValue:
    try:
        return fact_value(value, definition)
    except InvalidInputError as error:
        raise InvalidInputError(f"answers.{key}: {error.message}") from None


def _evidence(key: str, value: AnswerValue) -> tuple[Evidence, ...]:
    shown = ", ".join(value) if isinstance(value, tuple) else str(value)
    return (
        Evidence(f"answered: {shown[:300]}", Provenance("the transaction file", f"answers.{key}")),
    )
