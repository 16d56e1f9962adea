"""The tables of the record. Triggers refuse to change them; see `triggers.py`."""

import json
from typing import Any, ClassVar

from django.db import models

from enduse.desk.record.chain import instant


class Via(models.TextChoices):
    """The way by which something was done."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    JOB = "job"
    IMPORT = "import"


class Event(models.Model):
    """One thing that was done. Never changed, never deleted."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    via = models.CharField(max_length=10, choices=Via.choices)
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=0)
    body_hash = models.CharField(max_length=64, blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    view_verb = "record:read"

    class Meta:
        """What was done to one thing, and what one person did, are found without a scan."""

        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["thing", "seq"], name="record_event_thing"),
            models.Index(fields=["actor", "seq"], name="record_event_actor"),
            models.Index(fields=["verb", "seq"], name="record_event_verb"),
            models.Index(fields=["at"], name="record_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.thing}"

    def hashed_fields(self) -> dict[str, object]:
        """The fields that the event's hash is taken over."""
        return {
            "seq": self.seq,
            "at": instant(self.at),
            "actor": self.actor,
            "via": str(self.via),
            "verb": self.verb,
            "thing": self.thing,
            "version": self.version,
            "body_hash": self.body_hash,
            "prev_hash": self.prev_hash,
        }


class Body(models.Model):
    """The words that belong to an event: why, and what changed. May be erased, by an event."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="body"
    )
    salt = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    erased_by = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text

    @property
    def reason(self) -> str:
        """Why it was done; empty if no reason was given or the body is erased."""
        return str(self._read().get("reason", ""))

    @property
    def content(self) -> Any:
        """What was recorded with the event; None if nothing was or the body is erased."""
        return self._read().get("content")

    def _read(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.text) if self.text else {}
        return read


class ChainHead(models.Model):
    """The newest event: the row that writers queue for. There is one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class Checkpoint(models.Model):
    """A signed statement of what the record was when it had this many events."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField()

    view_verb = "record:read"

    def __str__(self) -> str:
        return f"{self.size} events, {self.at:%Y-%m-%d}"


class TreeNode(models.Model):
    """The root of a full subtree of the Merkle tree: kept so that a proof reads few events."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        """Found by where it stands."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "index"], name="record_treenode_once")
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class LegalHold(models.Model):
    """While it stands, nothing that belongs to the thing is erased."""

    thing = models.CharField(max_length=120, db_index=True)
    reason = models.TextField()
    placed_by = models.CharField(max_length=80)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    view_verb = "record:read"

    def __str__(self) -> str:
        return self.thing
