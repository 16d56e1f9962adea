"""What is done with decisions: put forward, signed, withdrawn, ended by what they wait for.

Every rule of four eyes stands here, so that the pages, the API and a command meet the same ones.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.accounts.sessions import SIGNING_SECONDS, Proof
from enduse.desk.cases import services as cases
from enduse.desk.cases.models import Case, Stage
from enduse.desk.decisions.basis import Basis, basis_of
from enduse.desk.decisions.deciders import deciders, require_decider
from enduse.desk.decisions.drafts import Draft, Wanted, check_draft, said
from enduse.desk.decisions.models import (
    SETTLES,
    Condition,
    Decision,
    Outcome,
    Progress,
    Signature,
    Stance,
)
from enduse.desk.decisions.statements import signed_sha256, statement_of
from enduse.desk.record.services import record_event
from enduse.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)


def get_decision(case: Case, number: int) -> Decision:
    """One decision of a case.

    Raises:
        NotFoundError: there is none of this number.
    """
    found = case.decisions.select_related("run__transaction", "proposed_by").filter(number=number)
    decision = found.first()
    if decision is None:
        raise NotFoundError("there is no such decision", case=case.reference, decision=number)
    return decision


def decide_case(
    case: Case, *, actor: User, draft: Draft, proof: Proof, via: str = "web"
) -> Decision:
    """Put a decision forward and sign it; it is in force once enough deciders agree.

    Args:
        case: the case, in review or decided.
        actor: a named decider; their signature is the first.
        draft: what is decided.
        proof: that the actor just proved who they are.
        via: the way by which it came.

    Raises:
        NotAllowedError: the actor wrote the case, is not named for it, or has proven nothing.
        ConflictError: the case is a draft, another decision waits, or the assessment is stale.
        InvalidInputError: something is missing; the message names the field.
    """
    with transaction.atomic():
        held = cases.hold(case, actor, "case:decide")
        named = require_decider(held, actor)
        _require_proof(actor, proof)
        basis = _sound_basis(held)
        check_draft(draft, basis)
        made = _same_again(held, actor, draft, basis, named)
        if made is None:
            _refuse_second(held)
            made = _create(held, actor, draft, basis, named)
            _record_proposal(held, made, actor, via)
            _sign(held, made, actor, Stance.AGREES, "", proof, via)
            _take_force(held, made, actor, via)
    return made


def sign_decision(
    decision: Decision,
    *,
    actor: User,
    stance: str,
    words: str = "",
    seen: str,
    proof: Proof,
    via: str = "web",
) -> Signature:
    """Agree with a decision or dissent from it; a dissent is kept with the record.

    Args:
        decision: one that waits or is in force.
        actor: a named decider. Who signs the same way twice has signed once.
        stance: a `Stance`.
        words: why; a dissent needs them.
        seen: the hash of the statement that the actor read.
        proof: that the actor just proved who they are.
        via: the way by which it came.

    Raises:
        NotAllowedError: the actor wrote the case, is not named for it, or has proven nothing.
        ConflictError: they signed otherwise before, or the decision or what it rests on changed.
        InvalidInputError: a dissent without words.
    """
    side = Stance(stance)
    with transaction.atomic():
        held = cases.hold(decision.case, actor, "case:decide")
        require_decider(held, actor)
        _require_proof(actor, proof)
        row = _hold(decision)
        if earlier := row.signatures.filter(user=actor).first():
            return _same_stance(earlier, side)
        _refuse_unsignable(held, row, seen)
        if side == Stance.DISSENTS and not words.strip():
            raise InvalidInputError("words: say why you dissent")
        signature = _sign(held, row, actor, side, words, proof, via)
        _take_force(held, row, actor, via)
    return signature


def withdraw_decision(decision: Decision, *, actor: User, reason: str, via: str = "web") -> None:
    """Let a decision hold no more, or wait no more; it stays on record.

    Raises:
        NotAllowedError: the actor is no named decider.
        ConflictError: it is over already.
    """
    with transaction.atomic():
        held = cases.hold(decision.case, actor, "case:decide", closed_too=True)
        require_decider(held, actor)
        row = _hold(decision)
        if row.progress not in (Progress.WAITING, Progress.IN_FORCE):
            raise ConflictError("this decision is over already", decision=row.number)
        why = said("reason", reason)
        _end(held, row, Progress.WITHDRAWN, why)
        body = {"decision": row.number, "title": _title(row)}
        record_event("decision:withdrawn", actor=actor, thing=held, reason=why, body=body, via=via)


def report_trigger(
    decision: Decision, *, actor: User, trigger: str, reason: str, via: str = "web"
) -> None:
    """Say that something happened which ends a decision; whoever works on the case may.

    Raises:
        ConflictError: the decision is not in force.
        InvalidInputError: it does not wait for this, or nothing is said about it.
    """
    with transaction.atomic():
        held = cases.hold(decision.case, actor, "case:withdraw")
        row = _hold(decision)
        if row.progress != Progress.IN_FORCE:
            raise ConflictError("only a decision in force is ended by an event")
        if trigger not in row.triggers:
            raise InvalidInputError("trigger: this decision does not end with it", trigger=trigger)
        why = said("reason", reason)
        _end(held, row, Progress.WITHDRAWN, f"{trigger}: {why}")
        body = {"decision": row.number, "trigger": trigger, "title": f"{_title(row)}; {trigger}"}
        record_event("decision:ended", actor=actor, thing=held, reason=why, body=body, via=via)


def _require_proof(actor: User, proof: Proof) -> None:
    """A person signs, who proved a moment ago that it is them. A token never does."""
    if actor.scopes is not None:
        raise NotAllowedError("a token cannot sign; sign in the desk")
    age = timezone.now() - proof.at
    if proof.user != actor.pk or age > timedelta(seconds=SIGNING_SECONDS):
        raise NotAllowedError("prove who you are again, then sign")


def _sound_basis(held: Case) -> Basis:
    """The assessment to decide on; neither missing nor stale."""
    if held.stage not in (Stage.REVIEW, Stage.DECIDED):
        raise ConflictError("send the case to review before it is decided")
    basis = basis_of(held)
    if basis is None:
        raise ConflictError("keep an assessment before you decide")
    if basis.stale:
        raise ConflictError(f"{basis.stale[0]} Keep the assessment again, then decide.")
    return basis


def _same_again(
    held: Case, actor: User, draft: Draft, basis: Basis, named: Sequence[User]
) -> Decision | None:
    """The decision that the same person put forward just now in the same words, if there is one."""
    last = held.decisions.filter(progress__in=(Progress.WAITING, Progress.IN_FORCE)).first()
    if last is None or last.proposed_by_id != actor.pk:
        return None
    again = statement_of(held, last.number, actor, draft, basis, named)
    return last if again == last.statement else None


def _refuse_second(held: Case) -> None:
    if held.decisions.filter(progress=Progress.WAITING).exists():
        raise ConflictError("a decision waits for signatures; sign it, or withdraw it first")


def _create(held: Case, actor: User, draft: Draft, basis: Basis, named: Sequence[User]) -> Decision:
    last = held.decisions.first()
    number = last.number + 1 if last else 1
    decision = Decision.objects.create(
        case=held,
        number=number,
        run=basis.run,
        outcome=Outcome(draft.outcome),
        proposed=basis.proposed,
        reasons=draft.reasons.strip(),
        against=draft.against.strip(),
        pause_until=draft.pause_until.strip(),
        valid_until=draft.valid_until,
        triggers=list(draft.triggers),
        signatures_needed=basis.signatures_needed,
        statement=statement_of(held, number, actor, draft, basis, named),
        proposed_by=actor,
    )
    for position, one in enumerate(draft.conditions, start=1):
        _create_condition(held, decision, position, one)
    return decision


def _create_condition(held: Case, decision: Decision, position: int, one: Wanted) -> None:
    if not held.known_to(one.owner):
        raise InvalidInputError(
            f"conditions {position} owner: has to be on the team", owner=str(one.owner)
        )
    Condition.objects.create(
        decision=decision,
        position=position,
        text=one.text.strip(),
        proof=one.proof.strip(),
        blocks_shipment=one.blocks_shipment,
        owner=one.owner,
        due_on=one.due_on,
    )


def _record_proposal(held: Case, decision: Decision, actor: User, via: str) -> None:
    body = {"title": _title(decision), "statement": json.loads(decision.statement)}
    record_event("decision:proposed", actor=actor, thing=held, body=body, via=via)


def _sign(
    held: Case, decision: Decision, actor: User, stance: Stance, words: str, proof: Proof, via: str
) -> Signature:
    """Put one signature under a decision: an event with the hash of all that is signed."""
    signed = signed_sha256(decision.run, decision.statement)
    body = {
        "title": f"{_title(decision)}: {stance.value}",
        "decision": decision.number,
        "stance": stance.value,
        "run": decision.run.number,
        "run_sha256": decision.run.sha256,
        "statement_sha256": decision.statement_sha256,
        "signed_sha256": signed,
        "proof": {"method": proof.method, "at": proof.at.isoformat()},
    }
    event = record_event(
        "decision:signed", actor=actor, thing=held, reason=words.strip(), body=body, via=via
    )
    return Signature.objects.create(
        decision=decision,
        user=actor,
        stance=stance,
        words=words.strip(),
        signed_sha256=signed,
        event=event,
    )


def _take_force(held: Case, decision: Decision, actor: User, via: str) -> None:
    """Let a decision hold once enough people agree who are still named for it."""
    if decision.progress != Progress.WAITING:
        return
    agreeing = decision.signatures.filter(stance=Stance.AGREES, user__in=deciders(held))
    if agreeing.count() < decision.signatures_needed:
        return
    _supersede_earlier(held, decision, actor, via)
    decision.progress, decision.in_force_at = Progress.IN_FORCE, timezone.now()
    decision.save(update_fields=["progress", "in_force_at"])
    _move(held, Stage.DECIDED if decision.outcome in SETTLES else Stage.REVIEW)
    body = {"decision": decision.number, "title": _title(decision)}
    record_event("decision:taken", actor=actor, thing=held, body=body, via=via)


def _supersede_earlier(held: Case, decision: Decision, actor: User, via: str) -> None:
    earlier = held.decisions.filter(progress=Progress.IN_FORCE).first()
    if earlier is None:
        return
    _end(held, earlier, Progress.SUPERSEDED, f"decision {decision.number}")
    body = {"decision": earlier.number, "by": f"{_title(decision)}", "title": _title(earlier)}
    record_event("decision:superseded", actor=actor, thing=held, body=body, via=via)


def _end(held: Case, decision: Decision, progress: Progress, reason: str) -> None:
    decision.progress, decision.ended_at = progress, timezone.now()
    decision.ended_reason = reason
    decision.save(update_fields=["progress", "ended_at", "ended_reason"])
    if held.stage == Stage.DECIDED:
        _move(held, Stage.REVIEW)


def _move(held: Case, stage: Stage) -> None:
    held.stage, held.updated_at = stage, timezone.now()
    held.save(update_fields=["stage", "updated_at"])


def _hold(decision: Decision) -> Decision:
    held = Decision.objects.select_for_update(of=("self",))
    return held.select_related("run__transaction").get(pk=decision.pk)


def _same_stance(earlier: Signature, side: Stance) -> Signature:
    if earlier.stance != side:
        raise ConflictError("you have signed already; a signature is not changed")
    return earlier


def _refuse_unsignable(held: Case, row: Decision, seen: str) -> None:
    if row.progress not in (Progress.WAITING, Progress.IN_FORCE):
        raise ConflictError("this decision is over; nobody signs it any more")
    if row.statement_sha256 != seen:
        raise ConflictError("this is not the statement that you read; read it again")
    basis = basis_of(held, row.run)
    if basis is not None and basis.stale and row.progress == Progress.WAITING:
        raise ConflictError(f"{basis.stale[0]} Withdraw this decision, and decide anew.")


def _title(decision: Decision) -> str:
    return f"{decision.number}. {decision.get_outcome_display()}"
