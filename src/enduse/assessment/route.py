"""The proposed route in words: why, what to establish first, and what would change it."""

from collections.abc import Iterable

from enduse.assessment.context import Context
from enduse.assessment.judgement import Judged, Tables
from enduse.assessment.unknowns import decisive
from enduse.domain.answers import Answer
from enduse.domain.assessment import LIKELIHOOD_WORDS, SEVERITY_WORDS, Route, Scope, WouldChange
from enduse.domain.facts import Fact
from enduse.domain.findings import Finding, FindingAnswer, Trace
from enduse.domain.vocabulary import RouteLevel, Severity
from enduse.rules.dictionary import FactDictionary
from enduse.rules.expressions import Facts

OUT_OF_SCOPE, PROCEED_ROW, CONFIRM_ROW = "RT-OUT", "RT-CLEAR", "RT-CONFIRM"
_MOST_CHANGES = 12  # of the facts that could move the route, the ones shown
_PAUSE_POWER = 3  # power from which a missing key fact stops the clock


def route_of(
    context: Context,
    scope: Scope,
    judged: Judged,
    findings: Iterable[Finding],
    *,
    tables: Tables,
    dictionary: FactDictionary,
) -> Route:
    """Say the route of a judged case."""
    findings = tuple(findings)
    if scope.in_scope is Answer.NO:
        reason = "Outside the Guidance: " + " ".join(scope.reasons)
        trace = Trace("in scope", Answer.NO)
        return Route(RouteLevel.PROCEED, (), (reason,), OUT_OF_SCOPE, trace, (), provisional=False)
    return Route(
        level=judged.level,
        pause_until=_pauses(context, judged),
        because=tuple(_because(judged, findings)),
        rule=_rule_of(judged),
        trace=_trace_of(judged),
        would_change=_changes(judged, findings, tables, dictionary),
        provisional=judged.provisional,
    )


def queue_order(route: Route, judged: Judged, findings: Iterable[Finding]) -> int:
    """A sort key for a queue of cases: larger means look first. Not a risk score.

    Digits, from the left: route (0 to 3), severity and likelihood of the gravest right (0 to 4,
    0 to 3), the power over people that lies behind the severity in tenths (00 to 40), then
    raised findings by weight.
    """
    raised = [f.red_flag.severity for f in findings if f.answer is FindingAnswer.RAISED]
    gravest = judged.gravest
    severity = gravest.severity if gravest else 0
    likelihood = gravest.likelihood if gravest else 0
    tenths = int((judged.power or 0.0) * 10)
    weight = sum(severity.rank * 2 + 1 for severity in raised)
    head = (route.level.rank * 10 + severity) * 10 + likelihood
    return (head * 100 + tenths) * 1000 + min(weight, 999)


def _because(judged: Judged, findings: Iterable[Finding]) -> Iterable[str]:
    if judged.row is not None:
        yield judged.row.reads_as + "."
    elif judged.level is RouteLevel.PROCEED:
        yield "Nothing known speaks against it, and every fact that could is settled."
    else:
        yield "Nothing known speaks against it, but firm facts do not yet rule it out."
        if judged.worst is not None:
            yield f"Left open, at the worst: {judged.worst.reads_as}."
    gravest = judged.gravest
    if gravest is not None:
        yield (
            f"{gravest.right.label}: severity {SEVERITY_WORDS[gravest.severity]}, "
            f"misuse {LIKELIHOOD_WORDS[gravest.likelihood]}: {gravest.likelihood_because}."
        )
    for finding in findings:
        if finding.answer is FindingAnswer.RAISED and finding.red_flag.severity in {
            Severity.STOP,
            Severity.HIGH,
        }:
            guess = " (a guess)" if finding.guessed else ""
            yield f"{finding.red_flag.id} is raised{guess}: {finding.red_flag.title}."


def _rule_of(judged: Judged) -> str:
    if judged.row is not None:
        return judged.row.id
    return PROCEED_ROW if judged.level is RouteLevel.PROCEED else CONFIRM_ROW


def _trace_of(judged: Judged) -> Trace:
    if judged.row is None:
        return Trace("no row of route.toml holds", Answer.YES)
    return judged.row.condition.trace(judged.facts)


def _pauses(context: Context, judged: Judged) -> tuple[str, ...]:
    """Key facts that are missing where the power is, or may be, high. Never everything."""
    power = judged.power
    if power is not None and power < _PAUSE_POWER and judged.level.rank < RouteLevel.ESCALATE.rank:
        return ()
    missing = []
    if not context.supposed.types:
        missing.append("what kind of body the end-user is")
    if not context.supposed.countries:
        missing.append("the country of the end-user")
    if not context.supposed.capabilities and power is None:
        missing.append("what the product can do (C1-Q01)")
    if not context.transaction.end_use and power is not None and power >= _PAUSE_POWER:
        missing.append("what it will be used for (C4-Q03)")
    return tuple(missing)


def _changes(
    judged: Judged, findings: tuple[Finding, ...], tables: Tables, dictionary: FactDictionary
) -> tuple[WouldChange, ...]:
    """For each open fact of a weighty red flag: the route if it turned out badly."""
    changes: list[WouldChange] = []
    for severity, counter in ((Severity.STOP, "findings.stop"), (Severity.HIGH, "findings.high")):
        count = judged.facts[counter].value
        more = Fact(counter, (count if isinstance(count, float) else 0.0) + 1)
        level = _route_on({**judged.facts, counter: more}, tables)
        if level.rank <= judged.level.rank:
            continue
        for finding in decisive(findings, severity):
            for name in finding.missing[:1]:
                definition = dictionary.get(name)
                bad = "no" if f"not {name}" in finding.red_flag.when else "yes"
                changes.append(
                    WouldChange(name, definition.reads_as, bad, level, definition.question)
                )
    changes += _milder(judged, tables)
    return tuple(changes[:_MOST_CHANGES])


def _milder(judged: Judged, tables: Tables) -> Iterable[WouldChange]:
    """What a lower likelihood would lead to: checks in law, or a narrower use."""
    if judged.gravest is None or judged.gravest.likelihood == 0:
        return
    lower = Fact("risk.likelihood", float(judged.gravest.likelihood - 1))
    level = _route_on({**judged.facts, "risk.likelihood": lower}, tables)
    if level.rank < judged.level.rank:
        yield WouldChange(
            fact="risk.likelihood",
            reads_as="Likelihood of misuse for the right that decides",
            if_it_is=LIKELIHOOD_WORDS[judged.gravest.likelihood - 1],
            route=level,
        )


def _route_on(facts: Facts, tables: Tables) -> RouteLevel:
    row = tables.route.first(facts)
    return RouteLevel(row.level) if row else RouteLevel.PROCEED
