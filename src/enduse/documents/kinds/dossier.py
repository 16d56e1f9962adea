"""The full dossier: everything the assessment found, with its sources and its plan."""

from enduse.documents.kinds.country import country_section
from enduse.documents.kinds.findings import considerations_section, trees_section
from enduse.documents.kinds.material import Material
from enduse.documents.kinds.open import change_section, holds_section, unknowns_section
from enduse.documents.kinds.plan import plan_section
from enduse.documents.kinds.record import answers_section, instruments_section, record_section
from enduse.documents.kinds.rights import rights_section
from enduse.documents.kinds.sale import product_text, route_note, sale_section, why_section
from enduse.documents.outline.model import Document, Kind, Section, Stamp


def dossier(material: Material, stamp: Stamp) -> Document:
    """Make the dossier."""
    assessment = material.assessment
    return Document(
        Kind.DOSSIER,
        "Human-rights dossier",
        product_text(assessment.transaction),
        stamp,
        (
            Section("route", "Proposed route", (route_note(assessment),)),
            sale_section(material),
            why_section(assessment),
            rights_section(assessment),
            considerations_section(material),
            change_section(material),
            holds_section(assessment),
            plan_section(material.plan),
            unknowns_section(material),
            country_section(material),
            instruments_section(material),
            answers_section(material),
            trees_section(material),
            record_section(material),
        ),
        contents=True,
    )
