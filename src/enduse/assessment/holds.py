"""Legal questions beside the human-rights route: listings, licences, embargoes."""

from collections.abc import Iterable
from datetime import date

from enduse.assessment.context import Context
from enduse.assessment.facts import answer_in
from enduse.assessment.party_facts import LISTED, gaps_says, match_evidence, ownership_says
from enduse.capability.taxonomy import Taxonomy
from enduse.domain.answers import Answer
from enduse.domain.assessment import LegalHold
from enduse.domain.screened import Said, Screening, Standing
from enduse.evidence.base import EvidenceBase
from enduse.rules.expressions import Facts
from enduse.rules.factbase import FactBase

_EMBARGO = {
    "ear_e1": "EAR Country Group E:1 (terrorist-supporting)",
    "ear_e2": "EAR Country Group E:2 (unilateral embargo)",
    "ear_d5": "EAR Country Group D:5 (U.S. arms embargo)",
    "itar_126_1_d1": "ITAR 126.1(d)(1) (policy of denial)",
    "itar_126_1_d2": "ITAR 126.1(d)(2) (policy of denial, with exceptions)",
}
_NO_CONTROL = "EAR99"


def legal_holds(
    context: Context, facts: FactBase, screening: Screening, *, base: EvidenceBase,
    taxonomy: Taxonomy, as_of: date,
) -> tuple[LegalHold, ...]:  # fmt: skip
    """Every legal question of the transaction; a lead for counsel, never a classification."""
    return (
        *_matches(screening),
        *_ownership(screening),
        _listing(facts.firm, screening, as_of),
        *_groups(context, base, as_of),
        *_licence(context, facts.firm, taxonomy),
    )


def _matches(screening: Screening) -> Iterable[LegalHold]:
    """One hold for each match that a person has not put aside."""
    for party in screening.parties:
        for found in party.matches:
            id_ = f"match:{found.match.entry.id}"
            says = match_evidence(party, found, screening).says
            if found.judged.said is Said.DIFFERENT:
                continue
            if found.standing is Standing.LISTED:
                yield LegalHold(id_, "hold", f"{says}.")
            elif found.standing is Standing.NOT_KNOWN:
                yield LegalHold(id_, "check", f"{says}.")


def _ownership(screening: Screening) -> Iterable[LegalHold]:
    """What listed owners hold; a rule that does not apply on the day is still to be checked."""
    for one in screening.ownership:
        if one.answer is Answer.NO:
            continue
        state = "hold" if one.applies and one.answer is Answer.YES else "check"
        open_ = " A match of an owner is not judged yet." if one.rests_on_open_match else ""
        says = ownership_says(one)
        says = f"{says[0].upper()}{says[1:]}. {one.source.rstrip('.')}.{open_}"
        yield LegalHold(f"owned:{one.rule}:{one.party}", state, says)


def _listing(firm: Facts, screening: Screening, as_of: date) -> LegalHold:
    listed = answer_in(firm, LISTED)
    if listed is Answer.YES:
        return LegalHold("party_listed", "hold", "A party or owner is listed (C4-Q07).")
    said = " C4-Q07 says no party is listed; that is on file." if listed is Answer.NO else ""
    unsearched = sum(not party.was_searched for party in screening.parties)
    searched = len(screening.parties) - unsearched
    if not searched:
        says = f"No party has a name that could be looked for on the watchlists.{said}"
        return LegalHold("party_listed", "not checked yet", says)
    left = f" {unsearched} without a name could not be looked for." if unsearched else ""
    says = (
        f"{searched} of the parties and owners were looked for on {len(screening.coverage)} lists "
        f"(watchlist {screening.watchlist}); what was found stands above, and finding nothing is "
        f"no clearance: {gaps_says(screening, as_of)}.{left}{said}"
    )
    return LegalHold("party_listed", "check", says)


def _groups(context: Context, base: EvidenceBase, as_of: date) -> Iterable[LegalHold]:
    for country in context.supposed.countries:
        for membership in base.groups.of(country, as_of):
            title = _EMBARGO.get(membership.group)
            if title:
                name = base.countries.name(country)
                says = f"{name} is in {title}, as of {membership.known_from}; confirm it."
                yield LegalHold(f"{membership.group}:{country}", "check", says)


def _licence(context: Context, firm: Facts, taxonomy: Taxonomy) -> Iterable[LegalHold]:
    required = answer_in(firm, "deal.licence_required")
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
