"""How long what is on record is kept, why, and what stands in the way of erasing it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.authority import require
from enduse.desk.accounts.models import User
from enduse.desk.record.models import Body, Event, LegalHold
from enduse.desk.record.services import Thing, actor_name, record_event, thing_name
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError

EVERYTHING = "*"
"""As the thing of a legal hold: nothing at all is erased."""

_YEAR = timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """How long one kind of thing is kept."""

    name: str
    years: float
    basis: str
    required: bool  # by law: nobody's wish shortens it


class Ground(models.TextChoices):
    """Why words may be erased."""

    RETENTION_OVER = "retention_over", _("Its time is over")
    PERSON_ASKED = "person_asked", _("The person it is about asked for it")
    NEVER_BELONGED = "never_belonged", _("It should never have been written here")


ACCOUNT = RetentionClass(
    "account", 2, "This project's choice: two years of accounts' history.", required=False
)


def transaction_class() -> RetentionClass:
    """The class of everything that belongs to a transaction; the years are a setting."""
    return RetentionClass(
        "transaction",
        settings.RETENTION_YEARS,
        "31 CFR 501.601 (ten years); 15 CFR 762.6 asks five.",
        required=True,
    )


_ACCOUNT_KINDS = frozenset({"user", "invitation", "apitoken"})


def retention_of(thing: str) -> RetentionClass:
    """The class a thing falls in, by its kind; what is not known falls in the longest."""
    kind = thing.partition(":")[0]
    return ACCOUNT if kind in _ACCOUNT_KINDS else transaction_class()


def kept_until(event: Event) -> datetime:
    """When the time of an event's words is over."""
    return event.at + retention_of(event.thing).years * _YEAR


def is_held(thing: str) -> bool:
    """Whether a legal hold stands on a thing."""
    return LegalHold.objects.filter(thing__in=[thing, EVERYTHING], lifted_at=None).exists()


def place_hold(thing: Thing, *, actor: User, reason: str) -> LegalHold:
    """Forbid to erase anything that belongs to a thing, until the hold is lifted."""
    require(actor, "record:hold")
    _check_reason(reason)
    with transaction.atomic():
        hold = LegalHold.objects.create(
            thing=thing_name(thing),
            reason=reason,
            placed_by=actor_name(actor),
            placed_at=timezone.now(),
        )
        record_event("record:held", actor=actor, thing=hold.thing, reason=reason)
    return hold


def lift_hold(hold: LegalHold, *, actor: User, reason: str) -> None:
    """Lift a legal hold."""
    require(actor, "record:hold")
    _check_reason(reason)
    with transaction.atomic():
        lifted = LegalHold.objects.filter(pk=hold.pk, lifted_at=None)
        if not lifted.update(lifted_at=timezone.now()):
            raise ConflictError("this hold is lifted already", thing=hold.thing)
        record_event("record:released", actor=actor, thing=hold.thing, reason=reason)


def erase(event: Event, *, actor: User, ground: Ground, reason: str) -> Event:
    """Erase the words that belong to an event; the event itself stays, and so does its hash.

    Returns:
        The event that tells of the erasure. Its own words cannot be erased.

    Raises:
        NotAllowedError: the actor may not, a hold stands, or the law asks to keep them longer.
        ConflictError: there is nothing to erase.
    """
    require(actor, "record:erase")
    _check_reason(reason)
    _check_may_erase(event, ground)
    with transaction.atomic():
        content = {"event": event.seq, "ground": str(ground)}
        told = record_event(
            "record:erased", actor=actor, thing=event.thing, reason=reason, body=content
        )
        bodies = Body.objects.filter(event=event, erased_by=None)
        if not bodies.update(text="", salt="", erased_by=told.seq):
            raise ConflictError("this event has no words, or they are erased", seq=event.seq)
    return told


def _check_may_erase(event: Event, ground: Ground) -> None:
    if event.verb.startswith("record:"):
        raise NotAllowedError("what was done to the record itself is kept", seq=event.seq)
    if is_held(event.thing):
        raise NotAllowedError("a legal hold stands on this", thing=event.thing)
    kept, until = retention_of(event.thing), kept_until(event)
    if timezone.now() >= until or ground is Ground.NEVER_BELONGED:
        return
    if ground is Ground.RETENTION_OVER or kept.required:
        raise NotAllowedError(f"to be kept until {until:%Y-%m-%d}: {kept.basis}", seq=event.seq)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInputError("reason: say why")
