"""The words, concepts and functions the reader knows, loaded from the package's data."""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from enduse.capability.degree import Narrowing, Widening
from enduse.capability.functions import Function, FunctionIndex, index_functions
from enduse.capability.taxonomy import Taxonomy
from enduse.capability.vocabulary import Vocabulary, build_vocabulary
from enduse.domain.errors import BadDataError

LANGUAGES = frozenset({"en", "es", "fr", "ar", "zh", "ru"})
WEIGHTS = {"sure": 0.85, "strong": 0.62, "broad": 0.4, "weak": 0.12}
"""How far one term of a kind can be trusted alone: 0.0 to 1.0."""

WEAK = "~"  # leads the concept of a capability's weak terms
OTHER_SENSE = "#"  # leads concepts whose words mean something else and are set aside
SCOPE = "@"  # leads concepts that change how the rest of a sentence is held

_FUNCTION_COLUMNS = ["target", "weight", "needs", "within", "reason"]
_TERM_COLUMNS = ["capability", "language", "weight", "term"]
_IMPLIED_COLUMNS = ["general", "specific"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the reader knows about words."""

    vocabulary: Vocabulary
    functions: FunctionIndex
    text_functions: tuple[Function, ...]  # read over the whole text, not one sentence
    text_concepts: frozenset[str]  # the concepts that `text_functions` need
    term_weights: Mapping[str, float]  # concept of a term -> weight
    term_targets: Mapping[str, str]  # concept of a term -> capability id
    implied: Mapping[str, frozenset[str]]  # general capability -> those that say it already


@cache
def load_lexicon(taxonomy: Taxonomy) -> Lexicon:
    """The lexicon that ships with the package.

    Raises:
        BadDataError: a row is malformed, or names a capability or concept that does not exist.
    """
    data = files("enduse.capability") / "data"
    return build_lexicon(
        taxonomy,
        terms_csv=(data / "terms.csv").read_text("utf-8"),
        concepts_toml=(data / "concepts.toml").read_text("utf-8"),
        functions_csv=(data / "functions.csv").read_text("utf-8"),
        implied_csv=(data / "implied.csv").read_text("utf-8"),
    )


def build_lexicon(
    taxonomy: Taxonomy,
    *,
    terms_csv: str,
    concepts_toml: str,
    functions_csv: str,
    implied_csv: str,
) -> Lexicon:
    """Build and check a lexicon from the texts of its four files.

    Raises:
        BadDataError: a row is malformed, or names a capability or concept that does not exist.
    """
    terms = list(_terms(terms_csv, taxonomy))
    concepts = list(_concepts(concepts_toml))
    known = {name for name, _ in concepts} | {name for name, _, _, _ in terms}
    functions = list(_functions(functions_csv, taxonomy, known))
    pairs = [*concepts, *((name, term) for name, term, _, _ in terms)]
    return Lexicon(
        vocabulary=build_vocabulary(pairs),
        functions=index_functions(f for f in functions if f.within),
        text_functions=tuple(f for f in functions if not f.within),
        text_concepts=frozenset(
            name for f in functions if not f.within for need in f.needs for name in need
        ),
        term_weights={name: weight for name, _, weight, _ in terms},
        term_targets={name: target for name, _, _, target in terms if target},
        implied=_implied(implied_csv, taxonomy),
    )


def _terms(text: str, taxonomy: Taxonomy) -> Iterator[tuple[str, str, float, str]]:
    """(concept, term, weight, capability id) of each row; an excluded term has no capability."""
    for row in _rows(text, _TERM_COLUMNS, "terms.csv"):
        target, language, weight, term = row
        if target not in taxonomy.ids or language not in LANGUAGES:
            raise BadDataError("unknown capability or language", file="terms.csv", row=row)
        if weight == "exclude":
            yield f"{OTHER_SENSE}{target}", term, 0.0, ""
        elif weight in WEIGHTS:
            yield f"{_LEADS[weight]}{target}", term, WEIGHTS[weight], target
        else:
            raise BadDataError("unknown weight", file="terms.csv", row=row)


_LEADS = {"sure": "!", "strong": "", "broad": "?", "weak": WEAK}


def _concepts(text: str) -> Iterator[tuple[str, str]]:
    """(concept, term) of each term of each language."""
    for name, languages in tomllib.loads(text).items():
        if not isinstance(languages, dict) or not set(languages) <= LANGUAGES:
            raise BadDataError("a concept lists terms by language", concept=name)
        for terms in languages.values():
            yield from ((name, term.strip()) for term in terms.split(";") if term.strip())


def _functions(text: str, taxonomy: Taxonomy, known: set[str]) -> Iterator[Function]:
    targets = {*taxonomy.ids, *Narrowing, *Widening}
    for row in _rows(text, _FUNCTION_COLUMNS, "functions.csv"):
        target, weight, needs, within, reason = row
        function = Function(
            target=target,
            weight=float(weight),
            needs=tuple(frozenset(n.split("|")) for n in needs.split() if n[0] != "!"),
            without=frozenset(n[1:] for n in needs.split() if n[0] == "!"),
            within=int(within),
            reason=reason,
        )
        named = function.without.union(*function.needs)
        if target not in targets or not named <= known or not 0 < function.weight <= 1:
            raise BadDataError("a function names what does not exist", row=row)
        yield function


def _implied(text: str, taxonomy: Taxonomy) -> dict[str, frozenset[str]]:
    implied: dict[str, set[str]] = {}
    for general, specific in _rows(text, _IMPLIED_COLUMNS, "implied.csv"):
        if not {general, specific} <= set(taxonomy.ids):
            raise BadDataError("unknown capability", file="implied.csv", row=[general, specific])
        implied.setdefault(general, set()).add(specific)
    return {general: frozenset(specific) for general, specific in implied.items()}


def _rows(text: str, columns: list[str], name: str) -> Iterable[list[str]]:
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or rows[0] != columns:
        raise BadDataError("wrong columns", file=name, expected=columns)
    for row in rows[1:]:
        if len(row) != len(columns) or not all(row):
            raise BadDataError("a row is incomplete", file=name, row=row)
    return rows[1:]
