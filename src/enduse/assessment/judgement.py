"""From facts and findings to likelihood and route, once as supposed and once at the worst.

*As supposed*: guesses count, and what is unknown does not hold. This orders a queue and gives the
provisional route. *At the worst*: only firm facts count, and whatever they leave open may hold.
`proceed` is proposed only when both agree, so that no missing fact can ever make a sale look
clear.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enduse.assessment.context import Context
from enduse.assessment.facts import answer_in
from enduse.assessment.impacts import (
    MAX_POWER,
    Impact,
    contradicts_inventory,
    firm_power,
    impacts_of,
    supposed_power,
    worst_severity,
)
from enduse.assessment.tables import DecisionTable, Row
from enduse.capability.taxonomy import Taxonomy
from enduse.domain.answers import Answer, answer_of, any_of
from enduse.domain.assessment import RightAtRisk
from enduse.domain.facts import Fact
from enduse.domain.findings import Finding, FindingAnswer, RedFlag
from enduse.domain.vocabulary import Right, RouteLevel, Severity
from enduse.rules.expressions import Facts
from enduse.rules.factbase import FactBase

OWN_PRACTICE = "right.practice"
BETTER_HALF = 50  # percent of countries; a check in law counts where courts are not worse
_NOTHING_HOLDS = "Nothing on file makes misuse likely; what is not known stays open"
_HARMLESS = RouteLevel.PROCEED
_NEVER_ROUTE = frozenset({"C4-R11"})  # a listing is a legal hold, shown beside the route
_PUBLICATION = "C8"  # its flags are about publishing a report, not about this sale
_CHECKS_ASKED = ("law.independent_approval", "law.oversight_and_remedy")
_PURPOSE_ASKED = (
    "buyer.evasive",
    "deal.hidden_client",
    "deal.function_exceeds_need",
    "end_user.takes_part_in_targeting",
)


@dataclass(frozen=True, slots=True)
class Tables:
    """The two tables of judgement."""

    likelihood: DecisionTable
    route: DecisionTable


@dataclass(frozen=True, slots=True)
class Counted:
    """How many findings of a weight are raised, and how many are not firmly clear."""

    raised: int
    open: int  # raised, unknown, or in error


@dataclass(frozen=True, slots=True)
class Judged:
    """Rights at risk and the route, with the facts that led there."""

    rights: tuple[RightAtRisk, ...]
    gravest: RightAtRisk | None
    level: RouteLevel
    row: Row | None
    worst: Row | None  # the row that would decide if what is open turned out badly
    facts: Facts  # what the deciding row was read on
    provisional: bool
    power: float | None  # over people, as supposed, 0.0 to 4.0; None when nothing tells


def judge_case(
    context: Context,
    facts: FactBase,
    findings: Iterable[Finding],
    *,
    tables: Tables,
    taxonomy: Taxonomy,
) -> Judged:
    """Judge one case."""
    findings = tuple(findings)
    stop, high = counted(findings, Severity.STOP), counted(findings, Severity.HIGH)
    power = supposed_power(context, facts.firm, taxonomy)
    rounded = None if power is None else int(power + 0.5)
    supposed = _supposed_facts(context, facts.supposed, rounded)
    impacts = impacts_of(context, taxonomy, rounded or 0)
    rows = tables.likelihood.first_for_each(
        supposed, {impact.right: _own_practice(impact.right, supposed) for impact in impacts}
    )
    rights = tuple(_at_risk(impact, rows.get(impact.right)) for impact in impacts)
    gravest = max(rights, key=gravity, default=None)
    decided = {
        **supposed,
        **_numbers(
            {
                "risk.severity": gravest.severity if gravest else 0,
                "risk.likelihood": gravest.likelihood if gravest else 0,
                "findings.stop": stop.raised,
                "findings.high": high.raised,
            }
        ),
    }
    row = tables.route.first(decided)
    level = RouteLevel(row.level) if row else _HARMLESS
    worst = worst_row(context, facts.firm, stop, high, tables, taxonomy)
    if level is _HARMLESS and worst is not None:
        level = RouteLevel.PROCEED_WITH_CONDITIONS
    provisional = worst is not None and RouteLevel(worst.level) is not level
    return Judged(rights, gravest, level, row, worst, decided, provisional, power)


def counted(findings: Iterable[Finding], severity: Severity) -> Counted:
    """Count the findings of one weight that bear on the route."""
    answers = [
        finding.answer
        for finding in findings
        if finding.red_flag.severity is severity and counts_for_route(finding.red_flag)
    ]
    raised = sum(answer is FindingAnswer.RAISED for answer in answers)
    return Counted(raised, sum(answer is not FindingAnswer.CLEAR for answer in answers))


def counts_for_route(flag: RedFlag) -> bool:
    """Whether a red flag can move the human-rights route of a sale."""
    return flag.id not in _NEVER_ROUTE and flag.consideration != _PUBLICATION


def worst_row(
    context: Context,
    firm: Facts,
    stop: Counted,
    high: Counted,
    tables: Tables,
    taxonomy: Taxonomy,
) -> Row | None:
    """The row that decides if everything that firm facts leave open turned out badly."""
    power = firm_power(context, firm, taxonomy)
    if not context.has_every_text or contradicts_inventory(context, firm, taxonomy):
        power = MAX_POWER  # what is not said, or said against the inventory, stays open
    facts = {**firm, **_derived(firm), **_numbers({"power.level": power})}
    if _purpose_is_settled(context, firm):
        facts["purpose.effects"] = Fact("purpose.effects", context.effects)
        bounded = _is_bounded(context, firm, certain=True)
        facts["purpose.is_bounded"] = Fact("purpose.is_bounded", bounded)
    rows = tables.likelihood.first_for_each(
        facts, {right: _own_practice(right, facts) for right in Right}, worst=True
    )
    likelihood = max((int(row.level) for row in rows.values()), default=0)
    facts |= _numbers(
        {
            "risk.severity": worst_severity(power, firm),
            "risk.likelihood": likelihood if power else 0,
            "findings.stop": stop.open,
            "findings.high": high.open,
        }
    )
    return tables.route.first_not_excluded(facts)


def _is_bounded(context: Context, facts: Facts, *, certain: bool) -> Answer:
    """A narrow or beneficial purpose with nothing broad beside it; NO when none is stated.

    A supervised purpose is bounded, whatever else is said, where courts are better than in half
    the world, and nowhere else; `certain` asks that this be known of every end-user.
    """
    effects = context.effects
    if "repressive" in effects:
        return Answer.NO
    if "supervised" in effects and _courts_are_sound(facts, certain=certain):
        return Answer.YES
    return answer_of("broad" not in effects and bool(effects & {"narrow", "beneficial"}))


def _courts_are_sound(facts: Facts, *, certain: bool) -> bool:
    courts = facts.get("practice.rule_of_law")
    if courts is None or (certain and not courts.complete):
        return False
    return isinstance(courts.value, float) and courts.value < BETTER_HALF


def _purpose_is_settled(context: Context, firm: Facts) -> bool:
    """A stated end-use counts once people say that nothing hides behind it."""
    asked = any_of(answer_in(firm, name) for name in _PURPOSE_ASKED)
    return bool(context.transaction.end_use) and asked is Answer.NO


def gravity_of_case(judged: Judged) -> tuple[int, ...]:
    """Which of several readings of a case is gravest: by route, then the right that decides."""
    return (judged.level.rank, *(gravity(judged.gravest) if judged.gravest else ()))


def gravity(right: RightAtRisk) -> tuple[int, int, int]:
    """Which right decides: the one whose severity and likelihood together are worst."""
    return (
        min(right.severity, right.likelihood + 1),
        right.severity + right.likelihood,
        right.severity,
    )


def _own_practice(right: Right, facts: Facts) -> dict[str, Fact]:
    """The record on one right, under the name that the likelihood table reads."""
    practice = facts.get(f"practice.{right.value}") or facts.get("practice.repression")
    return {OWN_PRACTICE: practice or Fact(OWN_PRACTICE)}


def _at_risk(impact: Impact, row: Row | None) -> RightAtRisk:
    return RightAtRisk(
        right=impact.right,
        scale=impact.scale,
        scope=impact.scope,
        irremediability=impact.irremediability,
        likelihood=int(row.level) if row else 0,
        likelihood_because=row.reads_as if row else _NOTHING_HOLDS,
        misuse_forms=impact.misuse_forms,
    )


def _supposed_facts(context: Context, facts: Facts, power: int | None) -> dict[str, Fact]:
    """The facts with what is derived from them, guesses included."""
    words = {
        "purpose.effects": context.effects,
        "function.narrowed_by": frozenset(mark.value for mark in context.narrowed_by),
        "function.widened_by": frozenset(mark.value for mark in context.widened_by),
    }
    derived = {**facts, **_derived(facts)}
    for name, value in words.items():
        derived[name] = Fact(name, value, firm=False)
    bounded = _is_bounded(context, facts, certain=False)
    derived["purpose.is_bounded"] = Fact("purpose.is_bounded", bounded, firm=False)
    if power is not None:
        derived["power.level"] = Fact("power.level", float(power), firm=False)
    return derived


def _derived(facts: Facts) -> dict[str, Fact]:
    """Facts that follow from other facts: the level of the record, and checks in law."""
    derived = {}
    if record := _record(facts):
        derived[record.name] = record
    derived["law.checks_power"] = Fact("law.checks_power", _checks(facts))
    return derived


_RECORD = (
    (3.0, ("incidents.by_end_user", "incidents.in_region")),
    (2.0, ("incidents.same_capability_in_country",)),
    (1.0, ("incidents.in_country",)),
)


def _record(facts: Facts) -> Fact | None:
    """The highest level that a report on file shows; complete when nothing could show more."""
    certain = True
    for level, names in _RECORD:
        counts = [facts.get(name) for name in names]
        found = [fact for fact in counts if fact and isinstance(fact.value, float) and fact.value]
        if found:
            evidence = tuple(item for fact in found for item in fact.evidence)
            return Fact("record.level", level, complete=certain, evidence=evidence)
        certain = certain and all(fact is not None and fact.complete for fact in counts)
    return Fact("record.level", 0.0, complete=certain)


def _checks(facts: Facts) -> Answer | None:
    """Approval or oversight exists, where rule of law is better than in half the world."""
    asked = any_of(answer_in(facts, name) for name in _CHECKS_ASKED)
    on_file = any(
        (fact := facts.get(f"laws.{name}")) is not None and fact.value
        for name in ("independent_approval", "independent_oversight")
    )
    courts = facts.get("practice.rule_of_law")
    if courts is None or not isinstance(courts.value, float):
        return None
    if courts.value >= BETTER_HALF:
        return Answer.NO
    if not courts.complete:
        return None
    exists = Answer.YES if on_file else asked
    return None if exists is Answer.UNKNOWN else exists


def _numbers(values: Mapping[str, float]) -> dict[str, Fact]:
    return {name: Fact(name, float(value)) for name, value in values.items()}
