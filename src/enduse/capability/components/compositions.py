"""Capabilities that no single component names: rules over the whole set, written as data."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from enduse.capability.components.names import Key, key_of
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.errors import BadDataError
from enduse.domain.strict import StrictTable


@dataclass(frozen=True, slots=True)
class Part:
    """A role that a component or a capability can fill, such as an index of vectors."""

    id: str
    components: frozenset[Key]
    capabilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Composition:
    """Parts that together make a capability possible."""

    id: str
    capability: str
    confidence: float  # 0.0 to 1.0
    parts: tuple[Part, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A composition that a product fulfils, and what fills each part."""

    composition: Composition
    filled_by: tuple[str, ...]  # one word for each part, in order


@dataclass(frozen=True, slots=True)
class Compositions:
    """The rules, and which capability makes an infrastructure component telling."""

    rules: tuple[Composition, ...]
    amplifiers: Mapping[str, frozenset[str]]  # infrastructure id -> neighbours that raise it

    def fulfilled(
        self, components: Collection[Key], capabilities: Collection[str]
    ) -> Iterator[Composed]:
        """The compositions that a set of components and capabilities fulfils."""
        for rule in self.rules:
            filled = [_filler(part, components, capabilities) for part in rule.parts]
            if all(filled) and len(set(filled)) == len(filled):
                yield Composed(rule, tuple(filled))


def _filler(part: Part, components: Collection[Key], capabilities: Collection[str]) -> str:
    """What fills a part: a component goes before a capability; empty when nothing does."""
    held = sorted(key for key in part.components if key in components)
    if held:
        return "/".join(held[0])
    return next((one for one in sorted(part.capabilities) if one in capabilities), "")


@cache
def load_compositions() -> Compositions:
    """The rules that ship with the package.

    Raises:
        BadDataError: a rule is malformed, or names a part or capability that does not exist.
    """
    text = (files("enduse.capability") / "data" / "compositions.toml").read_text("utf-8")
    return build_compositions(text, load_taxonomy())


def build_compositions(text: str, taxonomy: Taxonomy) -> Compositions:
    """Build and check the rules from the text of their file.

    Raises:
        BadDataError: a rule is malformed, or names a part or capability that does not exist.
    """
    table = StrictTable(tomllib.loads(text), "compositions.toml")
    parts = {part.id: part for part in _parts(table.tables("parts"), taxonomy)}
    rules = tuple(_rules(table.tables("rules"), parts, taxonomy))
    amplifiers = dict(_amplifiers(table.tables("amplifiers"), taxonomy))
    table.finish()
    return Compositions(rules, amplifiers)


def _parts(tables: Iterable[StrictTable], taxonomy: Taxonomy) -> Iterator[Part]:
    for table in tables:
        yield Part(
            id=table.text("id"),
            components=frozenset(
                key_of(*name.split("/", 1)) for name in table.words("components", optional=True)
            ),
            capabilities=frozenset(
                taxonomy.get(one).id for one in table.words("capabilities", optional=True)
            ),
        )
        table.finish()


def _rules(
    tables: Iterable[StrictTable], parts: Mapping[str, Part], taxonomy: Taxonomy
) -> Iterator[Composition]:
    for table in tables:
        named = table.words("parts")
        unknown = sorted(set(named) - set(parts))
        if unknown or len(named) < 2:  # one part is no composition
            raise BadDataError("a composition names what does not exist", parts=unknown)
        yield Composition(
            id=table.text("id"),
            capability=taxonomy.get(table.text("capability")).id,
            confidence=table.take("confidence", float),
            parts=tuple(parts[one] for one in named),
            reason=table.text("reason"),
        )
        table.finish()


def _amplifiers(
    tables: Iterable[StrictTable], taxonomy: Taxonomy
) -> Iterator[tuple[str, frozenset[str]]]:
    for table in tables:
        infrastructure = taxonomy.get(table.text("infrastructure"))
        beside = frozenset(taxonomy.get(one).id for one in table.words("beside"))
        if not infrastructure.is_infrastructure:
            raise BadDataError("only infrastructure is amplified", id=infrastructure.id)
        yield infrastructure.id, beside
        table.finish()
