"""Answering questions: every answer a new version, with its ground; nothing earlier is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from enduse.assessment.transaction_file import transaction_from
from enduse.desk.accounts.models import User
from enduse.desk.cases import services, sheet
from enduse.desk.cases.models import AnswerVersion, Case, EvidenceUse
from enduse.desk.cases.sheet import Value, Values
from enduse.desk.cases.standing import Change
from enduse.desk.core import engine
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.record.services import record_event
from enduse.domain.catalogue import Question
from enduse.domain.errors import ConflictError, NotFoundError


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer rests on."""

    source: str = ""
    locator: str = ""
    dated_on: date | None = None
    note: str = ""
    evidence: EvidenceFile | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One question answered: its facts by name, its ground, and the version it answers to."""

    question: str
    values: Values
    ground: Ground = field(default_factory=Ground)
    seen: int | None = None  # None where nothing was looked at before, as in an import


@dataclass(frozen=True, slots=True)
class Answered:
    """What stands under one question of a case."""

    question: Question
    values: dict[str, Value]
    ground: Ground
    number: int  # 0 before the first answer given on the desk

    @property
    def is_settled(self) -> bool:
        """Whether something was said, if only that it is not known after looking."""
        return sheet.is_settled(self.values)


def get_question(id_: str) -> Question:
    """A question of the catalogue.

    Raises:
        NotFoundError: there is none.
    """
    key = engine().pack.answer_keys.get(id_)
    if key is None or key.question.id != id_:
        raise NotFoundError("there is no such question", question=id_)
    return key.question


def answered(case: Case, question: Question, content: Mapping[str, Any]) -> Answered:
    """What stands under one question."""
    row = (
        case.answers.filter(question=question.id, is_current=True)
        .select_related("evidence", "given_by")
        .first()
    )
    return _as_answered(question, content, row)


def all_answered(case: Case, content: Mapping[str, Any]) -> dict[str, Answered]:
    """What stands under every question, by question id; one query."""
    rows = {
        row.question: row for row in case.answers.filter(is_current=True).select_related("evidence")
    }
    return {
        question.id: _as_answered(question, content, rows.get(question.id))
        for question in engine().pack.catalogue.questions
    }


def give_answers(
    case: Case, given: Iterable[Given], *, actor: User, reason: str = "", via: str = "web"
) -> list[Change]:
    """Answer one or more questions in one go, and say which findings changed.

    Raises:
        ConflictError: one of them was answered meanwhile; nothing is saved.
        InvalidInputError: an answer does not fit its question; nothing is saved.
    """
    with transaction.atomic():
        held = services.hold(case, actor, "case:answer")
        content = services.content_of(held)
        answers, told = dict(content.get("answers", {})), {}
        for one in given:
            question = get_question(one.question)
            _refuse_if_answered_since(held, one)
            keys = engine().pack.answer_keys
            answers = sheet.write_values(answers, question, keys, one.values, one.ground.note)
            row = _add_version(held, one, actor)
            told[question.id] = _as_body(row)
        transaction_from({**content, "answers": answers}, engine().known)
        _, changes = services.save_answers_of(held, answers, actor=actor, reason=reason)
        body = {"answers": told, **services.as_body(changes)}
        record_event("answer:given", actor=actor, thing=held, reason=reason, body=body, via=via)
    return changes


def history(case: Case, question: str) -> list[AnswerVersion]:
    """Every answer to one question, the newest first."""
    return list(case.answers.filter(question=question).select_related("given_by", "evidence")[:20])


def _as_answered(
    question: Question, content: Mapping[str, Any], row: AnswerVersion | None
) -> Answered:
    answers, keys = content.get("answers", {}), engine().pack.answer_keys
    values = sheet.read_values(answers, question, keys)
    if row is None:
        ground = Ground(note=sheet.read_note(answers, question, keys))
        return Answered(question, values, ground, 0)
    ground = Ground(row.source, row.locator, row.dated_on, row.note, row.evidence)
    return Answered(question, values, ground, row.number)


def _refuse_if_answered_since(held: Case, given: Given) -> None:
    if given.seen is None:
        return
    current = held.answers.filter(question=given.question, is_current=True).first()
    if (current.number if current else 0) != given.seen:
        raise ConflictError("this question was answered meanwhile", question=given.question)


def _add_version(held: Case, given: Given, actor: User) -> AnswerVersion:
    earlier = held.answers.filter(question=given.question)
    last = earlier.first()
    earlier.filter(is_current=True).update(is_current=False)
    ground = given.ground
    row = AnswerVersion.objects.create(
        case=held,
        question=given.question,
        number=last.number + 1 if last else 1,
        values=dict(given.values),
        source=ground.source,
        locator=ground.locator,
        dated_on=ground.dated_on,
        note=ground.note,
        evidence=ground.evidence,
        given_by=actor,
    )
    if ground.evidence is not None:
        EvidenceUse.objects.get_or_create(
            case=held,
            file=ground.evidence,
            question=given.question,
            defaults={"added_by": actor},
        )
    return row


def _as_body(row: AnswerVersion) -> dict[str, object]:
    ground = {
        "source": row.source,
        "locator": row.locator,
        "dated_on": row.dated_on.isoformat() if row.dated_on else "",
        "note": row.note,
        "evidence": str(row.evidence_id) if row.evidence_id else "",
    }
    kept = {name: value for name, value in ground.items() if value}
    return {"number": row.number, "values": row.values, **kept}
