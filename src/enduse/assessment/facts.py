"""Where everything known about a transaction becomes facts. The one place that does so."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from enduse.assessment.context import Context, Picture, UserOnFile
from enduse.assessment.country_facts import MAX_SHOWN, CountryFacts, count_of, worst_of
from enduse.assessment.party_facts import PartyFacts
from enduse.assessment.product_review import review_facts
from enduse.capability.degree import Mark, Widening
from enduse.capability.taxonomy import Capability, Taxonomy
from enduse.domain.answers import Answer
from enduse.domain.country import Incident
from enduse.domain.facts import Fact
from enduse.domain.provenance import Evidence, Provenance
from enduse.domain.vocabulary import PartyType
from enduse.evidence.base import EvidenceBase
from enduse.rules.expressions import AS_OF

SECURITY = frozenset(
    {
        PartyType.POLICE,
        PartyType.INTELLIGENCE,
        PartyType.MILITARY,
        PartyType.INTERIOR_MINISTRY,
        PartyType.BORDER,
    }
)


def gather_facts(
    context: Context,
    answers: Mapping[str, Fact],
    parties: PartyFacts,
    *,
    base: EvidenceBase,
    country_facts: CountryFacts,
    taxonomy: Taxonomy,
    as_of: date,
) -> tuple[Fact, ...]:
    """Every fact about one transaction, firm ones and guesses, for a `FactBase`."""
    sources = _Sources(base, country_facts, taxonomy, as_of)
    firm = sources.layer(context, context.firm)
    reviewed = review_facts(context.review, answers)
    looked_up = (*parties.firm, *parties.guesses)
    facts = [Fact(AS_OF, as_of), *answers.values(), *firm.values(), *looked_up, *reviewed]
    if context.supposed != context.firm:
        supposed = sources.layer(context, context.supposed)
        facts += (
            replace(fact, firm=False)
            for name, fact in supposed.items()
            if name not in firm or firm[name].value != fact.value
        )
    known = {fact.name for fact in facts if fact.value is not None}
    return (*facts, *(fact for fact in _marked(context, taxonomy) if fact.name not in known))


class _Sources:
    """The sources that one layer of facts is read from."""

    def __init__(
        self, base: EvidenceBase, country_facts: CountryFacts, taxonomy: Taxonomy, as_of: date
    ) -> None:
        self._base = base
        self._country_facts = country_facts
        self._taxonomy = taxonomy
        self._as_of = as_of

    def layer(self, context: Context, picture: Picture) -> dict[str, Fact]:
        """The facts of one picture, by name."""
        facts = (
            *self._product(context, picture),
            *self._users(context, picture),
            *self._places(context, picture),
            *self._reports(context, picture),
        )
        return {fact.name: fact for fact in facts}

    def _product(self, context: Context, picture: Picture) -> Iterable[Fact]:
        complete = context.inventory_complete
        if not picture.capabilities and not complete:
            return
        ids = sorted(picture.capabilities)
        evidence = tuple(one for id_ in ids for one in _capability_evidence(context, id_))
        yield Fact("product.capabilities", picture.capabilities, complete, evidence=evidence)
        ranks = [self._taxonomy.get(id_).intrinsic_risk.rank + 1 for id_ in picture.capabilities]
        yield Fact("product.risk_level", float(max(ranks, default=0)), complete, evidence=evidence)

    def _users(self, context: Context, picture: Picture) -> Iterable[Fact]:
        types = frozenset(kind.value for kind in picture.types)
        if types:
            named = all(user.types for user in picture.users)
            heard = context.supposed.types <= context.firm.types  # no name speaks of another kind
            complete = context.parties_complete and named and heard
            evidence = tuple(
                Evidence(f"{user.name or 'the end-user'}: {kind}", Provenance("the transaction"))
                for user in picture.users[:MAX_SHOWN]
                for kind in sorted(user.types)
            )
            yield Fact("end_user.types", types, complete, evidence=evidence)

    def _places(self, context: Context, picture: Picture) -> Iterable[Fact]:
        complete = context.parties_complete and all(user.country for user in picture.users)
        if len(picture.countries) == 1:
            return self._country_facts.of(picture.countries[0], self._as_of, complete=complete)
        by_name: dict[str, list[Fact]] = {}
        for country in picture.countries:
            for fact in self._country_facts.of(country, self._as_of, complete=complete):
                by_name.setdefault(fact.name, []).append(fact)
        return [
            worst_of(facts, complete=complete and len(facts) == len(picture.countries))
            for facts in by_name.values()
        ]

    def _reports(self, context: Context, picture: Picture) -> Iterable[Fact]:
        register, as_of = self._base.incidents, self._as_of
        vendor = context.transaction.product.vendor
        capabilities = picture.capabilities
        users = [user for user in picture.users if user.country]
        all_placed = context.parties_complete and len(users) == len(picture.users)
        if capabilities or context.inventory_complete:
            found = (
                register.matching(as_of=as_of, capabilities=capabilities) if capabilities else ()
            )
            searched = ", ".join(sorted(capabilities)) or "no capability to search for"
            looked = f"{searched}, anywhere"
            yield count_of(
                "incidents.same_capability",
                found,
                looked,
                as_of,
                complete=context.inventory_complete,
            )
        if vendor:
            found = register.matching(as_of=as_of, vendor=vendor)
            yield count_of("incidents.same_vendor", found, f"vendor {vendor}", as_of)
        if not users:
            return
        if vendor:
            yield self._over_users(
                "incidents.same_vendor_in_country",
                users,
                lambda user: register.matching(as_of=as_of, country=user.country, vendor=vendor),
                complete=all_placed,
            )
        if capabilities or context.inventory_complete:
            yield self._over_users(
                "incidents.same_capability_in_country",
                users,
                lambda user: (
                    register.matching(as_of=as_of, country=user.country, capabilities=capabilities)
                    if capabilities
                    else ()
                ),
                complete=all_placed and context.inventory_complete,
            )
        named = [user for user in users if user.name]
        if named:
            yield self._over_users(
                "incidents.by_end_user",
                named,
                lambda user: register.matching(as_of=as_of, country=user.country, agency=user.name),
                complete=all_placed and len(named) == len(picture.users),
            )
        placed = all(user.region or not self._has_regional_reports(user) for user in users)
        yield self._over_users(
            "incidents.in_region", users, self._in_region, complete=all_placed and placed
        )

    def _has_regional_reports(self, user: UserOnFile) -> bool:
        """Whether naming a region could matter in the user's country."""
        found = self._base.incidents.matching(as_of=self._as_of, country=user.country)
        return any(incident.region for incident in found)

    def _in_region(self, user: UserOnFile) -> Iterable[Incident]:
        if not user.region:
            return ()
        place = user.region.casefold()
        return [
            incident
            for incident in self._base.incidents.matching(as_of=self._as_of, country=user.country)
            if incident.region
            and (incident.region.casefold() in place or place in incident.region.casefold())
        ]

    def _over_users(
        self,
        name: str,
        users: Iterable[UserOnFile],
        find: Callable[[UserOnFile], Iterable[Incident]],
        *,
        complete: bool,
    ) -> Fact:
        users = tuple(users)
        found = {incident.id: incident for user in users for incident in find(user)}
        places = ", ".join(
            f"{user.name or 'end-user'} in {user.region or user.country}"
            for user in users[:MAX_SHOWN]
        )
        if len(users) > MAX_SHOWN:
            places += f" and {len(users) - MAX_SHOWN} more"
        return count_of(name, found.values(), places, self._as_of, complete=complete)


def answer_in(facts: Mapping[str, Fact], name: str) -> Answer:
    """The yes/no answer under one name; UNKNOWN when there is none."""
    fact = facts.get(name)
    return fact.value if fact is not None and isinstance(fact.value, Answer) else Answer.UNKNOWN


def _capability_evidence(context: Context, id_: str) -> tuple[Evidence, ...]:
    return context.review.evidence.get(id_) or (_capability_words(context, id_),)


def _capability_words(context: Context, id_: str) -> Evidence:
    guess = next((found for found in context.guessed_capabilities if found.id == id_), None)
    if guess is None:
        return Evidence(f"{id_}, as stated", Provenance("the transaction file"))
    words = guess.evidence[0].sentence if guess.evidence else ""
    return Evidence(
        f"{id_}, guessed from: {words[:200]}", Provenance("the texts of the transaction")
    )


def _marked(context: Context, taxonomy: Taxonomy) -> Iterable[Fact]:
    """Guesses from the words of the description and from what is usual for a capability."""
    found: dict[str, list[Evidence]] = {}
    marks = context.marks.degree.widening if context.marks else ()
    for mark in marks:
        if isinstance(mark.kind, Widening):
            found.setdefault(f"product.{mark.kind.property.value}", []).append(_said(mark))
        if mark.kind is Widening.COVERT:
            found.setdefault("product.marketed_for_covert_use", []).append(_said(mark))
        if mark.kind is Widening.IDENTITY_ATTRIBUTES:
            name = "buyer.asks_for_protected_trait_features"
            found.setdefault(name, []).append(_said(mark))
    said = [Fact(name, Answer.YES, firm=False, evidence=tuple(e[:3])) for name, e in found.items()]
    usual = _usual_of(taxonomy, tuple(sorted(context.supposed.capabilities)))
    return [*said, *(fact for fact in usual if fact.name not in found)]


@lru_cache(maxsize=1_024)
def _usual_of(taxonomy: Taxonomy, capabilities: tuple[str, ...]) -> tuple[Fact, ...]:
    """What is usual for these capabilities, by the taxonomy."""
    found: dict[str, list[Evidence]] = {}
    for id_ in capabilities:
        capability = taxonomy.get(id_)
        for prop in capability.aggravating:
            found.setdefault(f"product.{prop.value}", []).append(_usual(capability))
    return tuple(
        Fact(name, Answer.YES, firm=False, evidence=tuple(evidence[:3]))
        for name, evidence in found.items()
    )


def _said(mark: Mark) -> Evidence:
    says = f"the description says so: {mark.evidence.sentence[:200]}"
    return Evidence(says, Provenance("the texts of the transaction"))


def _usual(capability: Capability) -> Evidence:
    return Evidence(f"usual for {capability.name}", Provenance("the capability taxonomy"))
