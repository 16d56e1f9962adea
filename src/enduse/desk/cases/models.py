"""A case: our file on one proposed transaction, with everything that was said and found."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.models import User
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.registers.models import Agency, Party, Product, ProfileVersion
from enduse.domain.findings import FindingAnswer
from enduse.domain.vocabulary import RouteLevel, Severity

USER = settings.AUTH_USER_MODEL


class Stage(models.TextChoices):
    """How far a case has come."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")


OPEN_STAGES = (Stage.DRAFT, Stage.REVIEW)


class Classification(models.TextChoices):
    """Who outside the team may hear of a case."""

    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    RESTRICTED = "restricted", _("Restricted")


class Cases(models.QuerySet["Case"]):
    """Cases, narrowed to what someone may know of."""

    def known_to(self, user: User) -> "Cases":
        """Cases whose team someone is on."""
        return self.filter(Exists(Membership.objects.filter(case=OuterRef("pk"), user=user)))


class Case(models.Model):
    """One proposed transaction under review.

    `version` counts the versions of its transaction. The fields after it say in one row what
    the newest standing says at length, so that lists read nothing else.
    """

    title = models.CharField(_("title"), max_length=300)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.DRAFT)
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.CONFIDENTIAL,
    )
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="owned_cases")
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="authored_cases")
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    profile = models.ForeignKey(
        ProfileVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    product_name = models.CharField(max_length=300, blank=True)
    end_user_name = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=3, blank=True)  # of the first end-user, alpha-3
    route = models.CharField(
        max_length=30, blank=True, choices=[(level.value, level.label) for level in RouteLevel]
    )
    is_paused = models.BooleanField(default=False)
    queue_order = models.BigIntegerField(default=0)
    raised_weighty = models.PositiveSmallIntegerField(default=0)  # of weight high and stop
    unknown_weighty = models.PositiveSmallIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(default=0)  # questions

    view_verb = "case:view"
    objects = Cases.as_manager()

    class Meta:
        """Every order and filter of the list has its index."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["-updated_at", "-id"], name="cases_case_updated"),
            models.Index(fields=["-queue_order", "-id"], name="cases_case_queue"),
            models.Index(fields=["stage", "-id"], name="cases_case_stage"),
            models.Index(fields=["country", "-id"], name="cases_case_country"),
            models.Index(fields=["route", "-id"], name="cases_case_route"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @cached_property
    def team(self) -> list["Membership"]:
        """Who is on its team, in the order they joined; asked of the database once a reading."""
        return list(self.memberships.select_related("user").order_by("added_at", "pk"))

    @property
    def reference(self) -> str:
        """How people call the case."""
        return f"C-{self.pk:04d}"

    @property
    def is_open(self) -> bool:
        """Whether the case may still be worked on."""
        return self.stage in OPEN_STAGES

    def get_absolute_url(self) -> str:
        """Its task list."""
        return reverse("cases:case", args=[self.pk])

    def known_to(self, user: User) -> bool:
        """Whether someone is on the case's team."""
        return any(member.user_id == user.pk for member in self.team)

    def authored_by(self, user: User) -> bool:
        """Whether someone wrote the case, and so never decides it."""
        return bool(self.author_id == user.pk)


class TeamRole(models.TextChoices):
    """What someone does on a case."""

    AUTHOR = "author", _("Author")
    ANALYST = "analyst", _("Analyst")
    REVIEWER = "reviewer", _("Reviewer")
    DECIDER = "decider", _("Decides")
    COMMENTER = "commenter", _("May comment")


class Membership(models.Model):
    """Someone who needs to know of a case, and why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=TeamRole.choices)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """One place on a team a person."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "user"], name="cases_member_once")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-case"], name="cases_member_user")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class TransactionVersion(models.Model):
    """The transaction as it stood after one change: the core's own file, whole."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    saved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first; numbers do not repeat."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} v{self.number}"


class AnswerVersion(models.Model):
    """What someone answered to one question, and on what ground. Earlier ones stay."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20)  # id in the catalogue
    number = models.PositiveIntegerField()
    values = models.JSONField()  # fact name to what was said
    source = models.CharField(_("source"), max_length=500, blank=True)
    locator = models.CharField(_("where in it"), max_length=200, blank=True)
    dated_on = models.DateField(_("date of the source"), null=True, blank=True)
    note = models.TextField(_("in words"), blank=True, max_length=20_000)
    evidence = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        """One answer to a question stands at a time."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "question", "number"], name="cases_answer_once"
            ),
            models.UniqueConstraint(
                fields=["case", "question"],
                condition=Q(is_current=True),
                name="cases_answer_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.question} v{self.number}"


class Standing(models.Model):
    """What the newest transaction gives on today's rules and data: made again with each change."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    transaction_number = models.PositiveIntegerField()
    as_of = models.DateField()
    document = models.BinaryField()  # the assessment as JSON, compressed
    sha256 = models.CharField(max_length=64)  # of the JSON
    rules_sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case.reference} as of {self.as_of}"


class AssessmentRun(models.Model):
    """An assessment that is kept: what a review and a decision rest on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    transaction = models.ForeignKey(
        TransactionVersion, on_delete=models.PROTECT, related_name="runs"
    )
    as_of = models.DateField()
    route = models.CharField(max_length=30)
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rules_sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first; numbers do not repeat."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} run {self.number}"


class Finding(models.Model):
    """What one red flag says about one case now; flags that were always clear have no row."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    red_flag = models.CharField(max_length=20)
    consideration = models.CharField(max_length=4)
    title = models.CharField(max_length=500)
    severity = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Severity])
    answer = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in FindingAnswer]
    )
    was = models.CharField(max_length=10, blank=True)  # before the last change
    basis = models.CharField(max_length=64)  # sha256 of the why-tree
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """One row a red flag a case."""

        ordering: ClassVar = ["red_flag"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "red_flag"], name="cases_finding_once")
        ]
        indexes: ClassVar = [models.Index(fields=["red_flag", "answer"], name="cases_finding_flag")]

    def __str__(self) -> str:
        return f"{self.red_flag} {self.answer}"

    @property
    def is_weighty(self) -> bool:
        """Whether its weight is high or stop."""
        return Severity(self.severity).rank >= Severity.HIGH.rank


class ResolutionKind(models.TextChoices):
    """What may be said to a raised finding. There is no dismissal."""

    ACCEPTED = "accepted", _("Accepted with reason")
    FALSE_POSITIVE = "false_positive", _("False positive with reason")


class Resolution(models.Model):
    """What someone said to a finding: until a date, or until what it rests on changes."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="resolutions")
    kind = models.CharField(max_length=20, choices=ResolutionKind.choices)
    reason = models.TextField(_("reason"), max_length=4_000)
    until = models.DateField(_("until"))
    basis = models.CharField(max_length=64)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.finding}: {self.get_kind_display()}"

    def holds_on(self, day: date) -> bool:
        """Whether it still holds: in time, and the finding rests on what it rested on."""
        return self.until >= day and self.basis == self.finding.basis


class NotApplicable(models.Model):
    """A consideration that someone set aside, and why; taken back, the reason stays."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="set_aside")
    consideration = models.CharField(max_length=4)
    reason = models.TextField(max_length=4_000)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One stands at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "consideration"],
                condition=Q(ended_at=None),
                name="cases_set_aside_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.consideration}"


class Assignment(models.Model):
    """Something that one person is asked to do for a case, by a day."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    place = models.CharField(max_length=20, blank=True)  # consideration or question; empty: case
    to = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="assignments")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    note = models.TextField(_("what to do"), blank=True, max_length=4_000)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What is due first stands first; what waits for one person is found at once."""

        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["to", "done_at", "due_on"], name="cases_assignment_to")
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.place}: {self.to}"

    @property
    def state(self) -> str:
        """How it stands today."""
        if self.done_at:
            return "done"
        late = self.due_on is not None and self.due_on < timezone.localdate()
        return "overdue" if late else "open"


class Comment(models.Model):
    """Something said about a case. It is never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="comments")
    place = models.CharField(max_length=20, blank=True)
    text = models.TextField(_("comment"), max_length=10_000)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In the order they were said."""

        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class EvidenceUse(models.Model):
    """A file that a case rests on, and the question it answers."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence_uses")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="uses")
    question = models.CharField(max_length=20, blank=True)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A file is used once for a question."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "file", "question"], name="cases_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}: {self.file}"


Content = dict[str, Any]
"""A transaction as the core's own file has it."""
