"""What is not known, why, how to settle it, and what it could change."""

from collections.abc import Iterable

from enduse.assessment.judgement import counts_for_route
from enduse.domain.answers import Silence
from enduse.domain.assessment import Unknown
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.vocabulary import Severity
from enduse.rules.dictionary import FactDictionary
from enduse.rules.factbase import FactBase


def unknowns_of(
    findings: Iterable[Finding], facts: FactBase, dictionary: FactDictionary
) -> tuple[Unknown, ...]:
    """Every fact that leaves a red flag unknown, the ones that weigh most first."""
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
    return tuple(_unknown(name, flags[name], facts, dictionary) for name in ordered)


def _unknown(
    name: str, findings: Iterable[Finding], facts: FactBase, dictionary: FactDictionary
) -> Unknown:
    definition = dictionary.get(name)
    fact = facts.firm.get(name)
    if fact is not None and fact.value is not None:
        silence = "known only in part; more may be true"
    elif name in facts.guessed:
        silence = "only guessed from the text"
    else:
        silence = (fact.silence if fact else Silence.NOT_CHECKED).value
    return Unknown(
        fact=name,
        reads_as=definition.reads_as,
        silence=silence,
        question=definition.question,
        red_flags=tuple([finding.red_flag.id for finding in findings]),
    )


def decisive(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """The unknown findings of one weight that could move the route."""
    return tuple(
        finding
        for finding in findings
        if finding.answer is FindingAnswer.UNKNOWN
        and finding.red_flag.severity is severity
        and counts_for_route(finding.red_flag)
    )
