"""The rows of every snapshot that an assessment and its documents rest on."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date
from io import StringIO

from enduse.documents.country_page import MAP_SUBJECT
from enduse.domain.country import Incident, Law, Reading
from enduse.evidence.base import EvidenceBase
from enduse.evidence.manifests import render_manifest

_READING = (
    "indicator", "title", "country", "year", "value", "unit", "worse_than", "change_5y",
    "countries", "version",
)  # fmt: skip
_SERIES = ("indicator", "country", "year", "value", "worse_than")


def snapshot_rows(
    base: EvidenceBase, countries: Sequence[str], as_of: date
) -> Iterator[tuple[str, bytes]]:
    """Give name and content of every file: a manifest and the rows used, a folder a source.

    Of the end-users' countries all figures are given, with their series; of the others the figures
    of the map. The register of incidents is given whole as it stood, since all of it is searched.

    Args:
        base: the evidence.
        countries: of the end-users, as ISO 3166-1 alpha-3.
        as_of: nothing published later is given.
    """
    used = dict(_tables(base, countries, as_of))
    for name in used:
        source = name.split("/", maxsplit=1)[0]
        if source in base.manifests:
            yield f"{source}/manifest.toml", render_manifest(base.manifests[source]).encode()
    yield from used.items()


def _tables(
    base: EvidenceBase, countries: Sequence[str], as_of: date
) -> Iterator[tuple[str, bytes]]:
    yield from _figures(base, countries, as_of)
    incidents = base.incidents.matching(as_of=as_of)
    yield "incidents/rows.csv", _csv(_names(Incident), (asdict(one) for one in incidents))
    laws = (asdict(law) for code in countries for law in base.laws.in_force(code, as_of))
    yield "laws/rows.csv", _csv(_names(Law), laws)
    treaties = [asdict(s) for code in countries for s in base.groups.treaties(code, as_of)]
    if treaties:
        yield "treaties/rows.csv", _csv(tuple(treaties[0]), treaties)
    members = [asdict(one) for code in countries for one in base.groups.of(code, as_of)]
    if members:
        yield "groups/rows.csv", _csv(tuple(members[0]), members)
    named = [asdict(base.countries.get(code)) for code in countries]
    if named:
        yield "iso/rows.csv", _csv(tuple(named[0]), named)


def _figures(
    base: EvidenceBase, countries: Sequence[str], as_of: date
) -> Iterator[tuple[str, bytes]]:
    table = base.indicators
    own = [reading for code in countries for reading in table.readings(code, as_of)]
    others = (
        reading
        for country in base.countries
        if country.iso3 not in countries
        for reading in table.readings(country.iso3, as_of)
        if MAP_SUBJECT in reading.indicator.subjects
    )
    by_source: dict[str, list[Reading]] = {}
    for reading in (*own, *others):
        by_source.setdefault(reading.indicator.source, []).append(reading)
    for source, readings in sorted(by_source.items()):
        yield f"{source}/rows.csv", _csv(_READING, map(_reading, readings))
    series: dict[str, list[dict[str, object]]] = {}
    for reading in own:
        id_, source = reading.indicator.id, reading.indicator.source
        for point in table.series(reading.country, id_, as_of):
            row = (id_, reading.country, point.year, point.value, point.worse_than)
            series.setdefault(source, []).append(dict(zip(_SERIES, row, strict=True)))
    for source, rows in sorted(series.items()):
        yield f"{source}/series.csv", _csv(_SERIES, rows)


def _reading(reading: Reading) -> dict[str, object]:
    indicator = reading.indicator
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "country": reading.country,
        "year": reading.year,
        "value": reading.value,
        "unit": indicator.unit,
        "worse_than": reading.worse_than,
        "change_5y": reading.change_5y,
        "countries": reading.countries,
        "version": indicator.version,
    }


def _names(kind: type[Incident] | type[Law]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _csv(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return ";".join(str(one) for one in value)
    return "" if value is None else value
