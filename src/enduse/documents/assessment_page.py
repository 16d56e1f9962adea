"""An assessment as one self-contained HTML page: no scripts, no outside files."""

from collections.abc import Iterable
from importlib.resources import files

from enduse.documents.assessment_country import country_html
from enduse.documents.assessment_findings import (
    consideration_html,
    given,
    ids_html,
    tree_html,
)
from enduse.documents.assessment_instruments import InstrumentReading, read_instruments
from enduse.documents.assessment_rights import rights_html
from enduse.documents.assessment_screening import screening_html
from enduse.documents.assessment_words import (
    PROPOSES,
    REACH_WORDS,
    SCOPE_WORDS,
    WHAT_IT_MEANS,
    mark_words,
    party_kind,
    party_name,
    product_words,
    tally,
    unknowns_by_weight,
)
from enduse.documents.page import escape, html_page
from enduse.documents.trace_words import fact_words
from enduse.domain.assessment import Assessment, Benefit, SafeguardAsked, Unknown
from enduse.domain.catalogue import Catalogue
from enduse.domain.transactions import Party
from enduse.domain.vocabulary import Confidence, Role, RouteLevel
from enduse.evidence.base import EvidenceBase

FEW_UNKNOWNS, FEW_SAFEGUARDS = 8, 8  # shown at once; the rest opens on demand
_ROUTE_CLASS = {
    RouteLevel.PROCEED: "good",
    RouteLevel.PROCEED_WITH_CONDITIONS: "warn",
    RouteLevel.ESCALATE: "warn",
    RouteLevel.DO_NOT_PROCEED: "bad",
}
_ROUTE_SIGN = {  # drawn in a box of 24 by 24
    RouteLevel.PROCEED: '<circle cx="12" cy="12" r="10"/><path d="M7 12.5l3.5 3.5L17 9"/>',
    RouteLevel.PROCEED_WITH_CONDITIONS: (
        '<rect x="3" y="3" width="18" height="18" rx="2"/><path d="M7 9l1.5 1.5L11 8M13 9h4'
        'M7 15l1.5 1.5L11 14M13 15h4"/>'
    ),
    RouteLevel.ESCALATE: '<circle cx="12" cy="12" r="10"/><path d="M12 17V7M8 11l4-4 4 4"/>',
    RouteLevel.DO_NOT_PROCEED: (
        '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M8 8l8 8M16 8l-8 8"/>'
    ),
}
_HOLD_SIGN = {
    "hold": "&#9632; Hold",
    "check": "&#9651; Check",
    "not checked yet": "? Not checked yet",
}
_CONTENTS = (
    ("why", "Why"),
    ("rights", "Rights at risk"),
    ("considerations", "The eight considerations"),
    ("change", "What would change it"),
    ("safeguards", "Safeguards"),
    ("unknowns", "What is not known"),
    ("legal", "Legal questions"),
    ("country", "Country record"),
    ("instruments", "Related instruments"),
    ("record", "Record"),
)


def assessment_page(assessment: Assessment, *, base: EvidenceBase, catalogue: Catalogue) -> str:
    """Render an assessment for small and large screens, light and dark, and print.

    Args:
        assessment: the outcome.
        base: the evidence it was reached with, for the excerpt of the country's dossier.
        catalogue: the catalogue it was reached with: questions, facts, related instruments.
    """
    parts = [
        _head(assessment),
        _route(assessment),
        _contents(),
        _why(assessment),
        _rights(assessment),
        _considerations(assessment, catalogue),
        _change(assessment, catalogue),
        _safeguards(assessment),
        _unknowns(assessment, catalogue),
        _holds(assessment),
        _countries(assessment, base),
        _instruments(read_instruments(assessment, catalogue)),
        _record(assessment),
    ]
    name = assessment.transaction.id or product_words(assessment.transaction)
    title = f"{assessment.route.level.label}: {name}"
    return _styled(html_page(title=title, body="\n".join(parts)))


def _styled(page: str) -> str:
    """Add the rules that only this page needs at the end of the shared stylesheet."""
    style = files("enduse.documents").joinpath("assessment.css").read_text("utf-8")
    return page.replace("</style>", f"{style}</style>", 1)


def _head(assessment: Assessment) -> str:
    transaction = assessment.transaction
    users = "<br>".join(_party(party) for party in transaction.end_users)
    others = "<br>".join(
        f"{escape(party.role.value.replace('_', ' '))}: {_party(party)}"
        for party in transaction.parties
        if party.role is not Role.END_USER
    )
    capabilities = "<br>".join(
        f"{escape(one.name)} "
        f'<span class="quiet small">({"declared" if one.declared else "guessed from the text"})'
        "</span>"
        for one in assessment.capabilities
    )
    rows = (
        ("End-user", users),
        ("Other parties", others or "None named"),
        ("Stated use", given(transaction.end_use) if transaction.end_use else "Not stated"),
        ("Capabilities", capabilities or "None declared and none read from the text"),
        ("As of", f"{assessment.as_of.isoformat()}; nothing published later counts"),
    )
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return (
        f'<p class="quiet">Human-rights assessment &middot; '
        f"{given(transaction.id or 'no id given')}</p>"
        f'<h1>{given(product_words(transaction))}</h1><dl class="facts">{listed}</dl>'
    )


def _party(party: Party) -> str:
    return f"{given(party_name(party))} ({given(party_kind(party))})"


def _route(assessment: Assessment) -> str:
    route = assessment.route
    sign = (
        '<svg viewBox="0 0 24 24" width="34" height="34" aria-hidden="true" fill="none" '
        f'stroke="currentColor" stroke-width="2">{_ROUTE_SIGN[route.level]}</svg>'
    )
    provisional = (
        "<p>? Provisional: part of it rests on guesses or on facts that are not on file.</p>"
        if route.provisional
        else ""
    )
    return (
        f'<section class="note route {_ROUTE_CLASS[route.level]}" aria-label="Proposed route">'
        f'{sign}<p class="quiet small">Proposed route</p>'
        f'<p class="figure">{escape(route.level.label)}</p>'
        f"<p>{escape(WHAT_IT_MEANS[route.level])} {PROPOSES}</p>{provisional}</section>"
        f"{_pause(assessment)}"
    )


def _pause(assessment: Assessment) -> str:
    if not assessment.route.pause_until:
        return ""
    return (
        '<section class="note warn" aria-label="Establish first"><p><strong>&#9208; Pause until '
        f"it is known:</strong></p>{_list(assessment.route.pause_until)}</section>"
    )


def _contents() -> str:
    links = "".join(f'<li><a href="#{anchor}">{name}</a></li>' for anchor, name in _CONTENTS)
    return f'<nav aria-label="Contents"><ul class="legend">{links}</ul></nav>'


def _why(assessment: Assessment) -> str:
    benefits = "".join(
        f"<li>{escape(one.name)}{_words_of(one)}</li>" for one in assessment.benefits
    )
    named = (
        f"<h3>Benefits that the stated use names</h3><p>Weighed in words; they offset no risk.</p>"
        f"<ul>{benefits}</ul>"
        if benefits
        else ""
    )
    notes = f"<h3>Notes</h3>{_list(assessment.notes)}" if assessment.notes else ""
    return (
        f'<h2 id="why">Why</h2>{_list(assessment.route.because)}'
        f"<p>Red flags: {escape(tally(assessment.findings))}.</p>"
        "<h3>Does the Guidance reach it?</h3>"
        f"<p>{SCOPE_WORDS[assessment.scope.in_scope]}</p>{_list(assessment.scope.reasons)}"
        f"{named}{notes}"
    )


def _words_of(benefit: Benefit) -> str:
    return f" ({given(', '.join(benefit.words))})" if benefit.words else ""


def _rights(assessment: Assessment) -> str:
    groups = _list(assessment.affected_groups) or "<p>None named.</p>"
    return (
        f'<h2 id="rights">Rights at risk</h2>{rights_html(assessment.rights)}'
        f"<h3>Who is hit</h3>{groups}<p>{REACH_WORDS[assessment.whole_population]}</p>"
    )


def _considerations(assessment: Assessment, catalogue: Catalogue) -> str:
    words = fact_words(catalogue)
    described = {one.id: one for one in catalogue.considerations}
    sections = "".join(
        consideration_html(status, described.get(status.id), assessment.findings, words)
        for status in assessment.considerations
    )
    return (
        '<h2 id="considerations">The eight considerations</h2><p>Open <em>Why?</em> to see how '
        f"each answer was reached. Not known never counts as clear.</p>{sections}"
        f"<details><summary>How the route itself was reached (row {escape(assessment.route.rule)})"
        f"</summary>{tree_html(assessment.route.trace, words)}</details>"
    )


def _change(assessment: Assessment, catalogue: Catalogue) -> str:
    changes = assessment.route.would_change
    if not changes:
        return (
            '<h2 id="change">What would change it</h2><p>No single open fact was found that '
            "would move the route by itself.</p>"
        )
    questions = {one.id: one.text for one in catalogue.questions}
    rows = "".join(
        f'<tr><th scope="row">{escape(one.reads_as)}</th>'
        f'<td data-label="If it is">{escape(one.if_it_is)}</td>'
        f'<td data-label="Route">{escape(one.route.label)}</td>'
        f'<td data-label="Settled under">{_question(one.question, questions)}</td></tr>'
        for one in changes
    )
    return (
        '<h2 id="change">What would change it</h2><table class="stack"><thead><tr>'
        '<th scope="col">Fact</th><th scope="col">If it is</th><th scope="col">Route</th>'
        f'<th scope="col">Settled under</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _question(id_: str, questions: dict[str, str]) -> str:
    if not id_:
        return "no single question"
    text = questions.get(id_)
    return f"{escape(id_)}: {escape(text)}" if text else escape(id_)


def _safeguards(assessment: Assessment) -> str:
    asked = assessment.safeguards
    if not asked:
        return (
            '<h2 id="safeguards">Safeguards</h2><p>None is asked for: no red flag is raised that '
            "a safeguard of the catalogue answers.</p>"
        )
    before = sum(one.blocks_shipment for one in asked)
    ordered = sorted(asked, key=lambda one: not one.blocks_shipment)
    return (
        f'<h2 id="safeguards">Safeguards</h2><p>{before} of {len(asked)} must be in place before '
        f"delivery; they stand first.</p>{_safeguard_table(ordered[:FEW_SAFEGUARDS])}"
        f"{_more(_safeguard_table(ordered[FEW_SAFEGUARDS:]), len(ordered) - FEW_SAFEGUARDS)}"
    )


def _more(table: str, count: int) -> str:
    if count <= 0:
        return ""
    return f'<details class="more"><summary>{count} more</summary>{table}</details>'


def _safeguard_table(asked: Iterable[SafeguardAsked]) -> str:
    rows = "".join(_safeguard(one) for one in asked)
    return (
        '<table class="stack"><thead><tr><th scope="col">Safeguard</th>'
        '<th scope="col">When</th><th scope="col">Who</th><th scope="col">Why</th>'
        f'<th scope="col">Basis</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _safeguard(one: SafeguardAsked) -> str:
    item = one.safeguard
    tags = '<span class="tag bad">&#9632; before delivery</span> ' if one.blocks_shipment else ""
    tags += '<span class="tag good">&#10003; in hand</span> ' if one.in_hand else ""
    answers = f"Answers {ids_html(one.answers)}" if one.answers else escape(one.because)
    mark = mark_words(item.confidence) or "the Guidance"
    return (
        f'<tr><th scope="row">{escape(item.id)} {escape(item.text)} {tags}</th>'
        f'<td data-label="When">{escape(one.phase)}</td>'
        f'<td data-label="Who">{escape(one.owner)}</td>'
        f'<td data-label="Why">{answers}</td>'
        f'<td data-label="Basis"><span class="quiet small">{escape(mark)}</span></td></tr>'
    )


def _unknowns(assessment: Assessment, catalogue: Catalogue) -> str:
    unknowns = unknowns_by_weight(assessment)
    if not unknowns:
        return (
            '<h2 id="unknowns">What is not known</h2><p>Nothing: every red flag is raised or '
            "clear.</p>"
        )
    questions = {one.id: one.text for one in catalogue.questions}
    first = _unknown_table(unknowns[:FEW_UNKNOWNS], questions)
    rest = unknowns[FEW_UNKNOWNS:]
    more = _more(_unknown_table(rest, questions), len(rest))
    return (
        f'<h2 id="unknowns">What is not known</h2><p>{len(unknowns)} facts, the most decisive '
        f"first.</p>{first}{more}"
    )


def _unknown_table(unknowns: Iterable[Unknown], questions: dict[str, str]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(one.reads_as)}</th>'
        f'<td data-label="State">? {escape(one.silence.capitalize())}</td>'
        f'<td data-label="Settled under">{_question(one.question, questions)}</td>'
        f'<td data-label="Keeps open">{ids_html(one.red_flags)}</td></tr>'
        for one in unknowns
    )
    return (
        '<table class="stack"><thead><tr><th scope="col">Fact</th><th scope="col">State</th>'
        '<th scope="col">Settled under</th><th scope="col">Keeps open</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _holds(assessment: Assessment) -> str:
    rows = "".join(
        f"<li><strong>{_HOLD_SIGN.get(one.state, escape(one.state))}</strong>: "
        f"{escape(one.says)}</li>"
        for one in assessment.legal_holds
    )
    listed = f"<ul>{rows}</ul>" if rows else "<p>None on file; that is no clearance.</p>"
    return (
        '<h2 id="legal">Legal questions, beside the route</h2><div class="note"><p>These stand '
        "beside the human-rights route and do not enter it. Leads for counsel, not legal "
        f"advice.</p>{listed}</div>{screening_html(assessment.screening, assessment.as_of)}"
    )


def _countries(assessment: Assessment, base: EvidenceBase) -> str:
    codes = dict.fromkeys(p.country for p in assessment.transaction.end_users if p.country)
    shown = "".join(country_html(base, code, assessment.as_of) for code in codes)
    missing = "<p>The country of the end-user is not stated, so nothing can be shown.</p>"
    return f'<h2 id="country">Country record</h2>{shown or missing}'


def _instruments(readings: Iterable[InstrumentReading]) -> str:
    blocks = "".join(_instrument(reading) for reading in readings)
    return (
        '<h2 id="instruments">In the terms of related instruments</h2><p>The same findings, '
        "sorted by what other texts ask. The mapping is this project's own: a lead for review, "
        f"not legal advice and not a statement of compliance.</p>{blocks}"
    )


def _instrument(reading: InstrumentReading) -> str:
    instrument = reading.instrument
    rows = "".join(
        f'<tr><th scope="row">{escape(one.element.text)}</th>'
        f'<td data-label="Maps to">{ids_html(one.element.maps) or "nothing"}</td>'
        f'<td data-label="Stands">{escape(one.says)}</td></tr>'
        for one in reading.elements
    )
    about = "; ".join(
        part
        for part in (
            instrument.issuer,
            instrument.date,
            instrument.nature,
            instrument.status,
            f"how this is known: {instrument.confidence}" if instrument.confidence else "",
        )
        if part
    )
    return (
        f"<details><summary>{escape(instrument.name)}: {reading.raised} of "
        f"{len(reading.elements)} elements with a raised red flag</summary>"
        f'<p class="small quiet">{escape(about)}</p><table class="stack"><thead><tr>'
        '<th scope="col">Element</th><th scope="col">Maps to</th><th scope="col">Stands</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _record(assessment: Assessment) -> str:
    made = assessment.reproducibility
    triggers = _list(
        f"By {one.due_on.isoformat()}: {one.text}" if one.due_on else one.text
        for one in assessment.review_triggers
    )
    snapshots = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td data-label="sha256"><code>'
        f"{escape(digest) or 'kept by hand'}</code></td></tr>"
        for name, digest in sorted(made.snapshots.items())
    )
    marks = _list(f"{one.label[0].upper()}{one.label[1:]}." for one in Confidence)
    return (
        f'<h2 id="record">Record</h2><h3>Look again</h3>{triggers}'
        f"<h3>Line for the public report</h3><p>{escape(assessment.public_line)}</p>"
        f"<h3>To reproduce</h3><p>{escape(made.engine)}, as of {assessment.as_of.isoformat()}, "
        f"rules <code>{escape(made.rules_sha256)}</code>. Place in a queue of cases: "
        f"{assessment.queue_order}; a sort key, no risk score.</p><details><summary>"
        f'{len(made.snapshots)} snapshot files</summary><table class="stack"><thead><tr>'
        '<th scope="col">File</th><th scope="col">sha256</th></tr></thead>'
        f"<tbody>{snapshots}</tbody></table></details><h3>How sure the wording is</h3><p>Each "
        f"item carries one of these marks:</p>{marks}"
    )


def _list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""
