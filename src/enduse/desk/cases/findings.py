"""Findings and what people say to them. A finding is accepted or shown false, never dismissed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.cases import services
from enduse.desk.cases.models import Case, Finding, Resolution, ResolutionKind
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError
from enduse.domain.findings import FindingAnswer

LONGEST = timedelta(days=366)
"""How long a finding may be accepted at a time."""

_VERB = {
    ResolutionKind.ACCEPTED: "finding:accept",
    ResolutionKind.FALSE_POSITIVE: "finding:resolve",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding and what holds about it today."""

    finding: Finding
    resolution: Resolution | None

    @property
    def state(self) -> str:
        """What to show: the answer, or what someone said to a raised flag."""
        return self.resolution.kind if self.resolution else self.finding.answer

    @property
    def needs_attention(self) -> bool:
        """Whether it weighs, is raised, and nobody has answered for it."""
        says = self.finding.answer
        if says == FindingAnswer.ERROR:
            return True
        return says == FindingAnswer.RAISED and self.finding.is_weighty and not self.resolution


def told(case: Case, day: date | None = None) -> list[Told]:
    """Every finding of a case with what holds about it; two queries."""
    rows = case.findings.prefetch_related("resolutions__made_by")
    return [Told(row, _holding(row, day or timezone.localdate())) for row in rows]


def get_finding(case: Case, red_flag: str) -> Told:
    """One finding of a case.

    Raises:
        NotFoundError: the flag was never raised or open in this case.
    """
    row = case.findings.filter(red_flag=red_flag).prefetch_related("resolutions__made_by").first()
    if row is None:
        raise NotFoundError("this red flag was never open in this case", red_flag=red_flag)
    return Told(row, _holding(row, timezone.localdate()))


def resolve_finding(
    finding: Finding, *, actor: User, kind: str, reason: str, until: date, via: str = "web"
) -> Resolution:
    """Answer for a raised finding: until a date, or until what it rests on changes.

    Raises:
        ConflictError: it is not raised.
        InvalidInputError: no reason, or a date that is past or too far.
        NotAllowedError: the author accepts a finding of their own case.
    """
    said = ResolutionKind(kind)
    with transaction.atomic():
        held = services.hold(finding.case, actor, _VERB[said])
        row = Finding.objects.select_for_update().get(pk=finding.pk)
        if row.answer != FindingAnswer.RAISED:
            raise ConflictError("only a raised finding can be answered for", finding=row.red_flag)
        _check(reason, until)
        made = Resolution.objects.create(
            finding=row,
            kind=said,
            reason=reason.strip(),
            until=until,
            basis=row.basis,
            made_by=actor,
        )
        body = {"finding": row.red_flag, "until": until.isoformat()}
        verb = f"finding:{said}"
        record_event(verb, actor=actor, thing=held, reason=made.reason, body=body, via=via)
    return made


def _check(reason: str, until: date) -> None:
    today = timezone.localdate()
    if not reason.strip():
        raise InvalidInputError("reason: say why")
    if not today < until <= today + LONGEST:
        raise InvalidInputError("until: choose a day within a year from tomorrow")


def _holding(finding: Finding, day: date) -> Resolution | None:
    found: Iterable[Resolution] = finding.resolutions.all()
    for one in found:
        one.finding = finding
    return next((one for one in found if one.holds_on(day)), None)
