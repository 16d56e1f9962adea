"""What the desk keeps of a grievance: sealed content, days without hours, and who may open it.

Ids are random and no row holds a time, so that neither tells when someone came.
"""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Case
from enduse.desk.grievances import clocks
from enduse.documents.public_report.claims import ACKNOWLEDGE_WITHIN, ANSWER_WITHIN

USER = settings.AUTH_USER_MODEL


class OfficerKey(models.Model):
    """The key pair of one officer; the private half is wrapped by a passphrase."""

    user = models.OneToOneField(USER, on_delete=models.PROTECT, related_name="grievance_key")
    public = models.BinaryField()
    wrapped = models.BinaryField()
    recovery_wrapped = models.BinaryField()
    made_on = models.DateField()
    is_on_duty = models.BooleanField(default=True)

    view_verb = "grievance:view"

    def __str__(self) -> str:
        return str(self.user)


class Status(models.TextChoices):
    """How far a grievance has come, in the words its reporter reads."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    LOOKED_AT = "looked_at", _("Being looked at")
    OUTCOME = "outcome", _("Outcome")


class Channel(models.TextChoices):
    """How it came."""

    WEB = "web", _("This desk's own page")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Post")
    ORGANISATION = "organisation", _("Through an organisation")


class Outcome(models.TextChoices):
    """What was found."""

    OPEN = "open", _("Open")
    UPHELD = "upheld", _("Upheld")
    PARTLY_UPHELD = "partly_upheld", _("Partly upheld")
    NOT_UPHELD = "not_upheld", _("Not upheld")
    NO_FINDING = "no_finding", _("No finding could be made")


class Remedy(models.TextChoices):
    """What was done about it, in the main."""

    NOT_YET = "not_yet", _("Not decided yet")
    NONE = "none", _("None")
    APOLOGY = "apology", _("Apology")
    CHANGE = "change_of_product_or_contract", _("Change of the product or the contract")
    SUSPENSION = "suspension_or_end_of_service", _("Service suspended or ended")
    COMPENSATION = "compensation", _("Compensation")
    OTHER = "other", _("Another remedy")


class Retaliation(models.TextChoices):
    """Whether the reporter met with reprisals."""

    NOT_CHECKED = "not_checked", _("Not checked yet")
    NONE_KNOWN = "none_known", _("None known after asking")
    REPORTED = "reported", _("Reprisals reported")
    NO_ANSWER = "no_answer", _("Asked, no answer")


class Grievances(models.QuerySet["Grievance"]):
    """Grievances, narrowed to those that someone holds a key to."""

    def known_to(self, user: User) -> "Grievances":
        """Those whose key is sealed to this officer."""
        return self.filter(shares__officer=user)


class Grievance(models.Model):
    """One complaint by someone affected. What it says is in `content`, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lookup = models.CharField(max_length=64, unique=True)
    reporter_key = models.BinaryField()  # the grievance's key, sealed with the receipt's
    content = models.BinaryField()
    language = models.CharField(max_length=5)
    channel = models.CharField(_("how it came"), max_length=20, choices=Channel.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.RECEIVED)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.OPEN)
    remedy = models.CharField(max_length=40, choices=Remedy.choices, default=Remedy.NOT_YET)
    retaliation = models.CharField(
        max_length=20, choices=Retaliation.choices, default=Retaliation.NOT_CHECKED
    )
    received_on = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    retaliation_checked_on = models.DateField(null=True, blank=True)
    is_held = models.BooleanField(default=False)  # a legal hold: it is not purged
    has_news_for_officers = models.BooleanField(default=True)
    is_on_record = models.BooleanField(default=False)  # noted once a day, so that no hour is kept

    view_verb = "grievance:view"
    objects = Grievances.as_manager()

    class Meta:
        """The list of what is open, and what is due, without a scan."""

        ordering: ClassVar = ["-received_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["closed_on", "received_on"], name="grievances_open"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How officers call it; random, like the id it comes from."""
        return f"G-{self.pk.hex[:4].upper()}"

    def get_absolute_url(self) -> str:
        """Its page for officers."""
        return reverse("grievances:grievance", args=[self.pk])

    def known_to(self, user: User) -> bool:
        """Whether its key is sealed to this officer."""
        return self.shares.filter(officer=user).exists()

    def acknowledge_by(self, today: date) -> date:
        """The day by which the reporter is owed a sign that someone reads."""
        return clocks.due(self.received_on, ACKNOWLEDGE_WITHIN, self._pauses(), today)

    def answer_by(self, today: date) -> date:
        """The day by which the reporter is owed an answer."""
        return clocks.due(self.received_on, ANSWER_WITHIN, self._pauses(), today)

    def is_overdue(self, today: date) -> bool:
        """Whether a day has passed on which something was owed."""
        if self.answered_on is None and self.answer_by(today) < today:
            return True
        return self.acknowledged_on is None and self.acknowledge_by(today) < today

    def _pauses(self) -> list[clocks.Pause]:
        return [clocks.Pause(pause.since, pause.until) for pause in self.pauses.all()]


class KeyShare(models.Model):
    """A grievance's key, sealed to one officer."""

    grievance = models.ForeignKey(Grievance, on_delete=models.CASCADE, related_name="shares")
    officer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="grievance_shares")
    sealed = models.BinaryField()

    class Meta:
        """One to an officer."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grievance", "officer"], name="grievances_share_once")
        ]

    def __str__(self) -> str:
        return f"{self.grievance} for {self.officer}"


class Exclusion(models.Model):
    """Someone who must never be given a grievance's key: it concerns them."""

    grievance = models.ForeignKey(Grievance, on_delete=models.CASCADE, related_name="exclusions")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    by_reporter = models.BooleanField()
    made_on = models.DateField()

    class Meta:
        """Once is enough."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grievance", "user"], name="grievances_excluded_once")
        ]

    def __str__(self) -> str:
        return f"{self.grievance} without {self.user}"


class Message(models.Model):
    """One message of the two-way correspondence, sealed with the grievance's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grievance = models.ForeignKey(Grievance, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    from_reporter = models.BooleanField()
    sent_on = models.DateField()
    content = models.BinaryField()

    class Meta:
        """In the order they were sent."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grievance", "number"], name="grievances_message_once")
        ]

    def __str__(self) -> str:
        return f"{self.grievance} {self.number}"


class SealedFile(models.Model):
    """A file that came with a grievance or a message; its name is sealed with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grievance = models.ForeignKey(Grievance, on_delete=models.CASCADE, related_name="files")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.grievance} file"


class Identity(models.Model):
    """Who the reporter is, if they said: sealed apart, and opened by two officers together."""

    grievance = models.OneToOneField(Grievance, on_delete=models.CASCADE, related_name="identity")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.grievance} identity"


class IdentityHalf(models.Model):
    """One half of an identity's key, for one officer to join with one other."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="halves")
    officer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        """One half to each of a pair."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["identity", "officer", "other"], name="grievances_half_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.identity} half"


class IdentityRequest(models.Model):
    """One officer's wish to know who the reporter is, and the second officer's answer."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="requests")
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    to = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    half = models.BinaryField()  # of the asker, sealed to the other
    granted_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    key = models.BinaryField(null=True, blank=True)  # sealed to the asker

    def __str__(self) -> str:
        return f"{self.identity} asked by {self.asked_by}"


class Pause(models.Model):
    """Days on which the clocks stood, and why, sealed like everything that tells of the matter."""

    grievance = models.ForeignKey(Grievance, on_delete=models.CASCADE, related_name="pauses")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.grievance} paused on {self.since}"


class CaseLink(models.Model):
    """A case that a grievance bears on. The case is opened again; it does not learn why."""

    grievance = models.ForeignKey(Grievance, on_delete=models.CASCADE, related_name="links")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    linked_on = models.DateField()

    class Meta:
        """Once to a case."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grievance", "case"], name="grievances_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.grievance} {self.case}"


class Tally(models.Model):
    """What is left of a purged grievance: no content, no key, no person."""

    received_on = models.DateField()
    acknowledged_in_days = models.PositiveIntegerField(null=True, blank=True)
    answered_in_days = models.PositiveIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    outcome = models.CharField(max_length=20)
    remedy = models.CharField(max_length=40)
    retaliation = models.CharField(max_length=20)

    view_verb = "grievance:count"

    def __str__(self) -> str:
        return f"{self.received_on:%Y-%m}"
