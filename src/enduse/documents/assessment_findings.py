"""Findings as HTML: the reason in words, the why-tree, the evidence with its source."""

from collections.abc import Iterable

from enduse.documents.assessment_words import (
    WEIGHT_WORDS,
    mark_words,
    printable,
    raised_by_weight,
)
from enduse.documents.page import escape
from enduse.documents.trace_words import (
    Words,
    answer_words,
    basis_sentence,
    joint_words,
    leaf_value,
    leaf_words,
)
from enduse.domain.answers import Answer
from enduse.domain.assessment import ConsiderationStatus
from enduse.domain.catalogue import Consideration
from enduse.domain.findings import Finding, FindingAnswer, Trace
from enduse.domain.provenance import Evidence
from enduse.domain.vocabulary import Severity

FEW_EVIDENCE = 3  # shown at once; the rest opens on demand
_WEIGHT_CLASS = {Severity.STOP: "bad", Severity.HIGH: "bad", Severity.CAUTION: "warn"}
_SIGNS = {Answer.YES: "&#10003;", Answer.NO: "&#10007;", Answer.UNKNOWN: "?"}


def given(text: str) -> str:
    """Escape a text that a person or a source wrote, in whichever direction it is read."""
    return f'<bdi dir="auto">{escape(printable(text))}</bdi>'


def ids_html(ids: Iterable[str]) -> str:
    """List ids, none of which breaks over a line."""
    return ", ".join(f'<span class="id">{escape(id_)}</span>' for id_ in ids)


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
    items = [f"<li>{evidence_words(one)}</li>" for one in evidence]
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
    reason = f" Threshold: {escape(flag.threshold_reason)}." if flag.threshold_reason else ""
    return f'<p class="small quiet">Basis: {escape(basis_sentence(finding))}.{reason}</p>'


def _card(finding: Finding, words: Words) -> str:
    flag = finding.red_flag
    if finding.answer is FindingAnswer.ERROR:
        state = '<span class="tag bad">&#9888; Could not be worked out; blocks sign-off</span>'
    else:
        kind = _WEIGHT_CLASS.get(flag.severity, "")
        state = f'<span class="tag {kind}">&#9873; Raised: {WEIGHT_WORDS[flag.severity]}</span>'
    few = FEW_EVIDENCE if flag.severity.rank >= Severity.HIGH.rank else 1
    guess = ' <span class="tag">? a guess, to be confirmed</span>' if finding.guessed else ""
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


def evidence_words(evidence: Evidence) -> str:
    """One piece of evidence with where it comes from."""
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
    sign = f"<strong>{_SIGNS[trace.answer]} {answer_words(trace)}</strong>{guess}"
    if not trace.children:
        return f"<li>{sign} {_leaf(trace, words)}</li>"
    children = "".join(_node(child, words) for child in trace.children)
    return f"<li>{sign}: {joint_words(trace)}<ul>{children}</ul></li>"


def _leaf(trace: Trace, words: Words) -> str:
    found = leaf_value(trace)
    value = f": {given(found)}" if found else ""
    return f"{escape(leaf_words(trace, words))}{value} <code>{escape(trace.text)}</code>"
