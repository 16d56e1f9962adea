"""What risk is left: likelihood may fall on proof, by rows of data. Severity never moves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from enduse.assessment.judgement import counted, gravity
from enduse.assessment.plan_table import PlanTable, ReliefRow
from enduse.assessment.tables import DecisionTable
from enduse.domain.assessment import Assessment, RightAtRisk
from enduse.domain.facts import Fact
from enduse.domain.findings import FindingAnswer
from enduse.domain.safeguard_plan import (
    PlannedSafeguard,
    Relief,
    Residual,
    ResidualRight,
    SafeguardState,
)
from enduse.domain.vocabulary import RouteLevel, Severity

_READ = {"risk.severity", "risk.likelihood", "findings.stop", "findings.high"}
_SEVERITY_STAYS = (
    "Severity is not changed by any safeguard: they make misuse less likely, never less grave."
)


@dataclass(frozen=True, slots=True)
class _Left:
    """The risk that is left when some safeguards are proved."""

    proved: frozenset[str]
    rights: tuple[ResidualRight, ...]
    route: RouteLevel


def residual_of(
    assessment: Assessment,
    planned: Iterable[PlannedSafeguard],
    table: PlanTable,
    routes: DecisionTable,
) -> Residual:
    """The risk that is left by what is proved, and by the whole plan once it is proved."""
    planned = tuple(planned)
    answers = {finding.red_flag.id: finding.answer for finding in assessment.findings}

    def left(ids: Iterable[str]) -> _Left:
        proved = frozenset(ids)
        rows = [
            row
            for row in table.reliefs
            if proved.issuperset(row.safeguards) and not undone_by(row, answers)
        ]
        rights = tuple(_relieved(one, table.most_lowered, rows) for one in assessment.rights)
        return _Left(proved, rights, _route(assessment, rights, routes))

    now = left(one.safeguard.id for one in planned if one.state is SafeguardState.PROVED)
    then = left(one.safeguard.id for one in planned)
    says = (
        _SEVERITY_STAYS,
        *_said_of(now),
        *_held_up(table, then.proved, assessment),
        *_routes(assessment.route.level, now.route, then.route),
    )
    return Residual(now.rights, now.route, then.rights, then.route, says)


def undone_by(row: ReliefRow, answers: Mapping[str, FindingAnswer]) -> tuple[str, ...]:
    """The findings that keep a row from counting; an unknown one does where it must be clear."""
    not_clear = [flag for flag in row.needs_clear if answers.get(flag) is not FindingAnswer.CLEAR]
    raised = [flag for flag in row.void_if_raised if answers.get(flag) is FindingAnswer.RAISED]
    return (*not_clear, *raised)


def _relieved(right: RightAtRisk, most: int, rows: Iterable[ReliefRow]) -> ResidualRight:
    """Lower one right, row by row: one level each, down to the row's floor, `most` in all."""
    level, reliefs = right.likelihood, list[Relief]()
    for row in rows:
        if right.likelihood - level < most and level > row.not_below:
            level -= 1
            reliefs.append(Relief(row.id, row.safeguards, row.reads_as))
    return ResidualRight(right, level, tuple(reliefs))


def _route(
    assessment: Assessment, rights: Iterable[ResidualRight], routes: DecisionTable
) -> RouteLevel:
    """What the route table proposes on lowered likelihood: never plain proceed, never graver.

    A table of a customer's own that reads more than severity, likelihood and weights cannot be
    read again here; the route then stays as it was.
    """
    inherent = assessment.route.level
    rights = tuple(rights)
    moved = any(right.reliefs for right in rights)
    readable = all(_READ.issuperset(row.condition.names) for row in routes.rows)
    if not moved or not readable or inherent is RouteLevel.PROCEED:
        return inherent
    lowered = (replace(one.inherent, likelihood=one.likelihood) for one in rights)
    gravest = max(lowered, key=gravity)
    row = routes.first(
        {
            name: Fact(name, float(value))
            for name, value in {
                "risk.severity": gravest.severity,
                "risk.likelihood": gravest.likelihood,
                "findings.stop": counted(assessment.findings, Severity.STOP).raised,
                "findings.high": counted(assessment.findings, Severity.HIGH).raised,
            }.items()
        }
    )
    reached = RouteLevel(row.level) if row else RouteLevel.PROCEED
    floor = max(reached, RouteLevel.PROCEED_WITH_CONDITIONS, key=lambda level: level.rank)
    return min(inherent, floor, key=lambda level: level.rank)


def _said_of(now: _Left) -> Iterable[str]:
    moved = [one for one in now.rights if one.reliefs]
    if moved:
        yield from (one.says for one in moved)
    elif now.proved:
        yield f"{_some(len(now.proved))} proved; what is proved changes no likelihood by itself."
    else:
        yield "No safeguard is proved, so the risk stands as assessed."


def _held_up(table: PlanTable, planned: Collection[str], assessment: Assessment) -> Iterable[str]:
    """What the plan could do for likelihood, and which findings are in the way."""
    flags = {finding.red_flag.id: finding.red_flag for finding in assessment.findings}
    answers = {finding.red_flag.id: finding.answer for finding in assessment.findings}
    held: dict[tuple[str, ...], list[str]] = {}
    for row in table.reliefs:
        undone = undone_by(row, answers)
        if set(row.safeguards) <= set(planned) and undone:
            held.setdefault(undone, []).append(row.reads_as)
    for undone, reliefs in held.items():
        named = " and ".join(f"{id_} ({flags[id_].title})" for id_ in undone if id_ in flags)
        yield (
            "What follows could make misuse less likely, but counts only once it is firmly "
            f"settled that this is not so: {named}. {'. '.join(reliefs)}."
        )


def _routes(inherent: RouteLevel, now: RouteLevel, then: RouteLevel) -> Iterable[str]:
    if now is not inherent:
        yield f"On what is proved, the route table would read: {now.label}."
    if then is not now:
        yield f"With the whole plan proved, the route table would read: {then.label}."
    yield f"The assessment proposes: {inherent.label}. A named person decides."


def _some(count: int) -> str:
    return "One safeguard is" if count == 1 else f"{count} safeguards are"
