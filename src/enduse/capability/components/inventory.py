"""What a product is made of over all its lists: known components, the rest counted."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enduse.capability.components.component import Component, ComponentList
from enduse.capability.components.names import Key
from enduse.capability.components.table import ComponentTable, KnownComponent

_FORMS = ('node_modules/{}"', 'name = "{}"', '"name": "{}"')
"""How lock files and bills write the entry of a component, as against a mention of it."""

_LONGEST_CHAIN = 4  # components shown on the way to one that is not direct


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file that lists components."""

    path: str
    text: str
    components: ComponentList


@dataclass(frozen=True, slots=True)
class Use:
    """A known component in one file."""

    component: Component
    known: KnownComponent
    path: str
    line: int  # from 1
    direct: bool | None  # None when the file does not tell
    brought_by: tuple[str, ...]  # from what the product asks for down to what asks for it


@dataclass(frozen=True, slots=True)
class FalseFriend:
    """A component whose name looks telling and is not."""

    component: Component
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every known use, and how many components there are in all, each counted once."""

    uses: tuple[Use, ...] = ()
    false_friends: tuple[FalseFriend, ...] = ()
    matched: int = 0
    of: int = 0
    unreadable: int = 0  # entries that could not be read
    keys: frozenset[Key] = frozenset()  # of every component that is part of the product

    @property
    def unmatched(self) -> int:
        """Components this project knows nothing about, or nothing telling."""
        return self.of - self.matched


def take_inventory(files: Iterable[ListFile], table: ComponentTable) -> Inventory:
    """Look every component of every list up in the table."""
    uses: list[Use] = []
    friends: list[FalseFriend] = []
    matched: set[Key] = set()
    seen: set[Key] = set()
    shipped: set[Key] = set()
    unreadable = 0
    for file in files:
        unreadable += file.components.unreadable
        found = _known_in(file, table)
        uses += _located(file, found)
        matched |= {component.key for component, _ in found}
        for component in file.components.components:
            seen.add(component.key)
            if not component.development:
                shipped.add(component.key)
            if reason := table.false_friend(component):
                friends.append(FalseFriend(component, file.path, reason))
    return Inventory(
        uses=tuple(uses),
        false_friends=tuple(friends),
        matched=len(matched),
        of=len(seen),
        unreadable=unreadable,
        keys=frozenset(shipped),
    )


def _known_in(file: ListFile, table: ComponentTable) -> list[tuple[Component, KnownComponent]]:
    rows = ((component, table.find(component)) for component in file.components.components)
    return [(component, known) for component, known in rows if known is not None]


def _located(file: ListFile, found: Sequence[tuple[Component, KnownComponent]]) -> Iterable[Use]:
    if not found:
        return
    listed, parents, lines = file.components, file.components.brought_by(), Lines(file.text)
    shown = {component.key: component.name for component in listed.components}
    for component, known in found:
        chain: list[str] = []
        key = component.key
        while key in parents and len(chain) < _LONGEST_CHAIN:
            key = parents[key]
            chain.insert(0, shown.get(key, key[1]))
        yield Use(
            component=component,
            known=known,
            path=file.path,
            line=lines.of(component.name),
            direct=None if listed.direct is None else component.key in listed.direct,
            brought_by=tuple(chain),
        )


class Lines:
    """Finds on which line a name stands, fast when names come in the order of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [i for i, char in enumerate(text) if char == "\n"]
        self._after = 0
        self._forms = [form for form in _FORMS if form.partition("{}")[0] in text]

    def of(self, name: str) -> int:
        """The line, from 1; 1 when the name does not stand in the text as written."""
        forms = [form.format(name) for form in self._forms]
        for written in dict.fromkeys((*forms, name, name.rpartition("/")[2])):
            at = self._text.find(written, self._after)
            if at < 0:
                at = self._text.find(written, 0, self._after + len(written))
            if at >= 0:
                self._after = at
                return self.at(at)
        return 1

    def at(self, offset: int) -> int:
        """The line, from 1, on which a character stands."""
        return bisect_right(self._breaks, offset - 1) + 1
