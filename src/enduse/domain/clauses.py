"""Contract clauses: the library, and an annex put together from it. For counsel's review."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FOR_COUNSEL = (
    "For counsel's review. Model text, not legal advice: have it checked under the governing law "
    "and the law of the place of use before anyone relies on it."
)


class Variant(StrEnum):
    """How hard a clause is drawn."""

    FIRM = "firm"
    BALANCED = "balanced"
    FALLBACK = "fallback"

    @property
    def label(self) -> str:
        """What the variant is for."""
        return _VARIANT_LABELS[self]


_VARIANT_LABELS = {
    Variant.FIRM: "Firm: the seller's opening text",
    Variant.BALANCED: "Balanced: what a careful buyer can sign",
    Variant.FALLBACK: "Fallback: the least that still protects; below it, do not sign",
}


class Inclusion(StrEnum):
    """When a clause belongs in an annex."""

    ALWAYS = "always"
    WHEN_PLANNED = "when_planned"  # a safeguard or a raised red flag of the plan names it
    WITH_INTERMEDIARY = "with_intermediary"  # a reseller, distributor, agent or the like
    WHEN_REFERRED = "when_referred"  # only when another clause of the annex points to it


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A blank in the text: what belongs there, and where a transaction may give it."""

    id: str
    asks: str
    source: str  # such as seller.name; empty when a party always fills it in


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term and its meaning."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the library, in three variants."""

    id: str
    version: int
    part: str  # id of the part of the annex it stands in
    title: str
    headings: Mapping[str, str]  # language code to translated heading
    include: Inclusion
    safeguards: tuple[str, ...]
    red_flags: tuple[str, ...]
    negotiation: str
    variants: Mapping[Variant, str]

    def text(self, variant: Variant) -> str:
        """The text of one variant, with placeholders and references still in braces."""
        return self.variants[variant]


@dataclass(frozen=True, slots=True)
class ClauseLibrary:
    """Every clause, in the order of an annex, with the terms and blanks they use."""

    version: str
    parts: Mapping[str, str]  # id to title, in order
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]
    placeholders: tuple[Placeholder, ...]


@dataclass(frozen=True, slots=True)
class AnnexItem:
    """One lettered item below a paragraph."""

    label: str  # "(a)"
    text: str


@dataclass(frozen=True, slots=True)
class AnnexParagraph:
    """One numbered paragraph of a clause."""

    number: str  # "12.3"
    text: str
    items: tuple[AnnexItem, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnexClause:
    """One clause as it stands in an annex: numbered, filled in, references resolved."""

    number: int
    part: str  # title of the part
    clause: Clause
    paragraphs: tuple[AnnexParagraph, ...]
    because: tuple[str, ...]  # safeguards and red flags of the plan that ask for it


@dataclass(frozen=True, slots=True)
class Annex:
    """A contract annex, ready to be rendered. Plain text throughout: a renderer escapes it."""

    title: str
    notice: str  # shown on every page
    variant: Variant
    library_version: str
    clauses: tuple[AnnexClause, ...]
    blanks: tuple[Placeholder, ...]  # left for the parties to complete
    unanswered: tuple[str, ...]  # contractual safeguards of the plan without a clause

    @property
    def parts(self) -> tuple[tuple[str, tuple[AnnexClause, ...]], ...]:
        """The clauses by part, in order."""
        titles = dict.fromkeys(clause.part for clause in self.clauses)
        return tuple((t, tuple(c for c in self.clauses if c.part == t)) for t in titles)
