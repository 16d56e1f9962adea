"""The way through: what officers do with a grievance. Every opening is on the record."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from nacl.public import PrivateKey

from enduse.desk.accounts.authority import can, require
from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Case
from enduse.desk.grievances.intake import Line, keep_message, read_messages
from enduse.desk.grievances.models import (
    CaseLink,
    Exclusion,
    Grievance,
    KeyShare,
    OfficerKey,
    Outcome,
    Pause,
    Remedy,
    Retaliation,
    Status,
)
from enduse.desk.grievances.officers import make_key, recover, unwrap, wrap
from enduse.desk.grievances.sealing import open_with, seal_to, seal_words, unseal, unseal_words
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


@dataclass(frozen=True, slots=True)
class Opener:
    """An officer whose key is unlocked."""

    user: User
    private: PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfficerView:
    """A grievance as an officer reads it."""

    what: str = field(repr=False)
    where_and_when: str = field(repr=False)
    about: str = field(repr=False)
    messages: tuple[Line, ...]
    file_names: tuple[str, ...] = field(repr=False)
    pause_reasons: tuple[tuple[date, date | None, str], ...] = field(repr=False)


# Keys


def set_up_key(user: User, passphrase: str) -> str:
    """Make an officer's key.

    Returns:
        The recovery key, to be printed; it is not kept.

    Raises:
        ConflictError: the officer has a key.
        InvalidInputError: the passphrase is too short.
    """
    require(user, "grievance:handle")
    if OfficerKey.objects.filter(user=user).exists():
        raise ConflictError("you have a key; change its passphrase instead")
    made = make_key(passphrase)
    with transaction.atomic():
        OfficerKey.objects.create(
            user=user,
            public=made.public,
            wrapped=made.wrapped,
            recovery_wrapped=made.recovery_wrapped,
            made_on=timezone.localdate(),
        )
        record_event("grievance_key:made", actor=user, thing=user)
    return made.recovery


def unlock(user: User, passphrase: str) -> PrivateKey:
    """An officer's private key, for the passphrase.

    Raises:
        NotFoundError: the officer has no key yet.
        NotAllowedError: it is not the passphrase.
    """
    require(user, "grievance:handle")
    return unwrap(_key_row(user).wrapped, passphrase)


def change_passphrase(user: User, recovery: str, passphrase: str) -> None:
    """Wrap an officer's key with a new passphrase, by the printed recovery key."""
    row = _key_row(user)
    private = recover(row.recovery_wrapped, recovery)
    with transaction.atomic():
        row.wrapped = wrap(private, passphrase)
        row.save(update_fields=["wrapped"])
        record_event("grievance_key:passphrase_changed", actor=user, thing=user)


def _key_row(user: User) -> OfficerKey:
    row = OfficerKey.objects.filter(user=user).first()
    if row is None:
        raise NotFoundError("you have no key yet; make one first")
    return row


# Reading


def get_grievance(user: User, pk: UUID) -> Grievance:
    """A grievance whose key was sealed to this officer.

    Raises:
        NotFoundError: there is none, or it was not.
    """
    require(user, "grievance:view")
    found = Grievance.objects.known_to(user).filter(pk=pk).prefetch_related("pauses").first()
    if found is None:
        raise NotFoundError("there is no such grievance, or it is not sealed to you")
    return found


def read_grievance(grievance: Grievance, opener: Opener) -> OfficerView:
    """Open a grievance. The record tells who did, never what stood in it."""
    key = _key_of(grievance, opener)
    with transaction.atomic():
        record_event("grievance:opened", actor=opener.user, thing=grievance)
        Grievance.objects.filter(pk=grievance.pk).update(has_news_for_officers=False)
    words = unseal_words(grievance.content, key)
    return OfficerView(
        what=words["what"],
        where_and_when=words["where_and_when"],
        about=words["about"],
        messages=read_messages(grievance, key),
        file_names=tuple(name for name, _ in _files(grievance, key)),
        pause_reasons=tuple(
            (pause.since, pause.until, unseal_words(pause.reason, key)["reason"])
            for pause in grievance.pauses.all()
        ),
    )


def open_files(grievance: Grievance, opener: Opener) -> list[tuple[str, bytes]]:
    """The files of a grievance: names and contents. It counts as an opening."""
    key = _key_of(grievance, opener)
    with transaction.atomic():
        record_event("grievance:files_opened", actor=opener.user, thing=grievance)
    return list(_files(grievance, key))


def _files(grievance: Grievance, key: bytes) -> Iterable[tuple[str, bytes]]:
    for file in grievance.files.order_by("pk"):
        name, _, content = unseal(file.content, key).partition(b"\0")
        yield name.decode(), content


def _key_of(grievance: Grievance, opener: Opener) -> bytes:
    require(opener.user, "grievance:handle", grievance)
    share = grievance.shares.get(officer=opener.user)
    return open_with(opener.private, share.sealed)


# Answering


def acknowledge(grievance: Grievance, opener: Opener, text: str) -> None:
    """Tell the reporter that someone reads."""
    _answer(grievance, opener, text, "grievance:acknowledged", status=Status.ACKNOWLEDGED)


def take_up(grievance: Grievance, opener: Opener, text: str) -> None:
    """Tell the reporter that it is being looked at."""
    _answer(grievance, opener, text, "grievance:taken_up", status=Status.LOOKED_AT)


def reply(grievance: Grievance, opener: Opener, text: str) -> None:
    """Send the reporter a message."""
    _answer(grievance, opener, text, "grievance:replied", status=None)


def conclude(
    grievance: Grievance, opener: Opener, *, outcome: Outcome, remedy: Remedy, text: str
) -> None:
    """Give the outcome and the remedy, in words to the reporter.

    Raises:
        InvalidInputError: it has no outcome, or no word on remedy.
    """
    if outcome == Outcome.OPEN:
        raise InvalidInputError("outcome: say what was found")
    if remedy == Remedy.NOT_YET:
        raise InvalidInputError("remedy: say what is done about it, or that nothing is")
    with transaction.atomic():
        _answer(grievance, opener, text, "grievance:concluded", status=Status.OUTCOME)
        grievance.outcome, grievance.remedy = outcome, remedy
        grievance.answered_on = grievance.answered_on or timezone.localdate()
        grievance.save(update_fields=["outcome", "remedy", "answered_on"])


def _answer(
    grievance: Grievance, opener: Opener, text: str, verb: str, *, status: Status | None
) -> None:
    if not text.strip():
        raise InvalidInputError("message: write to the reporter what happens now")
    key = _key_of(grievance, opener)
    with transaction.atomic():
        keep_message(grievance, text, key, from_reporter=False)
        if status is not None:
            grievance.status = status
        grievance.acknowledged_on = grievance.acknowledged_on or timezone.localdate()
        grievance.save(update_fields=["status", "acknowledged_on"])
        record_event(verb, actor=opener.user, thing=grievance)


def pause(grievance: Grievance, opener: Opener, reason: str) -> None:
    """Stop the clocks, and tell the reporter why.

    Raises:
        ConflictError: they stand already.
    """
    if grievance.pauses.filter(until=None).exists():
        raise ConflictError("the clocks stand already")
    key = _key_of(grievance, opener)
    with transaction.atomic():
        Pause.objects.create(
            grievance=grievance,
            since=timezone.localdate(),
            reason=seal_words({"reason": reason.strip()}, key),
        )
        _answer(grievance, opener, reason, "grievance:paused", status=None)


def resume(grievance: Grievance, opener: Opener) -> None:
    """Let the clocks run again."""
    require(opener.user, "grievance:handle", grievance)
    with transaction.atomic():
        if not grievance.pauses.filter(until=None).update(until=timezone.localdate()):
            raise ConflictError("the clocks are running")
        record_event("grievance:resumed", actor=opener.user, thing=grievance)


def check_retaliation(grievance: Grievance, opener: Opener, found: Retaliation) -> None:
    """Say whether the reporter met with reprisals, after asking."""
    require(opener.user, "grievance:handle", grievance)
    if found == Retaliation.NOT_CHECKED:
        raise InvalidInputError("retaliation: say what asking brought to light")
    with transaction.atomic():
        grievance.retaliation = found
        grievance.retaliation_checked_on = timezone.localdate()
        grievance.save(update_fields=["retaliation", "retaliation_checked_on"])
        record_event("grievance:retaliation_checked", actor=opener.user, thing=grievance)


def close(grievance: Grievance, opener: Opener) -> None:
    """Close a grievance that has its outcome; ninety days later its content is purged.

    Raises:
        ConflictError: it has no outcome, or nobody asked about reprisals.
    """
    require(opener.user, "grievance:handle", grievance)
    if grievance.answered_on is None:
        raise ConflictError("give the outcome first")
    if grievance.retaliation == Retaliation.NOT_CHECKED:
        raise ConflictError("ask about reprisals first")
    with transaction.atomic():
        grievance.closed_on = timezone.localdate()
        grievance.save(update_fields=["closed_on"])
        record_event("grievance:closed", actor=opener.user, thing=grievance)


# Who may read, and what it bears on


def share_with(grievance: Grievance, opener: Opener, other: User) -> None:
    """Seal the key to one more officer.

    Raises:
        NotAllowedError: it concerns them, or they are no officer with a key.
    """
    key = _key_of(grievance, opener)
    row = OfficerKey.objects.filter(user=other).first()
    if row is None or not can(other, "grievance:handle"):
        raise NotAllowedError("they are no officer with a key", user=str(other.pk))
    if grievance.exclusions.filter(user=other).exists():
        raise NotAllowedError("the grievance concerns them", user=str(other.pk))
    with transaction.atomic():
        KeyShare.objects.get_or_create(
            grievance=grievance, officer=other, defaults={"sealed": seal_to(row.public, key)}
        )
        record_event(
            "grievance:shared", actor=opener.user, thing=grievance, body={"with": str(other.pk)}
        )


def exclude(grievance: Grievance, opener: Opener, other: User) -> None:
    """Shut someone out whom it concerns: their key is taken, and they get no other.

    Raises:
        ConflictError: nobody else would be left to read it.
    """
    require(opener.user, "grievance:handle", grievance)
    if not grievance.shares.exclude(officer=other).exists():
        raise ConflictError("share it with another officer first: nobody would be left to read it")
    with transaction.atomic():
        grievance.shares.filter(officer=other).delete()
        identity = getattr(grievance, "identity", None)
        if identity is not None:
            identity.halves.filter(officer=other).delete()
            identity.halves.filter(other=other).delete()
            identity.requests.filter(asked_by=other).delete()
        Exclusion.objects.get_or_create(
            grievance=grievance,
            user=other,
            defaults={"by_reporter": False, "made_on": timezone.localdate()},
        )
        record_event(
            "grievance:excluded", actor=opener.user, thing=grievance, body={"user": str(other.pk)}
        )


def link_case(grievance: Grievance, opener: Opener, case: Case) -> CaseLink:
    """Say that a grievance bears on a case. The case learns that there is one, not what it says."""
    require(opener.user, "grievance:handle", grievance)
    with transaction.atomic():
        link, is_new = CaseLink.objects.get_or_create(
            grievance=grievance, case=case, defaults={"linked_on": timezone.localdate()}
        )
        if is_new:
            body = {"case": case.pk}
            record_event("grievance:linked", actor=opener.user, thing=grievance, body=body)
    return link


def set_hold(grievance: Grievance, opener: Opener, *, is_held: bool) -> None:
    """Place a legal hold, or lift it; while it stands nothing is purged."""
    require(opener.user, "grievance:handle", grievance)
    with transaction.atomic():
        grievance.is_held = is_held
        grievance.save(update_fields=["is_held"])
        verb = "grievance:held" if is_held else "grievance:hold_lifted"
        record_event(verb, actor=opener.user, thing=grievance)
