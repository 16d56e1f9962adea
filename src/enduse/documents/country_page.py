"""The dossier of one country as a self-contained HTML page."""

from collections.abc import Iterable

from enduse.documents.charts import line_chart, share_bar
from enduse.documents.page import escape, html_page
from enduse.documents.worldmap import world_map
from enduse.domain.country import Incident, Law, Membership, Practice, Reading, TreatyStatus
from enduse.evidence.base import EvidenceBase, place_in_words
from enduse.evidence.dossier import Dossier, Gap, Section, subject_label

MAP_SUBJECT = "privacy"
STEADY_POINTS = 5.0  # a smaller change over five years is called about the same
_CONFIDENCE = {
    "checked": "compared with a published page",
    "memory_high": "from memory, fairly sure; confirm",
    "memory_medium": "from memory, probable; confirm",
    "memory_low": "from memory, unsure; confirm",
}


def country_page(base: EvidenceBase, dossier: Dossier) -> str:
    """Render a dossier: no scripts, no outside files; for small and large screens and print."""
    title = f"{dossier.name}: what is known on {dossier.as_of.isoformat()}"
    return html_page(title=title, body=country_body(base, dossier))


def country_body(base: EvidenceBase, dossier: Dossier) -> str:
    """Render what stands inside the page of a dossier, for a page that has its own frame."""
    parts = [
        _head(dossier),
        _glance(dossier),
        _map(base, dossier),
        "<h2>Subject by subject</h2>",
        *(_section(base, section) for section in dossier.sections),
        _incidents(dossier.incidents),
        _laws(dossier),
        _treaties(base, dossier.treaties),
        _groups(base, dossier.memberships),
        _sources(base, dossier),
    ]
    return "\n".join(parts)


def trend_in_words(change: float | None) -> str:
    """Say a change of rank over five years; a rank that rises is a record that gets worse."""
    if change is None:
        return "not known"
    if abs(change) < STEADY_POINTS:
        return "about the same"
    return f"{'worse' if change > 0 else 'better'} by {abs(change):.0f} points"


def confidence_in_words(confidence: str) -> str:
    """Say how a row of a register is known."""
    return _CONFIDENCE.get(confidence, confidence)


def known_in_words(told: str) -> str:
    """Say how an instrument is known, where its entry mixes such words with others."""
    for word, said in _CONFIDENCE.items():
        told = told.replace(word, said)
    return told


def _head(dossier: Dossier) -> str:
    where = f" &middot; {escape(dossier.region)}" if dossier.region else ""
    return (
        f'<p class="quiet">{escape(dossier.country)}{where}</p>'
        f"<h1>{escape(dossier.name)}</h1>"
        f'<p class="lead">What published sources said about human rights there, as far as it was '
        f"known on <strong>{dossier.as_of.isoformat()}</strong>.</p>"
        '<div class="note"><p>Each share below is the share of <em>other</em> countries that do '
        "better in the same year: 0% is the best record, 100% the worst. It describes the country. "
        "It says nothing yet about one agency, one product or one sale.</p></div>"
    )


def _glance(dossier: Dossier) -> str:
    rows = "".join(_glance_row(section) for section in dossier.sections)
    return (
        '<h2>At a glance</h2><table class="stack"><thead><tr><th scope="col">Subject</th>'
        '<th scope="col">Countries that do better</th><th scope="col">Over five years</th>'
        f'<th scope="col">Rests on</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _glance_row(section: Section) -> str:
    link = f'<a href="#{escape(section.subject)}">{escape(section.label)}</a>'
    if section.practice is None:
        share, trend, basis = "no fresh figure: unknown, not clean", "not known", "nothing"
    else:
        share = _share(section.practice)
        trend = trend_in_words(section.practice.change_5y)
        basis = _basis(section.practice)
    return (
        f'<tr><th scope="row">{link}</th><td data-label="Countries that do better">{share}</td>'
        f'<td data-label="Over five years">{escape(trend)}</td>'
        f'<td data-label="Rests on">{escape(basis)}</td></tr>'
    )


def _share(practice: Practice) -> str:
    label = f"{practice.worse_than:.0f}% of countries do better"
    return (
        f"<strong>{practice.worse_than:.0f}%</strong> {share_bar(practice.worse_than, label=label)}"
    )


def _basis(practice: Practice) -> str:
    years = sorted({reading.year for reading in practice.readings})
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    count = len(practice.readings)
    return f"{count} figure{'s' if count > 1 else ''}, {span}"


def _map(base: EvidenceBase, dossier: Dossier) -> str:
    practices = {
        country.iso3: base.indicators.practice(country.iso3, MAP_SUBJECT, dossier.as_of)
        for country in base.countries
    }
    values = {iso3: practice.worse_than for iso3, practice in practices.items() if practice}
    here = values.get(dossier.country)
    said = (
        f"{here:.0f}% of countries do better than {dossier.name}."
        if here is not None
        else f"There is no fresh figure for {dossier.name}."
    )
    title = f"{subject_label(MAP_SUBJECT)} in the world, with {dossier.name} outlined"
    drawn = world_map(values, title=title, said=said, chosen=dossier.country)
    return f"<h2>In the world</h2>{drawn}{_map_table(base, values)}"


def _map_table(base: EvidenceBase, values: dict[str, float]) -> str:
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    rows = "".join(
        f'<tr><th scope="row">{escape(base.countries.name(iso3))}</th>'
        f'<td class="number">{value:.0f}%</td></tr>'
        for iso3, value in ordered
    )
    return (
        "<details><summary>The map as a table</summary><table><caption>Privacy: share of countries "
        'that do better</caption><thead><tr><th scope="col">Country</th>'
        '<th scope="col" class="number">Share</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )


def _section(base: EvidenceBase, section: Section) -> str:
    chart = line_chart(
        section.history,
        title=f"{section.label}: share of countries that do better",
        chart_id=f"trend-{section.subject.replace('_', '-')}",
    )
    disagreement = (
        f'<div class="note warn"><p>{escape(section.disagreement)}</p></div>'
        if section.disagreement
        else ""
    )
    return (
        f'<section><h3 id="{escape(section.subject)}">{escape(section.label)}</h3>'
        f"{_verdict(section)}{disagreement}{chart}{_readings(base, section.readings)}"
        f"{_gaps(section.gaps)}</section>"
    )


def _verdict(section: Section) -> str:
    if section.practice is None:
        return "<p>No fresh figure is on file. That is a gap, not a clean record.</p>"
    practice = section.practice
    basis, trend = escape(_basis(practice)), escape(trend_in_words(practice.change_5y))
    return (
        f"<p><strong>{practice.worse_than:.0f}%</strong> of countries do better "
        f"(the middle of {basis}). Over five years: {trend}.</p>"
    )


def _readings(base: EvidenceBase, readings: Iterable[Reading]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(r.indicator.title)}</th>'
        f'<td data-label="Stands">{escape(place_in_words(r))}</td>'
        f'<td data-label="Over five years">{escape(trend_in_words(r.change_5y))}</td>'
        f'<td data-label="Year">{r.year}</td>'
        f'<td data-label="Value">{r.value:g} <span class="quiet small">({escape(r.indicator.unit)})'
        f"</span></td>"
        f'<td data-label="Source">{escape(base.manifests[r.indicator.source].publisher)}, '
        f'{escape(r.indicator.version)} <span class="quiet small">{escape(r.indicator.id)}</span>'
        f"{' (shown only)' if r.indicator.shown_only else ''}</td></tr>"
        for r in readings
    )
    if not rows:
        return ""
    return (
        '<table class="stack"><thead><tr><th scope="col">Figure</th><th scope="col">Stands</th>'
        '<th scope="col">Over five years</th><th scope="col">Year</th><th scope="col">Value</th>'
        f'<th scope="col">Source</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _gaps(gaps: Iterable[Gap]) -> str:
    entries = "".join(f"<li>{escape(gap.indicator.title)}: {escape(gap.why)}.</li>" for gap in gaps)
    return f'<p class="quiet small">Gaps</p><ul class="small">{entries}</ul>' if entries else ""


def _incidents(incidents: tuple[Incident, ...]) -> str:
    if not incidents:
        return (
            "<h2>Reported misuse of surveillance products</h2><p>None is on file by this day. The "
            "register follows what is published; no row is not a clean record.</p>"
        )
    entries = "".join(_incident(one) for one in reversed(incidents))
    return (
        "<h2>Reported misuse of surveillance products</h2><p>Each entry says what a named public "
        "source reported. It is that source's account, not a finding of this project.</p>"
        f'<ul class="cards">{entries}</ul>'
    )


def _incident(one: Incident) -> str:
    product = " / ".join(escape(text) for text in (one.vendor, one.product) if text)
    who = " &middot; ".join(escape(text) for text in (one.agency, one.region) if text)
    return (
        f'<li class="card"><h3>{product or "Product not named"}</h3>'
        f'<p class="small quiet">{who or "agency not known"} &middot; used {one.year_of_use}, '
        f"reported {escape(one.first_reported_on)}</p><p>{escape(one.summary)}</p>"
        f'<p class="small">{_source(one.source_title, one.url)}, {escape(one.publisher)}, '
        f'{one.source_year}. <span class="quiet">{escape(confidence_in_words(one.confidence))}; '
        f"{escape(one.id)}</span></p></li>"
    )


def _source(title: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(title)}</a>' if url else escape(title)


def _laws(dossier: Dossier) -> str:
    return (
        "<h2>Laws in force</h2><p>A lead for counsel, not legal advice. No row does not mean no "
        f"law.</p><h3>That make misuse easier</h3>{_law_list(dossier.laws_that_enable)}"
        f"<h3>That hold surveillance in check</h3>{_law_list(dossier.laws_that_protect)}"
    )


def _law_list(laws: tuple[Law, ...]) -> str:
    if not laws:
        return "<p>None is on file.</p>"
    entries = "".join(_law(law) for law in laws)
    return f"<ul>{entries}</ul>"


def _law(law: Law) -> str:
    article = f", art. {escape(law.article)}" if law.article else ""
    known = escape(confidence_in_words(law.confidence))
    return (
        f"<li><strong>{escape(law.statute)}</strong>{article} "
        f'<span class="quiet small">(since {escape(law.in_force_from)}; {escape(law.entry)})</span>'
        f'<br>{escape(law.reads_as)} <span class="small">{_source(law.source, law.url)}, '
        f'{law.source_year}; <span class="quiet">{known}</span></span></li>'
    )


def _treaties(base: EvidenceBase, treaties: tuple[TreatyStatus, ...]) -> str:
    if not treaties:
        return "<h2>Treaties</h2><p>Nothing was on file by this day.</p>"
    rows = "".join(
        f'<tr><th scope="row">{escape(base.groups.treaty_titles[one.treaty])}</th>'
        f'<td data-label="Status">{_treaty_status(one)}</td></tr>'
        for one in treaties
    )
    return (
        f"<h2>Treaties</h2><p>A promise, and weak evidence of conduct. Status at the end of "
        f'{treaties[0].year}.</p><table class="stack"><thead><tr><th scope="col">Treaty</th>'
        f'<th scope="col">Status</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _treaty_status(one: TreatyStatus) -> str:
    if not one.party:
        return "not a party"
    return f"party since {one.since}{' or before' if one.since_or_before else ''}"


def _groups(base: EvidenceBase, memberships: tuple[Membership, ...]) -> str:
    if not memberships:
        return (
            "<h2>Groups of states</h2><p>No list known by this day names the country. Many of the "
            "lists date from 2025 and 2026, and before that nothing is known from them.</p>"
        )
    entries = "".join(_membership(base, one) for one in memberships)
    return (
        "<h2>Groups of states</h2><p>Confirm a membership against the official list before you "
        f"rely on it.</p><ul>{entries}</ul>"
    )


def _membership(base: EvidenceBase, one: Membership) -> str:
    note = f"; {escape(one.note)}" if one.note else ""
    return (
        f"<li>{escape(base.groups.groups[one.group].title)} "
        f'<span class="quiet small">(as of {one.known_from.isoformat()}; {escape(one.source)}; '
        f"confidence {escape(one.confidence)}{note})</span></li>"
    )


def _sources(base: EvidenceBase, dossier: Dossier) -> str:
    used = sorted({r.indicator.source for s in dossier.sections for r in s.readings})
    used += ["treaties", "groups", *(key for key in ("incidents", "laws") if key in base.manifests)]
    entries = "".join(_manifest(base, key, dossier) for key in used)
    return (
        f'<h2>Sources and licences</h2><ul class="small">{entries}</ul>'
        '<p class="quiet small">The map is drawn from Natural Earth (public domain). It settles no '
        "border.</p>"
    )


def _manifest(base: EvidenceBase, key: str, dossier: Dossier) -> str:
    manifest = base.manifests[key]
    title = _source(manifest.title, manifest.url)
    stale = " A newer release should be looked for." if manifest.is_stale(dossier.as_of) else ""
    return (
        f"<li>{title}, {escape(manifest.publisher)}, {escape(manifest.version)}. "
        f"{escape(manifest.licence)}. {escape(manifest.citation)}{escape(stale)} "
        f'<span class="quiet">sha256 {escape(manifest.sha256[:12])}</span></li>'
    )
