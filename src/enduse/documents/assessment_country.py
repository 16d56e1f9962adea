"""The excerpt of a country's dossier that belongs into an assessment."""

from datetime import date

from enduse.documents.assessment_findings import evidence_words
from enduse.documents.charts import line_chart, share_bar
from enduse.documents.country_page import confidence_in_words, trend_in_words
from enduse.documents.page import escape
from enduse.domain.country import Law
from enduse.domain.provenance import Evidence
from enduse.evidence.base import EvidenceBase, incident_evidence, law_evidence
from enduse.evidence.dossier import Dossier, Section, country_dossier

CHARTED = ("privacy", "expression", "rule_of_law", "internet_control")
_FEW = 4  # incidents shown at once


def country_html(base: EvidenceBase, country: str, as_of: date) -> str:
    """Show how one country stands, as it was known on the as-of date."""
    dossier = country_dossier(base, country, as_of)
    charts = "".join(_chart(section, country) for section in dossier.sections)
    rows = "".join(_row(section) for section in dossier.sections)
    return (
        f"<h3>{escape(dossier.name)}</h3><p>Each share is the share of <em>other</em> countries "
        "that do better in the same year: 0% is the best record, 100% the worst. It describes the "
        f'country, not this agency and not this sale.</p><ul class="cards charts">{charts}</ul>'
        '<table class="stack"><caption>Record by subject</caption><thead><tr>'
        '<th scope="col">Subject</th><th scope="col">Countries that do better</th>'
        '<th scope="col">Over five years</th><th scope="col">Rests on</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{_incidents(dossier)}{_laws(dossier)}"
    )


def _chart(section: Section, country: str) -> str:
    if section.subject not in CHARTED:
        return ""
    chart = line_chart(
        section.history,
        title=f"{section.label}: countries that do better",
        chart_id=f"{country}-{section.subject.replace('_', '-')}",
    )
    return f'<li class="card"><h4>{escape(section.label)}</h4>{chart}</li>'


def _row(section: Section) -> str:
    practice = section.practice
    if practice is None:
        share, trend, basis = "no fresh figure: unknown, not clean", "not known", "nothing"
    else:
        worse = practice.worse_than
        bar = share_bar(worse, label=f"{worse:.0f}% of countries do better")
        share, trend = f"<strong>{worse:.0f}%</strong> {bar}", trend_in_words(practice.change_5y)
        years = sorted({reading.year for reading in practice.readings})
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        count = len(practice.readings)
        basis = f"{count} figure{'s' if count > 1 else ''}, {span}"
    return (
        f'<tr><th scope="row">{escape(section.label)}</th>'
        f'<td data-label="Countries that do better">{share}</td>'
        f'<td data-label="Over five years">{escape(trend)}</td>'
        f'<td data-label="Rests on">{escape(basis)}</td></tr>'
    )


def _incidents(dossier: Dossier) -> str:
    if not dossier.incidents:
        return "<h4>Reported misuse</h4><p>None on file by this day; that is no clean record.</p>"
    newest = [
        _row_of_register(incident_evidence(one, dossier.as_of), one.confidence)
        for one in reversed(dossier.incidents)
    ]
    shown, rest = "".join(newest[:_FEW]), "".join(newest[_FEW:])
    more = (
        f"<details><summary>{len(newest) - _FEW} more</summary><ul>{rest}</ul></details>"
        if rest
        else ""
    )
    return (
        f"<h4>Reported misuse: {len(newest)} on file</h4><p>What named public sources reported; "
        f"their account, not a finding of this project.</p><ul>{shown}</ul>{more}"
    )


def _row_of_register(evidence: Evidence, confidence: str) -> str:
    """One row, whose source is only named if it existed by the day."""
    return f"<li>{evidence_words(evidence)} ({escape(confidence_in_words(confidence))})</li>"


def _laws(dossier: Dossier) -> str:
    parts = "".join(
        _law_list(said, laws, dossier.as_of)
        for said, laws in (
            ("make misuse easier", dossier.laws_that_enable),
            ("hold it in check", dossier.laws_that_protect),
        )
    )
    return f"<h4>Laws on file</h4><p>A lead for counsel. No row does not mean no law.</p>{parts}"


def _law_list(said: str, laws: tuple[Law, ...], as_of: date) -> str:
    if not laws:
        return f"<p>None on file that would {said}.</p>"
    rows = "".join(_row_of_register(law_evidence(law, as_of), law.confidence) for law in laws)
    return f"<details><summary>{len(laws)} that {said}</summary><ul>{rows}</ul></details>"
