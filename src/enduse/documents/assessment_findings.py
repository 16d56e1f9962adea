"""Findings as HTML: the reason in words, the why-tree, the evidence with its source."""

import re
from collections.abc import Iterable, Mapping

from enduse.documents.assessment_words import (
    WEIGHT_WORDS,
    basis_words,
    mark_words,
    printable,
    raised_by_weight,
)
from enduse.documents.page import escape
from enduse.domain.answers import Answer, Silence
from enduse.domain.assessment import ConsiderationStatus
from enduse.domain.catalogue import Catalogue, Consideration
from enduse.domain.findings import Finding, FindingAnswer, Trace
from enduse.domain.provenance import Evidence
from enduse.domain.vocabulary import Confidence, Severity

FEW_EVIDENCE = 3  # shown at once; the rest opens on demand
_NAME = re.compile(r"[a-z_]+\.[a-z_0-9]+")
_WEIGHT_CLASS = {Severity.STOP: "bad", Severity.HIGH: "bad", Severity.CAUTION: "warn"}
_SIGNS = {Answer.YES: "&#10003; Yes", Answer.NO: "&#10007; No", Answer.UNKNOWN: "? Not known"}

Words = Mapping[str, str]
"""Fact name to what it says in plain words."""


def given(text: str) -> str:
    """Escape a text that a person or a source wrote, in whichever direction it is read."""
    return f'<bdi dir="auto">{escape(printable(text))}</bdi>'


def ids_html(ids: Iterable[str]) -> str:
    """List ids, none of which breaks over a line."""
    return ", ".join(f'<span class="id">{escape(id_)}</span>' for id_ in ids)


def fact_words(catalogue: Catalogue) -> Words:
    """What every fact of the dictionary says."""
    return {fact.name: fact.reads_as for fact in catalogue.facts}


def consideration_html(
    status: ConsiderationStatus,
    described: Consideration | None,
    findings: Iterable[Finding],
    words: Words,
) -> str:
    """Show one consideration: how far it is, what is raised, what is clear or not known."""
    own = [f for f in findings if f.red_flag.consideration == status.id]
    total = status.raised + status.clear + status.unknown
    raised = "".join(_card(finding, words) for finding in raised_by_weight(own))
    cards = f'<ul class="cards raised">{raised}</ul>' if raised else "<p>No red flag is raised.</p>"
    return (
        f'<section id="{escape(status.id)}"><h3>{escape(status.id[1:])}. {escape(status.title)}'
        f"</h3>{_summary(described)}"
        f"<p><strong>{status.answered} of {status.of}</strong> questions answered. Red flags: "
        f"<strong>{status.raised} of {total}</strong> raised, {status.clear} clear, "
        f"{status.unknown} not known.</p>{cards}"
        f"{_group(own, FindingAnswer.UNKNOWN, 'not known, so not cleared', words)}"
        f"{_group(own, FindingAnswer.CLEAR, 'clear', words)}</section>"
    )


def _summary(described: Consideration | None) -> str:
    if described is None:
        return ""
    mark = mark_words(described.title_confidence)
    said = f' <span class="small">[title: {escape(mark)}]</span>' if mark else ""
    return f'<p class="quiet">{escape(described.summary)}{said}</p>'


def evidence_html(evidence: Iterable[Evidence], few: int = FEW_EVIDENCE) -> str:
    """List evidence, a few pieces at once."""
    items = [f"<li>{_evidence(one)}</li>" for one in evidence]
    if not items:
        return ""
    shown = f'<ul class="small">{"".join(items[:few])}</ul>'
    rest = items[few:]
    if not rest:
        return shown
    pieces = "1 more piece" if len(rest) == 1 else f"{len(rest)} more pieces"
    return (
        f'{shown}<details class="more"><summary>{pieces} of evidence</summary>'
        f'<ul class="small">{"".join(rest)}</ul></details>'
    )


def tree_html(trace: Trace, words: Words) -> str:
    """Show a why-tree as nested lists."""
    return f'<ul class="tree small">{_node(trace, words)}</ul>'


def basis_html(finding: Finding) -> str:
    """Say what a red flag rests on and how sure this project is of that."""
    flag = finding.red_flag
    mark = mark_words(flag.confidence)
    place = "" if flag.confidence is Confidence.INFERRED else _place(finding)
    both = "; ".join(part for part in (place, mark) if part)
    reason = f" Threshold: {escape(flag.threshold_reason)}." if flag.threshold_reason else ""
    return f'<p class="small quiet">Basis: {escape(both)}.{reason}</p>'


def _place(finding: Finding) -> str:
    flag = finding.red_flag
    return f"{basis_words(flag.basis_document)}, {flag.basis_place}"


def _card(finding: Finding, words: Words) -> str:
    flag = finding.red_flag
    if finding.answer is FindingAnswer.ERROR:
        state = '<span class="tag bad">&#9888; Could not be worked out; blocks sign-off</span>'
    else:
        kind = _WEIGHT_CLASS.get(flag.severity, "")
        state = f'<span class="tag {kind}">&#9873; Raised: {WEIGHT_WORDS[flag.severity]}</span>'
    few = FEW_EVIDENCE if flag.severity.rank >= Severity.HIGH.rank else 1
    guess = (
        ' <span class="tag">? a guess, to be confirmed</span>'
        if finding.guessed
        else ""
    )
    return (
        f'<li class="card"><h4>{escape(flag.id)} {escape(flag.title)}</h4><p>{state}{guess}</p>'
        f"<p>{escape(flag.reads_as)}.</p>{evidence_html(finding.evidence, few)}"
        f"{basis_html(finding)}{_why(finding, words)}</li>"
    )


def _why(finding: Finding, words: Words) -> str:
    hidden = f'<span class="visually-hidden"> {escape(finding.red_flag.id)}</span>'
    return (
        f'<details class="more"><summary>Why?{hidden}</summary>{tree_html(finding.trace, words)}'
        f'<p class="small"><code>{escape(finding.red_flag.id)}</code>, version '
        f"{finding.red_flag.version}</p></details>"
    )


def _group(findings: Iterable[Finding], answer: FindingAnswer, said: str, words: Words) -> str:
    own = [finding for finding in findings if finding.answer is answer]
    if not own:
        return ""
    rows = "".join(_row(finding, words) for finding in own)
    return f"<details><summary>{len(own)} {said}</summary>{rows}</details>"


def _row(finding: Finding, words: Words) -> str:
    flag = finding.red_flag
    asks = f" To settle it: {escape(', '.join(flag.asks))}." if flag.asks else ""
    ask = asks if finding.answer is FindingAnswer.UNKNOWN else ""
    return (
        f"<details><summary>{escape(flag.id)} {escape(flag.title)}</summary>"
        f'<p class="small">{WEIGHT_WORDS[flag.severity]} if raised. Raised when: '
        f"{escape(flag.reads_as)}.{ask}</p>{tree_html(finding.trace, words)}"
        f"{evidence_html(finding.evidence)}{basis_html(finding)}</details>"
    )


def _evidence(evidence: Evidence) -> str:
    provenance = evidence.provenance
    details = [given(provenance.source.rstrip("."))]
    if provenance.locator.startswith(("https://", "http://")):
        address = escape(provenance.locator)
        details.append(f'<a class="address" href="{address}">{address}</a>')
    elif provenance.locator:
        details.append(given(provenance.locator))
    if provenance.published_on:
        details.append(f"published {provenance.published_on.isoformat()}")
    if provenance.retrieved_on:
        details.append(f"retrieved {provenance.retrieved_on.isoformat()}")
    if provenance.licence:
        details.append(escape(provenance.licence))
    looked = f" (looked for: {given(evidence.looked_for)})" if evidence.looked_for else ""
    return f'{given(evidence.says)}{looked} <span class="quiet">[{"; ".join(details)}]</span>'


def _node(trace: Trace, words: Words) -> str:
    guess = " (a guess)" if trace.guessed else ""
    if not trace.children:
        return f"<li><strong>{_leaf_sign(trace)}</strong>{guess} {_leaf(trace, words)}</li>"
    children = "".join(_node(child, words) for child in trace.children)
    sign = _SIGNS[trace.answer]
    return f"<li><strong>{sign}</strong>{guess}: {_joint(trace)}<ul>{children}</ul></li>"


def _leaf_sign(trace: Trace) -> str:
    """Tell the kinds of nothing apart."""
    if trace.answer is not Answer.UNKNOWN:
        return _SIGNS[trace.answer]
    if trace.value is None or trace.value == Silence.NOT_CHECKED:
        return "? Not checked yet"
    if trace.value == Silence.NOT_KNOWN:
        return "? Not known after looking"
    return "? Known only in part"


def _leaf(trace: Trace, words: Words) -> str:
    names = dict.fromkeys(_NAME.findall(trace.text))
    said = "; ".join(escape(words[name]) for name in names if name in words)
    silent = trace.value is None or trace.value in set(Silence)
    value = "" if silent else f": {given(trace.value or '')}"
    return f"{said}{value} <code>{escape(trace.text)}</code>"


def _joint(trace: Trace) -> str:
    """Say how the parts of a node are joined."""
    if len(trace.children) == 1:
        return "the reverse of"
    first = trace.children[0].text
    after = trace.text.removeprefix(f"({first})").removeprefix(first)
    return "any of" if after.startswith(" or ") else "all of"
