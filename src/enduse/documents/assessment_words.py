"""The words in which text and page say the same outcome."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from enduse.domain.answers import Answer
from enduse.domain.assessment import Assessment, RightAtRisk, Route, SafeguardAsked, Unknown
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.provenance import Evidence
from enduse.domain.transactions import Party, Transaction
from enduse.domain.vocabulary import Confidence, MisuseForm, RouteLevel, Severity

PROPOSES = "This is a proposal. A named person decides."

WHAT_IT_MEANS = {
    RouteLevel.PROCEED: "Nothing on file speaks against the sale. Look again on the review date.",
    RouteLevel.PROCEED_WITH_CONDITIONS: (
        "The sale can go ahead once what is asked for below is settled and in place."
    ),
    RouteLevel.ESCALATE: (
        "Someone with the power to refuse the sale should decide, with counsel and whoever "
        "looks after human rights."
    ),
    RouteLevel.DO_NOT_PROCEED: "The sale, as described, should not be made.",
}

SCOPE_WORDS = {
    Answer.YES: "Yes, the Guidance reaches this sale.",
    Answer.NO: "No, the Guidance does not reach this sale.",
    Answer.UNKNOWN: "Not known yet whether the Guidance reaches this sale; treated as if it does.",
}

WEIGHT_WORDS = {
    Severity.STOP: "Stop",
    Severity.HIGH: "High",
    Severity.CAUTION: "Caution",
    Severity.NOTE: "Note",
}

REACH_WORDS = {
    Answer.YES: "Yes: whole populations are within reach.",
    Answer.NO: "No: whole populations are not within reach.",
    Answer.UNKNOWN: "Not known whether whole populations are within reach.",
}

_TURNS_TEXT = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_STEERS = frozenset({"Cc", "Cs", "Zl", "Zp"})

_DOCUMENTS = {"State 2020": "2020 Guidance"}

FORM_WORDS = {
    MisuseForm.STIFLE_DISSENT: "stifle dissent",
    MisuseForm.HARASS_DEFENDERS: "harass human-rights defenders",
    MisuseForm.INTIMIDATE_MINORITIES: "intimidate minority communities",
    MisuseForm.DISCOURAGE_WHISTLE_BLOWERS: "discourage whistle-blowers",
    MisuseForm.CHILL_EXPRESSION: "chill free expression",
    MisuseForm.TARGET_OPPONENTS: "target opponents, journalists or lawyers",
    MisuseForm.UNLAWFUL_INTERFERENCE: "interfere unlawfully with privacy",
    MisuseForm.MASS_SURVEILLANCE: "watch whole populations",
}

PLAIN_TRUTH = frozenset({Confidence.QUOTED})
"""What needs no mark: everything else is recalled, reworded or added, and says so."""


def route_sentence(route: Route) -> str:
    """Say the route as one sentence, with what to wait for."""
    if not route.pause_until:
        return f"{route.level.label}."
    return f"{route.level.label}. Pause until it is known: {'; '.join(route.pause_until)}."


def product_words(transaction: Transaction) -> str:
    """Name the product and its vendor."""
    product = transaction.product
    name = product.name or "A product without a name"
    return f"{name} ({product.vendor})" if product.vendor else name


def party_words(party: Party) -> str:
    """Name a party, its kind and its place; say what is not known."""
    return f"{party_name(party)} ({party_kind(party)})"


def party_name(party: Party) -> str:
    """Name a party."""
    return party.name or "Name not stated"


def party_kind(party: Party) -> str:
    """Say what kind of body a party is, and where."""
    kind = party.type.value.replace("_", " ") if party.type else "kind not stated"
    place = ", ".join(part for part in (party.region, party.country) if part)
    return f"{kind}; {place or 'country not stated'}"


def users_words(transaction: Transaction) -> str:
    """Name every end-user."""
    return "; ".join(party_words(party) for party in transaction.end_users)


def raised_by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The raised findings, the gravest first; errors stand before all, for they block sign-off."""
    shown = [f for f in findings if f.answer in {FindingAnswer.RAISED, FindingAnswer.ERROR}]
    return tuple(
        sorted(
            shown,
            key=lambda f: (
                f.answer is FindingAnswer.RAISED,
                -f.red_flag.severity.rank,
                f.guessed,
                f.red_flag.id,
            ),
        )
    )


def rights_by_weight(rights: Iterable[RightAtRisk]) -> tuple[RightAtRisk, ...]:
    """The rights at risk: likelihood first, then severity, then the usual order."""
    return tuple(sorted(rights, key=lambda right: (-right.likelihood, -right.severity)))


def unknowns_by_weight(assessment: Assessment) -> tuple[Unknown, ...]:
    """What is not known: first what could move the route, then by the weight of the red flags."""
    moving = {change.fact for change in assessment.route.would_change}
    return tuple(sorted(assessment.unknowns, key=lambda one: one.fact not in moving))


def safeguards_by_phase(
    safeguards: Iterable[SafeguardAsked],
) -> tuple[tuple[str, str, tuple[SafeguardAsked, ...]], ...]:
    """Safeguards grouped by phase and owner, in the order of the considerations."""
    safeguards = tuple(safeguards)
    phases = list(dict.fromkeys(one.phase for one in safeguards))
    ordered = sorted(safeguards, key=lambda one: (phases.index(one.phase), one.owner))
    groups = groupby(ordered, key=lambda one: (one.phase, one.owner))
    return tuple((phase, owner, tuple(group)) for (phase, owner), group in groups)


def source_words(evidence: Evidence) -> str:
    """Say where a piece of evidence comes from and of when it is."""
    provenance = evidence.provenance
    parts = [provenance.source.rstrip(".")]
    if provenance.published_on:
        parts.append(f"published {provenance.published_on.isoformat()}")
    if evidence.looked_for:
        parts.append(f"looked for: {evidence.looked_for}")
    return "; ".join(parts)


def basis_words(document: str) -> str:
    """Name the document that a red flag rests on, as a reader knows it."""
    return _DOCUMENTS.get(document, document)


def mark_words(confidence: Confidence) -> str:
    """What to say beside an item that does not stand in the Guidance word for word."""
    return "" if confidence in PLAIN_TRUTH else confidence.label


def tally(findings: Iterable[Finding]) -> str:
    """Count what the red flags say, as n of N."""
    answers = [finding.answer for finding in findings]
    total, raised = len(answers), answers.count(FindingAnswer.RAISED)
    clear, failed = answers.count(FindingAnswer.CLEAR), answers.count(FindingAnswer.ERROR)
    said = (
        f"{raised} of {total} raised, {clear} clear, "
        f"{total - raised - clear - failed} not known (not known is not clear)"
    )
    return f"{said}, {failed} could not be worked out" if failed else said


def printable(text: str) -> str:
    """Blank out what could steer a terminal or turn a line round; letters of all scripts stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if mark in _TURNS_TEXT or unicodedata.category(mark) in _STEERS else mark
        for mark in text
    )
