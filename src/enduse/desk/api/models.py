"""What the API keeps: answers for repeated requests, webhooks and what became of their calls."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

USER = settings.AUTH_USER_MODEL


class KeptAnswer(models.Model):
    """What was answered to a request with an idempotency key."""

    token = models.CharField(max_length=64)  # hash of the header that came with it
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)  # hash of the request
    status = models.PositiveSmallIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=b"")  # sealed
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        """A key is used once by a token."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="api_key_once")
        ]

    def __str__(self) -> str:
        return self.key


class Webhook(models.Model):
    """An address that is told when something happens: ids and verbs, never content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=500)
    verbs = models.JSONField(default=list)  # of the record; empty: all
    secret = models.BinaryField()  # sealed
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.url

    def wants(self, verb: str) -> bool:
        """Whether it is told of this verb."""
        return not self.verbs or verb in self.verbs


class DeliveryState(models.TextChoices):
    """What became of one call."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    WITHHELD = "withheld"  # its owner may not know of the thing


class Delivery(models.Model):
    """One event told to one webhook, or not yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField()  # of the event
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # HTTP, of the last attempt
    error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An event is told once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "seq"], name="api_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.state}"


class ImportedCase(models.Model):
    """A row of another system that became a case: a second import leaves it alone."""

    source_id = models.CharField(max_length=200, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="imported_from")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.source_id
