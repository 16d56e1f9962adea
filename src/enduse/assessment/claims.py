"""What a buyer or reseller answered: heard beside the facts, able to raise and never to clear.

Each claimant is heard apart from the others and from what is known without them, and the gravest
hearing counts. So no claim, true or not, can make a sale look better.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enduse.assessment.answers import AnswerKey, facts_of_answer
from enduse.domain.errors import InvalidInputError
from enduse.domain.facts import Fact
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.provenance import Evidence, Provenance
from enduse.domain.transactions import Claim

_SHOWN = 300  # characters of an answer that are shown as evidence


@dataclass(frozen=True, slots=True)
class ClaimsRead:
    """The facts that each claimant claims, by role, and what a person should be told."""

    by_role: Mapping[str, tuple[Fact, ...]]
    notes: tuple[str, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """The facts claimed, each with who claims it."""
        return {fact.name: role for role, facts in self.by_role.items() for fact in facts}


def read_claims(
    claims: Sequence[Claim],
    keys: Mapping[str, AnswerKey],
    answers: Mapping[str, Fact],
    as_of: date,
) -> ClaimsRead:
    """Read the claims that were made by the as-of date; the latest on one thing counts.

    Raises:
        InvalidInputError: a claim does not fit its question; the message names it.
    """
    by_role: dict[str, dict[str, Fact]] = {}
    notes: list[str] = []
    counted = [claim for claim in claims if claim.on <= as_of]
    if len(counted) < len(claims):
        notes.append(f"{len(claims) - len(counted)} claims were made after {as_of}; not counted.")
    for claim in sorted(counted, key=lambda one: one.on):
        told = by_role.setdefault(claim.role.value, {})
        for fact in _facts_of(claim, keys[claim.key], notes):
            if fact.name in told and told[fact.name].value != fact.value:
                notes.append(f"claims.{claim.key}: the {claim.role.value} said otherwise before")
            own = answers.get(fact.name)
            if own is not None and own.value is not None and own.value != fact.value:
                notes.append(f"claims.{claim.key}: contradicts your own answer; yours stands")
            told[fact.name] = fact
    if counted:
        notes.append(_what_claims_do(counted))
    return ClaimsRead({role: tuple(told.values()) for role, told in by_role.items()}, tuple(notes))


def gravest_finding(findings: Sequence[Finding]) -> Finding:
    """Of one rule's findings, the first without claims: that one, unless a claim raises it."""
    raised = (one for one in findings if one.answer is FindingAnswer.RAISED)
    return next(raised, findings[0])


def _facts_of(claim: Claim, target: AnswerKey, notes: list[str]) -> Iterable[Fact]:
    try:
        facts = list(facts_of_answer(claim.key, target, claim.answer, notes))
    except InvalidInputError as error:
        message = error.message.removeprefix("answers.")
        raise InvalidInputError(f"claims, {claim.role.value}: {message}") from None
    evidence = (_evidence(claim),)
    return [
        replace(fact, firm=False, evidence=evidence) for fact in facts if fact.value is not None
    ]


def _evidence(claim: Claim) -> Evidence:
    shown = claim.answer if isinstance(claim.answer, str) else ", ".join(claim.answer)
    source = f"{claim.by}, for the {claim.role.value.replace('_', ' ')}"
    return Evidence(
        f"claimed, not checked: {shown[:_SHOWN]}",
        Provenance(
            source, f"claims.{claim.key}", published_on=claim.on, sha256=claim.document_sha256
        ),
    )


def _what_claims_do(claims: Sequence[Claim]) -> str:
    who = " and ".join(sorted({claim.role.value.replace("_", " ") for claim in claims}))
    return (
        f"{len(claims)} answers of the {who} are claims: they may raise a red flag and clear none. "
        "Put under answers what you have checked yourself."
    )
