"""A scan as plain text, to be read on a terminal or read aloud."""

import textwrap
from collections.abc import Iterable, Iterator

from enduse.capability.scan.exchange import control_entries
from enduse.capability.scan.result import Scan, ScannedCapability, ScannedProperty
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.documents.scan_words import (
    Shown,
    by_reason,
    counted,
    few,
    headline,
    place_of,
    shown,
)

WIDTH = 88
FEW_EVIDENCE, FEW_ENTRIES = 4, 8
_QUOTE = 160  # characters


def scan_text(scan: Scan, taxonomy: Taxonomy | None = None) -> str:
    """Write a scan for a person."""
    known = taxonomy or load_taxonomy()
    parts = [
        [headline(scan, known), *_wrapped(counted(scan))],
        *_findings(scan, known),
        _names("INFRASTRUCTURE, TOLD APART", scan.infrastructure, known),
        _properties("WHAT MAKES IT GRAVER", scan.graver),
        _denied_properties(scan),
        _properties("LIMITS THAT THE TEXT STATES (to be confirmed)", scan.limits),
        _names("DENIED, OR OPPOSED BY THE PRODUCT", scan.negated, known),
        _names("TOO WEAK TO COUNT, WORTH A QUESTION", scan.suggestions, known),
        list(_entries(scan, known)),
        list(_friends(scan)),
        list(_not_examined(scan)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _findings(scan: Scan, taxonomy: Taxonomy) -> Iterator[list[str]]:
    for one in shown(scan.capabilities, taxonomy):
        weight = one.level.upper() if one.level else "NO WEIGHT"
        yield [f"{weight}  {one.name}  [{one.found.id}]", f"  {one.sureness}", *_evidence(one)]


def _evidence(one: Shown) -> Iterator[str]:
    for evidence in one.found.evidence[:FEW_EVIDENCE]:
        yield from _wrapped(f"{place_of(evidence)}  {evidence.reason}", "    ")
        yield f"      | {_short(evidence.shown)}"
    rest = len(one.found.evidence) - FEW_EVIDENCE
    if rest > 0:
        yield f"    and {rest} more in --format json"


def _names(heading: str, found: Iterable[ScannedCapability], taxonomy: Taxonomy) -> list[str]:
    rows = [heading]
    for one in shown(found, taxonomy):
        rows.append(f"  {one.name}  [{one.found.id}]")
        for evidence in one.found.evidence[:1]:
            rows += _wrapped(f"{place_of(evidence)}  {evidence.reason}", "    ")
            rows.append(f"      | {_short(evidence.shown)}")
    return rows if len(rows) > 1 else []


def _properties(heading: str, found: Iterable[ScannedProperty]) -> list[str]:
    rows = [heading]
    for one in found:
        said = f"{one.answer}, " if one.is_confirmed else ""
        rows.append(f"  {one.id.replace('_', ' ')}: {said}{place_of(one.evidence)}")
        rows.append(f"      | {_short(one.evidence.shown)}")
    return rows if len(rows) > 1 else []


def _denied_properties(scan: Scan) -> list[str]:
    named = ", ".join(one.id.replace("_", " ") for one in scan.properties if one.answer == "no")
    return ["SAID NOT TO APPLY, IN THE PROFILE", *_wrapped(named, "  ")] if named else []


def _entries(scan: Scan, taxonomy: Taxonomy) -> Iterator[str]:
    entries = list(control_entries(scan, taxonomy))
    if not entries:
        return
    yield f"CONTROL-LIST ENTRIES TO REVIEW (leads as of {entries[0]['as_of']}, no classification)"
    for entry in entries[:FEW_ENTRIES]:
        yield from _wrapped(
            f"{entry['entry']} ({entry['list']}, confidence {entry['confidence']}): "
            f"{entry['title']}",
            "  ",
        )
    if len(entries) > FEW_ENTRIES:
        yield f"  and {len(entries) - FEW_ENTRIES} more in --format json"


def _friends(scan: Scan) -> Iterator[str]:
    if scan.false_friends:
        yield "NAMES THAT LOOK ALIKE AND ARE NOT"
    for one in scan.false_friends:
        yield from _wrapped(f"{one.component} in {one.source}: {one.reason}", "  ")


def _not_examined(scan: Scan) -> Iterator[str]:
    if scan.not_examined:
        yield f"NOT EXAMINED: {len(scan.not_examined)}"
    for reason, places in by_reason(scan.not_examined):
        yield from _wrapped(f"{reason}: {few(places)}", "  ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        _printable(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " * bool(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _short(text: str) -> str:
    plain = _printable(text)
    return plain if len(plain) <= _QUOTE else f"{plain[:_QUOTE]}..."


def _printable(text: str) -> str:
    """One line that is safe on a terminal, whatever a file held."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
