"""The record of the end-users' countries: bars, lines, the map, incidents and laws."""

from collections.abc import Iterable

from enduse.documents.charts import bars_svg, line_svg, say_trend
from enduse.documents.country_page import MAP_SUBJECT, confidence_in_words, trend_in_words
from enduse.documents.kinds.findings import evidence_text
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Block, Figure, Section, Table, Text
from enduse.documents.outline.texts import bullets, paragraph, quiet, strong, text
from enduse.documents.worldmap import map_svg
from enduse.domain.provenance import Evidence
from enduse.evidence import dossier as on_file
from enduse.evidence.base import incident_evidence, law_evidence
from enduse.evidence.dossier import Dossier, country_dossier, subject_label

CHARTED = ("privacy", "expression", "rule_of_law", "internet_control")
_SCALE = (
    "Each share is the share of other countries that do better in the same year: 0% is the best "
    "record, 100% the worst. It describes the country, not this agency and not this sale."
)


def country_section(material: Material) -> Section:
    """The record of every end-user's country, as it was known on the as-of date."""
    codes = material.user_countries
    if not codes:
        said = "The country of the end-user is not stated, so nothing can be shown."
        return Section("country", "Country record", (paragraph(said),))
    return Section(
        "country",
        "Country record",
        (paragraph(_SCALE),),
        tuple(_country(material, code) for code in codes),
        new_page=True,
    )


def dossiers_of(material: Material) -> tuple[Dossier, ...]:
    """What is on file about each end-user's country on the as-of date."""
    as_of = material.assessment.as_of
    return tuple(country_dossier(material.base, code, as_of) for code in material.user_countries)


def _country(material: Material, code: str) -> Section:
    dossier = country_dossier(material.base, code, material.assessment.as_of)
    return Section(
        f"country-{code}",
        dossier.name,
        (
            *(_map(material, dossier),),
            *(_line(section, code) for section in dossier.sections if _is_charted(section)),
            subjects_table(dossier),
            *_incidents(dossier),
            *_laws(dossier),
        ),
    )


def bars_figure(dossier: Dossier, width: int = 80) -> Figure:
    """The shares of one country under one another."""
    shares = [(s.label, s.practice.worse_than) for s in dossier.sections if s.practice is not None]
    said = "; ".join(f"{label}: {share:.0f}%" for label, share in shares) or "no fresh figure"
    title = f"{dossier.name}: share of other countries that do better"
    return Figure(
        bars_svg(shares, title=title, said=said, chart_id=f"bars-{dossier.country}"),
        f"Bars, one a subject. {said}.",
        f"{title}; longer is worse",
        width=width,
    )


def _map(material: Material, dossier: Dossier) -> Figure:
    indicators, as_of = material.base.indicators, material.assessment.as_of
    practices = {
        country.iso3: indicators.practice(country.iso3, MAP_SUBJECT, as_of)
        for country in material.base.countries
    }
    values = {iso3: practice.worse_than for iso3, practice in practices.items() if practice}
    here = values.get(dossier.country)
    said = (
        f"{here:.0f}% of countries do better than {dossier.name}."
        if here is not None
        else f"There is no fresh figure for {dossier.name}."
    )
    title = f"{subject_label(MAP_SUBJECT)} in the world, with {dossier.name} outlined"
    map_id = f"map-{dossier.country}"
    drawn = map_svg(
        values, title=title, said=said, chosen=dossier.country, map_id=map_id, legend=True
    )
    return Figure(drawn, f"World map. {said}", title, _worst_table(material, values))


def _worst_table(material: Material, values: dict[str, float]) -> Table:
    """The map as a table: how many countries stand in each step, and which are worst."""
    steps = ((80, 101), (60, 80), (40, 60), (20, 40), (0, 20))
    rows = []
    for low, high in steps:
        inside = sorted(iso3 for iso3, share in values.items() if low <= share < high)
        names = ", ".join(material.base.countries.name(iso3) for iso3 in inside)
        rows.append((text(f"{low} to {min(high, 100)}%"), text(str(len(inside))), text(names)))
    head = ("Countries that do better", "Countries", "Which")
    return Table("The map as a table", head, tuple(rows), (16, 10, 74))


def _is_charted(section: on_file.Section) -> bool:
    return section.subject in CHARTED and bool(section.history)


def _line(section: on_file.Section, code: str) -> Figure:
    title = f"{section.label}: countries that do better"
    chart_id = f"line-{code}-{section.subject.replace('_', '-')}"
    years = ("Year", *(str(year) for year, _ in section.history))
    shares = (text("Share"), *(text(f"{share:.0f}%") for _, share in section.history))
    return Figure(
        line_svg(section.history, title=title, chart_id=chart_id),
        f"Line chart. {say_trend(section.history)}",
        title,
        Table(f"{title}, by year", years, (shares,), (2,) * len(years)),
        width=48,
    )


def subjects_table(dossier: Dossier) -> Table:
    """Every subject, with the share, the trend and what both rest on."""
    head = ("Subject", "Countries that do better", "Over five years", "Rests on")
    rows = tuple(_subject_row(section) for section in dossier.sections)
    return Table(f"{dossier.name}: record by subject", head, rows, (36, 22, 20, 22))


def _subject_row(section: on_file.Section) -> tuple[Text, ...]:
    practice = section.practice
    if practice is None:
        none = "no fresh figure: unknown, not clean"
        return (text(section.label), text(none), text("not known"), text("nothing"))
    years = sorted({reading.year for reading in practice.readings})
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    count = len(practice.readings)
    return (
        text(section.label),
        text(strong(f"{practice.worse_than:.0f}%")),
        text(trend_in_words(practice.change_5y)),
        text(f"{count} figure{'s' if count > 1 else ''}, {span}"),
    )


def _incidents(dossier: Dossier) -> Iterable[Block]:
    yield paragraph(strong(f"Reported misuse: {len(dossier.incidents)} on file"))
    if not dossier.incidents:
        yield paragraph("None by this day; that is no clean record.")
        return
    yield paragraph(
        "What named public sources reported; their account, not a finding of this project."
    )
    yield bullets(
        _with_confidence(incident_evidence(one, dossier.as_of), one.confidence)
        for one in reversed(dossier.incidents)
    )


def _laws(dossier: Dossier) -> Iterable[Block]:
    for said, laws in (
        ("make misuse easier", dossier.laws_that_enable),
        ("hold it in check", dossier.laws_that_protect),
    ):
        yield paragraph(strong(f"Laws on file that {said}: {len(laws)}"))
        if laws:
            yield bullets(
                _with_confidence(law_evidence(one, dossier.as_of), one.confidence) for one in laws
            )
    yield paragraph("A lead for counsel. No row does not mean no law.")


def _with_confidence(evidence: Evidence, confidence: str) -> Text:
    """A row of a register, whose source is only named if it existed by the day."""
    return (*evidence_text(evidence), quiet(f" ({confidence_in_words(confidence)})"))
