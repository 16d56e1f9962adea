"""From an assessment to a plan: every raised or unknown finding is answered, or named as a gap."""

from collections.abc import Iterable, Mapping
from datetime import date

from enduse.assessment.pack import RulePack
from enduse.assessment.plan_proof import judge_proof
from enduse.assessment.plan_residual import residual_of, undone_by
from enduse.assessment.plan_table import PlanTable, SafeguardRow
from enduse.assessment.safeguards import AFTER_DELIVERY, ask_beyond
from enduse.capability.taxonomy import load_taxonomy
from enduse.domain.assessment import Assessment, SafeguardAsked
from enduse.domain.catalogue import Catalogue, Safeguard
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.safeguard_plan import (
    Conflict,
    Due,
    PlannedFinding,
    PlannedSafeguard,
    SafeguardKind,
    SafeguardPlan,
    SafeguardState,
    TailoringOption,
)
from enduse.domain.transactions import SafeguardInHand
from enduse.domain.vocabulary import Milestone, RouteLevel, Severity

_NO_SAFEGUARD = "The catalogue names no safeguard that answers it. It bears on the decision itself."
_IF_RAISED = "If it turns out to be raised: "


def plan_safeguards(assessment: Assessment, pack: RulePack) -> SafeguardPlan:
    """Plan what to do about each finding of an assessment.

    Args:
        assessment: the outcome; its transaction says what is in hand and when the sale's steps are.
        pack: the rule pack it was made with.
    """
    table, catalogue = pack.plan_table, pack.catalogue
    open_findings = [f for f in assessment.findings if f.answer is not FindingAnswer.CLEAR]
    raised = {f.red_flag.id: f for f in open_findings if f.answer is FindingAnswer.RAISED}
    planned = tuple(_planned(assessment, catalogue, table, raised))
    tailoring = tuple(_tailoring(assessment)) if planned else ()
    return SafeguardPlan(
        assessment=assessment,
        safeguards=planned,
        tailoring=tailoring,
        findings=tuple(_finding(finding, planned, catalogue, table) for finding in open_findings),
        conflicts=tuple(_conflicts(planned, tailoring, table)),
        residual=residual_of(assessment, planned, table, pack.tables.route),
        version=table.version,
    )


def _planned(
    assessment: Assessment,
    catalogue: Catalogue,
    table: PlanTable,
    raised: Mapping[str, Finding],
) -> Iterable[PlannedSafeguard]:
    """What the assessment asks for, and what answers the red flags that it leaves open."""
    asked = {one.safeguard.id: one for one in assessment.safeguards}
    in_hand = {one.id: one for one in assessment.transaction.safeguards}
    relieving = _relieving(assessment, table)
    for safeguard in catalogue.safeguards:
        also = [
            one
            for flag, one in table.also_answers.items()
            if flag in raised and safeguard.id in one.safeguards
        ]
        because = [f"{one.red_flag}: {one.because}" for one in also]
        because += relieving.get(safeguard.id, ())
        found = asked.get(safeguard.id)
        if found is None and because:
            found = ask_beyond(safeguard, because[0])
        if found is not None:
            answers = tuple(dict.fromkeys((*found.answers, *(one.red_flag for one in also))))
            row = table.safeguards[safeguard.id]
            yield _plan_one(found, answers, row, assessment, raised, in_hand.get(safeguard.id))


def _relieving(assessment: Assessment, table: PlanTable) -> dict[str, list[str]]:
    """Safeguards that together could make misuse less likely here, each with how."""
    answers = {finding.red_flag.id: finding.answer for finding in assessment.findings}
    likeliest = max((right.likelihood for right in assessment.rights), default=0)
    found: dict[str, list[str]] = {}
    if assessment.route.level is RouteLevel.PROCEED:
        return found
    for row in table.reliefs:
        undone = [
            flag for flag in undone_by(row, answers) if answers.get(flag) is FindingAnswer.RAISED
        ]
        if not undone and likeliest > row.not_below:
            for id_ in row.safeguards:
                others = " and ".join(other for other in row.safeguards if other != id_)
                together = f", together with {others}" if others else ""
                found.setdefault(id_, []).append(
                    f"makes misuse less likely once proved{together}: {row.reads_as}"
                )
    return found


def _plan_one(
    asked: SafeguardAsked,
    answers: tuple[str, ...],
    row: SafeguardRow,
    assessment: Assessment,
    raised: Mapping[str, Finding],
    in_hand: SafeguardInHand | None,
) -> PlannedSafeguard:
    state, shortfall = judge_proof(in_hand, row.proofs, assessment.as_of)
    open_still = state is not SafeguardState.PROVED
    weighty = any(raised[flag].red_flag.severity.rank >= Severity.HIGH.rank for flag in answers)
    early = asked.safeguard.consideration not in AFTER_DELIVERY
    return PlannedSafeguard(
        asked=asked,
        kind=kind_of(asked.safeguard),
        answers=answers,
        because=asked.because,
        due=_due(
            row.due, assessment.transaction.milestones, assessment.as_of, open_still=open_still
        ),
        proofs=row.proofs,
        blocks_shipment=weighty and early and open_still,
        state=state,
        done_on=in_hand.done_on if in_hand else None,
        proof=in_hand.proof if in_hand else None,
        shortfall=shortfall,
        left_if_done=row.left_if_done,
        left_if_not=row.left_if_not,
    )


def kind_of(safeguard: Safeguard) -> SafeguardKind:
    """Where a safeguard does its work: in the product, the contract, the firm, or afterwards."""
    if safeguard.type == "technical":
        return SafeguardKind.TAILORING
    if safeguard.type == "contractual":
        return SafeguardKind.CONTRACTUAL
    if safeguard.consideration in AFTER_DELIVERY:
        return SafeguardKind.POST_SALE
    return SafeguardKind.PROCEDURAL


def _due(due: Due, milestones: Mapping[Milestone, date], as_of: date, *, open_still: bool) -> Due:
    start = milestones.get(due.milestone)
    ordinal = None if start is None else start.toordinal() + due.days
    if ordinal is None or not date.min.toordinal() <= ordinal <= date.max.toordinal():
        return due
    on = date.fromordinal(ordinal)
    return Due(due.milestone, due.days, due.every_days, on, overdue=open_still and on < as_of)


def _tailoring(assessment: Assessment) -> Iterable[TailoringOption]:
    taxonomy = load_taxonomy()
    for one in assessment.capabilities:
        for option in taxonomy.get(one.id).tailoring:
            yield TailoringOption(one.id, one.name, option, one.declared)


def _finding(
    finding: Finding, planned: Iterable[PlannedSafeguard], catalogue: Catalogue, table: PlanTable
) -> PlannedFinding:
    flag = finding.red_flag
    if finding.answer is FindingAnswer.RAISED:
        safeguards = tuple(one.safeguard.id for one in planned if flag.id in one.answers)
    else:
        safeguards = tuple(_that_would_answer(flag.id, catalogue, table))
    raised = finding.answer is FindingAnswer.RAISED
    why = "" if safeguards else table.gaps.get(flag.id, _NO_SAFEGUARD)
    return PlannedFinding(
        finding=finding,
        safeguards=safeguards,
        settled_by=() if raised else flag.asks,
        asks_first=not raised
        and flag.severity.rank >= Severity.HIGH.rank
        and flag.consideration not in AFTER_DELIVERY,
        gap=why if raised or not why else _IF_RAISED + why[0].lower() + why[1:],
    )


def _that_would_answer(flag: str, catalogue: Catalogue, table: PlanTable) -> Iterable[str]:
    also = table.also_answers.get(flag)
    for safeguard in catalogue.safeguards:
        if flag in safeguard.addresses or (also and safeguard.id in also.safeguards):
            yield safeguard.id


def _conflicts(
    planned: Iterable[PlannedSafeguard], tailoring: Iterable[TailoringOption], table: PlanTable
) -> Iterable[Conflict]:
    parts = {one.safeguard.id for one in planned}
    parts |= {f"{one.capability_id}: {one.text}" for one in tailoring}
    for conflict in table.conflicts:
        if {conflict.first, conflict.second} <= parts:
            yield conflict
