"""Who the reporter is: opened only when a second officer agrees, and on the record."""

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.authority import require
from enduse.desk.accounts.models import User
from enduse.desk.grievances.handling import Opener
from enduse.desk.grievances.models import Grievance, Identity, IdentityRequest, OfficerKey
from enduse.desk.grievances.sealing import Halves, open_with, seal_to, unseal_words
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


def ask_identity(grievance: Grievance, opener: Opener, other: User, reason: str) -> IdentityRequest:
    """Ask a second officer to agree. The reason goes on the record, so it names nobody.

    Raises:
        NotFoundError: the reporter did not say who they are.
        NotAllowedError: the two hold no halves that fit.
        InvalidInputError: no reason.
    """
    identity = _identity_of(grievance, opener)
    if not reason.strip():
        raise InvalidInputError("reason: say why the name is needed; do not name anybody")
    mine = identity.halves.filter(officer=opener.user, other=other).first()
    if mine is None:
        raise NotAllowedError("you and they hold no halves that fit")
    public = OfficerKey.objects.get(user=other).public
    with transaction.atomic():
        asked = IdentityRequest.objects.create(
            identity=identity,
            asked_by=opener.user,
            asked_on=timezone.localdate(),
            to=other,
            half=seal_to(public, open_with(opener.private, mine.sealed)),
        )
        record_event("grievance:identity_asked", actor=opener.user, thing=grievance, reason=reason)
    return asked


def grant_identity(asked: IdentityRequest, opener: Opener) -> None:
    """Agree: join the halves and seal the key to the one who asked.

    Raises:
        NotAllowedError: somebody else was asked.
        ConflictError: it was answered.
    """
    _refuse_unless_asked(asked, opener)
    own = asked.identity.halves.get(officer=opener.user, other=asked.asked_by)
    joined = Halves(
        open_with(opener.private, asked.half), open_with(opener.private, own.sealed)
    ).join()
    public = OfficerKey.objects.get(user=asked.asked_by).public
    with transaction.atomic():
        asked.key, asked.granted_on = seal_to(public, joined), timezone.localdate()
        asked.save(update_fields=["key", "granted_on"])
        record_event(
            "grievance:identity_granted", actor=opener.user, thing=asked.identity.grievance
        )


def refuse_identity(asked: IdentityRequest, opener: Opener) -> None:
    """Do not agree."""
    _refuse_unless_asked(asked, opener)
    with transaction.atomic():
        asked.refused_on = timezone.localdate()
        asked.save(update_fields=["refused_on"])
        record_event(
            "grievance:identity_refused", actor=opener.user, thing=asked.identity.grievance
        )


def read_identity(asked: IdentityRequest, opener: Opener) -> str:
    """Who the reporter is, for the one who asked and was granted it.

    Raises:
        NotAllowedError: it was not granted to this officer.
    """
    if asked.asked_by_id != opener.user.pk or asked.key is None:
        raise NotAllowedError("a second officer has not agreed")
    require(opener.user, "grievance:handle", asked.identity.grievance)
    key = open_with(opener.private, asked.key)
    with transaction.atomic():
        record_event("grievance:identity_opened", actor=opener.user, thing=asked.identity.grievance)
    return str(unseal_words(asked.identity.content, key)["who"])


def _identity_of(grievance: Grievance, opener: Opener) -> Identity:
    require(opener.user, "grievance:handle", grievance)
    identity = Identity.objects.filter(grievance=grievance).first()
    if identity is None:
        raise NotFoundError("the reporter did not say who they are")
    return identity


def _refuse_unless_asked(asked: IdentityRequest, opener: Opener) -> None:
    require(opener.user, "grievance:handle", asked.identity.grievance)
    if asked.to_id != opener.user.pk:
        raise NotAllowedError("somebody else was asked")
    if asked.granted_on or asked.refused_on:
        raise ConflictError("this was answered")
