"""Findings: what is raised and why, with evidence and sources; what is open; what is clear."""

from collections.abc import Iterable

from enduse.documents.assessment_words import WEIGHT_WORDS, mark_words, raised_by_weight
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Block, Bullets, Item, Section, Table, Text
from enduse.documents.outline.texts import (
    bullets,
    code,
    given,
    link,
    paragraph,
    quiet,
    strong,
    text,
)
from enduse.documents.trace_words import (
    Words,
    answer_words,
    basis_sentence,
    fact_words,
    joint_words,
    leaf_value,
    leaf_words,
)
from enduse.domain.assessment import ConsiderationStatus
from enduse.domain.catalogue import Catalogue
from enduse.domain.findings import Finding, FindingAnswer, Trace
from enduse.domain.provenance import Evidence


def considerations_section(material: Material) -> Section:
    """The eight considerations, each with its findings."""
    assessment, catalogue = material.assessment, material.catalogue
    return Section(
        "considerations",
        "The eight considerations",
        (paragraph("Not known never counts as clear."), _tally_table(assessment.considerations)),
        tuple(
            _consideration(status, catalogue, assessment.findings)
            for status in assessment.considerations
        ),
        new_page=True,
    )


def _tally_table(statuses: Iterable[ConsiderationStatus]) -> Table:
    rows = tuple(
        (
            text(f"{one.id[1:]}. {one.title}"),
            text(f"{one.answered} of {one.of}"),
            text(str(one.raised)),
            text(str(one.clear)),
            text(str(one.unknown)),
        )
        for one in statuses
    )
    head = ("Consideration", "Questions answered", "Raised", "Clear", "Not known")
    return Table("Red flags by consideration", head, rows, (48, 19, 10, 10, 13))


def _consideration(
    status: ConsiderationStatus, catalogue: Catalogue, findings: Iterable[Finding]
) -> Section:
    own = [f for f in findings if f.red_flag.consideration == status.id]
    described = next((c for c in catalogue.considerations if c.id == status.id), None)
    raised = raised_by_weight(own)
    open_ = [f for f in own if f.answer is FindingAnswer.UNKNOWN]
    clear = [f for f in own if f.answer is FindingAnswer.CLEAR]
    blocks: list[Block] = []
    if described is not None:
        mark = mark_words(described.title_confidence)
        said = quiet(f" [title: {mark}]") if mark else ""
        blocks.append(paragraph(described.summary, said))
    if not raised:
        blocks.append(paragraph("No red flag is raised."))
    if open_:
        blocks += [paragraph(strong("Not known, so not cleared")), _plain_list(open_, asks=True)]
    if clear:
        blocks += [paragraph(strong("Clear")), _plain_list(clear, asks=False)]
    return Section(
        status.id,
        f"{status.id[1:]}. {status.title}",
        tuple(blocks),
        tuple(finding_section(finding) for finding in raised),
    )


def finding_section(finding: Finding) -> Section:
    """One raised finding: its weight, its reason in words, its evidence and its basis."""
    flag = finding.red_flag
    if finding.answer is FindingAnswer.ERROR:
        state = "Could not be worked out; blocks sign-off. "
    else:
        guess = " on a guess from the text" if finding.guessed else ""
        state = f"Raised{guess}, weight {WEIGHT_WORDS[flag.severity].lower()}. "
    blocks: list[Block] = [paragraph(strong(state), f"{flag.reads_as}.")]
    if finding.evidence:
        blocks.append(bullets(evidence_text(one) for one in finding.evidence))
    blocks.append(paragraph(quiet(f"Basis: {basis_sentence(finding)}")))
    return Section(flag.id, f"{flag.id} {flag.title}", tuple(blocks))


def findings_short(findings: Iterable[Finding], total: int) -> Bullets:
    """Raised findings in a line each, with how many there are in all."""
    lines = [
        text(
            strong(f"{WEIGHT_WORDS[one.red_flag.severity]}: "),
            one.red_flag.title,
            " (a guess from the text)" if one.guessed else "",
            quiet(f" {one.red_flag.id}"),
        )
        for one in findings
    ]
    if total > len(lines):
        lines.append(text(quiet(f"And {total - len(lines)} more, of the same or less weight.")))
    return bullets(lines)


def findings_table(findings: Iterable[Finding]) -> Table:
    """Raised findings in one table, each with the evidence that weighs first."""
    rows = tuple(
        (
            text(f"{one.red_flag.id} {one.red_flag.title}"),
            text(WEIGHT_WORDS[one.red_flag.severity], " (a guess)" if one.guessed else ""),
            evidence_text(one.evidence[0]) if one.evidence else text("-"),
        )
        for one in findings
    )
    return Table("Raised red flags", ("Red flag", "Weight", "Evidence"), rows, (34, 12, 54))


def evidence_text(evidence: Evidence) -> Text:
    """A piece of evidence with where it comes from."""
    provenance = evidence.provenance
    looked = (quiet(" (looked for: "), given(evidence.looked_for), quiet(")"))
    dates = "".join(
        f"; {said} {day}"
        for said, day in (
            ("published", provenance.published_on),
            ("retrieved", provenance.retrieved_on),
        )
        if day
    )
    licence = f"; {provenance.licence}" if provenance.licence else ""
    where = (quiet("; "), link(provenance.locator, provenance.locator))
    return text(
        given(evidence.says),
        *(looked if evidence.looked_for else ()),
        quiet(" ["),
        given(provenance.source.rstrip(".")),
        *(where if provenance.locator else ()),
        quiet(f"{dates}{licence}]"),
    )


def _plain_list(findings: Iterable[Finding], *, asks: bool) -> Bullets:
    return bullets(
        text(
            code(one.red_flag.id),
            f" {one.red_flag.title} ({WEIGHT_WORDS[one.red_flag.severity].lower()})",
            quiet(f"; settled by {', '.join(one.red_flag.asks)}")
            if asks and one.red_flag.asks
            else "",
        )
        for one in findings
    )


def trees_section(material: Material) -> Section:
    """How the route and each raised red flag were reached, condition by condition."""
    assessment, words = material.assessment, fact_words(material.catalogue)
    return Section(
        "trees",
        "How each answer was reached",
        (
            paragraph(f"The route, by row {assessment.route.rule}:"),
            Bullets((tree_item(assessment.route.trace, words),)),
        ),
        tuple(
            Section(
                f"tree-{finding.red_flag.id}",
                f"{finding.red_flag.id}, version {finding.red_flag.version}",
                (Bullets((tree_item(finding.trace, words),)),),
            )
            for finding in raised_by_weight(assessment.findings)
        ),
        new_page=True,
    )


def tree_item(trace: Trace, words: Words) -> Item:
    """A why-tree as nested entries."""
    sign = strong(answer_words(trace) + (" (a guess)" if trace.guessed else ""))
    if trace.children:
        below = tuple(tree_item(child, words) for child in trace.children)
        return Item(text(sign, f": {joint_words(trace)}"), below)
    found = leaf_value(trace)
    value = (": ", given(found)) if found else ()
    return Item(text(sign, f" {leaf_words(trace, words)}", *value, " ", code(trace.text)))
