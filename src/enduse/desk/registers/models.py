"""The registers that cases draw on: products, parties and agencies. Versions are kept."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.evidence.models import EvidenceFile
from enduse.domain.vocabulary import PartyType

PARTY_TYPES = [(kind.value, kind.value.replace("_", " ").capitalize()) for kind in PartyType]


class Entry(models.Model):
    """What every entry of a register has."""

    name = models.CharField(_("name"), max_length=300)
    notes = models.TextField(_("notes"), blank=True, max_length=20_000)
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        """Shared fields, no table."""

        abstract = True

    def __str__(self) -> str:
        return self.name


class Product(Entry):
    """A product or service that may be sold; what it can do stands in its profile versions."""

    vendor = models.CharField(_("vendor"), max_length=300, blank=True)
    description = models.TextField(_("what it does"), blank=True, max_length=100_000)

    view_verb = "product:view"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("registers:product", args=[self.pk])


class ProfileVersion(models.Model):
    """What a product can do, as people confirmed it on one day. Never changed, only followed."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="profiles")
    number = models.PositiveIntegerField()
    capabilities = models.JSONField(default=list)  # ids of the taxonomy, confirmed
    complete = models.BooleanField(_("this is everything it can do"), default=False)
    readings = models.JSONField(default=list)  # what the scan saw; see reading.Seen
    source_file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="profiles"
    )
    note = models.TextField(_("what changed"), blank=True, max_length=4_000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first; numbers do not repeat."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "number"], name="registers_profile_once")
        ]

    def __str__(self) -> str:
        return f"{self.product} v{self.number}"


class Organisation(Entry):
    """What parties and agencies have in common."""

    country = models.CharField(_("country"), max_length=3, blank=True)  # ISO 3166-1 alpha-3
    type = models.CharField(_("kind of body"), max_length=20, choices=PARTY_TYPES, blank=True)
    other_names = models.TextField(_("other names, one a line"), blank=True, max_length=10_000)

    class Meta:
        """Shared fields, no table."""

        abstract = True


class Agency(Organisation):
    """A body of a state: the kind of end-user that the Guidance is about."""

    region = models.CharField(_("region"), max_length=200, blank=True)
    answers_to = models.CharField(_("answers to"), max_length=300, blank=True)

    view_verb = "agency:view"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("registers:agency", args=[self.pk])


class Party(Organisation):
    """A firm or person that takes part in sales: buyer, reseller, integrator, owner."""

    identifiers = models.TextField(
        _("registration numbers, one a line"), blank=True, max_length=4_000
    )
    website = models.CharField(_("website"), max_length=300, blank=True)

    view_verb = "party:view"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("registers:party", args=[self.pk])
