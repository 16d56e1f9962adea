"""A scan as SARIF 2.1.0, so that code hosts show each finding in its place."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from enduse.capability.scan.result import EvidenceKind, Scan, ScanEvidence
from enduse.capability.taxonomy import IntrinsicRisk, Taxonomy, load_taxonomy
from enduse.documents.scan_words import Shown, by_reason, few, shown

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    IntrinsicRisk.CRITICAL: "error",
    IntrinsicRisk.HIGH: "error",
    IntrinsicRisk.MEDIUM: "warning",
    IntrinsicRisk.LOW: "note",
}


def scan_sarif(scan: Scan, *, version: str, taxonomy: Taxonomy | None = None) -> str:
    """Write a scan as SARIF; what is only mentioned is left out.

    Args:
        scan: the scan.
        version: of this program.
        taxonomy: the capabilities; those of the package by default.
    """
    known = taxonomy or load_taxonomy()
    rows = [one for one in shown(scan.capabilities, known) if one.level]
    rules = sorted({one.found.id for one in rows})
    driver = {
        "name": "enduse",
        "semanticVersion": version,
        "rules": [_rule(id_, known) for id_ in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": list(_notes(scan))}
        ],
        "results": [row for one in rows for row in _results(one, rules)],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(id_: str, taxonomy: Taxonomy) -> dict[str, Any]:
    capability = taxonomy.get(id_)
    tailoring = "; ".join(capability.tailoring)
    return {
        "id": id_,
        "name": "".join(part.capitalize() for part in id_.replace(".", "_").split("_")),
        "shortDescription": {"text": capability.name},
        "fullDescription": {"text": capability.definition},
        "help": {"text": f"What can lower the risk: {tailoring}."},
        "defaultConfiguration": {"level": _LEVELS[capability.intrinsic_risk]},
        "properties": {"tags": ["surveillance-capability", capability.group]},
    }


def _results(one: Shown, rules: list[str]) -> Iterator[dict[str, Any]]:
    for evidence in one.found.evidence:
        if evidence.kind is EvidenceKind.PROFILE and len(one.found.evidence) > 1:
            continue  # what the profile says is shown where the product shows it
        yield {
            "ruleId": one.found.id,
            "ruleIndex": rules.index(one.found.id),
            "level": _LEVELS[one.level] if one.level else "none",
            "message": {"text": _message(one, evidence)},
            "locations": [_location(evidence)],
            "partialFingerprints": {"enduse/v1": _fingerprint(one.found.id, evidence)},
            "properties": {"strength": one.found.strength, "confidence": one.found.confidence},
        }


def _message(one: Shown, evidence: ScanEvidence) -> str:
    return f"{one.name} ({one.sureness}): {evidence.reason} - {evidence.shown}"


def _location(evidence: ScanEvidence) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(evidence.source), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": max(1, evidence.line)},
        }
    }


def _fingerprint(id_: str, evidence: ScanEvidence) -> str:
    """The same for the same finding when lines move."""
    told = f"{id_}\n{evidence.source}\n{evidence.shown}\n{evidence.reason}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _notes(scan: Scan) -> Iterator[dict[str, Any]]:
    """What was not examined, by reason, so that silence is not read as absence."""
    for reason, places in by_reason(scan.not_examined):
        text = f"Not examined ({len(places)}): {reason}: {few(places)}"
        yield {"level": "note", "message": {"text": text}}
