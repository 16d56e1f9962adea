"""Whether the Guidance reaches a transaction, step by step, with reasons."""

from enduse.assessment.context import Context
from enduse.assessment.judgement import firm_power
from enduse.capability.taxonomy import Taxonomy
from enduse.domain.answers import Answer, all_of, any_of
from enduse.domain.assessment import Scope
from enduse.domain.vocabulary import PartyType
from enduse.rules.expressions import Facts

_NOT_STATE = {PartyType.PRIVATE, PartyType.OTHER}
_TIES = (
    "party.tied_to_state",
    "party.must_give_state_access",
    "party.supplies_surveillance_to_states",
)


def scope_of(context: Context, firm: Facts, taxonomy: Taxonomy) -> Scope:
    """Answer the scope test. UNKNOWN is treated as inside, and says what would settle it."""
    steps = (
        _capability(context, firm, taxonomy),
        _abroad(context),
        _government(context, firm),
    )
    reasons = [_seller(context), *(reason for _, reason in steps), _licence(firm)]
    return Scope(all_of(answer for answer, _ in steps), tuple(reasons))


def _seller(context: Context) -> str:
    country = context.transaction.seller.country
    if country == "USA":
        return "The seller is a U.S. business, which the Guidance addresses."
    if country is None:
        return "The seller's country is not given; the Guidance is followed as good practice."
    return "The seller is not a U.S. business; the Guidance is followed as good practice."


def _capability(context: Context, firm: Facts, taxonomy: Taxonomy) -> tuple[Answer, str]:
    declared = sorted(context.firm.capabilities)
    if declared:
        names = ", ".join(taxonomy.get(id_).name for id_ in declared)
        return Answer.YES, f"The product has surveillance capability, as stated: {names}."
    component = _fact(firm, "product.is_critical_component")
    if component is Answer.YES:
        return Answer.YES, "The product is a critical component of a system with surveillance use."
    guessed = [found.id for found in context.guessed_capabilities]
    if guessed:
        names = ", ".join(taxonomy.get(id_).name for id_ in guessed)
        return Answer.UNKNOWN, (
            f"The text suggests surveillance capability, intended or not: {names}. "
            "A person confirms it under C1-Q01."
        )
    if context.inventory_complete and firm_power(context, firm, taxonomy) == 0:
        if component is Answer.NO:
            return Answer.NO, "A complete inventory names no surveillance capability (C1-Q01)."
        return Answer.UNKNOWN, (
            "The inventory names no surveillance capability; "
            "whether it is a critical component of one is not answered (C1-Q04)."
        )
    return Answer.UNKNOWN, (
        "No surveillance capability is stated or read from the text; "
        "the inventory is not confirmed (C1-Q01)."
    )


def _abroad(context: Context) -> tuple[Answer, str]:
    """Furnished to a foreign person: any end-user outside the seller's own country."""
    home = context.transaction.seller.country
    places = {user.country for user in context.firm.users}
    if home is None or None in places:
        return Answer.UNKNOWN, "Whether the sale goes abroad is not known: a country is missing."
    if places - {home}:
        return Answer.YES, "The product goes to a user outside the seller's country."
    if context.parties_complete:
        return Answer.NO, "Every end-user is in the seller's own country: a domestic sale."
    return Answer.UNKNOWN, (
        "The end-users named are in the seller's own country; "
        "the list of parties is not confirmed (C4-Q01)."
    )


def _government(context: Context, firm: Facts) -> tuple[Answer, str]:
    types = context.firm.types
    if types - _NOT_STATE:
        kinds = ", ".join(sorted(kind.value.replace("_", " ") for kind in types - _NOT_STATE))
        return Answer.YES, f"The end-user is a government body: {kinds}."
    ties = any_of(_fact(firm, name) for name in _TIES)
    if ties is Answer.YES:
        return Answer.YES, "A private end-user is closely tied to a government (C4-Q02)."
    private = types == {PartyType.PRIVATE} and all(user.types for user in context.firm.users)
    if private and ties is Answer.NO and context.parties_complete:
        return Answer.NO, "The end-user is private, with no tie to a government (C4-Q02)."
    supposed = context.supposed.types - _NOT_STATE
    if supposed:
        kinds = ", ".join(sorted(kind.value.replace("_", " ") for kind in supposed))
        return Answer.UNKNOWN, f"The end-user's name suggests a government body: {kinds}."
    return Answer.UNKNOWN, "Whether the end-user is, or is close to, a government is not known."


def _licence(firm: Facts) -> str:
    required = _fact(firm, "deal.licence_required")
    if required is Answer.YES:
        return "A licence is required: the Guidance works beside it and does not replace it."
    if required is Answer.NO:
        return "No licence is required: this is where the Guidance is most useful."
    return "Whether a licence is required is not answered (C1-Q17)."


def _fact(firm: Facts, name: str) -> Answer:
    fact = firm.get(name)
    return fact.value if fact and isinstance(fact.value, Answer) else Answer.UNKNOWN
