"""Rights at risk: the picture, the table and the reasons."""

from collections.abc import Sequence

from enduse.documents.assessment_rights import matrix_svg
from enduse.documents.assessment_words import FORM_WORDS, REACH_WORDS, rights_by_weight
from enduse.documents.outline.model import Block, Figure, Section, Table
from enduse.documents.outline.texts import bullets, paragraph, strong, text
from enduse.domain.assessment import LIKELIHOOD_WORDS, SEVERITY_WORDS, Assessment, RightAtRisk

_NONE = (
    "No capability is on file that bears on a right. That is not a finding that no right is at "
    "risk."
)
_WIDTHS = (24, 10, 10, 12, 11, 11, 22)
_HEAD = ("Right", "Scale", "Scope", "Beyond repair", "Severity", "Misuse is", "It could")


def rights_section(assessment: Assessment) -> Section:
    """Each right, how gravely misuse would harm it, how likely that is, and why."""
    ordered = rights_by_weight(assessment.rights)
    if not ordered:
        return Section("rights", "Rights at risk", (paragraph(_NONE),))
    return Section(
        "rights",
        "Rights at risk",
        (
            rights_figure(ordered, rights_table(ordered)),
            paragraph(strong("Why misuse is that likely")),
            bullets(reasons(ordered)),
            paragraph(
                strong("Who is hit. "),
                f"{', '.join(assessment.affected_groups) or 'None named'}. "
                f"{REACH_WORDS[assessment.whole_population]}",
            ),
        ),
    )


def rights_figure(ordered: Sequence[RightAtRisk], table: Table, width: int = 45) -> Figure:
    """Severity upwards, likelihood to the right; each number is a right of the table."""
    said = "; ".join(
        f"{number}. {one.right.label}: severity {SEVERITY_WORDS[one.severity]}, misuse "
        f"{LIKELIHOOD_WORDS[one.likelihood]}"
        for number, one in enumerate(ordered, 1)
    )
    return Figure(
        matrix_svg(ordered),
        f"A grid of severity and likelihood. {said}.",
        "Severity and likelihood. Each number is a right of the table; no cell is a score",
        table,
        width,
    )


def rights_table(ordered: Sequence[RightAtRisk]) -> Table:
    """Severity is the highest of the three before it; it is never averaged."""
    rows = tuple(
        (
            text(f"{number}. {one.right.label}"),
            text(SEVERITY_WORDS[one.scale]),
            text(SEVERITY_WORDS[one.scope]),
            text(SEVERITY_WORDS[one.irremediability]),
            text(strong(SEVERITY_WORDS[one.severity])),
            text(strong(LIKELIHOOD_WORDS[one.likelihood])),
            text("; ".join(FORM_WORDS[form] for form in one.misuse_forms) or "no form named"),
        )
        for number, one in enumerate(ordered, 1)
    )
    return Table("Rights at risk", _HEAD, rows, _WIDTHS)


def short_rights_table(ordered: Sequence[RightAtRisk], most: int) -> Table:
    """The rights that decide, in three columns."""
    rows = tuple(
        (
            text(f"{number}. {one.right.label}"),
            text(SEVERITY_WORDS[one.severity]),
            text(LIKELIHOOD_WORDS[one.likelihood]),
        )
        for number, one in enumerate(ordered[:most], 1)
    )
    return Table("Rights at risk", ("Right", "Harm", "Misuse is"), rows, (56, 20, 24))


def reasons(ordered: Sequence[RightAtRisk]) -> list[str]:
    """Each reason for a likelihood once, with the rights it holds for."""
    said: dict[tuple[str, int], list[int]] = {}
    for number, one in enumerate(ordered, 1):
        said.setdefault((one.likelihood_because, one.likelihood), []).append(number)
    return [
        f"Rights {', '.join(map(str, numbers))}: {LIKELIHOOD_WORDS[level]}, because: {because}."
        for (because, level), numbers in said.items()
    ]


def without_rights() -> Block:
    """What to say when no right is named."""
    return paragraph(_NONE)
