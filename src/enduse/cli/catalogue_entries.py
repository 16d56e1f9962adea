"""Every item of the catalogue in one shape, so that any id can be listed and shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from enduse.assessment.context import INVENTORY, PARTIES_NAMED
from enduse.domain.catalogue import (
    AnswerKind,
    Catalogue,
    Consideration,
    Instrument,
    InstrumentElement,
    Item,
    Question,
    Safeguard,
)
from enduse.domain.errors import NotFoundError
from enduse.domain.facts import FactType
from enduse.domain.findings import RedFlag
from enduse.domain.vocabulary import Confidence

_ITEM_KINDS = {
    "definition": "definitions",
    "principle": "principles",
    "scope_step": "scope_steps",
    "product_type": "product_types",
    "misuse_form": "misuse_forms",
    "decision_option": "decision_options",
    "review_trigger": "review_triggers",
    "appendix1": "appendix1",
    "appendix2": "appendix2",
}
"""Kind of an entry to the field of the catalogue that holds it."""

_HOW_TO_ANSWER = {
    AnswerKind.YES_NO_UNKNOWN: '"yes" or "no", with words after it if you like; or "not known"',
    AnswerKind.SELECT_ONE: "one word",
    AnswerKind.SELECT_MANY: "a list of words",
    AnswerKind.SCALE: "one word of the scale",
    AnswerKind.TEXT: "words; they are kept and decide nothing",
    AnswerKind.LIST: "a list of names, all of them",
    AnswerKind.DATE: "a day, YYYY-MM-DD",
    AnswerKind.EVIDENCE: "words that name the evidence; they are kept",
}
_COMPLETE_LISTS = {
    INVENTORY: "ids of `enduse capability list`, all of them, the same as product.capabilities",
    PARTIES_NAMED: "the names of all the parties, the same as under parties",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: what it is, what it says, what that rests on, and everything else known."""

    id: str
    kind: str
    text: str
    confidence: str = ""
    label: str = ""  # the confidence in words
    source: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def entries_of(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every item of a catalogue, in order."""
    return (
        *(_consideration(one) for one in catalogue.considerations),
        *(_question(one, catalogue) for one in catalogue.questions),
        *(_red_flag(one) for one in catalogue.red_flags),
        *(_safeguard(one) for one in catalogue.safeguards),
        *(
            _item(kind, item)
            for kind, name in _ITEM_KINDS.items()
            for item in getattr(catalogue, name)
        ),
        *(_instrument(one) for one in catalogue.instruments),
        *(
            _element(one, instrument)
            for instrument in catalogue.instruments
            for one in instrument.elements
        ),
    )


def entry_of(catalogue: Catalogue, id_: str) -> Entry:
    """The item of this id, in any case.

    Raises:
        NotFoundError: there is none.
    """
    for entry in entries_of(catalogue):
        if entry.id.casefold() == id_.casefold():
            return entry
    raise NotFoundError(f"the catalogue has no item {id_!r}; see enduse catalogue list")


def _basis(confidence: Confidence, source: str) -> dict[str, str]:
    return {"confidence": confidence.value, "label": confidence.label, "source": source}


def _consideration(one: Consideration) -> Entry:
    details = {
        "phase": one.phase,
        "summary": one.summary,
        "questions": [question.id for question in one.questions],
        "red_flags": [flag.id for flag in one.red_flags],
        "safeguards": [safeguard.id for safeguard in one.safeguards],
    }
    basis = _basis(one.title_confidence, one.title_source)
    return Entry(one.id, "consideration", one.title, **basis, details=details)


def _question(one: Question, catalogue: Catalogue) -> Entry:
    facts = {one.fact.name, *(sign.fact.name for sign in one.signs)}
    details: dict[str, object] = {
        "consideration": one.consideration,
        "answer_with": _how_to_answer(one),
        "good_evidence": one.evidence,
        "owner": one.owner,
        "gives": one.fact.name,
        "reads_as": one.fact.reads_as,
        "words": list(one.fact.words),
        "checklist": {sign.id: sign.fact.reads_as for sign in one.signs},
        "settles": [flag.id for flag in catalogue.red_flags if one.id in flag.asks],
        "example": _example(one),
        "also_answered_by": sorted(facts),
    }
    return Entry(
        one.id, "question", one.text, **_basis(one.confidence, one.source), details=details
    )


def _how_to_answer(one: Question) -> str:
    if one.fact.name in _COMPLETE_LISTS:
        return _COMPLETE_LISTS[one.fact.name]
    told = _HOW_TO_ANSWER[one.answer]
    if one.answer is AnswerKind.EVIDENCE and one.fact.type is FactType.YES_NO:
        told = '"yes" or "no", then words that name the evidence; or "not known"'
    if one.fact.words:
        told += f": {', '.join(one.fact.words)}"
    if one.signs:
        told += '; the lines of the checklist that are true, a yes or no for each, or "none"'
    return told


def _example(one: Question) -> str:
    if one.signs:
        return f'{one.id} = {{ {one.signs[0].id} = "no" }}'
    if one.fact.type is FactType.YES_NO:
        return f'{one.id} = "yes, see the annex"'
    return f'{one.id} = "{one.fact.words[0] if one.fact.words else "not known"}"'


def _red_flag(one: RedFlag) -> Entry:
    details: dict[str, object] = {
        "consideration": one.consideration,
        "severity": one.severity.value,
        "rule": " ".join(one.when.split()),
        "reads_as": one.reads_as,
        "threshold_reason": one.threshold_reason,
        "rights": [right.value for right in one.rights],
        "misuse_forms": [form.value for form in one.misuse_forms],
        "asks": list(one.asks),
        "safeguards": list(one.safeguards),
        "place": f"{one.basis_document}, {one.basis_place}",
        "version": one.version,
        "in_force_from": one.in_force_from.isoformat(),
        "in_force_until": one.in_force_until.isoformat() if one.in_force_until else "",
        "tests": [
            {"facts": test.facts, "expect": test.expect, "missing": list(test.missing or ())}
            for test in one.tests
        ],
    }
    basis = _basis(one.confidence, one.basis_source)
    return Entry(one.id, "red_flag", one.title, **basis, details=details)


def _safeguard(one: Safeguard) -> Entry:
    details = {
        "consideration": one.consideration,
        "type": one.type,
        "addresses": list(one.addresses),
    }
    basis = _basis(one.confidence, one.source)
    return Entry(one.id, "safeguard", one.text, **basis, details=details)


def _item(kind: str, one: Item) -> Entry:
    details = {**({"term": one.term} if one.term else {}), **(one.details or {})}
    return Entry(one.id, kind, one.text, **_basis(one.confidence, one.source), details=details)


def _instrument(one: Instrument) -> Entry:
    details: dict[str, object] = {
        "issuer": one.issuer,
        "date": one.date,
        "nature": one.nature,
        "status": one.status,
        "use": one.use,
        "considerations": list(one.considerations),
        "scope": list(one.scope),
        "points": list(one.points),
        "elements": [element.id for element in one.elements],
    }
    return Entry(
        one.id, "instrument", one.name, *_own_words(one.confidence), "; ".join(one.sources), details
    )


def _element(one: InstrumentElement, instrument: Instrument) -> Entry:
    details = {"instrument": instrument.id, "kind": one.kind, "maps": list(one.maps)}
    confidence = one.confidence or instrument.confidence
    return Entry(one.id, "instrument_element", one.text, *_own_words(confidence), "", details)


def _own_words(confidence: str) -> tuple[str, str]:
    """An instrument's confidence is in its own words; known words get their label."""
    known = {word.value: word.label for word in Confidence}
    return confidence, known.get(confidence, confidence)


def count_by_kind(entries: Iterable[Entry]) -> dict[str, int]:
    """How many entries there are of each kind, in order of kind."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return counts
