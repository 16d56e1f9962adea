"""Writing the record."""

import secrets
from collections.abc import Mapping
from typing import TypeAlias

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.utils import timezone

from enduse.desk import keys
from enduse.desk.accounts.models import User
from enduse.desk.record.chain import GENESIS, canonical, commitment, event_hash, seal
from enduse.desk.record.models import Body, ChainHead, Event, Via
from enduse.domain.errors import ConflictError

Actor: TypeAlias = User | AnonymousUser | str
Thing: TypeAlias = models.Model | str
Content: TypeAlias = Mapping[str, object]

_SALT_BYTES = 32


def record_event(
    verb: str,
    *,
    actor: Actor,
    thing: Thing,
    reason: str = "",
    body: Content | None = None,
    via: str = Via.WEB,
) -> Event:
    """Add one event to the record, in the transaction of the change that it tells of.

    Args:
        verb: what was done, in the past: `case:opened`, `answer:given`.
        actor: the user, or a plain word for what acted without one (`system:worker`).
        thing: what it was done to: an instance, or its `model:id`.
        reason: why, in the words of the actor.
        body: what changed, as plain JSON values. It stands beside the chain and can be erased;
            names and words of people belong here, never in `verb` or `thing`.
        via: the way by which it came.

    Raises:
        ConflictError: there is no open transaction.
    """
    if not connection.in_atomic_block:
        raise ConflictError("an event is recorded in the transaction of the change", verb=verb)
    head = _locked_head()
    text, salt, body_hash = _sealed_body(reason, body)
    event = Event(
        seq=head.seq + 1,
        at=timezone.now(),
        actor=actor_name(actor),
        via=via,
        verb=verb,
        thing=thing_name(thing),
        version=getattr(thing, "version", 0),
        body_hash=body_hash,
        prev_hash=head.hash,
    )
    event.hash = event_hash(event.hashed_fields())
    event.save(force_insert=True)
    if text:
        Body.objects.create(event=event, salt=salt, text=text)
    _move(head, event)
    return event


def actor_name(actor: Actor) -> str:
    """How the record names who acted: by id, never by name."""
    if isinstance(actor, User):
        return f"user:{actor.pk}"
    return actor if isinstance(actor, str) else "anonymous"


def thing_name(thing: Thing) -> str:
    """How the record names a thing: by kind and id."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.model_name}:{thing.pk}"


def head_key() -> bytes:
    """The key that seals the newest event."""
    return keys.read_key(settings.KEYS_DIR, keys.HEAD)


def _locked_head() -> ChainHead:
    """The newest event, held until the transaction ends: writers stand in line here."""
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"seq": 0, "hash": GENESIS, "seal": seal(head_key(), 0, GENESIS)}
    )
    return head


def _sealed_body(reason: str, body: Content | None) -> tuple[str, str, str]:
    """The text to keep, its salt, and what the chain keeps of both; empty if there is nothing."""
    if not reason and body is None:
        return "", "", ""
    text = canonical({"reason": reason, "content": body}).decode()
    salt = secrets.token_bytes(_SALT_BYTES)
    return text, salt.hex(), commitment(salt, text)


def _move(head: ChainHead, event: Event) -> None:
    head.seq, head.hash = event.seq, event.hash
    head.seal = seal(head_key(), head.seq, head.hash)
    head.save(update_fields=["seq", "hash", "seal"])
