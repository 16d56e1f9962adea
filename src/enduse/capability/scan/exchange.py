"""The JSON in which a scan is given and kept, and its strict reading."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from enduse.capability.components.parsing import json_table
from enduse.capability.reading import Strength
from enduse.capability.scan.result import (
    ComponentCount,
    EvidenceKind,
    NameAlike,
    NotExamined,
    Scan,
    ScanEvidence,
    ScannedCapability,
    ScannedProperty,
)
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.domain.strict import StrictTable

FORMAT = 1


def scan_table(scan: Scan, taxonomy: Taxonomy | None = None) -> dict[str, Any]:
    """A scan as a table of plain values, ready for JSON.

    The first four keys are what most readers need; each piece of evidence has `text` or
    `component`, never both.
    """
    known = taxonomy or load_taxonomy()
    return {
        "capabilities": [_capability(one) for one in scan.capabilities],
        "negated": [_capability(one) for one in scan.negated],
        "components": {
            "matched": scan.components.matched,
            "unmatched": scan.components.unmatched,
            "of": scan.components.of,
        },
        "not_examined": [{"source": one.source, "reason": one.reason} for one in scan.not_examined],
        "infrastructure": [_capability(one) for one in scan.infrastructure],
        "suggestions": [_capability(one) for one in scan.suggestions],
        "properties": [_property(one) for one in scan.properties],
        "limits": [_property(one) for one in scan.limits],
        "control_entries": list(control_entries(scan, known)),
        "false_friends": [
            {"component": one.component, "source": one.source, "reason": one.reason}
            for one in scan.false_friends
        ],
        "examined": scan.examined,
        "format": FORMAT,
    }


def dump_scan(scan: Scan) -> str:
    """A scan as JSON for people and programs."""
    return json.dumps(scan_table(scan), ensure_ascii=False, indent=2) + "\n"


def read_scan(source: str, content: bytes | dict[str, Any]) -> Scan:
    """Read a scan back, strictly.

    Args:
        source: what to call it in an error.
        content: the JSON, or what a JSON reader made of it.

    Raises:
        InvalidInputError: the message names the place and what would be right.
    """
    try:
        values = content if isinstance(content, dict) else json_table(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"{source}: not UTF-8 at byte {error.start}") from None
    except EnduseError as error:
        raise InvalidInputError(f"{source}: {error}") from None
    return _Reader(StrictTable(values, source, InvalidInputError)).scan()


def _capability(one: ScannedCapability) -> dict[str, Any]:
    return {
        "id": one.id,
        "strength": one.strength.value,
        "confidence": one.confidence,
        "confirmed": one.is_confirmed,
        "evidence": [_evidence(evidence) for evidence in one.evidence],
    }


def _evidence(one: ScanEvidence) -> dict[str, Any]:
    shown = "component" if one.kind is EvidenceKind.COMPONENT else "text"
    return {"source": one.source, "line": one.line, shown: one.shown, "reason": one.reason}


def _property(one: ScannedProperty) -> dict[str, Any]:
    return {
        "id": one.id,
        "answer": one.answer,
        "confirmed": one.is_confirmed,
        "evidence": _evidence(one.evidence),
    }


def control_entries(scan: Scan, taxonomy: Taxonomy) -> Iterator[dict[str, str]]:
    """Control-list entries to look at: leads for a review, never a classification."""
    seen: set[str] = set()
    for capability in scan.found:
        for entry in taxonomy.entries_of(capability.id):
            if entry.id not in seen:
                seen.add(entry.id)
                yield {
                    "entry": entry.id,
                    "list": entry.list,
                    "title": entry.title,
                    "capability": capability.id,
                    "confidence": entry.confidence.value,
                    "as_of": taxonomy.controls.as_of.isoformat(),
                }


class _Reader:
    def __init__(self, table: StrictTable) -> None:
        self._table = table
        self._known = frozenset(load_taxonomy().ids)

    def scan(self) -> Scan:
        table = self._table
        if table.take("format", int, FORMAT) != FORMAT:
            raise table.refuse(f"format should be {FORMAT}; this version reads no other")
        counted = table.table("components")
        scan = Scan(
            capabilities=tuple(self._capabilities("capabilities")),
            negated=tuple(self._capabilities("negated")),
            infrastructure=tuple(self._capabilities("infrastructure")),
            suggestions=tuple(self._capabilities("suggestions")),
            properties=tuple(self._properties("properties")),
            limits=tuple(self._properties("limits")),
            components=ComponentCount(
                counted.take("matched", int),
                counted.take("unmatched", int),
                counted.take("of", int),
            ),
            false_friends=tuple(self._friends()),
            not_examined=tuple(self._not_examined()),
            examined=table.take("examined", int, 0),
        )
        if table.has("control_entries"):
            table.tables("control_entries")  # worked out again from the capabilities
        table.finish()
        return scan

    def _capabilities(self, key: str) -> Iterator[ScannedCapability]:
        for row in self._table.tables(key, optional=key not in {"capabilities", "negated"}):
            id_ = row.text("id")
            if id_ not in self._known:
                raise row.refuse(f"id: no such capability: {id_!r}")
            confidence = row.take("confidence", float)
            if not 0.0 <= confidence <= 1.0:
                raise row.refuse("confidence should be from 0 to 1")
            yield ScannedCapability(
                id=id_,
                strength=row.one_of("strength", Strength),
                confidence=confidence,
                evidence=tuple(_read_evidence(row.tables("evidence"))),
                is_confirmed=row.take("confirmed", bool) if row.has("confirmed") else False,
            )
            row.finish()

    def _properties(self, key: str) -> Iterator[ScannedProperty]:
        for row in self._table.tables(key, optional=True):
            yield ScannedProperty(
                id=row.text("id"),
                answer=row.text("answer"),
                is_confirmed=row.take("confirmed", bool),
                evidence=next(iter(_read_evidence([row.table("evidence")]))),
            )
            row.finish()

    def _friends(self) -> Iterator[NameAlike]:
        for row in self._table.tables("false_friends", optional=True):
            yield NameAlike(row.text("component"), row.text("source"), row.text("reason"))
            row.finish()

    def _not_examined(self) -> Iterator[NotExamined]:
        for row in self._table.tables("not_examined"):
            yield NotExamined(row.text("source"), row.text("reason"))
            row.finish()


def _read_evidence(rows: Iterable[StrictTable]) -> Iterator[ScanEvidence]:
    for row in rows:
        kind = EvidenceKind.COMPONENT if row.has("component") else EvidenceKind.TEXT
        shown = row.take("component" if row.has("component") else "text", str)
        yield ScanEvidence(
            kind, row.text("source"), row.take("line", int), shown, row.take("reason", str)
        )
        row.finish()
