"""Files that prove something, each known by the hash of its content."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.models import User


class EvidenceFiles(models.QuerySet["EvidenceFile"]):
    """Files, narrowed to what someone may know of."""

    def known_to(self, user: User) -> "EvidenceFiles":
        """Files of cases they are on the team of, of products, and those they brought."""
        return self.filter(
            Q(added_by=user) | Q(uses__case__memberships__user=user) | Q(profiles__isnull=False)
        ).distinct()


class EvidenceFile(models.Model):
    """One file with where it is from and for how long it counts. Its content never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    title = models.CharField(_("what it is"), max_length=300)
    source = models.CharField(_("source"), max_length=500, blank=True)
    licence = models.CharField(_("licence or terms"), max_length=200, blank=True)
    received_on = models.DateField(_("received on"))
    effective_on = models.DateField(_("effective from"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True, db_index=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence"
    )
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    view_verb = "evidence:view"
    objects = EvidenceFiles.as_manager()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-added_at", "id"]

    def __str__(self) -> str:
        return self.title or self.name

    def known_to(self, user: User) -> bool:
        """Whether someone may know of this file."""
        return EvidenceFile.objects.filter(pk=self.pk).known_to(user).exists()

    def counts_on(self, day: date) -> bool:
        """Whether the file proves anything on a day: in effect, not expired, not withdrawn."""
        if self.withdrawn_at is not None:
            return False
        begun = self.effective_on is None or self.effective_on <= day
        return begun and (self.expires_on is None or self.expires_on >= day)

    @property
    def state(self) -> str:
        """How the file stands today."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "current" if self.counts_on(timezone.localdate()) else "expired"
