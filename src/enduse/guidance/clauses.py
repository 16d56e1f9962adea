"""The clause library: one TOML file a clause, and the book that orders them. Anything odd stops."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from enduse.domain.catalogue import Catalogue
from enduse.domain.clauses import (
    Clause,
    ClauseLibrary,
    Inclusion,
    Placeholder,
    Term,
    Variant,
)
from enduse.domain.errors import BadDataError, NotFoundError
from enduse.domain.strict import StrictTable
from enduse.guidance.loading import load_catalogue, parse_toml_file, toml_in

BRACES = re.compile(r"\{(?:(clause):)?([a-z][a-z0-9_]*)\}")
"""`{name}` is a blank to fill; `{clause:id}` points to another clause."""
_BOOK = "clause_book.toml"  # the file that makes a rule pack one with clauses of its own
TERMS_HERE = "terms"  # `{terms}` is where the definitions of the terms that are used stand
LANGUAGES = ("es", "fr", "ar", "zh", "ru")
SOURCES = frozenset(
    {
        "seller.name",
        "seller.country",
        "buyer.name",
        "intermediary.name",
        "end_user.name",
        "end_user.country",
        "end_user.place",
        "product.name",
        "end_use",
    }
)
"""What of a transaction may fill a blank."""


@cache
def load_clauses() -> ClauseLibrary:
    """Read the library that ships with the package.

    Raises:
        BadDataError: a file is malformed, or names an id, blank or clause that does not exist.
    """
    return read_clauses(files("enduse.guidance"), load_catalogue())


def clauses_of_pack(pack: Path | None, catalogue: Catalogue) -> ClauseLibrary:
    """Read the clauses of a customer's own rule pack, or ours where it has none.

    Args:
        pack: the folder of the rule pack; None for the embedded one.
        catalogue: of the same pack.

    Raises:
        BadDataError: as for `load_clauses`.
    """
    if pack is not None and (pack / _BOOK).is_file():
        return read_clauses(pack, catalogue)
    return load_clauses()


def read_clauses(folder: Traversable, catalogue: Catalogue) -> ClauseLibrary:
    """Read a library from the folder of a rule pack.

    Raises:
        NotFoundError: the pack has no clauses.
        BadDataError: as for `load_clauses`.
    """
    book_file, clause_folder = folder / _BOOK, folder / "clauses"
    if not book_file.is_file() or not clause_folder.is_dir():
        raise NotFoundError("this rule pack has no clauses: clause_book.toml and clauses/")
    book = StrictTable(parse_toml_file(book_file), book_file.name)
    parts = {row.text("id"): row for row in book.tables("parts")}
    place_of = {id_: part for part, row in parts.items() for id_ in row.words("clauses")}
    by_id = {
        clause.id: clause
        for clause in (_read_clause(path, place_of) for path in toml_in(clause_folder))
    }
    library = ClauseLibrary(
        version=book.text("version"),
        parts={id_: row.text("title") for id_, row in parts.items()},
        clauses=tuple(_in_order(place_of, by_id)),
        terms=tuple(_read_term(row) for row in book.tables("terms")),
        placeholders=tuple(_read_placeholder(row) for row in book.tables("placeholders")),
    )
    for table in (*parts.values(), book):
        table.finish()
    _check(library, catalogue)
    return library


def clause_of(library: ClauseLibrary, clause_id: str) -> Clause:
    """One clause by its id.

    Raises:
        NotFoundError: there is no such clause.
    """
    found = next((clause for clause in library.clauses if clause.id == clause_id), None)
    if found is None:
        raise NotFoundError("there is no such clause; see `enduse clauses list`", id=clause_id)
    return found


def references(text: str) -> Iterator[str]:
    """The ids of the clauses that a text points to."""
    return (name for kind, name in BRACES.findall(text) if kind)


def blanks(text: str) -> Iterator[str]:
    """The ids of the blanks that a text leaves to be filled."""
    return (name for kind, name in BRACES.findall(text) if not kind and name != TERMS_HERE)


def _read_clause(path: Traversable, place_of: Mapping[str, str]) -> Clause:
    table = StrictTable(parse_toml_file(path), path.name)
    headings, variants = table.table("headings"), table.table("variants")
    id_ = table.text("id")
    if path.name != f"{id_}.toml":
        raise table.refuse(f"the file of {id_} is named {id_}.toml")
    if id_ not in place_of:
        raise table.refuse("clause_book.toml gives it no place")
    clause = Clause(
        id=id_,
        version=table.take("version", int),
        part=place_of[id_],
        title=table.text("title"),
        headings={code: headings.text(code) for code in LANGUAGES if headings.has(code)},
        include=table.one_of("include", Inclusion),
        safeguards=table.words("safeguards"),
        red_flags=table.words("red_flags"),
        negotiation=table.text("negotiation").strip(),
        variants={variant: variants.text(variant.value).strip() for variant in Variant},
    )
    for read in (headings, variants, table):
        read.finish()
    return clause


def _in_order(place_of: Mapping[str, str], by_id: Mapping[str, Clause]) -> Iterator[Clause]:
    for id_ in place_of:
        if id_ not in by_id:
            raise BadDataError(f"clause_book.toml: places {id_!r}, which has no file in clauses/")
        yield by_id[id_]


def _read_term(row: StrictTable) -> Term:
    term = Term(row.text("term"), row.text("meaning"))
    row.finish()
    return term


def _read_placeholder(row: StrictTable) -> Placeholder:
    placeholder = Placeholder(row.text("id"), row.text("asks"), row.text("source", ""))
    if placeholder.source and placeholder.source not in SOURCES:
        raise row.refuse(f"source is {placeholder.source!r}, should be one of {sorted(SOURCES)}")
    row.finish()
    return placeholder


def _check(library: ClauseLibrary, catalogue: Catalogue) -> None:
    """Every id, blank and reference leads somewhere, and every blank is used."""
    safeguards = {one.id for one in catalogue.safeguards}
    flags = {one.id for one in catalogue.red_flags}
    clauses = {clause.id for clause in library.clauses}
    declared = {one.id for one in library.placeholders}
    for clause in library.clauses:
        _known(clause.id, "safeguards", clause.safeguards, safeguards)
        _known(clause.id, "red_flags", clause.red_flags, flags)
    texts = dict(_texts(library))
    for owner, text in texts.items():
        _known(owner, "a reference", references(text), clauses)
        _known(owner, "a blank", blanks(text), declared)
        if set("{}") & set(BRACES.sub("", text)):
            raise BadDataError(f"{owner}: a brace stands alone; write {{name}} or {{clause:id}}")
    used = {name for text in texts.values() for name in blanks(text)}
    if declared - used:
        raise BadDataError(f"clause_book.toml: no text uses {', '.join(sorted(declared - used))}")


def _texts(library: ClauseLibrary) -> Iterator[tuple[str, str]]:
    for clause in library.clauses:
        for variant, text in clause.variants.items():
            yield f"{clause.id}, {variant.value}", text
    for term in library.terms:
        yield f"term {term.term}", term.meaning


def _known(owner: str, field: str, ids: Iterable[str], known: Collection[str]) -> None:
    wrong = next((id_ for id_ in ids if id_ not in known), None)
    if wrong is not None:
        raise BadDataError(f"{owner}: {field} names {wrong!r}, which does not exist")
