"""A questionnaire for a buyer or reseller: what it asks, and how its answers come back as claims.

Every questionnaire carries a stamp: for whom it is, for which sale, and a checksum over its
questions. It finds slips, mix-ups and edits; it is no signature, and whoever means to forge an
answer need only write it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from enduse.assessment.answers import AnswerKey, read_answers
from enduse.assessment.claims import read_claims
from enduse.domain.errors import InvalidInputError
from enduse.domain.facts import FactDefinition, FactType
from enduse.domain.transactions import Claim, Transaction
from enduse.domain.vocabulary import Role
from enduse.guidance.questionnaires import QuestionList

FORMAT = "enduse-questionnaire/1"
NOT_KNOWN = "not known"
_YES_NO = ("yes", "no", NOT_KNOWN)
_STAMP = re.compile(
    rf"{re.escape(FORMAT)} (?P<role>[a-z_]+) sale=(?P<sale>[0-9a-f]{{16}}) "
    r"sum=(?P<sum>[0-9a-f]{64})"
)
MAX_ANSWER = 200_000  # characters of one answer, as in a transaction file


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a questionnaire, with what was answered before, if anything."""

    number: int
    key: str
    ask: str
    helps: str
    choices: tuple[str, ...]  # empty for an answer in words
    choice: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire for one sale, ready to be written in any format."""

    role: Role
    title: str
    intro: str
    about: tuple[str, ...]  # who asks, about which product
    questions: tuple[Asked, ...]
    stamp: str


@dataclass(frozen=True, slots=True)
class Returned:
    """One row as it came back."""

    number: str  # what stands before the question; for an error
    key: str
    ask: str
    choice: str
    words: str


@dataclass(frozen=True, slots=True)
class ReturnedQuestionnaire:
    """A questionnaire as it came back, unchecked."""

    stamp: str
    rows: tuple[Returned, ...]


def make_questionnaire(
    transaction: Transaction,
    listed: QuestionList,
    keys: Mapping[str, AnswerKey],
    *,
    everything: bool = False,
) -> Questionnaire:
    """Make a questionnaire.

    Our own answers are never shown in it; what the same claimant said before is.

    Args:
        transaction: the sale it is about.
        listed: the questions for this kind of claimant.
        keys: what each key stands for.
        everything: ask what is already answered or claimed, too.
    """
    known = _known(transaction, listed.role, keys)
    said = {claim.key: claim for claim in transaction.claims if claim.role is listed.role}
    chosen = [one for one in listed.questions if everything or one.key not in known]
    questions = tuple(
        _asked(number, one.key, one.ask, one.helps, choices_of(keys[one.key]), said.get(one.key))
        for number, one in enumerate(chosen, start=1)
    )
    rows = [(one.key, one.ask) for one in questions]
    return Questionnaire(
        role=listed.role,
        title=listed.title,
        intro=listed.intro,
        about=tuple(_about(transaction)),
        questions=questions,
        stamp=_stamp(listed.role, sale_mark(transaction), rows),
    )


def claims_from(
    returned: ReturnedQuestionnaire,
    transaction: Transaction,
    keys: Mapping[str, AnswerKey],
    *,
    by: str,
    on: date,
    sha256: str,
) -> tuple[Claim, ...]:
    """Turn what came back into claims; what was left empty is no claim.

    Args:
        returned: the questionnaire.
        transaction: the sale it should be about.
        keys: what each key stands for.
        by: the person who answered.
        on: the day of the answers.
        sha256: of the file that came back.

    Raises:
        InvalidInputError: it was made for another sale, its questions were changed, an answer
            does not fit its question, or nothing is answered.
    """
    role = _check_stamp(returned, transaction)
    claims = [
        _claim(row, keys[row.key], role, by, on, sha256)
        for row in returned.rows
        if row.choice.strip() or row.words.strip()
    ]
    if not claims:
        raise InvalidInputError("nothing is answered in it")
    for row, claim in zip(_answered(returned), claims, strict=True):
        try:
            read_claims([claim], keys, {}, on)
        except InvalidInputError as error:
            raise InvalidInputError(f"question {row.number} ({row.key}): {error.message}") from None
    return tuple(claims)


def choices_of(key: AnswerKey) -> tuple[str, ...]:
    """The words that an answer may be chosen from; empty for an answer in words."""
    definition = _definition(key)
    if definition.type is FactType.YES_NO:
        return _YES_NO
    if definition.type is FactType.WORD:
        return (*definition.words, NOT_KNOWN)
    return ()


def sale_mark(transaction: Transaction) -> str:
    """What tells one sale from another: its id, or the product and end-users without one."""
    told: list[object] = [transaction.id]
    if transaction.id is None:
        told += [transaction.product.name, [user.name for user in transaction.end_users]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def one_kind_of_line_end(text: str) -> str:
    """The same text with one kind of line break, so that formats agree."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _definition(key: AnswerKey) -> FactDefinition:
    return key.fact or key.question.fact


def _known(transaction: Transaction, role: Role, keys: Mapping[str, AnswerKey]) -> set[str]:
    """The keys that are answered by us, or claimed by the same claimant."""
    facts = read_answers(transaction.answers, keys).facts
    named = {fact.name for fact in facts if fact.value is not None}
    claimed = {claim.key for claim in transaction.claims if claim.role is role}
    return claimed | {key for key, target in keys.items() if _definition(target).name in named}


def _asked(
    number: int, key: str, ask: str, helps: str, choices: tuple[str, ...], before: Claim | None
) -> Asked:
    if before is None:
        return Asked(number, key, ask, helps, choices)
    answer = before.answer if isinstance(before.answer, str) else ", ".join(before.answer)
    if choices:
        return Asked(number, key, ask, helps, choices, answer, before.words)
    return Asked(number, key, ask, helps, choices, words=answer)


def _about(transaction: Transaction) -> Iterable[str]:
    product = transaction.product.name or "the product on offer"
    yield f"Asked by: {transaction.seller.name or 'the seller'}"
    yield f"About: {product}"
    if transaction.id:
        yield f"Our reference: {transaction.id}"


def _stamp(role: Role, sale: str, rows: Iterable[tuple[str, str]]) -> str:
    """The stamp over the questions as the person who answers sees them."""
    told = json.dumps([FORMAT, role.value, sale, [list(row) for row in rows]], ensure_ascii=False)
    return f"{FORMAT} {role.value} sale={sale} sum={hashlib.sha256(told.encode()).hexdigest()}"


def _check_stamp(returned: ReturnedQuestionnaire, transaction: Transaction) -> Role:
    found = _STAMP.fullmatch(returned.stamp.strip())
    if found is None:
        raise InvalidInputError(
            "is no questionnaire of this kind, or its reference line was changed"
        )
    if found["sale"] != sale_mark(transaction):
        named = transaction.id or transaction.product.name or "without an id"
        raise InvalidInputError(f"was made for another sale than {named!r}")
    try:
        role = Role(found["role"])
    except ValueError:
        raise InvalidInputError("its reference line names an unknown role") from None
    rows = [(row.key, row.ask) for row in returned.rows]
    if _stamp(role, found["sale"], rows) != returned.stamp.strip():
        raise InvalidInputError(
            "its questions are not as they were sent: a row was changed, added, moved or removed"
        )
    return role


def _answered(returned: ReturnedQuestionnaire) -> list[Returned]:
    return [row for row in returned.rows if row.choice.strip() or row.words.strip()]


def _claim(row: Returned, key: AnswerKey, role: Role, by: str, on: date, sha256: str) -> Claim:
    place = f"question {row.number} ({row.key})"
    if max(len(row.choice), len(row.words)) > MAX_ANSWER:
        raise InvalidInputError(f"{place}: an answer has at most {MAX_ANSWER:,} characters")
    choices = choices_of(key)
    if not choices:
        return Claim(row.key, row.words, by, role, on, document_sha256=sha256)
    choice = row.choice.strip().lower()
    if choice and choice not in choices:
        listed = ", ".join(choices)
        raise InvalidInputError(f"{place}: {row.choice.strip()!r} should be one of {listed}")
    return Claim(row.key, choice, by, role, on, words=row.words, document_sha256=sha256)
