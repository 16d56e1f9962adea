"""What misuse would do: for each right, its scale, its scope, and whether it can be put right.

Severity is the maximum of the three (UNGP 14, 24). Each is bounded by the power that the product
gives, so that a product which cannot single anybody out harms nobody gravely by being widespread;
whole populations, and bodies that can detain, go one level above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enduse.assessment.context import Context
from enduse.assessment.facts import SECURITY, answer_in
from enduse.capability.degree import Narrowing, Widening
from enduse.capability.taxonomy import Capability, Taxonomy
from enduse.domain.answers import Answer, any_of
from enduse.domain.vocabulary import MisuseForm, PartyType, Property, Right
from enduse.rules.expressions import Facts

RIGHTS_HARMED: Mapping[MisuseForm, tuple[Right, ...]] = {
    MisuseForm.STIFLE_DISSENT: (
        Right.EXPRESSION,
        Right.ASSEMBLY,
        Right.ASSOCIATION,
        Right.LIBERTY,
    ),
    MisuseForm.HARASS_DEFENDERS: (Right.ASSOCIATION, Right.LIBERTY, Right.PRIVACY),
    MisuseForm.INTIMIDATE_MINORITIES: (Right.EQUALITY, Right.RELIGION, Right.LIBERTY),
    MisuseForm.DISCOURAGE_WHISTLE_BLOWERS: (Right.EXPRESSION,),
    MisuseForm.CHILL_EXPRESSION: (Right.EXPRESSION,),
    MisuseForm.TARGET_OPPONENTS: (
        Right.LIBERTY,
        Right.LIFE_AND_INTEGRITY,
        Right.PRIVACY,
        Right.EXPRESSION,
    ),
    MisuseForm.UNLAWFUL_INTERFERENCE: (Right.PRIVACY,),
    MisuseForm.MASS_SURVEILLANCE: (Right.PRIVACY, Right.EQUALITY, Right.ASSEMBLY),
}

GROUPS_HIT: Mapping[MisuseForm, str] = {
    MisuseForm.STIFLE_DISSENT: "protesters and political opposition",
    MisuseForm.HARASS_DEFENDERS: "human-rights defenders",
    MisuseForm.INTIMIDATE_MINORITIES: "ethnic, religious and other minorities",
    MisuseForm.DISCOURAGE_WHISTLE_BLOWERS: "whistle-blowers",
    MisuseForm.CHILL_EXPRESSION: "journalists, bloggers and their readers",
    MisuseForm.TARGET_OPPONENTS: "opponents, journalists and lawyers",
    MisuseForm.UNLAWFUL_INTERFERENCE: "anyone within reach of the product",
    MisuseForm.MASS_SURVEILLANCE: "many people at once, without suspicion",
}

_LIMITS = frozenset(
    {
        Narrowing.ONE_TO_ONE,
        Narrowing.AGGREGATE_ONLY,
        Narrowing.NOT_IDENTIFYING,
        Narrowing.ANONYMISED,
        Narrowing.OWN_DEVICES_OR_NETWORK,
        Narrowing.CONSENTED,
        Narrowing.ON_DEVICE_ONLY,
    }
)
_REACH = frozenset(
    {
        Widening.COVERT,
        Widening.BULK_OR_NATIONWIDE,
        Widening.WHOLE_POPULATION,
        Widening.CONTENT_ACCESS,
        Widening.DEVICE_INTRUSION,
        Widening.IDENTITY_ATTRIBUTES,
    }
)
_REACH_FACTS = (
    "product.mass_scale",
    "product.covert",
    "product.non_cooperative",
    "product.device_intrusion",
    "product.content_access",
)
MAX_POWER = 4
_FAR = 2  # levels between what the words say and what the inventory names
_MAX_LOWERED = 2  # levels that stated limits can take off a guess
_NETWORK = frozenset({PartyType.TELECOM_REGULATOR, PartyType.STATE_TELECOM})


@dataclass(frozen=True, slots=True)
class Impact:
    """What misuse of a product would do to one right."""

    right: Right
    scale: int  # 1 to 4
    scope: int  # 1 to 4
    irremediability: int  # 1 to 4
    misuse_forms: tuple[MisuseForm, ...]

    @property
    def severity(self) -> int:
        """1 to 4: the maximum of the three."""
        return max(self.scale, self.scope, self.irremediability)


def supposed_power(context: Context, firm: Facts, taxonomy: Taxonomy) -> float | None:
    """The power over people that file and texts suggest, 0.0 to 4.0; None when nothing tells.

    What is stated stands: the highest intrinsic risk among the stated capabilities, less the
    limits and plus the reach that the description states. Beside it stands a guess from what the
    description says (`capability/power.py`), or from the capabilities its name suggests where
    there is none. The graver of the two counts. A confirmed inventory leaves no room for a guess.
    """
    if context.inventory_complete:
        return float(firm_power(context, firm, taxonomy))
    stated = _highest(context.firm.capabilities, context, taxonomy)
    if context.told_power is not None:
        return max(context.told_power.level, float(stated or 0))
    named = _highest(context.supposed.capabilities, context, taxonomy) or _power_unnamed(context)
    return None if named is None else float(named)


def firm_power(context: Context, firm: Facts, taxonomy: Taxonomy) -> int:
    """The most power that firm facts leave open: the maximum until the inventory is complete.

    Answers that deny every reach (C1-Q14) take one level off, unless the texts speak of reach.
    """
    if not context.inventory_complete:
        return MAX_POWER
    ranks = (taxonomy.get(id_).intrinsic_risk.rank + 1 for id_ in context.firm.capabilities)
    level = max(ranks, default=0)
    reach = any_of(answer_in(firm, name) for name in _REACH_FACTS)
    denied = reach is Answer.NO and not context.widened_by & _REACH
    return max(level - 1, 1) if level and denied else level


def worst_severity(power: int, firm: Facts) -> int:
    """The gravest impact that firm facts leave open at this power."""
    types = firm.get("end_user.types")
    words = types.value if types and isinstance(types.value, frozenset) else frozenset()
    guards = {kind.value for kind in SECURITY | _NETWORK}
    harmless = types is not None and types.complete and not guards & words
    few = answer_in(firm, "product.mass_scale") is Answer.NO
    if power <= 1 or (harmless and few):
        return power
    return min(power + 1, MAX_POWER)


def contradicts_inventory(context: Context, firm: Facts, taxonomy: Taxonomy) -> bool:
    """Whether the description speaks of far more power than the confirmed inventory names."""
    if not context.inventory_complete or context.told_power is None:
        return False
    return context.told_power.level >= firm_power(context, firm, taxonomy) + _FAR


def _highest(capabilities: Iterable[str], context: Context, taxonomy: Taxonomy) -> int | None:
    powers = [_power_of(taxonomy.get(id_), context) for id_ in sorted(capabilities)]
    return max(powers, default=None)


def _power_unnamed(context: Context) -> int | None:
    """A text that names no capability suggests little power, unless its reach or use tells."""
    if context.marks is None:
        return None
    guards = bool(context.supposed.types & (SECURITY | _NETWORK))
    tells = bool(context.effects & {"broad", "repressive"}) and guards
    return 2 if tells or context.widened_by & _REACH else 1


def _power_of(capability: Capability, context: Context) -> int:
    limits = context.narrowed_by & _LIMITS
    if context.supposed.types & SECURITY:
        limits -= {Narrowing.CONSENTED}  # who can detain cannot ask freely
    lowered = min(len(limits), _MAX_LOWERED)
    raised = 1 if context.widened_by & _REACH else 0
    level = capability.intrinsic_risk.rank + 1 - lowered + raised
    return max(1, min(level, 4))


def impacts_of(context: Context, taxonomy: Taxonomy, power: int) -> tuple[Impact, ...]:
    """The rights that misuse of the product would harm, in the order of `Right`."""
    capabilities = [taxonomy.get(id_) for id_ in sorted(context.supposed.capabilities)]
    forms = _forms(capabilities)
    if not forms and power >= 1:
        forms = (MisuseForm.UNLAWFUL_INTERFERENCE,)
    by_right: dict[Right, list[MisuseForm]] = {}
    for form in forms:
        for right in RIGHTS_HARMED[form]:
            by_right.setdefault(right, []).append(form)
    return tuple(
        Impact(
            right=right,
            scale=max(power, 1),
            scope=_scope(context, capabilities, power),
            irremediability=_irremediability(right, context, capabilities, power),
            misuse_forms=tuple(by_right[right]),
        )
        for right in Right
        if right in by_right
    )


def _forms(capabilities: Iterable[Capability]) -> tuple[MisuseForm, ...]:
    found = {form for capability in capabilities for form in capability.misuse}
    return tuple(form for form in MisuseForm if form in found)


def _bounded(level: int, power: int, *, graver: bool = False) -> int:
    """At most the power, or one level above it; power that singles nobody out stays minor."""
    return max(1, min(level, power + graver)) if power >= 2 else 1


def _scope(context: Context, capabilities: Iterable[Capability], power: int) -> int:
    """How many people: 4 a population, 3 a city or a network, 2 a group, 1 single persons."""
    if context.widened_by & {Widening.WHOLE_POPULATION, Widening.BULK_OR_NATIONWIDE}:
        return _bounded(4, power, graver=True)
    if context.narrowed_by & {Narrowing.ONE_TO_ONE, Narrowing.CONSENTED}:
        return 1
    if any(Property.MASS_SCALE in capability.aggravating for capability in capabilities):
        national = bool(context.supposed.types & _NETWORK)
        return _bounded(4 if national else 3, power, graver=national)
    return _bounded(2, power)


def _irremediability(
    right: Right, context: Context, capabilities: Iterable[Capability], power: int
) -> int:
    """Whether harm can be put right: 4 where people can be detained or killed on what it shows."""
    bodily = right in {Right.LIFE_AND_INTEGRITY, Right.LIBERTY}
    if bodily and context.supposed.types & SECURITY:
        return _bounded(4, power, graver=True)
    lasting = {"biometric", "genetic", "communications_content"}
    if any(lasting & set(capability.data_collected) for capability in capabilities):
        return _bounded(3, power)
    return _bounded(2, power)
