"""Screening runs of a case, the matches they found, and what people said of them."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from enduse.domain import screening as core

USER = settings.AUTH_USER_MODEL
MATCH = TypeAdapter(core.Match)
COVERAGE = TypeAdapter(tuple[core.Coverage, ...])


class ScreeningRun(models.Model):
    """One look for every party of a case: how, on which lists, by whom and when.

    Without matches it is evidence that nothing was found by these means, and of nothing more. What
    was looked for and found never changes; the last three fields say in one row how it stands.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="screenings")
    number = models.PositiveIntegerField()
    transaction = models.ForeignKey(
        "cases.TransactionVersion", on_delete=models.PROTECT, related_name="screenings"
    )
    as_of = models.DateField()
    threshold = models.FloatField()  # 0.0 to 1.0
    engine = models.CharField(max_length=40)  # version of the scoring
    watchlist = models.CharField(max_length=40)  # version of the lists
    lists = models.JSONField()  # what of each list was on file: the core's `Coverage`
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    found = models.PositiveIntegerField(default=0)  # matches
    waiting = models.PositiveIntegerField(default=0)  # to be judged, or parties without a name
    lapses_on = models.DateField(null=True, blank=True)  # the first of its judgements to lapse

    class Meta:
        """The newest first; numbers do not repeat."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="matches_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} screening {self.number}"

    @cached_property
    def coverage(self) -> tuple[core.Coverage, ...]:
        """What of each list was on file."""
        return COVERAGE.validate_python(self.lists)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("matches:run", args=[self.case_id, self.number])


class ScreenedParty(models.Model):
    """One party as it was looked for in one run."""

    run = models.ForeignKey(ScreeningRun, on_delete=models.CASCADE, related_name="parties")
    position = models.PositiveIntegerField()
    name = models.TextField(blank=True)  # empty: the case does not name it
    key = models.CharField(max_length=1_000, blank=True)  # the name in the core's canonical words
    country = models.CharField(max_length=3, blank=True)  # alpha-3
    kind = models.CharField(max_length=20)
    roles = models.JSONField(default=list)
    searches = models.JSONField(default=list)  # each name looked for: query, is_alias, found

    class Meta:
        """In the order of the transaction."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "position"], name="matches_party_once")
        ]

    def __str__(self) -> str:
        return self.name or str(_("a party without a name"))

    @property
    def was_searched(self) -> bool:
        """Whether there was a name that can be compared."""
        return bool(self.searches)

    @property
    def role_words(self) -> str:
        """What it does in the sale."""
        return ", ".join(role.replace("_", " ") for role in self.roles)


class Match(models.Model):
    """A listed name that scored over the threshold, kept as it was found. A person judges it."""

    party = models.ForeignKey(ScreenedParty, on_delete=models.CASCADE, related_name="matches")
    position = models.PositiveIntegerField()
    query = models.TextField()  # our name that found it
    entry_id = models.CharField(max_length=200)
    entry_name = models.TextField()
    score = models.FloatField()  # 0.0 to 1.0
    record = models.JSONField()  # the core's `Match`, whole: the listed party as it was that day

    class Meta:
        """The best first; an entry is found once for a party."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "entry_id"], name="matches_match_once")
        ]

    def __str__(self) -> str:
        return f"{self.party} / {self.entry_name}"

    @cached_property
    def core(self) -> core.Match:
        """The match as the core has it."""
        return MATCH.validate_python(self.record)


class Judgement(models.Model):
    """What someone said of a party and a listed name; remembered for every later run.

    It holds until its day or until the lists say anything else of the entry. A later word counts
    before an earlier one; none is changed.
    """

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="judgements")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="judgements")
    party = models.TextField()
    key = models.CharField(max_length=1_000)
    country = models.CharField(max_length=3, blank=True)
    entry_id = models.CharField(max_length=200)
    entry_hash = models.CharField(max_length=64)
    verdict = models.CharField(
        max_length=20, choices=[(one.value, one.value.capitalize()) for one in core.Verdict]
    )
    reason = models.TextField(_("reason"), max_length=4_000)
    expires_on = models.DateField(_("until"))
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In the order they were said; found by the party and the entry."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["key", "entry_id"], name="matches_judgement_of")]

    def __str__(self) -> str:
        return f"{self.party} / {self.entry_id}: {self.verdict}"

    def as_core(self) -> core.Judgement:
        """The judgement as the core reads it; `context` names the row, and the country if known."""
        context: dict[str, Any] = {"judgement": str(self.pk)}
        if self.country:
            context["country"] = self.country
        return core.Judgement(
            party=self.party,
            entry_id=self.entry_id,
            entry_hash=self.entry_hash,
            verdict=core.Verdict(self.verdict),
            reason=self.reason,
            judged_by=str(self.made_by),
            judged_on=timezone.localdate(self.made_at),
            expires_on=self.expires_on,
            context=tuple(context.items()),
        )
