"""The fact dictionary: every name a rule may use, with its type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from enduse.domain.errors import BadDataError, NotFoundError
from enduse.domain.facts import FactDefinition


@dataclass(frozen=True, slots=True)
class FactDictionary:
    """The definitions by name."""

    definitions: Mapping[str, FactDefinition]

    @classmethod
    def of(cls, definitions: Iterable[FactDefinition]) -> "FactDictionary":
        """Collect definitions.

        Raises:
            BadDataError: two definitions share a name.
        """
        by_name: dict[str, FactDefinition] = {}
        for definition in definitions:
            if definition.name in by_name:
                raise BadDataError("a fact is defined twice", name=definition.name)
            by_name[definition.name] = definition
        return cls(by_name)

    def get(self, name: str) -> FactDefinition:
        """Look a fact up.

        Raises:
            NotFoundError: no such fact; the message names near ones.
        """
        found = self.definitions.get(name)
        if found is None:
            near = get_close_matches(name, self.definitions, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise NotFoundError(f"no fact is called {name!r}{hint}")
        return found
