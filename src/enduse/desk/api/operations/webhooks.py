"""Webhooks: addresses that are told when something happens."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from enduse.desk.api import webhooks
from enduse.desk.api.access import caller
from enduse.desk.api.models import DeliveryState
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Taken

router = Operations(tags=["webhooks"])

Verb = Annotated[str, Field(max_length=60, pattern=r"^[a-z_]+:[a-z_]+$")]


class WebhookShown(Schema):
    """A webhook."""

    id: UUID
    url: str
    verbs: list[str]
    made_at: datetime


class WebhookMade(WebhookShown):
    """A new webhook, with the secret that its calls are signed with: shown this once."""

    secret: str


class NewWebhook(Taken):
    """An address to tell."""

    url: str = Field(max_length=500, description="https; not in a private network")
    verbs: list[Verb] = Field([], max_length=100, description="of the record; empty for all")

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"url": "https://192.0.2.1/hook", "verbs": ["case:opened"]}},
    )


class DeliveryShown(Schema):
    """What became of telling one event."""

    id: UUID
    seq: int
    state: DeliveryState
    attempts: int
    status: int | None
    error: str
    made_at: datetime
    tried_at: datetime | None


@router.reads("/webhooks", "webhook:own", list[WebhookShown])
def list_webhooks(request: HttpRequest) -> Any:
    """One's own webhooks."""
    return list(webhooks.webhooks_of(caller(request)))


@router.makes("/webhooks", "webhook:own", WebhookMade)
def make_webhook(request: HttpRequest, new: NewWebhook) -> Any:
    """Register an address; it is told of what you may see yourself, by ids and verbs."""
    made, secret = webhooks.make_webhook(caller(request), url=new.url, verbs=new.verbs)
    made.secret = secret  # shown this once; what is kept is sealed
    return made


@router.ends("/webhooks/{webhook}", "webhook:own")
def end_webhook(request: HttpRequest, webhook: Path[UUID]) -> None:
    """Tell an address nothing more."""
    user = caller(request)
    webhooks.end_webhook(webhooks.get_webhook(user, webhook), actor=user)


@router.reads("/webhooks/{webhook}/deliveries", "webhook:own", list[DeliveryShown])
def list_deliveries(request: HttpRequest, webhook: Path[UUID]) -> Any:
    """What became of the newest hundred calls."""
    found = webhooks.get_webhook(caller(request), webhook)
    return list(found.deliveries.order_by("-seq")[:100])
