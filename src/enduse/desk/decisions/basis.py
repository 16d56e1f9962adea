"""What a decision rests on: the newest kept assessment, and whether it still says what is so."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from enduse.desk.cases import standing
from enduse.desk.cases.models import AssessmentRun, Case
from enduse.desk.core import engine
from enduse.desk.decisions.models import Outcome
from enduse.desk.matches.services import changed_since
from enduse.domain.errors import BadDataError
from enduse.domain.findings import FindingAnswer
from enduse.domain.vocabulary import Severity

LONGEST = timedelta(days=366)
"""How long a decision may be valid."""

ONE, TWO = 1, 2


@dataclass(frozen=True, slots=True)
class Basis:
    """A kept assessment, read for deciding."""

    run: AssessmentRun
    document: Mapping[str, Any]
    raised: tuple[str, ...]  # red flags of weight High or Stop
    unknown: tuple[str, ...]  # of the same weight; what could not be worked out is among them
    stale: tuple[str, ...]  # why nobody may decide on it; empty if they may

    @property
    def proposed(self) -> Outcome:
        """What the assessment proposes; while something has to be known first, to wait for it."""
        route = self.document["route"]
        return Outcome.PAUSE if route["pause_until"] else Outcome(route["level"])

    @property
    def signatures_needed(self) -> int:
        """Two where any finding of weight High or Stop is raised or not known."""
        return TWO if self.raised or self.unknown else ONE

    @property
    def pause_until(self) -> str:
        """What has to be known first."""
        return "; ".join(self.document["route"]["pause_until"])

    @property
    def review_on(self) -> date:
        """The day by which the assessment asks to be looked at again; a year off if none is."""
        today = timezone.localdate()
        asked = [one["due_on"] for one in self.document["review_triggers"] if one["due_on"]]
        ahead = [day for day in map(date.fromisoformat, asked) if day > today]
        return min([today + LONGEST, *ahead])

    @property
    def triggers(self) -> list[str]:
        """The events that the assessment says should open the case again."""
        return [one["id"] for one in self.document["review_triggers"]]


def document_of(run: AssessmentRun) -> bytes:
    """A kept assessment to the byte, as it was when it was kept.

    Raises:
        BadDataError: it is not what it was.
    """
    document = standing.text_of(run.document)
    if hashlib.sha256(document).hexdigest() != run.sha256:
        raise BadDataError("the kept assessment does not fit its hash", run=run.number)
    return document


def basis_of(case: Case, run: AssessmentRun | None = None) -> Basis | None:
    """The newest kept assessment of a case, or one that is named, read for deciding.

    Raises:
        BadDataError: it is not what it was when it was kept.
    """
    newest = case.runs.select_related("transaction").first()
    run = run or newest
    if run is None or newest is None:
        return None
    document = json.loads(document_of(run))
    weighty = [one for one in document["findings"] if _weighs(one)]
    raised = [one["id"] for one in weighty if one["answer"] == FindingAnswer.RAISED]
    unknown = [one["id"] for one in weighty if one["id"] not in raised]
    why = tuple(_stale(case, run, newest))
    return Basis(run, document, tuple(raised), tuple(unknown), why)


def _weighs(finding: Mapping[str, Any]) -> bool:
    heavy = Severity(finding["severity"]).rank >= Severity.HIGH.rank
    return heavy and finding["answer"] != FindingAnswer.CLEAR


def _stale(case: Case, run: AssessmentRun, newest: AssessmentRun) -> Iterable[str]:
    """Why a kept assessment no longer says what is so."""
    if run.number != newest.number:
        yield _("A newer assessment is kept.")
    if run.transaction.number != case.version:
        yield _("The transaction changed since.")
    if run.rules_sha256 != engine().reproducibility.rules_sha256:
        yield _("The rules changed since.")
    if changed_since(case, run.made_at):
        yield _("The parties were looked for or judged since.")
