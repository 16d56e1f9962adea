"""From a plan to a contract annex: which clauses, in which order, filled in and numbered."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from string import ascii_lowercase

from enduse.domain.clauses import (
    FOR_COUNSEL,
    Annex,
    AnnexClause,
    AnnexItem,
    AnnexParagraph,
    Clause,
    ClauseLibrary,
    Inclusion,
    Placeholder,
    Term,
    Variant,
)
from enduse.domain.findings import FindingAnswer
from enduse.domain.safeguard_plan import SafeguardPlan
from enduse.domain.transactions import Party, Transaction
from enduse.domain.vocabulary import Role
from enduse.evidence.countries import Countries
from enduse.guidance.clauses import BRACES, TERMS_HERE, references

TITLE = "Human Rights and End-Use Annex"
_INTERMEDIARIES = frozenset(
    {Role.RESELLER, Role.DISTRIBUTOR, Role.INTEGRATOR, Role.AGENT, Role.BROKER}
)
_ITEM = "- "
_LEFT_BLANK = "[party to complete: {asks}]"


def assemble_annex(
    plan: SafeguardPlan,
    library: ClauseLibrary,
    variant: Variant = Variant.BALANCED,
    *,
    countries: Countries,
) -> Annex:
    """Put an annex together for the sale of a plan.

    A clause is taken when it always belongs, when a planned safeguard or a raised red flag names
    it, when the sale has an intermediary and it speaks of one, or when a taken clause points to it.

    Args:
        plan: the plan; its transaction fills the blanks.
        library: the clauses.
        variant: how hard they are drawn.
        countries: gives a country its name.

    Returns:
        The annex; what the transaction does not tell stays visibly blank.
    """
    wanted = _wanted(plan, library)
    clauses, terms = _closed(library, wanted, variant)
    writer = _Writer(library, clauses, terms, values_of(plan.assessment.transaction, countries))
    written = tuple(writer.write(clause, variant, wanted.get(clause.id, ())) for clause in clauses)
    covered = {id_ for clause in clauses for id_ in clause.safeguards}
    return Annex(
        title=TITLE,
        notice=FOR_COUNSEL,
        variant=variant,
        library_version=library.version,
        clauses=written,
        blanks=tuple(one for one in library.placeholders if one.id in writer.left_blank),
        unanswered=tuple(
            one.safeguard.id
            for one in plan.safeguards
            if one.safeguard.type == "contractual" and one.safeguard.id not in covered
        ),
    )


def _wanted(plan: SafeguardPlan, library: ClauseLibrary) -> dict[str, tuple[str, ...]]:
    """The clauses that the sale asks for, by id, each with what asks."""
    asking = {one.safeguard.id for one in plan.safeguards}
    asking |= {
        one.finding.red_flag.id
        for one in plan.findings
        if one.finding.answer is FindingAnswer.RAISED
    }
    roles = {party.role for party in plan.assessment.transaction.parties}
    has_intermediary = bool(roles & _INTERMEDIARIES)
    wanted = {}
    for clause in library.clauses:
        because = tuple(id_ for id_ in (*clause.safeguards, *clause.red_flags) if id_ in asking)
        match clause.include:
            case Inclusion.ALWAYS:
                take = True
            case Inclusion.WHEN_PLANNED:
                take = bool(because)
            case Inclusion.WITH_INTERMEDIARY:
                take = has_intermediary
            case Inclusion.WHEN_REFERRED:
                take = False
        if take:
            wanted[clause.id] = because
    return wanted


def _closed(
    library: ClauseLibrary, wanted: Iterable[str], variant: Variant
) -> tuple[tuple[Clause, ...], tuple[Term, ...]]:
    """Add what the clauses point to, and the terms they use, until nothing is missing."""
    ids, terms = set(wanted), set[str]()
    while True:
        texts = [clause.text(variant) for clause in library.clauses if clause.id in ids]
        texts += [term.meaning for term in library.terms if term.term in terms]
        more_ids = {id_ for text in texts for id_ in references(text)} - ids
        more_terms = set(terms_in(texts, library.terms)) - terms
        if not more_ids and not more_terms:
            break
        ids |= more_ids
        terms |= more_terms
    return (
        tuple(clause for clause in library.clauses if clause.id in ids),
        tuple(term for term in library.terms if term.term in terms),
    )


def terms_in(texts: Iterable[str], terms: Iterable[Term]) -> Iterator[str]:
    """The defined terms that texts use, singular or plural; the longest reading counts."""
    whole = " ".join(" ".join(texts).split())  # a term may be parted by the end of a line
    for term in sorted(terms, key=lambda one: -len(one.term)):
        whole, found = re.subn(rf"\b{re.escape(term.term)}s?\b", " ", whole)
        if found:
            yield term.term


def values_of(transaction: Transaction, countries: Countries) -> Mapping[str, str]:
    """What a transaction gives for each source of a blank; an absent value is empty."""
    seller, users = transaction.seller, transaction.end_users
    buyers = _with_role(transaction, {Role.BUYER}) or users

    def named(parties: Iterable[Party], value: Callable[[Party], str | None]) -> str:
        return "; ".join(dict.fromkeys(filter(None, map(value, parties))))

    return {
        "seller.name": seller.name or "",
        "seller.country": countries.name(seller.country) if seller.country else "",
        "buyer.name": named(buyers, lambda party: party.name),
        "intermediary.name": named(
            _with_role(transaction, _INTERMEDIARIES), lambda party: party.name
        ),
        "end_user.name": named(users, lambda party: party.name),
        "end_user.country": named(
            users, lambda party: party.country and countries.name(party.country)
        ),
        "end_user.place": named(users, lambda party: party.region),
        "product.name": transaction.product.name or "",
        "end_use": transaction.end_use or "",
    }


def _with_role(transaction: Transaction, roles: Iterable[Role]) -> tuple[Party, ...]:
    wanted = frozenset(roles)
    return tuple(party for party in transaction.parties if party.role in wanted)


class _Writer:
    """Writes clauses of one annex, and remembers which blanks stayed blank."""

    def __init__(
        self,
        library: ClauseLibrary,
        clauses: Iterable[Clause],
        terms: tuple[Term, ...],
        values: Mapping[str, str],
    ) -> None:
        self._parts = library.parts
        self._blanks = {one.id: one for one in library.placeholders}
        self._numbers = {clause.id: n for n, clause in enumerate(clauses, start=1)}
        self._titles = {clause.id: clause.title for clause in clauses}
        self._terms = terms
        self._values = values
        self.left_blank: set[str] = set()

    def write(self, clause: Clause, variant: Variant, because: tuple[str, ...]) -> AnnexClause:
        number = self._numbers[clause.id]
        blocks = clause.text(variant).split("\n\n")
        paragraphs = (
            self._paragraph(f"{number}.{n}", block) for n, block in enumerate(blocks, start=1)
        )
        return AnnexClause(
            number=number,
            part=self._parts[clause.part],
            clause=clause,
            paragraphs=tuple(paragraphs),
            because=because,
        )

    def _paragraph(self, number: str, block: str) -> AnnexParagraph:
        """Text up to the first line that begins with a hyphen; each such line is an item."""
        text, *items = re.split(rf"^{_ITEM}", block, flags=re.MULTILINE)
        written = [self._fill(item) for item in items if item.strip() != f"{{{TERMS_HERE}}}"]
        if len(written) != len(items):
            written += [f"\u201c{one.term}\u201d {self._fill(one.meaning)}" for one in self._terms]
        lettered = (AnnexItem(f"({_letter(n)})", item) for n, item in enumerate(written))
        return AnnexParagraph(number, self._fill(text), tuple(lettered))

    def _fill(self, text: str) -> str:
        """Fill blanks and references in one pass, so that a value is never read as either."""
        filled = BRACES.sub(self._value, " ".join(text.split()))
        return filled[:-1] if filled.endswith("..") else filled

    def _value(self, found: re.Match[str]) -> str:
        kind, name = found.groups()
        if kind:
            starts = not found.start() or found.string[: found.start()].endswith(". ")
            word = "Clause" if starts else "clause"
            return f"{word} {self._numbers[name]} ({self._titles[name]})"
        blank: Placeholder = self._blanks[name]
        value = " ".join(self._values.get(blank.source, "").split())
        if not value:
            self.left_blank.add(name)
            return _LEFT_BLANK.format(asks=blank.asks)
        return value


def _letter(number: int) -> str:
    """The letter of an item: a to z, then aa, ab, and so on."""
    more, last = divmod(number, len(ascii_lowercase))
    return (_letter(more - 1) if more else "") + ascii_lowercase[last]
