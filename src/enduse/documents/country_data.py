"""The dossier of one country as plain data, for JSON."""

from dataclasses import asdict
from typing import Any

from enduse.domain.country import Practice, Reading
from enduse.evidence.dossier import Dossier, Section


def country_data(dossier: Dossier) -> dict[str, Any]:
    """Give a dossier as dictionaries, lists, texts and numbers; the same dossier, the same data."""
    return {
        "country": dossier.country,
        "name": dossier.name,
        "as_of": dossier.as_of.isoformat(),
        "subjects": [_section(section) for section in dossier.sections],
        "incidents": [asdict(incident) for incident in dossier.incidents],
        "laws": [asdict(law) for law in dossier.laws],
        "treaties": [asdict(status) for status in dossier.treaties],
        "groups": [
            {
                "group": one.group,
                "known_from": one.known_from.isoformat(),
                "source": one.source,
                "confidence": one.confidence,
                "note": one.note,
            }
            for one in dossier.memberships
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "subject": section.subject,
        "label": section.label,
        "practice": _practice(section.practice) if section.practice else None,
        "history": [{"year": year, "worse_than": share} for year, share in section.history],
        "readings": [_reading(reading) for reading in section.readings],
        "gaps": [{"indicator": gap.indicator.id, "why": gap.why} for gap in section.gaps],
        "disagreement": section.disagreement,
    }


def _practice(practice: Practice) -> dict[str, Any]:
    return {
        "worse_than": practice.worse_than,
        "change_5y": practice.change_5y,
        "indicators": [reading.indicator.id for reading in practice.readings],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "indicator": reading.indicator.id,
        "title": reading.indicator.title,
        "source": reading.indicator.source,
        "version": reading.indicator.version,
        "year": reading.year,
        "value": reading.value,
        "unit": reading.indicator.unit,
        "worse_than": reading.worse_than,
        "change_5y": reading.change_5y,
        "countries": reading.countries,
        "none_recorded": reading.none_recorded,
        "shown_only": reading.indicator.shown_only,
    }
