"""A scan as one self-contained HTML page: no scripts, no outside files."""

from collections.abc import Iterable, Iterator

from enduse.capability.scan.exchange import control_entries
from enduse.capability.scan.result import Scan, ScanEvidence, ScannedCapability, ScannedProperty
from enduse.capability.taxonomy import IntrinsicRisk, Taxonomy, load_taxonomy
from enduse.documents.page import escape, html_page
from enduse.documents.scan_words import (
    Shown,
    by_reason,
    counted,
    few,
    headline,
    place_of,
    shown,
)

_CAUTION = (
    '<p class="note">A finding is a guess until a person confirms it. Nothing found is no proof '
    "of absence: see what was not examined.</p>"
)
_CLASS = {
    IntrinsicRisk.CRITICAL: "bad",
    IntrinsicRisk.HIGH: "bad",
    IntrinsicRisk.MEDIUM: "warn",
    IntrinsicRisk.LOW: "good",
}


def scan_page(scan: Scan, taxonomy: Taxonomy | None = None) -> str:
    """Render a scan for small and large screens, light and dark, and print."""
    known = taxonomy or load_taxonomy()
    title = "What the product can do"
    body = "\n".join(
        (
            f"<h1>{title}</h1>",
            f'<p class="lead">{escape(headline(scan, known))}</p>',
            f'<p class="quiet">{escape(counted(scan))}</p>',
            _CAUTION,
            *_findings(scan, known),
            *_list("What makes it graver", map(_property, scan.graver)),
            *_list("Limits that the text states", map(_property, scan.limits)),
            *_list("Infrastructure, told apart", _brief(scan.infrastructure, known)),
            *_list("Denied, or opposed by the product", _brief(scan.negated, known)),
            *_list("Too weak to count, worth a question", _brief(scan.suggestions, known)),
            *_list("Control-list entries to review", _entries(scan, known)),
            *_list(
                "Names that look alike and are not",
                (f"{escape(f.component)}: {escape(f.reason)}" for f in scan.false_friends),
            ),
            *_not_examined(scan),
        )
    )
    return html_page(title=title, body=body)


def _findings(scan: Scan, taxonomy: Taxonomy) -> Iterator[str]:
    rows = shown(scan.capabilities, taxonomy)
    if rows:
        yield "<h2>Capabilities</h2>"
    yield from (_finding(one) for one in rows)


def _finding(one: Shown) -> str:
    level = one.level or "no weight"
    tag = f'<span class="tag {_CLASS[one.level] if one.level else ""}">{escape(level)}</span>'
    evidence = "".join(f"<li>{_evidence(e)}</li>" for e in one.found.evidence)
    return (
        f'<section><h3>{escape(one.name)} {tag}</h3><p class="quiet small">'
        f"{escape(one.found.id)}; {escape(one.sureness)}</p><ul>{evidence}</ul></section>"
    )


def _evidence(evidence: ScanEvidence) -> str:
    return (
        f"<code>{escape(place_of(evidence))}</code> {escape(evidence.reason)}"
        f'<br><span class="quiet">{escape(evidence.shown)}</span>'
    )


def _property(one: ScannedProperty) -> str:
    said = f" ({escape(one.answer)}, stated)" if one.is_confirmed else ""
    return f"{escape(one.id.replace('_', ' '))}{said}: {_evidence(one.evidence)}"


def _brief(found: Iterable[ScannedCapability], taxonomy: Taxonomy) -> Iterator[str]:
    for one in shown(found, taxonomy):
        first = f": {_evidence(one.found.evidence[0])}" if one.found.evidence else ""
        yield f"{escape(one.name)}{first}"


def _entries(scan: Scan, taxonomy: Taxonomy) -> Iterator[str]:
    for entry in control_entries(scan, taxonomy):
        yield escape(
            f"{entry['entry']} ({entry['list']}, confidence {entry['confidence']}): "
            f"{entry['title']}; a lead as of {entry['as_of']}, no classification"
        )


def _not_examined(scan: Scan) -> Iterator[str]:
    rows = (f"{escape(why)}: {escape(few(places))}" for why, places in by_reason(scan.not_examined))
    yield from _list(f"Not examined: {len(scan.not_examined)}", rows)


def _list(heading: str, rows: Iterable[str]) -> Iterator[str]:
    items = "".join(f"<li>{row}</li>" for row in rows)
    if items:
        yield f"<h2>{escape(heading)}</h2><ul>{items}</ul>"
