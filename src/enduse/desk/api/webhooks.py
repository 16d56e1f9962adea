"""Webhooks: addresses that are told, by a signed call, that something happened.

A call says which event, which verb, which thing and when; what it says of the thing stands in the
API, for whoever may read it.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

import httpx
import orjson
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from enduse.desk.accounts.authority import can, require, visible
from enduse.desk.accounts.models import User
from enduse.desk.api.addresses import Target, target_of
from enduse.desk.api.models import Delivery, DeliveryState, Webhook
from enduse.desk.api.sealing import seal, unseal
from enduse.desk.cases.models import Case
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.record.models import Event
from enduse.desk.record.services import record_event
from enduse.desk.registers.models import Agency, Party, Product
from enduse.domain.errors import InvalidInputError, NotFoundError

SIGNATURE = "Enduse-Signature"
SECRET_PREFIX = "whsec_"  # noqa: S105  says what it is, as tokens do
WAITS = (60, 300, 1_800, 7_200, 21_600, 86_400)  # seconds before each further attempt
MOST = 20  # of one owner

_TIMEOUT = 10.0
_THINGS = {model._meta.model_name: model for model in (Case, Product, Party, Agency, EvidenceFile)}


def make_webhook(user: User, *, url: str, verbs: list[str]) -> tuple[Webhook, str]:
    """Register an address.

    Args:
        user: who will be told of what they may see themselves, and of nothing else.
        url: where the calls go.
        verbs: the verbs of the record that are told, such as `case:opened`; empty for all.

    Returns:
        The webhook, and the secret that its calls are signed with, never to be had again.

    Raises:
        InvalidInputError: the address may not be called, or there are too many.
    """
    require(user, "webhook:own")
    target_of(url)
    if webhooks_of(user).count() >= MOST:
        raise InvalidInputError(f"url: you have {MOST} webhooks; end one first")
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        made = Webhook.objects.create(
            owner=user, url=url, verbs=sorted(set(verbs)), secret=seal(secret.encode())
        )
        body = {"url": url, "verbs": made.verbs}
        record_event("webhook:made", actor=user, thing=made, body=body, via="api")
    return made, secret


def webhooks_of(user: User) -> QuerySet[Webhook]:
    """The webhooks of someone that are in force, the newest first."""
    return Webhook.objects.filter(owner=user, ended_at=None).order_by("-made_at")


def get_webhook(user: User, pk: UUID) -> Webhook:
    """One's own webhook.

    Raises:
        NotFoundError: there is none.
    """
    require(user, "webhook:own")
    found = webhooks_of(user).filter(pk=pk).first()
    if found is None:
        raise NotFoundError("there is no such webhook")
    return found


def end_webhook(webhook: Webhook, *, actor: User) -> None:
    """Tell an address nothing more."""
    require(actor, "webhook:own")
    with transaction.atomic():
        webhook.ended_at = timezone.now()
        webhook.save(update_fields=["ended_at"])
        record_event("webhook:ended", actor=actor, thing=webhook, via="api")


def attempt(delivery: Delivery) -> int | None:
    """Tell a webhook of its event; the seconds to wait before the next attempt, or None."""
    event = Event.objects.get(pk=delivery.seq)
    webhook = delivery.webhook
    if webhook.ended_at is not None or not _may_hear(webhook.owner, event):
        _note(delivery, DeliveryState.WITHHELD)
        return None
    delivery.attempts += 1
    delivery.status, delivery.error = _call(webhook, body_of(delivery, event))
    if delivery.status is not None and 200 <= delivery.status < 300:
        _note(delivery, DeliveryState.DELIVERED)
        return None
    if delivery.attempts > len(WAITS):
        _note(delivery, DeliveryState.GIVEN_UP)
        return None
    _note(delivery, DeliveryState.WAITING)
    return WAITS[delivery.attempts - 1]


def body_of(delivery: Delivery, event: Event) -> bytes:
    """What a call says: ids and verbs."""
    said = {
        "id": str(delivery.pk),
        "event": event.seq,
        "at": event.at.isoformat(),
        "verb": event.verb,
        "thing": event.thing,
    }
    return orjson.dumps(said)


def sign(secret: str, at: int, body: bytes) -> str:
    """The header that proves who calls: HMAC-SHA256 over the second and the body."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


def _call(webhook: Webhook, body: bytes) -> tuple[int | None, str]:
    """The status that was answered, or what went wrong."""
    try:
        target = target_of(webhook.url)
        return _post(target, body, _signed(webhook, body))
    except (InvalidInputError, httpx.HTTPError, httpx.InvalidURL) as error:
        return None, f"{type(error).__name__}: {error}"[:300]


def _signed(webhook: Webhook, body: bytes) -> str:
    return sign(unseal(bytes(webhook.secret)).decode(), int(timezone.now().timestamp()), body)


def _post(target: Target, body: bytes, signature: str) -> tuple[int, str]:
    headers = {
        "Host": target.netloc,
        "Content-Type": "application/json",
        "User-Agent": "enduse-webhook",
        SIGNATURE: signature,
    }
    names_host = {"sni_hostname": target.host}
    with (
        httpx.Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False) as client,
        client.stream(
            "POST", target.pinned, content=body, headers=headers, extensions=names_host
        ) as answer,
    ):
        return answer.status_code, "" if answer.is_success else f"answered {answer.status_code}"


def _may_hear(owner: User, event: Event) -> bool:
    """Whether someone may know of an event: they see the thing, or read the record anyway."""
    kind, _, pk = event.thing.partition(":")
    if not can(owner, "webhook:own") or kind.startswith("grievance"):
        return False
    model = _THINGS.get(kind)
    if model is None:
        return can(owner, "record:read")
    return visible(owner, model._default_manager.filter(pk=pk)).exists()  # noqa: SLF001 - Django's own


def _note(delivery: Delivery, state: DeliveryState) -> None:
    delivery.state, delivery.tried_at = state, timezone.now()
    delivery.save()
