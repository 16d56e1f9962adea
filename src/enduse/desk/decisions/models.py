"""Decisions, the signatures under them, and the conditions they set."""

import hashlib
import json
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.cases.models import AssessmentRun, Case, Stage
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.record.models import Event

USER = settings.AUTH_USER_MODEL


class Outcome(models.TextChoices):
    """What may be decided: the routes of the core, and to wait."""

    PROCEED = "proceed", _("Proceed")
    WITH_CONDITIONS = "proceed_with_conditions", _("Proceed with conditions")
    ESCALATE = "escalate", _("Escalate")
    DO_NOT_PROCEED = "do_not_proceed", _("Do not proceed")
    PAUSE = "pause", _("Pause until something is known")


LETS_SHIP = frozenset({Outcome.PROCEED, Outcome.WITH_CONDITIONS})
SETTLES = LETS_SHIP | {Outcome.DO_NOT_PROCEED}
"""Outcomes that close the case; after the others it stays in review."""


class Progress(models.TextChoices):
    """How far a decision has come."""

    WAITING = "waiting", _("Waiting for signatures")
    IN_FORCE = "in_force", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")


class Decision(models.Model):
    """What named people decide about a case on one kept assessment.

    `statement` is what they sign, to the byte; nothing of it changes afterwards.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    run = models.ForeignKey(AssessmentRun, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=30, choices=Outcome.choices)
    proposed = models.CharField(max_length=30, choices=Outcome.choices)  # by the assessment
    reasons = models.TextField(max_length=20_000)
    against = models.TextField(blank=True, max_length=20_000)  # why not what was proposed
    pause_until = models.TextField(blank=True, max_length=2_000)  # what has to be known
    valid_until = models.DateField()
    triggers = models.JSONField(default=list)  # ids of events that end it before its day
    signatures_needed = models.PositiveSmallIntegerField()
    statement = models.TextField()
    progress = models.CharField(max_length=12, choices=Progress.choices, default=Progress.WAITING)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        """The newest first; one waits and one is in force at a time."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="decisions_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(progress="waiting"), name="decisions_one_waits"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(progress="in_force"), name="decisions_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} decision {self.number}"

    def get_absolute_url(self) -> str:
        """Its statement, to read and print."""
        return reverse("decisions:statement", args=[self.case_id, self.number])

    @property
    def statement_sha256(self) -> str:
        """The hash of what is signed."""
        return hashlib.sha256(self.statement.encode()).hexdigest()

    @property
    def is_against(self) -> bool:
        """Whether it decides otherwise than the assessment proposes."""
        return self.outcome != self.proposed

    @property
    def weighty(self) -> list[str]:
        """The findings of weight High or Stop that were raised or not known when it was signed."""
        told = json.loads(self.statement)
        return [*told["raised"], *told["not_known"]]

    def state_on(self, case: Case, day: date) -> str:
        """How it stands on a day, as a key of `pages.states.STATES`."""
        if self.progress != Progress.IN_FORCE:
            return str(self.progress)
        if case.version != self.run.transaction.number or _is_off_the_table(case):
            return "overtaken"
        return "in_force" if day <= self.valid_until else "lapsed"


def _is_off_the_table(case: Case) -> bool:
    return case.stage in (Stage.WITHDRAWN, Stage.SUPERSEDED)


class Stance(models.TextChoices):
    """How someone signs."""

    AGREES = "agrees", _("Agrees")
    DISSENTS = "dissents", _("Dissents")


class Signature(models.Model):
    """One named decider under one decision, by one event of the record. It is never changed."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="signatures")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    words = models.TextField(blank=True, max_length=20_000)
    signed_sha256 = models.CharField(max_length=64)  # of the run's document and the statement
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In the order they were given; one a person, however often they press."""

        ordering: ClassVar = ["signed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "user"], name="decisions_signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_stance_display()}"


class Condition(models.Model):
    """Something that has to be so, seen to by somebody by a day, and proven by a file."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    position = models.PositiveIntegerField()
    text = models.TextField(max_length=2_000)
    proof = models.TextField(max_length=2_000)  # what would prove it
    blocks_shipment = models.BooleanField(default=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="conditions")
    due_on = models.DateField()
    evidence = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions"
    )
    proof_note = models.TextField(blank=True, max_length=4_000)
    proven_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proven_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order of the decision; what waits for one person is found at once."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "position"], name="decisions_condition_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "released_at", "due_on"], name="decisions_condition_of")
        ]

    def __str__(self) -> str:
        return self.text

    def is_met_on(self, day: date) -> bool:
        """Whether it is proven and released, and its proof still counts."""
        return (
            self.released_at is not None
            and self.evidence is not None
            and self.evidence.counts_on(day)
        )

    def state_on(self, day: date) -> str:
        """How it stands on a day, as a key of `pages.states.STATES`."""
        if self.evidence is not None and not self.evidence.counts_on(day):
            return "proof_lapsed"
        if self.released_at is not None:
            return "released"
        if self.evidence is not None:
            return "proven"
        return "overdue" if self.due_on < day else "open"
