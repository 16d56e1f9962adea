"""What follows from a profile: capabilities and the properties that make them graver."""

from collections.abc import Iterator
from dataclasses import dataclass

from enduse.capability.profile.product_profile import ProductProfile, Status
from enduse.capability.profile.questions import (
    NO,
    YES,
    Consequence,
    Questionnaire,
    load_questionnaire,
)
from enduse.capability.reading import Strength
from enduse.domain.answers import Answer
from enduse.domain.vocabulary import Property


@dataclass(frozen=True, slots=True)
class Stated:
    """A capability that a profile gives the product, or denies it."""

    capability: str  # id
    strength: Strength
    is_denied: bool
    reason: str  # in words: which answer, or whose judgement


@dataclass(frozen=True, slots=True)
class StatedProperty:
    """A property that a profile gives the product, or denies it."""

    property: Property
    answer: Answer  # YES or NO
    reason: str


def stated_capabilities(
    profile: ProductProfile, questionnaire: Questionnaire | None = None
) -> tuple[Stated, ...]:
    """What a person states, with what follows from the answers; a judgement goes first."""
    questions = questionnaire or load_questionnaire()
    found = {stated.capability: stated for stated in _judged(profile)}
    for consequence in questions.consequences:
        if consequence.capability and _holds(consequence, profile):
            stated = Stated(
                consequence.capability,
                consequence.strength,
                is_denied=False,
                reason=_why(consequence, profile),
            )
            found.setdefault(consequence.capability, stated)
    return tuple(found.values())


def stated_properties(
    profile: ProductProfile, questionnaire: Questionnaire | None = None
) -> tuple[StatedProperty, ...]:
    """Each property that the answers decide; a YES goes before a NO."""
    questions = questionnaire or load_questionnaire()
    found: dict[Property, StatedProperty] = {}
    for question in questions.questions:
        given = profile.answers.get(question.id, frozenset())
        if question.property and given & {YES, NO}:
            answer = Answer.YES if YES in given else Answer.NO
            reason = f"answered {answer} to: {question.ask}"
            found[question.property] = StatedProperty(question.property, answer, reason)
    for consequence in questions.consequences:
        if consequence.property and _holds(consequence, profile):
            earlier = found.get(consequence.property)
            if earlier is None or earlier.answer is not Answer.YES:
                found[consequence.property] = StatedProperty(
                    consequence.property, Answer.YES, _why(consequence, profile)
                )
    return tuple(found[one] for one in Property if one in found)


def _judged(profile: ProductProfile) -> Iterator[Stated]:
    for one in profile.judged:
        if one.is_a_persons:
            who = f" by {one.by}" if one.by else ""
            when = f" on {one.on}" if one.on else ""
            why = f": {one.reason}" if one.reason else ""
            yield Stated(
                one.capability,
                one.strength,
                is_denied=one.status is Status.ABSENT,
                reason=f"{one.status}{who}{when}{why}",
            )


def _holds(consequence: Consequence, profile: ProductProfile) -> bool:
    return all(
        profile.answers.get(id_, frozenset()) & words for id_, words in consequence.when.items()
    )


def _why(consequence: Consequence, profile: ProductProfile) -> str:
    told = (
        f"{id_} = {', '.join(sorted(profile.answers[id_] & words))}"
        for id_, words in consequence.when.items()
    )
    return f"follows from the answers: {'; '.join(told)}"
