"""What is open: what is not known, what would change the route, what the law asks beside it."""

from enduse.documents.assessment_words import unknowns_by_weight
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Bullets, Section, Table, Text
from enduse.documents.outline.texts import bullets, paragraph, quiet, strong, text
from enduse.domain.assessment import Assessment

HOLD_ORDER = {"hold": 0, "check": 1, "not checked yet": 2}


def change_section(material: Material) -> Section:
    """What would change the route."""
    if not material.assessment.route.would_change:
        said = "No single open fact was found that would move the route by itself."
        return Section("change", "What would change it", (paragraph(said),))
    return Section("change", "What would change it", (change_table(material, 100),))


def change_table(material: Material, most: int) -> Table:
    """The facts that could move the route."""
    rows = tuple(
        (
            text(one.reads_as),
            text(one.if_it_is),
            text(one.route.label),
            _question(material, one.question),
        )
        for one in material.assessment.route.would_change[:most]
    )
    head = ("Fact", "If it is", "Route", "Settled under")
    return Table("What would change the route", head, rows, (34, 10, 16, 40))


def _question(material: Material, id_: str) -> Text:
    asked = next((q.text for q in material.catalogue.questions if q.id == id_), "")
    return text(f"{id_}: {asked}" if asked else id_ or "no single question")


def unknowns_section(material: Material) -> Section:
    """Everything that is not known, the most decisive first."""
    if not material.assessment.unknowns:
        said = "Nothing: every red flag is raised or clear."
        return Section("unknowns", "What is not known", (paragraph(said),))
    table = unknowns_table(material, len(material.assessment.unknowns))
    return Section("unknowns", "What is not known", (table,), new_page=True)


def unknowns_table(material: Material, most: int) -> Table:
    """Facts that are not known, why, and how to settle them."""
    rows = tuple(
        (
            text(one.reads_as),
            text(one.silence.capitalize()),
            _question(material, one.question),
            text(quiet(", ".join(one.red_flags))),
        )
        for one in unknowns_by_weight(material.assessment)[:most]
    )
    head = ("Fact", "State", "Settled under", "Keeps open")
    return Table("What is not known", head, rows, (32, 14, 38, 16))


def holds_section(assessment: Assessment) -> Section:
    """Legal questions, beside the route."""
    return Section(
        "legal",
        "Legal questions, beside the route",
        (
            paragraph(
                "These stand beside the human-rights route and do not enter it. Leads for "
                "counsel, not legal advice."
            ),
            holds_list(assessment, len(assessment.legal_holds)),
        ),
    )


def holds_list(assessment: Assessment, most: int) -> Bullets:
    """Legal questions, the most pressing first."""
    ordered = sorted(assessment.legal_holds, key=lambda one: HOLD_ORDER.get(one.state, 1))
    lines = [text(strong(f"{one.state.capitalize()}: "), one.says) for one in ordered[:most]]
    return bullets(lines or [text("None on file; that is no clearance.")])
