"""From the TOML files of the catalogue to its values. Anything odd stops the program."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from enduse.domain.catalogue import (
    AnswerKind,
    Catalogue,
    Consideration,
    Instrument,
    InstrumentElement,
    Item,
    Question,
    Safeguard,
    Sign,
)
from enduse.domain.errors import BadDataError
from enduse.domain.facts import FactDefinition, FactType
from enduse.domain.findings import RedFlag
from enduse.domain.strict import StrictTable
from enduse.domain.vocabulary import Confidence
from enduse.guidance.red_flags import read_red_flag


@cache
def load_catalogue() -> Catalogue:
    """Read the catalogue that ships with the package.

    Raises:
        BadDataError: a file is malformed, or an id points nowhere.
    """
    return read_catalogue(files("enduse.guidance"))


def read_catalogue(folder: Traversable) -> Catalogue:
    """Read a catalogue from its folder.

    Raises:
        BadDataError: a file is malformed, or an id points nowhere; the message names it.
    """
    asked = _read_facts(parse_toml_file(folder / "facts.toml"))
    flags = [
        read_red_flag(parse_toml_file(path), path.name) for path in toml_in(folder / "red_flags")
    ]
    considerations = tuple(
        _read_consideration(_table(path), asked, flags)
        for path in toml_in(folder / "considerations")
    )
    document = parse_toml_file(folder / "document.toml")
    catalogue = Catalogue(
        document=document,
        considerations=considerations,
        facts=tuple(definition for definition, _ in asked),
        definitions=_items(folder / "definitions.toml", "definitions"),
        principles=_items(folder / "document.toml", "principles"),
        scope_steps=_items(folder / "scope_test.toml", "steps"),
        product_types=_items(folder / "product_types.toml", "product_types"),
        misuse_forms=_items(folder / "misuse_forms.toml", "misuse_forms"),
        decision_options=_items(folder / "decision_options.toml", "options"),
        review_triggers=_items(folder / "review_triggers.toml", "triggers"),
        appendix1=_items(folder / "appendix1.toml", "entries"),
        appendix2=_items(folder / "appendix2.toml", "entries"),
        instruments=tuple(_read_instrument(_table(p)) for p in toml_in(folder / "instruments")),
    )
    _check_references(catalogue)
    return catalogue


def toml_in(folder: Traversable) -> list[Traversable]:
    """The TOML files of a folder, by name."""
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return sorted(found, key=lambda entry: entry.name)


def parse_toml_file(path: Traversable) -> dict[str, object]:
    """Read one TOML file of a pack.

    Raises:
        BadDataError: it is not TOML in UTF-8; the message names it.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDataError(f"{path.name}: {error}") from None


def _table(path: Traversable) -> StrictTable:
    return StrictTable(parse_toml_file(path), path.name)


def _read_facts(content: Mapping[str, object]) -> list[tuple[FactDefinition, bool]]:
    table = StrictTable(content, "facts.toml")
    facts = [_read_fact(row) for row in table.tables("facts")]
    table.finish()
    return facts


def _read_fact(row: StrictTable) -> tuple[FactDefinition, bool]:
    definition = FactDefinition(
        name=row.text("name"),
        type=row.one_of("type", FactType),
        consideration=row.text("consideration"),
        reads_as=row.text("reads_as"),
        unit=row.text("unit", ""),
        question=row.text("question", ""),
        source=row.text("source", ""),
        words=row.words("words", optional=True),
    )
    is_sign = row.take("sign", bool, default=False)
    if not definition.question and not definition.source:
        raise row.refuse("a fact needs a question or a source")
    row.finish()
    return definition, is_sign


def _read_consideration(
    table: StrictTable,
    asked: Iterable[tuple[FactDefinition, bool]],
    flags: Iterable[RedFlag],
) -> Consideration:
    id_ = table.text("id")
    asked = list(asked)
    consideration = Consideration(
        id=id_,
        number=table.take("number", int),
        title=table.text("title"),
        title_confidence=table.one_of("title_confidence", Confidence),
        title_source=table.text("title_source"),
        summary=table.text("summary"),
        phase=table.text("phase"),
        questions=tuple(_read_question(row, id_, asked) for row in table.tables("questions")),
        red_flags=tuple(flag for flag in flags if flag.consideration == id_),
        safeguards=tuple(_read_safeguard(row, id_) for row in table.tables("safeguards")),
    )
    table.finish()
    return consideration


def _read_question(
    row: StrictTable, consideration: str, asked: Iterable[tuple[FactDefinition, bool]]
) -> Question:
    id_ = row.text("id")
    mine = [(fact, is_sign) for fact, is_sign in asked if fact.question == id_]
    own = [fact for fact, is_sign in mine if not is_sign]
    if len(own) != 1:
        raise row.refuse(f"facts.toml gives {len(own)} facts for this question, should be one")
    question = Question(
        id=id_,
        consideration=consideration,
        text=row.text("text"),
        answer=row.one_of("answer", AnswerKind),
        owner=row.text("owner"),
        evidence=row.text("evidence"),
        confidence=row.one_of("confidence", Confidence),
        source=row.text("source"),
        fact=own[0],
        signs=tuple(Sign(fact.name.rpartition(".")[2], fact) for fact, is_sign in mine if is_sign),
    )
    row.finish()
    return question


def _read_safeguard(row: StrictTable, consideration: str) -> Safeguard:
    safeguard = Safeguard(
        id=row.text("id"),
        consideration=consideration,
        text=row.text("text"),
        type=row.text("type"),
        addresses=row.words("addresses"),
        confidence=row.one_of("confidence", Confidence),
        source=row.text("source"),
    )
    row.finish()
    return safeguard


def _items(path: Traversable, key: str) -> tuple[Item, ...]:
    rows = parse_toml_file(path)[key]
    if not isinstance(rows, list):
        raise BadDataError(f"{path.name}: {key} should be a list of tables")
    return tuple(_read_item(StrictTable(row, f"{path.name}, {key}"), row) for row in rows)


_OWN = {"id", "step", "text", "name", "ask", "confidence", "source", "term"}


def _read_item(row: StrictTable, content: Mapping[str, object]) -> Item:
    id_ = f"S{row.take('step', int)}" if row.has("step") else row.text("id")
    text_key = next(key for key in ("text", "ask", "name") if row.has(key))
    return Item(
        id=id_,
        text=row.text(text_key),
        confidence=row.one_of("confidence", Confidence),
        source=row.text("source", ""),
        term=row.text("term", ""),
        details={key: value for key, value in content.items() if key not in _OWN} or None,
    )


def _read_instrument(table: StrictTable) -> Instrument:
    instrument = Instrument(
        id=table.text("id"),
        name=table.text("name"),
        issuer=table.text("issuer"),
        date=table.text("date"),
        nature=table.text("nature"),
        status=table.text("status"),
        confidence=table.text("confidence"),
        use=table.text("use"),
        considerations=table.words("considerations"),
        scope=table.words("scope"),
        points=table.words("points"),
        sources=table.words("sources"),
        elements=tuple(_read_element(row) for row in table.tables("elements", optional=True)),
    )
    table.finish()
    return instrument


def _read_element(row: StrictTable) -> InstrumentElement:
    element = InstrumentElement(
        id=row.text("id"),
        kind=row.text("kind"),
        text=row.text("text"),
        maps=row.words("maps"),
        confidence=row.text("confidence", ""),
    )
    row.finish()
    return element


def _check_references(catalogue: Catalogue) -> None:
    """Every id that an item names exists, and no id stands twice."""
    questions = {question.id for question in catalogue.questions}
    safeguards = {safeguard.id for safeguard in catalogue.safeguards}
    flags = [flag.id for flag in catalogue.red_flags]
    for kind, ids in (
        ("question", [question.id for question in catalogue.questions]),
        ("red flag", flags),
        ("safeguard", [safeguard.id for safeguard in catalogue.safeguards]),
    ):
        if len(ids) != len(set(ids)):
            raise BadDataError(f"a {kind} id stands twice")
    for flag in catalogue.red_flags:
        _known(flag.id, "asks", flag.asks, questions)
        _known(flag.id, "safeguards", flag.safeguards, safeguards)
    for safeguard in catalogue.safeguards:
        _known(safeguard.id, "addresses", safeguard.addresses, set(flags))
    for fact in catalogue.facts:
        _known(fact.name, "question", (fact.question,), {*questions, ""})


def _known(owner: str, field: str, ids: Iterable[str], known: set[str]) -> None:
    for id_ in ids:
        if id_ not in known:
            raise BadDataError(f"{owner}: {field} names {id_!r}, which does not exist")
