"""What is done with a case as a whole: opened, saved, kept assessed, moved, taken off the table."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.authority import can, require, visible
from enduse.desk.accounts.models import User
from enduse.desk.cases import standing
from enduse.desk.cases.models import (
    OPEN_STAGES,
    AssessmentRun,
    Case,
    Classification,
    Content,
    Membership,
    Stage,
    TeamRole,
    TransactionVersion,
)
from enduse.desk.cases.standing import Change
from enduse.desk.record.services import record_event
from enduse.desk.registers.models import Agency, Party, Product
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError


@dataclass(frozen=True, slots=True)
class Links:
    """What a case draws on from the registers."""

    product: Product | None = None
    agency: Agency | None = None
    party: Party | None = None


def get_case(user: User, pk: int) -> Case:
    """A case that someone may see.

    Raises:
        NotFoundError: there is none, or none they may know of.
    """
    found = visible(user, Case.objects.select_related("owner", "author", "standing")).filter(pk=pk)
    case = found.first()
    if case is None:
        raise NotFoundError("there is no such case, or you are not on its team")
    return case


def open_case(
    *,
    actor: User,
    title: str,
    content: Mapping[str, Any],
    owner: User | None = None,
    classification: str = Classification.CONFIDENTIAL,
    links: Links | None = None,
    via: str = "web",
) -> Case:
    """Open a case on one proposed transaction and assess it for the first time.

    Args:
        actor: becomes its author, and so will never decide it.
        title: what people call it.
        content: the transaction as the core's own file has it.
        owner: who sees to it; the author if nobody is named.
        classification: who outside the team may hear of it.
        links: the entries of registers that it was made from.
        via: the way by which it came.

    Raises:
        InvalidInputError: the content is no transaction; the message names the field.
    """
    require(actor, "case:open")
    links, owner = links or Links(), owner or actor
    if not can(owner, "case:view"):
        raise InvalidInputError("owner: has no role that works on cases", owner=str(owner))
    profile = links.product.profiles.first() if links.product else None
    with transaction.atomic():
        case = Case.objects.create(
            title=_said("title", title),
            owner=owner,
            author=actor,
            classification=Classification(classification),
            product=links.product,
            profile=profile,
            agency=links.agency,
            party=links.party,
        )
        _add_member(case, actor, TeamRole.AUTHOR, by=actor)
        if owner != actor:
            _add_member(case, owner, TeamRole.ANALYST, by=actor)
        saved, _ = _save(case, {"id": case.reference, **content}, actor=actor, reason="")
        body = {"title": case.title, "owner": str(owner.pk), "transaction": saved.content}
        record_event("case:opened", actor=actor, thing=case, body=body, via=via)
    return case


def save_transaction(
    case: Case,
    *,
    actor: User,
    content: Mapping[str, Any],
    seen: int,
    reason: str = "",
    via: str = "web",
) -> list[Change]:
    """Put another description of the sale in place of the one on file; answers stay as they are.

    Args:
        case: the case.
        actor: who changes it.
        content: the transaction; its `answers` are left aside.
        seen: the version that the change was made from.
        reason: why, in words.
        via: the way by which it came.

    Raises:
        ConflictError: the description changed meanwhile.
        InvalidInputError: the content is no transaction.
    """
    with transaction.atomic():
        held = hold(case, actor, "case:edit")
        now = content_of(held)
        if held.version != seen and _described(content_at(held, seen)) != _described(now):
            raise ConflictError("the sale was described anew meanwhile; look at both versions")
        changed = {**content, "answers": now.get("answers", {})}
        if not changed["answers"]:
            del changed["answers"]
        saved, changes = _save(held, changed, actor=actor, reason=reason)
        record_event(
            "case:described",
            actor=actor,
            thing=held,
            reason=reason,
            via=via,
            body={"transaction": _described(saved.content), **as_body(changes)},
        )
    return changes


def save_answers_of(
    held: Case, answers: Mapping[str, Any], *, actor: User, reason: str = ""
) -> tuple[TransactionVersion, list[Change]]:
    """Put other answers in a case that is held, as a new version of its transaction."""
    content = {**content_of(held), "answers": dict(answers)}
    return _save(held, content, actor=actor, reason=reason)


def keep_run(case: Case, *, actor: User, via: str = "web") -> AssessmentRun:
    """Keep what the case comes to now, as a numbered assessment that is never changed."""
    with transaction.atomic():
        held = hold(case, actor, "case:assess")
        run = _keep_run(held, actor, via)
        held.save()
    return run


def submit_case(case: Case, *, actor: User, via: str = "web") -> AssessmentRun:
    """Send a case to review, with an assessment kept as it stands; one that is kept will do.

    Raises:
        ConflictError: it is not a draft.
    """
    with transaction.atomic():
        held = hold(case, actor, "case:submit")
        _refuse_unless(held, Stage.DRAFT, "only a draft can be sent to review")
        run = _kept_already(held) or _keep_run(held, actor, via)
        _move(held, Stage.REVIEW)
        body = {"run": run.number}
        record_event("case:submitted", actor=actor, thing=held, body=body, via=via)
    return run


def send_back(case: Case, *, actor: User, reason: str, via: str = "web") -> None:
    """Give a case back to its team, with what is missing."""
    with transaction.atomic():
        held = hold(case, actor, "case:review")
        _refuse_unless(held, Stage.REVIEW, "only a case in review can be sent back")
        _move(held, Stage.DRAFT)
        why = _said("reason", reason)
        record_event("case:sent_back", actor=actor, thing=held, reason=why, via=via)


def withdraw_case(case: Case, *, actor: User, reason: str, via: str = "web") -> None:
    """Take a case off the table; it stays on record.

    Raises:
        ConflictError: it is not open.
    """
    with transaction.atomic():
        held = hold(case, actor, "case:withdraw")
        _refuse_unless(held, None, "only an open case can be withdrawn")
        _move(held, Stage.WITHDRAWN)
        why = _said("reason", reason)
        record_event("case:withdrawn", actor=actor, thing=held, reason=why, via=via)


def supersede_case(case: Case, *, actor: User, by: Case, reason: str, via: str = "web") -> None:
    """Let another case stand in place of this one.

    Raises:
        ConflictError: one of the two is off the table.
        InvalidInputError: a case cannot take its own place.
    """
    if by.pk == case.pk:
        raise InvalidInputError("by: name another case", case=case.reference)
    with transaction.atomic():
        held = hold(case, actor, "case:withdraw")
        require(actor, "case:view", by)
        if held.stage in (Stage.WITHDRAWN, Stage.SUPERSEDED) or by.stage == Stage.WITHDRAWN:
            raise ConflictError("both cases must be standing", case=case.reference)
        held.superseded_by = by
        _move(held, Stage.SUPERSEDED)
        why, body = _said("reason", reason), {"by": by.reference}
        record_event("case:superseded", actor=actor, thing=held, reason=why, body=body, via=via)


def add_member(case: Case, *, actor: User, user: User, role: str, via: str = "web") -> Membership:
    """Let someone know of a case, and say what for.

    Raises:
        InvalidInputError: the person has no role that could read a case, or is the author and
            should decide.
    """
    with transaction.atomic():
        held = hold(case, actor, "case:assign", closed_too=True)
        if not can(user, "case:view"):
            raise InvalidInputError("user: has no role that works on cases", user=str(user))
        if held.authored_by(user) and role == TeamRole.DECIDER:
            raise InvalidInputError("role: the author of a case never decides it")
        member = _add_member(held, user, TeamRole(role), by=actor)
        body = {"user": str(user.pk), "role": role}
        record_event("case:member_added", actor=actor, thing=held, body=body, via=via)
    return member


def remove_member(case: Case, *, actor: User, user: User, reason: str, via: str = "web") -> None:
    """Take someone off a case's team; the author stays.

    Raises:
        ConflictError: the person is the author or the owner.
    """
    with transaction.atomic():
        held = hold(case, actor, "case:assign", closed_too=True)
        if user.pk in (held.author_id, held.owner_id):
            raise ConflictError("the author and the owner stay on the team")
        held.memberships.filter(user=user).delete()
        why, body = _said("reason", reason), {"user": str(user.pk)}
        record_event("case:member_removed", actor=actor, thing=held, reason=why, body=body, via=via)


def hold(case: Case, actor: User, verb: str, *, closed_too: bool = False) -> Case:
    """The case's row, held until the transaction ends, for someone who may do this to it.

    Raises:
        NotAllowedError: they may not.
        ConflictError: the case is off the table and this is not meant for such a one.
    """
    held = Case.objects.select_for_update().get(pk=case.pk)
    require(actor, verb, held)
    if not closed_too and held.stage in (Stage.WITHDRAWN, Stage.SUPERSEDED):
        raise ConflictError("the case is off the table; open a new one", case=held.reference)
    return held


def content_of(case: Case) -> Content:
    """The transaction of a case, as the core's own file has it."""
    return content_at(case, case.version)


def content_at(case: Case, number: int) -> Content:
    """The transaction of a case in one of its versions.

    Raises:
        NotFoundError: there is no such version.
    """
    found = case.versions.filter(number=number).values_list("content", flat=True).first()
    if found is None:
        raise NotFoundError("there is no such version", case=case.reference, version=number)
    content: Content = found
    return content


def as_body(changes: list[Change]) -> dict[str, object]:
    """Changed findings, for the record."""
    return {"findings": [[one.red_flag, one.was, one.now] for one in changes]} if changes else {}


def _save(
    case: Case, content: Mapping[str, Any], *, actor: User, reason: str
) -> tuple[TransactionVersion, list[Change]]:
    """Add a version, assess it, and open the case again if it was decided."""
    written = orjson.dumps(dict(content), option=orjson.OPT_SORT_KEYS)
    case.version += 1
    case.updated_at = timezone.now()
    changes = standing.refresh(case, dict(content))
    saved = TransactionVersion.objects.create(
        case=case,
        number=case.version,
        content=dict(content),
        sha256=hashlib.sha256(written).hexdigest(),
        reason=reason,
        saved_by=actor,
    )
    if case.stage == Stage.DECIDED:
        case.stage = Stage.REVIEW
        record_event("case:reopened", actor=actor, thing=case, reason="the transaction changed")
    case.save()
    return saved, changes


def _kept_already(held: Case) -> AssessmentRun | None:
    """The last run, if the case still comes to the same to the byte."""
    standing.refresh(held, content_of(held))
    last = held.runs.first()
    return last if last and last.sha256 == held.standing.sha256 else None


def _keep_run(held: Case, actor: User, via: str) -> AssessmentRun:
    content = content_of(held)
    changes = standing.refresh(held, content)
    now, last = held.standing, held.runs.first()
    run = AssessmentRun.objects.create(
        case=held,
        number=last.number + 1 if last else 1,
        transaction=held.versions.get(number=held.version),
        as_of=now.as_of,
        route=held.route,
        document=bytes(now.document),
        sha256=now.sha256,
        rules_sha256=now.rules_sha256,
        made_by=actor,
    )
    body = {"run": run.number, "sha256": run.sha256, "route": run.route, **as_body(changes)}
    record_event("case:assessed", actor=actor, thing=held, body=body, via=via)
    return run


def _add_member(case: Case, user: User, role: TeamRole, *, by: User) -> Membership:
    member, _ = Membership.objects.update_or_create(
        case=case, user=user, defaults={"role": role, "added_by": by}
    )
    return member


def _move(held: Case, stage: Stage) -> None:
    held.stage, held.updated_at = stage, timezone.now()
    held.save()


def _refuse_unless(held: Case, stage: Stage | None, says: str) -> None:
    allowed = OPEN_STAGES if stage is None else (stage,)
    if held.stage not in allowed:
        raise ConflictError(says, case=held.reference, stage=str(held.stage))


def _described(content: Content) -> Content:
    return {key: value for key, value in content.items() if key != "answers"}


def _said(field: str, text: str) -> str:
    if not text.strip():
        raise InvalidInputError(f"{field}: say it in a few words")
    return text.strip()
