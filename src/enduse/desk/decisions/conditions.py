"""What is done with conditions: proven, released or refused, given to somebody else."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.cases import services as cases
from enduse.desk.cases.models import Case
from enduse.desk.decisions.deciders import require_decider
from enduse.desk.decisions.drafts import said
from enduse.desk.decisions.models import Condition, Progress
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.record.services import record_event
from enduse.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)


def get_condition(case: Case, pk: int) -> Condition:
    """One condition of a case.

    Raises:
        NotFoundError: the case has no such condition.
    """
    found = Condition.objects.filter(decision__case=case, pk=pk)
    condition = found.select_related("decision", "owner", "evidence", "proven_by").first()
    if condition is None:
        raise NotFoundError("there is no such condition", case=case.reference)
    return condition


def prove_condition(
    condition: Condition, *, actor: User, evidence: EvidenceFile, note: str = "", via: str = "web"
) -> None:
    """Bring a file that proves a condition; a decider looks at it before it counts.

    Raises:
        ConflictError: it is released already, or its decision is not in force.
        InvalidInputError: the file is not one of the case, or counts no more.
    """
    with transaction.atomic():
        held = cases.hold(condition.decision.case, actor, "condition:prove")
        row, today = _hold(condition), timezone.localdate()
        if row.is_met_on(today):
            raise ConflictError("this condition is released already")
        if not held.evidence_uses.filter(file=evidence).exists():
            raise InvalidInputError("evidence: attach the file to this case first")
        if not evidence.counts_on(today):
            raise InvalidInputError("evidence: this file does not count today")
        row.evidence, row.proof_note = evidence, note.strip()
        row.proven_by, row.proven_at = actor, timezone.now()
        row.released_by = row.released_at = None
        row.save()
        body = {**_as_body(row), "evidence": str(evidence.pk), "sha256": evidence.sha256}
        record_event("condition:proven", actor=actor, thing=held, reason=note, body=body, via=via)


def release_condition(
    condition: Condition, *, actor: User, note: str = "", via: str = "web"
) -> None:
    """Say that the proof of a condition holds, so that it stands in the way no more.

    Raises:
        NotAllowedError: the actor wrote the case, is no named decider of it, or brought the proof.
        ConflictError: there is no proof, or it counts no more.
    """
    with transaction.atomic():
        held = cases.hold(condition.decision.case, actor, "condition:release")
        require_decider(held, actor)
        row = _with_proof(condition)
        if row.proven_by_id == actor.pk:
            raise NotAllowedError("who brings a proof does not release it")
        row.released_by, row.released_at = actor, timezone.now()
        row.save(update_fields=["released_by", "released_at"])
        record_event(
            "condition:released",
            actor=actor,
            thing=held,
            reason=note.strip(),
            body=_as_body(row),
            via=via,
        )


def refuse_proof(condition: Condition, *, actor: User, reason: str, via: str = "web") -> None:
    """Say that a proof does not hold; the condition is open again.

    Raises:
        ConflictError: there is no proof to refuse.
    """
    with transaction.atomic():
        held = cases.hold(condition.decision.case, actor, "condition:release")
        require_decider(held, actor)
        row = _with_proof(condition)
        why = said("reason", reason)
        body = {**_as_body(row), "evidence": str(row.evidence_id)}
        row.evidence = row.proven_by = row.proven_at = None
        row.proof_note = ""
        row.save()
        record_event("condition:refused", actor=actor, thing=held, reason=why, body=body, via=via)


def change_condition(
    condition: Condition,
    *,
    actor: User,
    owner: User,
    due_on: date,
    reason: str,
    via: str = "web",
) -> None:
    """Give a condition to somebody else, or another day. What it asks never changes.

    Raises:
        ConflictError: it is released already.
        InvalidInputError: the owner is not on the team, the day is past, or no reason.
    """
    with transaction.atomic():
        held = cases.hold(condition.decision.case, actor, "condition:edit")
        row = _hold(condition)
        if row.released_at is not None:
            raise ConflictError("this condition is released already")
        if not held.known_to(owner):
            raise InvalidInputError("owner: has to be on the team", owner=str(owner))
        if due_on < timezone.localdate():
            raise InvalidInputError("due_on: this day is past")
        why = said("reason", reason)
        was = {"owner": str(row.owner_id), "due_on": row.due_on.isoformat()}
        row.owner, row.due_on = owner, due_on
        row.save(update_fields=["owner", "due_on"])
        body = {**_as_body(row), "was": was, "to": str(owner.pk), "due_on": due_on.isoformat()}
        record_event("condition:changed", actor=actor, thing=held, reason=why, body=body, via=via)


def _hold(condition: Condition) -> Condition:
    """The condition's row, of a decision in force."""
    held = Condition.objects.select_for_update(of=("self",))
    row = held.select_related("decision", "evidence").get(pk=condition.pk)
    if row.decision.progress != Progress.IN_FORCE:
        raise ConflictError("its decision is not in force", decision=row.decision.number)
    return row


def _with_proof(condition: Condition) -> Condition:
    row = _hold(condition)
    if row.state_on(timezone.localdate()) != "proven":
        raise ConflictError("there is no proof to look at, or it counts no more")
    return row


def _as_body(row: Condition) -> dict[str, object]:
    return {
        "decision": row.decision.number,
        "condition": row.position,
        "title": f"{row.decision.number}.{row.position} {row.text}",
    }
