"""Functions as data: which concepts, said near each other, show a capability."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enduse.capability.vocabulary import Hit

Found = Mapping[str, Sequence[Hit]]  # concept -> where a sentence says it


@dataclass(frozen=True, slots=True)
class Function:
    """A capability (or degree mark) and the concepts that together say it.

    Each of `needs` is a set of concepts of which one must be there; none of `without` may be.
    """

    target: str
    weight: float  # 0.0 to 1.0: how far one sentence that says this can be trusted
    needs: tuple[frozenset[str], ...]
    without: frozenset[str]
    within: int  # words from the first to the last concept; 0: anywhere in the text
    reason: str

    def match(self, found: Found) -> tuple[Hit, ...] | None:
        """The hits that fulfil it most closely, or None. Order does not matter."""
        if any(name in found for name in self.without):
            return None
        choices = [[h for name in need for h in found.get(name, ())] for need in self.needs]
        if not all(choices):
            return None
        best: tuple[Hit, ...] | None = None
        best_width = self.within + 1
        for anchor in choices[-1]:
            picked = _around(anchor, choices[:-1])
            if picked and (width := _width(picked)) < best_width:
                best, best_width = picked, width
        return best


@dataclass(frozen=True, slots=True)
class FunctionIndex:
    """Functions by the concept that is least common in text, so that few are tried."""

    _by_anchor: Mapping[str, tuple[Function, ...]]

    def candidates(self, found: Found) -> Iterable[Function]:
        """The functions whose anchor a sentence says, each once."""
        by_anchor = self._by_anchor
        return dict.fromkeys(f for name in found if name in by_anchor for f in by_anchor[name])


def index_functions(functions: Iterable[Function]) -> FunctionIndex:
    """Index each function under the concepts of its last need: write the telling one last."""
    by_anchor: dict[str, list[Function]] = {}
    for function in functions:
        for name in sorted(function.needs[-1]):
            by_anchor.setdefault(name, []).append(function)
    return FunctionIndex({name: tuple(fs) for name, fs in by_anchor.items()})


def _around(anchor: Hit, choices: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The nearest hit of each choice; empty if one is left only words already used."""
    picked = [anchor]
    for hits in choices:
        free = [hit for hit in hits if not any(_overlap(hit, p) for p in picked)]
        if not free:
            return ()
        picked.append(min(free, key=lambda hit: abs(hit.first - anchor.first)))
    return tuple(picked)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.first <= other.last and other.first <= one.last


def _width(picked: Sequence[Hit]) -> int:
    return max(hit.last for hit in picked) - min(hit.first for hit in picked)
