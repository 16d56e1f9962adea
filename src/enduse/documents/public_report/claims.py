"""Claims a public report may make, each checked against the register.

A claim is made only when the register proves it. "We assess every sale" needs a list of sales
that is said to be whole; without it the claim is unknown, and an unknown claim is not made.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from enduse.documents.public_report.register import (
    ClosedCase,
    GrievanceEntry,
    Outcome,
    Register,
)
from enduse.domain.answers import Answer
from enduse.domain.errors import NotFoundError
from enduse.domain.vocabulary import Severity

ACKNOWLEDGE_WITHIN = timedelta(days=7)
ANSWER_WITHIN = timedelta(days=92)  # three months


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report covers, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day falls in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence a company may want to say, and what would make it true."""

    claim_id: str
    statement: str
    needs: str
    check: Callable[[Register, Period], tuple[Answer, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim beside what the register says of it. `against` stays private."""

    claim: Claim
    answer: Answer
    against: tuple[str, ...]  # ids that make it false, or that leave it open


def check_claim(claim_id: str, register: Register, period: Period) -> CheckedClaim:
    """Check one claim.

    Raises:
        NotFoundError: there is no such claim; the message lists those there are.
    """
    claim = CLAIMS.get(claim_id)
    if claim is None:
        raise NotFoundError(f"no claim of this name; there are {', '.join(CLAIMS)}", claim=claim_id)
    answer, against = claim.check(register, period)
    return CheckedClaim(claim, answer, against)


def _all(wrong: Iterable[str], open_: Iterable[str] = ()) -> tuple[Answer, tuple[str, ...]]:
    against, undecided = tuple(wrong), tuple(open_)
    if against:
        return Answer.NO, against
    return (Answer.UNKNOWN, undecided) if undecided else (Answer.YES, ())


def _every_sale_assessed(register: Register, period: Period) -> tuple[Answer, tuple[str, ...]]:
    cases = {case.case_id: case for case in register.cases}
    wrong = [
        sale.sale_id
        for sale in register.sales
        if period.holds(sale.agreed_on)
        and (sale.case_id not in cases or cases[sale.case_id].assessed_on > sale.agreed_on)
    ]
    return _all(wrong, () if register.sales_complete else ("sales_complete",))


def _author_never_decides(register: Register, period: Period) -> tuple[Answer, tuple[str, ...]]:
    cases = _decided(register, period)
    return _all(case.case_id for case in cases if case.author in case.deciders)


def _two_for_high(register: Register, period: Period) -> tuple[Answer, tuple[str, ...]]:
    grave = {Severity.HIGH, Severity.STOP}
    return _all(
        case.case_id
        for case in _decided(register, period)
        if case.severity in grave and len(set(case.deciders)) < 2
    )


def _nothing_before_decision(register: Register, period: Period) -> tuple[Answer, tuple[str, ...]]:
    return _all(
        case.case_id
        for case in register.cases
        if case.shipped_on and period.holds(case.shipped_on) and not _may_have_shipped(case)
    )


def _may_have_shipped(case: ClosedCase) -> bool:
    went_ahead = {Outcome.PROCEEDED, Outcome.WITH_CONDITIONS, Outcome.ENDED}
    return case.outcome in went_ahead and (case.shipped_on or date.max) >= case.closed_on


def _conditions_proven(register: Register, period: Period) -> tuple[Answer, tuple[str, ...]]:
    return _all(
        f"{case.case_id}/{condition.condition_id}"
        for case in register.cases
        if case.shipped_on and period.holds(case.shipped_on)
        for condition in case.conditions
        if condition.proven_on is None or condition.proven_on > case.shipped_on
    )


def _acknowledged(register: Register, period: Period) -> tuple[Answer, tuple[str, ...]]:
    return _in_time(register, period, ACKNOWLEDGE_WITHIN, lambda entry: entry.acknowledged_on)


def _answered(register: Register, period: Period) -> tuple[Answer, tuple[str, ...]]:
    return _in_time(register, period, ANSWER_WITHIN, lambda entry: entry.answered_on)


def _in_time(
    register: Register,
    period: Period,
    within: timedelta,
    done_on: Callable[[GrievanceEntry], date | None],
) -> tuple[Answer, tuple[str, ...]]:
    """What is not done is late once the time has run out by the end of the period."""
    late, open_ = [], []
    for entry in register.grievances:
        if not period.holds(entry.received_on):
            continue
        due, done = entry.received_on + within, done_on(entry)
        if (done or period.last) > due:
            late.append(entry.grievance_id)
        elif done is None:
            open_.append(entry.grievance_id)
    return _all(late, open_)


def _decided(register: Register, period: Period) -> list[ClosedCase]:
    return [
        case
        for case in register.cases
        if period.holds(case.closed_on) and case.outcome is not Outcome.WITHDRAWN
    ]


CLAIMS = {
    claim.claim_id: claim
    for claim in (
        Claim(
            "every_sale_assessed",
            "Every sale to a government in this period was assessed before it was agreed.",
            "a list of sales that is said to be complete, each with a case assessed by then",
            _every_sale_assessed,
        ),
        Claim(
            "author_never_decides",
            "No case in this period was decided by the person who prepared it.",
            "the author of a case is not among its deciders",
            _author_never_decides,
        ),
        Claim(
            "two_people_decide_high",
            "Every case in this period with a finding graded high or stop was decided by at "
            "least two people.",
            "two deciders where the gravest finding is high or stop",
            _two_for_high,
        ),
        Claim(
            "nothing_shipped_undecided",
            "Nothing was shipped in this period before the decision on it.",
            "no shipment before the case closed, and none in a case that was declined",
            _nothing_before_decision,
        ),
        Claim(
            "conditions_proven_first",
            "Every condition that blocks shipment was proven before anything was shipped in "
            "this period.",
            "proof of each such condition, dated on or before the shipment",
            _conditions_proven,
        ),
        Claim(
            "acknowledged_in_seven_days",
            "Every grievance received in this period was acknowledged within seven days.",
            "an acknowledgement on or before the seventh day",
            _acknowledged,
        ),
        Claim(
            "answered_in_three_months",
            "Every grievance received in this period was answered within three months.",
            "an answer on or before the 92nd day",
            _answered,
        ),
    )
}
