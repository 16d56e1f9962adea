"""Rights at risk as HTML: a table, and the same as a small picture."""

from collections.abc import Sequence

from enduse.documents.assessment_words import FORM_WORDS, rights_by_weight
from enduse.documents.page import escape
from enduse.domain.assessment import LIKELIHOOD_WORDS, SEVERITY_WORDS, RightAtRisk

_LEFT, _TOP, _CELL_WIDTH, _CELL_HEIGHT = 68, 8, 56, 40  # in SVG units
_COLUMNS, _ROWS = 4, 4  # likelihood 0 to 3, severity 1 to 4
_WIDTH = _LEFT + _COLUMNS * _CELL_WIDTH + 4
_HEIGHT = _TOP + _ROWS * _CELL_HEIGHT + 36
_PER_LINE = 4  # numbers side by side in one cell
_HEADS = ("Scale", "Scope", "Beyond repair", "Severity", "Misuse is", "It could")


def rights_html(rights: Sequence[RightAtRisk]) -> str:
    """Show the rights at risk, the likeliest and gravest first, numbered as in the picture."""
    if not rights:
        return (
            "<p>No capability is on file that bears on a right. That is not a finding that no "
            "right is at risk.</p>"
        )
    ordered = rights_by_weight(rights)
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Right", *_HEADS))
    rows = "".join(_row(number, right) for number, right in enumerate(ordered, 1))
    return (
        f'<figure class="chart">{matrix_svg(ordered)}<figcaption>Each number is a right in the '
        "table below. Severity is the highest of scale (how deep), scope (how many) and whether "
        "harm is beyond repair; it is never averaged, and no cell is a score.</figcaption></figure>"
        f'<table class="stack"><caption>Rights at risk</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{_reasons(ordered)}"
    )


def _reasons(ordered: Sequence[RightAtRisk]) -> str:
    """Say each reason for a likelihood once, with the rights it holds for."""
    said: dict[tuple[str, int], list[int]] = {}
    for number, right in enumerate(ordered, 1):
        said.setdefault((right.likelihood_because, right.likelihood), []).append(number)
    items = "".join(
        f"<li>Rights {', '.join(map(str, numbers))}: {LIKELIHOOD_WORDS[level]}, because: "
        f"{escape(because)}.</li>"
        for (because, level), numbers in said.items()
    )
    return f"<h3>Why misuse is that likely</h3><ul>{items}</ul>"


def matrix_svg(ordered: Sequence[RightAtRisk]) -> str:
    """Draw severity upwards and likelihood to the right, with each right's number in its cell."""
    cells: dict[tuple[int, int], list[int]] = {}
    for number, right in enumerate(ordered, 1):
        cells.setdefault((right.severity, right.likelihood), []).append(number)
    said = "; ".join(_say(right) for right in ordered)
    grid = "".join(
        _cell((severity, likelihood), filled=(severity, likelihood) in cells)
        for severity in range(1, _ROWS + 1)
        for likelihood in range(_COLUMNS)
    )
    numbers = "".join(_numbers(place, found) for place, found in sorted(cells.items()))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        'aria-labelledby="matrix-t matrix-d"><title id="matrix-t">Severity and likelihood of each '
        f'right</title><desc id="matrix-d">{escape(said)}</desc>{grid}{_axes()}{numbers}</svg>'
    )


def _say(right: RightAtRisk) -> str:
    severity, likelihood = SEVERITY_WORDS[right.severity], LIKELIHOOD_WORDS[right.likelihood]
    return f"{right.right.label}: {severity}, {likelihood}"


def _corner(severity: int, likelihood: int) -> tuple[int, int]:
    return _LEFT + likelihood * _CELL_WIDTH, _TOP + (_ROWS - severity) * _CELL_HEIGHT


def _cell(place: tuple[int, int], *, filled: bool) -> str:
    x, y = _corner(*place)
    size = f'width="{_CELL_WIDTH}" height="{_CELL_HEIGHT}"'
    inner = f'<rect class="s1" x="{x}" y="{y}" {size}/>' if filled else ""
    return f'<rect class="track" x="{x}" y="{y}" {size}/>{inner}'


def _numbers(place: tuple[int, int], found: Sequence[int]) -> str:
    """Write the numbers of one cell in lines that fit into it."""
    x, y = _corner(*place)
    lines = [found[start : start + _PER_LINE] for start in range(0, len(found), _PER_LINE)]
    height = _CELL_HEIGHT / (len(lines) + 1)
    return "".join(
        f'<text x="{x + _CELL_WIDTH / 2:g}" y="{y + height * (line + 1) + 4.5:g}" font-size="13" '
        f'font-weight="700" text-anchor="middle">{" ".join(map(str, numbers))}</text>'
        for line, numbers in enumerate(lines)
    )


def _axes() -> str:
    rows = "".join(
        f'<text x="{_LEFT - 6}" y="{_corner(level, 0)[1] + _CELL_HEIGHT / 2 + 4:g}" font-size="12" '
        f'text-anchor="end">{SEVERITY_WORDS[level]}</text>'
        for level in range(1, _ROWS + 1)
    )
    base = _TOP + _ROWS * _CELL_HEIGHT
    columns = "".join(
        f'<text x="{_LEFT + (level + 0.5) * _CELL_WIDTH:g}" y="{base + 14}" font-size="11" '
        f'text-anchor="middle">{word}</text>'
        for level, word in enumerate(LIKELIHOOD_WORDS)
    )
    middle = _LEFT + _COLUMNS * _CELL_WIDTH / 2
    return (
        f'{rows}{columns}<text class="quiet-text" x="{middle:g}" y="{base + 31}" font-size="11" '
        'text-anchor="middle">up: how grave; right: how likely</text>'
    )


def _row(number: int, right: RightAtRisk) -> str:
    forms = "; ".join(FORM_WORDS[form] for form in right.misuse_forms) or "no form named"
    values = (
        SEVERITY_WORDS[right.scale],
        SEVERITY_WORDS[right.scope],
        SEVERITY_WORDS[right.irremediability],
        f"<strong>{SEVERITY_WORDS[right.severity]}</strong>",
        f"<strong>{LIKELIHOOD_WORDS[right.likelihood]}</strong>",
        escape(forms),
    )
    cells = "".join(
        f'<td data-label="{head}">{value}</td>' for head, value in zip(_HEADS, values, strict=True)
    )
    return f'<tr><th scope="row">{number}. {escape(right.right.label)}</th>{cells}</tr>'
