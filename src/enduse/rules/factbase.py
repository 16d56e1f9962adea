"""The facts of one case, kept in two layers: what is firm, and what is only guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enduse.domain.facts import Fact


@dataclass(frozen=True, slots=True)
class FactBase:
    """Facts by name.

    `firm` holds what is known; `supposed` holds the same with guesses added. A guess may raise
    a red flag and never clears one, so a rule is read in both layers.
    """

    firm: Mapping[str, Fact]
    supposed: Mapping[str, Fact]
    guessed: frozenset[str]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "FactBase":
        """Sort facts into layers; for one name a guess may stand beside a firm fact."""
        firm: dict[str, Fact] = {}
        guesses: dict[str, Fact] = {}
        for fact in facts:
            (firm if fact.firm else guesses)[fact.name] = fact
        return cls(firm, {**firm, **guesses}, frozenset(guesses))

    def with_firm(self, *facts: Fact) -> "FactBase":
        """The same facts, with some known for sure: any guess under their names is gone."""
        names = {fact.name for fact in facts}
        known = {fact.name: fact for fact in facts}
        return FactBase({**self.firm, **known}, {**self.supposed, **known}, self.guessed - names)
