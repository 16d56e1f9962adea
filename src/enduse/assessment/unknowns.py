"""What is not known, why, how to settle it, and what it could change."""

from collections.abc import Iterable, Mapping

from enduse.assessment.judgement import counts_for_route
from enduse.domain.answers import Silence
from enduse.domain.assessment import Unknown
from enduse.domain.facts import FactDefinition
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.vocabulary import Severity
from enduse.rules.dictionary import FactDictionary
from enduse.rules.factbase import FactBase


def unknowns_of(
    findings: Iterable[Finding],
    facts: FactBase,
    dictionary: FactDictionary,
    claimed: Mapping[str, str],
) -> tuple[Unknown, ...]:
    """Every fact that leaves a red flag unknown, the ones that weigh most first.

    Args:
        findings: of one case.
        facts: of the case, without claims.
        dictionary: gives a fact its words.
        claimed: the facts that a buyer or reseller claims, each with the role of who does.
    """
    flags: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.answer is FindingAnswer.UNKNOWN:
            for name in finding.missing:
                flags.setdefault(name, []).append(finding)
    weights = {
        name: max([finding.red_flag.severity.rank for finding in found])
        for name, found in flags.items()
    }
    ordered = sorted(flags, key=lambda name: (-weights[name], name))
    return tuple(
        _unknown(
            dictionary.get(name),
            _silence(name, facts, claimed),
            tuple([finding.red_flag.id for finding in flags[name]]),
        )
        for name in ordered
    )


def _silence(name: str, facts: FactBase, claimed: Mapping[str, str]) -> str:
    """Why a fact does not settle what it should."""
    if name in claimed:
        return f"claimed by the {claimed[name].replace('_', ' ')}, not confirmed"
    fact = facts.firm.get(name)
    if fact is not None and fact.value is not None:
        return "known only in part; more may be true"
    if name in facts.guessed:
        return "only guessed"
    return (fact.silence if fact else Silence.NOT_CHECKED).value


def _unknown(definition: FactDefinition, silence: str, red_flags: tuple[str, ...]) -> Unknown:
    key = (definition.name, definition.question, silence, red_flags)
    kept = _KEPT.get(key)
    if kept is None or kept.reads_as != definition.reads_as:
        kept = Unknown(
            fact=definition.name,
            reads_as=definition.reads_as,
            silence=silence,
            question=definition.question,
            red_flags=red_flags,
        )
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = kept
    return kept


_KEPT: dict[tuple[str, str, str, tuple[str, ...]], Unknown] = {}
"""Unknowns said before: every assessment has a hundred, and most are the same."""
_MOST_KEPT = 4_096


def decisive(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """The unknown findings of one weight that could move the route."""
    return tuple(
        finding
        for finding in findings
        if finding.answer is FindingAnswer.UNKNOWN
        and finding.red_flag.severity is severity
        and counts_for_route(finding.red_flag)
    )
