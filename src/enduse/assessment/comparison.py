"""Two assessments side by side: what changed, and what it changed with.

Both come as assessment documents, which is how they are kept: the engine that made the older one
need not exist any more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from enduse.domain.errors import InvalidInputError

Document = Mapping[str, object]
Row = Mapping[str, object]

_SIDE_BY_SIDE = ("scope", "route", "rights", "findings", "safeguards", "unknowns")
_ABSENT = "not there"
_INPUTS = (
    ("as of", "as_of"),
    ("engine", "reproducibility.engine"),
    ("rules", "reproducibility.rules_sha256"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was."""

    kind: str  # input | scope | route | finding | right | unknown | safeguard
    id: str
    title: str
    before: str
    after: str
    because: tuple[str, ...] = ()  # evidence and conditions that came or went


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two assessments."""

    before: str  # what each is called
    after: str
    inputs: tuple[Change, ...]  # what they were made from: the possible reasons
    outcomes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.inputs and not self.outcomes


def compare(before: Document, after: Document) -> Comparison:
    """Compare two assessment documents.

    Raises:
        InvalidInputError: one of them is no assessment document; the message says what it lacks.
    """
    for document in (before, after):
        _require(document)
    outcomes = (
        *_scope(before, after),
        *_route(before, after),
        *_findings(before, after),
        *_rights(before, after),
        *_listed(before, after, "unknown", ("unknowns", "fact", "reads_as"), _unknown_says),
        *_listed(before, after, "safeguard", ("safeguards", "id", "text"), _safeguard_says),
    )
    return Comparison(_name(before), _name(after), tuple(_inputs(before, after)), outcomes)


def _require(document: Document) -> None:
    lacking = [key for key in (*_SIDE_BY_SIDE, "as_of", "reproducibility") if key not in document]
    if lacking:
        raise InvalidInputError(
            f"this is no assessment in JSON: {lacking[0]} is missing; "
            "make one with enduse assess --format json"
        )


def _name(document: Document) -> str:
    return f"{document.get('id') or 'without an id'}, as of {document['as_of']}"


def _inputs(before: Document, after: Document) -> Iterable[Change]:
    """What the two were made from."""
    for title, path in _INPUTS:
        yield from _changed("input", path, title, _at(before, path), _at(after, path))
    yield from _flat(before, after, "reproducibility.snapshots", "data")
    yield from _flat(before, after, "transaction", "transaction")


def _flat(before: Document, after: Document, path: str, title: str) -> Iterable[Change]:
    old, new = _leaves(_at(before, path)), _leaves(_at(after, path))
    for key in dict.fromkeys((*old, *new)):
        if key == "id":
            continue
        named = f"{title} {key}"
        yield from _changed(
            "input", f"{path}.{key}", named, old.get(key, _ABSENT), new.get(key, _ABSENT)
        )


def _leaves(value: object, path: str = "") -> dict[str, object]:
    """The single values of nested tables and lists, by path."""
    if isinstance(value, Mapping):
        pairs = [(f"{path}.{key}" if path else str(key), inner) for key, inner in value.items()]
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        pairs = [(f"{path}[{number}]", inner) for number, inner in enumerate(value)]
    else:
        return {path: value}
    return {key: leaf for name, inner in pairs for key, leaf in _leaves(inner, name).items()}


def _scope(before: Document, after: Document) -> Iterable[Change]:
    old, new = _texts(before, "scope.reasons"), _texts(after, "scope.reasons")
    yield from _changed(
        "scope",
        "scope",
        "In scope",
        _at(before, "scope.in_scope"),
        _at(after, "scope.in_scope"),
        _came_and_went(old, new),
    )


def _route(before: Document, after: Document) -> Iterable[Change]:
    old, new = _texts(before, "route.because"), _texts(after, "route.because")
    why = _came_and_went(old, new)
    yield from _changed(
        "route",
        "route",
        "Proposed route",
        _at(before, "route.level"),
        _at(after, "route.level"),
        (*_rule_words(before, after), *why),
    )
    yield from _changed(
        "route",
        "pause_until",
        "Establish first",
        "; ".join(_texts(before, "route.pause_until")) or "nothing",
        "; ".join(_texts(after, "route.pause_until")) or "nothing",
    )


def _rule_words(before: Document, after: Document) -> tuple[str, ...]:
    old, new = _at(before, "route.rule"), _at(after, "route.rule")
    return () if old == new else (f"decided by {new}, before by {old}",)


def _findings(before: Document, after: Document) -> Iterable[Change]:
    old, new = _by(before, "findings", "id"), _by(after, "findings", "id")
    for id_ in dict.fromkeys((*old, *new)):
        was, now = old.get(id_, {}), new.get(id_, {})
        if was.get("answer") == now.get("answer") and was.get("severity") == now.get("severity"):
            continue
        title = str((now or was).get("title", ""))
        why = (*_rule_changed(was, now), *_came_and_went(_evidence(was), _evidence(now)))
        why += _missing_words(was, now)
        yield Change("finding", id_, title, _finding_says(was), _finding_says(now), why)


def _finding_says(row: Row) -> str:
    if not row:
        return _ABSENT
    guess = ", guessed" if row.get("guessed") else ""
    return f"{row.get('answer')} ({row.get('severity')}{guess})"


def _evidence(row: Row) -> list[str]:
    """The sentences that a finding rests on, each with its source."""
    told = []
    for one in _rows(row.get("evidence", ())):
        provenance = one.get("provenance", {})
        source = provenance.get("source", "") if isinstance(provenance, Mapping) else ""
        told.append(f"{one.get('says')} [{source}]")
    return told


def _rule_changed(was: Row, now: Row) -> tuple[str, ...]:
    old, new = _condition(was), _condition(now)
    return (f"the rule now reads: {new}",) if old and new and old != new else ()


def _condition(row: Row) -> str:
    trace = row.get("trace")
    return str(trace.get("text", "")) if isinstance(trace, Mapping) else ""


def _missing_words(was: Row, now: Row) -> tuple[str, ...]:
    old, new = _words(was.get("missing", ())), _words(now.get("missing", ()))
    settled = [f"no longer decides: {name}" for name in old if name not in new and now]
    opened = [f"now to be settled: {name}" for name in new if name not in old]
    return (*settled, *opened)


def _rights(before: Document, after: Document) -> Iterable[Change]:
    old, new = _by(before, "rights", "right"), _by(after, "rights", "right")
    for id_ in dict.fromkeys((*old, *new)):
        was, now = old.get(id_, {}), new.get(id_, {})
        because = _because_of(now) if _because_of(was) != _because_of(now) else ()
        title = str((now or was).get("label", id_))
        yield from _changed("right", id_, title, _right_says(was), _right_says(now), because)


def _right_says(row: Row) -> str:
    if not row:
        return "not at risk"
    return f"harm {_inner(row, 'severity', 'level')}, misuse {_inner(row, 'likelihood', 'level')}"


def _because_of(row: Row) -> tuple[str, ...]:
    because = _inner(row, "likelihood", "because")
    return (because,) if because else ()


def _inner(row: Row, key: str, inner: str) -> str:
    table = row.get(key)
    return str(table.get(inner, "")) if isinstance(table, Mapping) else ""


def _unknown_says(row: Row | None) -> str:
    return "leaves nothing open" if row is None else str(row.get("silence", "unknown"))


def _safeguard_says(row: Row | None) -> str:
    if row is None:
        return "not asked for"
    return "in hand" if row.get("in_hand") else "asked for"


def _listed(
    before: Document,
    after: Document,
    kind: str,
    keys: tuple[str, str, str],
    says: Callable[[Row | None], str],
) -> Iterable[Change]:
    """Rows that came, went or read otherwise; keys name the list, its id and its title."""
    key, id_key, title_key = keys
    old, new = _by(before, key, id_key), _by(after, key, id_key)
    for id_ in dict.fromkeys((*old, *new)):
        was, now = old.get(id_), new.get(id_)
        title = str((now or was or {}).get(title_key, ""))
        yield from _changed(kind, id_, title, says(was), says(now))


def _changed(
    kind: str, id_: str, title: str, before: object, after: object, because: tuple[str, ...] = ()
) -> Iterable[Change]:
    if before != after:
        yield Change(kind, id_, title, _shown(before), _shown(after), because)


def _came_and_went(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The sentences that only one of the two has."""
    gone = [f"no longer: {text}" for text in before if text not in after]
    come = [f"now: {text}" for text in after if text not in before]
    return (*come, *gone)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "not given" if value is None else str(value)


def _at(document: Document, path: str) -> object:
    """The value at a dotted path; absent parts read as not given."""
    value: object = document
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _texts(document: Document, path: str) -> list[str]:
    return _words(_at(document, path))


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


def _rows(value: object) -> list[Row]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _by(document: Document, key: str, id_key: str) -> dict[str, Row]:
    return {str(row.get(id_key)): row for row in _rows(document[key])}
