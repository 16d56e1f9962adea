"""Hearing of what is recorded, for the webhooks that want to be told."""

from typing import Any

from enduse.desk.api.models import Delivery, Webhook
from enduse.desk.api.tasks import deliver
from enduse.desk.record.models import Event


def hear(sender: type[Event], instance: Event, **_: Any) -> None:
    """Note, in the transaction of an event, whom to tell of it."""
    del sender
    for webhook in Webhook.objects.filter(ended_at=None):
        if webhook.wants(instance.verb):
            row = Delivery.objects.create(webhook=webhook, seq=instance.seq)
            deliver.enqueue(str(row.pk))
