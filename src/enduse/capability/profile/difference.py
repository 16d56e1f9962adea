"""What one profile says that another did not: what a release changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enduse.capability.profile.consequences import stated_capabilities, stated_properties
from enduse.capability.profile.product_profile import ProductProfile
from enduse.capability.profile.questions import load_questionnaire
from enduse.domain.answers import Answer


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was; an empty text stands for nothing."""

    about: str  # product, answer, capability or property
    name: str
    before: str
    after: str

    @property
    def widens(self) -> bool:
        """Whether the product can do more than before."""
        return self.about in {"capability", "property"} and self.after not in {"", "absent", "no"}


def differences(before: ProductProfile, after: ProductProfile) -> tuple[Change, ...]:
    """Every change from one profile to another, in a fixed order."""
    return (
        *_changes("product", _product(before), _product(after)),
        *_changes("answer", _answers(before), _answers(after)),
        *_changes("capability", _capabilities(before), _capabilities(after)),
        *_changes("property", _properties(before), _properties(after)),
    )


def _changes(about: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            yield Change(about, name, one, other)


def _product(profile: ProductProfile) -> dict[str, str]:
    return {"name": profile.name, "vendor": profile.vendor, "release": profile.release}


def _answers(profile: ProductProfile) -> dict[str, str]:
    order = [question.id for question in load_questionnaire().questions]
    return {id_: ", ".join(sorted(profile.answers.get(id_, ()))) for id_ in order}


def _capabilities(profile: ProductProfile) -> dict[str, str]:
    found = {one.capability: f"{one.status} ({one.strength})" for one in profile.judged}
    for stated in stated_capabilities(profile):
        if stated.is_denied:
            found[stated.capability] = "absent"
        else:
            found.setdefault(stated.capability, f"stated ({stated.strength})")
    return dict(sorted(found.items()))


def _properties(profile: ProductProfile) -> dict[str, str]:
    return {
        stated.property.value: "yes" if stated.answer is Answer.YES else "no"
        for stated in stated_properties(profile)
    }
