"""Working together on a case: tasks for people, words, files, and parts that are set aside."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.authority import can
from enduse.desk.accounts.models import User
from enduse.desk.cases import services
from enduse.desk.cases.models import (
    Assignment,
    Case,
    Comment,
    EvidenceUse,
    NotApplicable,
    TeamRole,
)
from enduse.desk.core import engine
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.evidence.services import About, Upload, add_file
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError


def assign(
    case: Case,
    *,
    actor: User,
    to: User,
    place: str = "",
    due_on: date | None = None,
    note: str = "",
    via: str = "web",
) -> Assignment:
    """Ask someone to see to a part of a case; they join its team if they are not on it.

    Raises:
        InvalidInputError: they have no role that works on cases, or the place does not exist.
    """
    check_place(place)
    with transaction.atomic():
        held = services.hold(case, actor, "case:assign")
        if not can(to, "case:view"):
            raise InvalidInputError("to: has no role that works on cases", user=str(to))
        if not held.known_to(to):
            services.add_member(held, actor=actor, user=to, role=TeamRole.ANALYST, via=via)
        made = Assignment.objects.create(
            case=held, to=to, place=place, due_on=due_on, note=note.strip(), made_by=actor
        )
        body = {"to": str(to.pk), "place": place, "due_on": str(due_on or ""), "note": made.note}
        record_event("case:assigned", actor=actor, thing=held, body=body, via=via)
    return made


def finish_assignment(assignment: Assignment, *, actor: User, via: str = "web") -> None:
    """Say that what was asked for is done: by whom it was asked of, or who may assign.

    Raises:
        ConflictError: it is done already.
        NotAllowedError: it is somebody else's.
    """
    with transaction.atomic():
        verb = "case:view" if assignment.to_id == actor.pk else "case:assign"
        held = services.hold(assignment.case, actor, verb, closed_too=True)
        row = Assignment.objects.select_for_update().get(pk=assignment.pk)
        if row.done_at is not None:
            raise ConflictError("this is done already")
        row.done_at = timezone.now()
        row.save(update_fields=["done_at"])
        body = {"assignment": row.pk, "place": row.place}
        record_event("case:assignment_done", actor=actor, thing=held, body=body, via=via)


def comment(case: Case, *, actor: User, text: str, place: str = "", via: str = "web") -> Comment:
    """Say something about a case, or about one part of it."""
    check_place(place)
    if not text.strip():
        raise InvalidInputError("text: write something")
    with transaction.atomic():
        held = services.hold(case, actor, "case:comment", closed_too=True)
        made = Comment.objects.create(case=held, text=text.strip(), place=place, made_by=actor)
        body = {"text": made.text, "place": place}
        record_event("case:commented", actor=actor, thing=held, body=body, via=via)
    return made


def attach_file(
    case: Case,
    *,
    actor: User,
    upload: Upload,
    about: About,
    question: str = "",
    via: str = "web",
) -> EvidenceFile:
    """Keep a file and let a case rest on it, for one question or as a whole."""
    check_place(question)
    with transaction.atomic():
        held = services.hold(case, actor, "evidence:add")
        file = add_file(actor=actor, upload=upload, about=about, via=via)
        EvidenceUse.objects.create(case=held, file=file, question=question, added_by=actor)
        body = {"file": str(file.pk), "sha256": file.sha256, "title": file.title}
        record_event(
            "case:evidence_attached",
            actor=actor,
            thing=held,
            body={**body, "question": question},
            via=via,
        )
    return file


def set_aside(
    case: Case, *, actor: User, consideration: str, reason: str, via: str = "web"
) -> None:
    """Say that a consideration does not apply to a case, and why.

    Raises:
        ConflictError: it is set aside already.
        InvalidInputError: no reason.
    """
    check_consideration(consideration)
    if not reason.strip():
        raise InvalidInputError("reason: say why this consideration does not apply")
    with transaction.atomic():
        held = services.hold(case, actor, "case:edit")
        if held.set_aside.filter(consideration=consideration, ended_at=None).exists():
            raise ConflictError("this consideration is set aside already")
        NotApplicable.objects.create(
            case=held, consideration=consideration, reason=reason.strip(), made_by=actor
        )
        body = {"consideration": consideration}
        record_event("case:set_aside", actor=actor, thing=held, reason=reason, body=body, via=via)


def take_up_again(case: Case, *, actor: User, consideration: str, via: str = "web") -> None:
    """Let a consideration apply after all.

    Raises:
        ConflictError: it is not set aside.
    """
    with transaction.atomic():
        held = services.hold(case, actor, "case:edit")
        standing = held.set_aside.filter(consideration=consideration, ended_at=None)
        if not standing.update(ended_at=timezone.now()):
            raise ConflictError("this consideration is not set aside")
        body = {"consideration": consideration}
        record_event("case:taken_up", actor=actor, thing=held, body=body, via=via)


def check_place(place: str) -> None:
    """Refuse a place that is no consideration and no question; empty is the case itself.

    Raises:
        NotFoundError: there is no such place.
    """
    key = engine().pack.answer_keys.get(place)
    if place and not (key and key.question.id == place):
        check_consideration(place)


def check_consideration(id_: str) -> None:
    """Refuse what is no consideration.

    Raises:
        NotFoundError: there is none of this name.
    """
    if id_ not in {one.id for one in engine().pack.catalogue.considerations}:
        raise NotFoundError("there is no such consideration", consideration=id_)
