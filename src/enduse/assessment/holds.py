"""Legal questions beside the human-rights route: listings, licences, embargoes."""

from collections.abc import Iterable
from datetime import date

from enduse.assessment.context import Context
from enduse.capability.taxonomy import Taxonomy
from enduse.domain.answers import Answer
from enduse.domain.assessment import LegalHold
from enduse.evidence.base import EvidenceBase
from enduse.rules.expressions import Facts

_EMBARGO = {
    "ear_e1": "EAR Country Group E:1 (terrorist-supporting)",
    "ear_e2": "EAR Country Group E:2 (unilateral embargo)",
    "ear_d5": "EAR Country Group D:5 (U.S. arms embargo)",
    "itar_126_1_d1": "ITAR 126.1(d)(1) (policy of denial)",
    "itar_126_1_d2": "ITAR 126.1(d)(2) (policy of denial, with exceptions)",
}
_NO_CONTROL = "EAR99"


def legal_holds(
    context: Context, firm: Facts, *, base: EvidenceBase, taxonomy: Taxonomy, as_of: date
) -> tuple[LegalHold, ...]:
    """Every legal question of the transaction; a lead for counsel, never a classification."""
    return (
        _listing(firm),
        *_groups(context, base, as_of),
        *_licence(context, firm, taxonomy),
    )


def _listing(firm: Facts) -> LegalHold:
    listed = _answer(firm, "party.listed")
    if listed is Answer.YES:
        return LegalHold("party_listed", "hold", "A party or owner is listed (C4-Q07).")
    said = " C4-Q07 says no party is listed; that is on file." if listed is Answer.NO else ""
    return LegalHold(
        "party_listed",
        "not checked yet",
        f"The parties were not screened against watchlists by this assessment.{said}",
    )


def _groups(context: Context, base: EvidenceBase, as_of: date) -> Iterable[LegalHold]:
    for country in context.supposed.countries:
        for membership in base.groups.of(country, as_of):
            title = _EMBARGO.get(membership.group)
            if title:
                name = base.countries.name(country)
                says = f"{name} is in {title}, as of {membership.known_from}; confirm it."
                yield LegalHold(f"{membership.group}:{country}", "check", says)


def _licence(context: Context, firm: Facts, taxonomy: Taxonomy) -> Iterable[LegalHold]:
    required = _answer(firm, "deal.licence_required")
    if required is Answer.YES:
        yield LegalHold("licence", "hold", "A licence or other authorisation is required (C1-Q17).")
    elif required is Answer.UNKNOWN:
        yield LegalHold(
            "licence", "not checked yet", "Whether a licence is required is not answered (C1-Q17)."
        )
    leads = {
        f"{lead.regime} {lead.entry}": taxonomy.get(id_).name
        for id_ in sorted(context.supposed.capabilities)
        for lead in taxonomy.get(id_).control_leads
        if not lead.entry.startswith(_NO_CONTROL)
    }
    for entry, name in leads.items():
        says = f"{name} may fall under {entry}: a lead for classification, not a classification."
        yield LegalHold(f"entry:{entry}", "check", says)


def _answer(firm: Facts, name: str) -> Answer:
    fact = firm.get(name)
    return fact.value if fact and isinstance(fact.value, Answer) else Answer.UNKNOWN
