"""One question's answers, as a form has them and as the core's transaction file has them.

A form speaks of facts by name: `{"end_user.unaccountable": "no"}`. A transaction file speaks of
questions: `{"C2-Q01": {"answer": "...", "unaccountable": "no"}}`. Both say the same thing.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from enduse.assessment.answers import AnswerKey, read_answers
from enduse.domain.answers import Silence
from enduse.domain.catalogue import Question
from enduse.domain.facts import Fact, FactDefinition, FactType
from enduse.domain.transactions import AnswerValue

Value: TypeAlias = str | list[str]
Values: TypeAlias = Mapping[str, Value]
Keys: TypeAlias = Mapping[str, AnswerKey]

NOT_KNOWN, NOT_CHECKED = "not_known", "not_checked"
"""The two kinds of nothing, as forms and records have them."""

_NOTHING: tuple[object, ...] = ("", [], NOT_CHECKED)
_WORDS_FOR = {NOT_KNOWN: Silence.NOT_KNOWN.value}


def facts_of(question: Question) -> tuple[FactDefinition, ...]:
    """The facts that a question gives: its own, then one for each line of its checklist."""
    return (question.fact, *(sign.fact for sign in question.signs))


def read_values(answers: Mapping[str, object], question: Question, keys: Keys) -> dict[str, Value]:
    """What a transaction answers to one question, by fact name; what it does not say is absent.

    Raises:
        InvalidInputError: an answer does not fit its question.
    """
    given = {key: plain(answers[key]) for key in _keys_of(answers, question, keys)}
    return {fact.name: _shown(fact) for fact in read_answers(given, keys).facts}


def read_note(answers: Mapping[str, object], question: Question, keys: Keys) -> str:
    """The words that stand after a yes or no, or in place of one."""
    if question.fact.type is not FactType.YES_NO:
        return ""
    for key in _keys_of(answers, question, keys):
        value = answers[key]
        if isinstance(value, Mapping):
            value = value.get("answer", value.get("text", ""))
        elif keys[key].fact not in (None, question.fact):
            continue
        if isinstance(value, str):
            return _after_the_word(value)
    return ""


def write_values(
    answers: Mapping[str, object], question: Question, keys: Keys, values: Values, note: str = ""
) -> dict[str, object]:
    """The answers of a transaction with one question's answers put in place of the old.

    Args:
        answers: as the transaction has them; they are not changed.
        question: the question.
        keys: what each key under `answers` stands for.
        values: fact name to value; `not_checked`, empty and absent are the same.
        note: words beside a yes or no; they go with it into the transaction.
    """
    gone = set(_keys_of(answers, question, keys))
    kept = {key: value for key, value in answers.items() if key not in gone}
    said = {name: _written(value) for name, value in values.items() if value not in _NOTHING}
    own = said.get(question.fact.name)
    if question.fact.type is FactType.YES_NO and own in ("yes", "no") and note:
        own = _with_note(question, keys, str(own), note)
    signs = {sign.id: said[sign.fact.name] for sign in question.signs if sign.fact.name in said}
    if question.signs and (signs or own is not None):
        kept[question.id] = {**({} if own is None else {"answer": own}), **signs}
    elif own is not None:
        kept[question.id] = own
    return kept


def plain(value: object) -> AnswerValue:
    """An answer as the core reads it, from one as JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _word(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return value if isinstance(value, str | bool | int | float) else str(value)


def is_settled(values: Values) -> bool:
    """Whether something was said: a value, or that it is not known after looking."""
    return any(value not in _NOTHING for value in values.values())


def _keys_of(answers: Mapping[str, object], question: Question, keys: Keys) -> Iterable[str]:
    return [key for key in answers if key in keys and keys[key].question.id == question.id]


def _shown(fact: Fact) -> Value:
    if fact.value is None:
        return NOT_KNOWN if fact.silence is Silence.NOT_KNOWN else NOT_CHECKED
    if isinstance(fact.value, frozenset):
        return sorted(fact.value) or ["none"]
    return fact.value.isoformat() if hasattr(fact.value, "isoformat") else str(fact.value)


def _written(value: Value) -> Value:
    if isinstance(value, list):
        return "none" if value == ["none"] else value
    return _WORDS_FOR.get(value, value)


def _with_note(question: Question, keys: Keys, word: str, note: str) -> str:
    """Yes or no with its words, if the core then still reads the yes or no."""
    text, name = f"{word}: {note}", question.fact.name
    read = read_answers({name: text}, keys).facts[0].value
    return text if read is not None and str(read) == word else word


def _after_the_word(text: str) -> str:
    lowered = text.strip()
    for word in ("yes", "no"):
        if lowered.lower().startswith(word) and not lowered[len(word) : len(word) + 1].isalnum():
            return lowered[len(word) :].lstrip(" ,;:.-\u2013\u2014")
    known = {"unknown", "not known", Silence.NOT_KNOWN, Silence.NOT_CHECKED, "not checked"}
    return "" if lowered.lower() in known else lowered


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
