"""Safeguards to ask for: what answers the findings, who sees to it, when, and what blocks."""

from collections.abc import Iterable

from enduse.domain.assessment import RightAtRisk, SafeguardAsked
from enduse.domain.catalogue import Catalogue, Safeguard
from enduse.domain.findings import Finding, FindingAnswer
from enduse.domain.vocabulary import RouteLevel, Severity

_OWNERS = {
    "technical": "product",
    "contractual": "legal",
    "procedural": "compliance",
    "grievance": "compliance",
    "reporting": "executive",
}
_PHASES = {
    "C1": "before the decision",
    "C2": "before the decision",
    "C3": "before the decision",
    "C4": "before the decision",
    "C5": "before delivery",
    "C6": "in the contract",
    "C7": "after the sale",
    "C8": "every year",
}
AFTER_DELIVERY = frozenset({"C7", "C8"})
_CORE = {
    "C5-S06": "data that is not kept cannot be misused",
    "C5-S08": "use that leaves a trace can be reviewed",
    "C6-S01": "a right that is named in the contract can be enforced",
    "C6-S03": "use that is not defined cannot be exceeded",
    "C6-S05": "a right to stop is leverage",
    "C6-S18": "a decision goes stale without triggers",
    "C6-S19": "people affected must be able to reach the seller",
    "C7-S01": "somebody must look after the sale",
}
_SERIOUS = 3


def safeguards_for(
    catalogue: Catalogue,
    findings: Iterable[Finding],
    rights: Iterable[RightAtRisk],
    route: RouteLevel,
    in_hand: Iterable[str],
) -> tuple[SafeguardAsked, ...]:
    """Every safeguard that answers a raised finding, and the core set where harm is serious.

    Nothing is asked for where the route is to proceed and no red flag is raised. A safeguard in
    hand stays on the list, marked, and changes no finding and no severity.
    """
    raised = {f.red_flag.id: f for f in findings if f.answer is FindingAnswer.RAISED}
    in_hand = frozenset(in_hand)
    serious = (
        any(right.severity >= _SERIOUS for right in rights) and route is not RouteLevel.PROCEED
    )
    wanted = in_hand | (_CORE.keys() if serious else frozenset())
    return tuple(
        [
            _asked(safeguard, raised, serious=serious, in_hand=safeguard.id in in_hand)
            for safeguard in catalogue.safeguards
            if safeguard.id in wanted or not raised.keys().isdisjoint(safeguard.addresses)
        ]
    )


def _asked(
    safeguard: Safeguard, raised: dict[str, Finding], *, serious: bool, in_hand: bool
) -> SafeguardAsked:
    """Ask for one safeguard; the very same request is kept and given again."""
    answers = tuple([flag for flag in safeguard.addresses if flag in raised])
    key = (id(safeguard), answers, serious, in_hand)
    kept = _KEPT.get(key)
    if kept is None or kept.safeguard is not safeguard:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[key] = _make(safeguard, answers, raised, serious=serious, in_hand=in_hand)
    return kept


_KEPT: dict[tuple[int, tuple[str, ...], bool, bool], SafeguardAsked] = {}
"""Requests made before, by safeguard, findings answered, and the two circumstances."""
_MOST_KEPT = 4_096


def _make(
    safeguard: Safeguard,
    answers: tuple[str, ...],
    raised: dict[str, Finding],
    *,
    serious: bool,
    in_hand: bool,
) -> SafeguardAsked:
    core = _CORE.get(safeguard.id) if serious else None
    weights = [raised[flag].red_flag.severity for flag in answers]
    blocks = any(weight.rank >= Severity.HIGH.rank for weight in weights)
    early = safeguard.consideration not in AFTER_DELIVERY
    return SafeguardAsked(
        safeguard=safeguard,
        owner=_owner_of(safeguard),
        phase=_PHASES[safeguard.consideration],
        answers=answers,
        because=core or _because(answers, raised) or "stated as already in hand",
        blocks_shipment=blocks and early and not in_hand,
        in_hand=in_hand,
    )


def ask_beyond(safeguard: Safeguard, because: str) -> SafeguardAsked:
    """Ask for a safeguard that no raised red flag of the catalogue asks for, for a reason."""
    return SafeguardAsked(
        safeguard=safeguard,
        owner=_owner_of(safeguard),
        phase=_PHASES[safeguard.consideration],
        answers=(),
        because=because,
        blocks_shipment=False,
        in_hand=False,
    )


def _owner_of(safeguard: Safeguard) -> str:
    return _OWNERS.get(safeguard.type, "compliance")


def _because(answers: tuple[str, ...], raised: dict[str, Finding]) -> str:
    if not answers:
        return ""
    gravest = max(answers, key=lambda flag: raised[flag].red_flag.severity.rank)
    return f"{gravest}: {raised[gravest].red_flag.title}"


def conditions_of(safeguards: Iterable[SafeguardAsked]) -> tuple[str, ...]:
    """What must be done before delivery, in words, one line a safeguard."""
    return tuple(
        f"{one.safeguard.id} ({one.owner}, {one.phase}): {one.safeguard.text}"
        for one in safeguards
        if one.blocks_shipment
    )
