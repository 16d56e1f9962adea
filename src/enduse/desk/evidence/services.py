"""Evidence files: brought, found, withdrawn. Never changed and never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.authority import require, visible
from enduse.desk.accounts.models import User
from enduse.desk.evidence import store
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError


@dataclass(frozen=True, slots=True)
class About:
    """What a person says about a file."""

    title: str
    source: str = ""
    licence: str = ""
    received_on: date | None = None  # None for today
    effective_on: date | None = None
    expires_on: date | None = None

    def __post_init__(self) -> None:
        if self.effective_on and self.expires_on and self.expires_on < self.effective_on:
            raise InvalidInputError("expires_on: lies before the day the file takes effect")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes in."""

    name: str
    chunks: Iterable[bytes] = field(repr=False)


def add_file(*, actor: User, upload: Upload, about: About, via: str = "web") -> EvidenceFile:
    """Keep a file and what is said about it.

    Raises:
        InvalidInputError: the file is empty, too large, of another type than its name says, or of
            a type that is not taken.
    """
    require(actor, "evidence:add")
    stored = store.keep(upload.name, upload.chunks)
    with transaction.atomic():
        file = EvidenceFile.objects.create(
            sha256=stored.sha256,
            size=stored.size,
            name=stored.name,
            media_type=stored.media_type,
            title=about.title or stored.name,
            source=about.source,
            licence=about.licence,
            received_on=about.received_on or timezone.localdate(),
            effective_on=about.effective_on,
            expires_on=about.expires_on,
            added_by=actor,
        )
        record_event("evidence:added", actor=actor, thing=file, body=as_json(file), via=via)
    return file


def get_file(user: User, pk: UUID | str) -> EvidenceFile:
    """A file that someone may see.

    Raises:
        NotFoundError: there is none, or none they may know of.
    """
    found = visible(user, EvidenceFile.objects.filter(pk=pk)).select_related("added_by").first()
    if found is None:
        raise NotFoundError("there is no such file, or you may not see it")
    return found


def withdraw_file(file: EvidenceFile, *, actor: User, reason: str, via: str = "web") -> None:
    """Let a file count no more; it stays where it is, and so does what rested on it.

    Raises:
        ConflictError: it is withdrawn already.
    """
    require(actor, "evidence:withdraw", file)
    if not reason.strip():
        raise InvalidInputError("reason: say why the file no longer counts")
    with transaction.atomic():
        held = EvidenceFile.objects.select_for_update().get(pk=file.pk)
        if held.withdrawn_at is not None:
            raise ConflictError("the file is withdrawn already")
        held.withdrawn_at, held.withdrawn_reason = timezone.now(), reason.strip()
        held.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        record_event("evidence:withdrawn", actor=actor, thing=held, reason=reason, via=via)


def as_json(file: EvidenceFile) -> dict[str, object]:
    """A file in the record and in exports."""
    days = ("received_on", "effective_on", "expires_on")
    return {
        "id": str(file.pk),
        "name": file.name,
        "title": file.title,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "source": file.source,
        "licence": file.licence,
        **{day: value.isoformat() if (value := getattr(file, day)) else None for day in days},
    }
