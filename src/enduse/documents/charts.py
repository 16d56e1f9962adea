"""Small charts as inline SVG, each with a title, a description and the same data as a table."""

from collections.abc import Sequence

from enduse.documents.page import escape

WIDTH, HEIGHT = 280, 96  # of a line chart, in SVG units
LEFT, RIGHT, TOP, BOTTOM = 30, 10, 8, 18  # room for the axis labels
BAR_WIDTH, BAR_HEIGHT = 160, 14
BARS_WIDTH, NAMES_WIDTH, ROW_HEIGHT = 480, 240, 16
BEST, WORST = 0.0, 100.0

YearValue = tuple[int, float]  # year, share of countries that do better (0 to 100)


def line_chart(points: Sequence[YearValue], *, title: str, chart_id: str) -> str:
    """Draw a share of 0 to 100 over the years; higher on the page is worse.

    Args:
        points: oldest first; with none, a sentence says so instead.
        title: what the line shows, in plain text.
        chart_id: unique on the page; letters, digits and hyphens.

    Returns:
        A `figure` with the chart and its table twin.
    """
    if not points:
        return f'<p class="quiet small">{escape(title)}: no figures to draw.</p>'
    return (
        f'<figure class="chart">{line_svg(points, title=title, chart_id=chart_id)}'
        f"{points_table(points, title=title)}</figure>"
    )


def line_svg(points: Sequence[YearValue], *, title: str, chart_id: str) -> str:
    """Draw the line alone; there must be a point."""
    places = [_place(point, points) for point in points]
    path = " ".join(f"{'L' if i else 'M'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(places))
    end_x, end_y = places[-1]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-labelledby="{chart_id}-t {chart_id}-d">'
        f'<title id="{chart_id}-t">{escape(title)}</title>'
        f'<desc id="{chart_id}-d">{escape(say_trend(points))}</desc>'
        f"{_grid()}{_year_labels(points)}"
        f'<path class="line" d="{path}"/>'
        f'<circle class="dot" cx="{end_x:.1f}" cy="{end_y:.1f}" r="3.5"/></svg>'
    )


def points_table(points: Sequence[YearValue], *, title: str) -> str:
    """Give the data of a line chart as a table that opens on demand."""
    rows = "".join(
        f'<tr><th scope="row">{year}</th><td class="number">{value:.0f}%</td></tr>'
        for year, value in reversed(points)
    )
    return (
        f'<details><summary class="small">Figures<span class="visually-hidden">: {escape(title)}'
        f"</span></summary><table><caption>{escape(title)}</caption><thead><tr>"
        f'<th scope="col">Year</th><th scope="col" class="number">Countries that do better</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def share_bar(share: float, *, label: str) -> str:
    """Draw one share of 0 to 100 as a bar; the number beside it is the twin.

    Args:
        share: 0 to 100; higher is worse.
        label: what the bar says, for those who do not see it.
    """
    filled = max(BEST, min(WORST, share)) / WORST * (BAR_WIDTH - 2)
    middle = BAR_WIDTH / 2
    return (
        f'<svg class="bar-chart" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" width="{BAR_WIDTH}" '
        f'height="{BAR_HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<rect class="track" x="0.5" y="2.5" width="{BAR_WIDTH - 1}" height="9"/>'
        f'<rect class="bar" x="1" y="3" width="{filled:.1f}" height="8"/>'
        f'<path class="middle" d="M{middle} 0V{BAR_HEIGHT}"/></svg>'
    )


def bars_svg(shares: Sequence[tuple[str, float]], *, title: str, said: str, chart_id: str) -> str:
    """Draw shares of 0 to 100 as bars under one another, each with its name and its number.

    Args:
        shares: name and share; higher is worse.
        title: what the bars show.
        said: the same in a sentence, for those who do not see it.
        chart_id: unique on the page; letters, digits and hyphens.
    """
    height = len(shares) * ROW_HEIGHT + 4
    rows = "".join(_bar_row(number, name, share) for number, (name, share) in enumerate(shares))
    return (
        f'<svg viewBox="0 0 {BARS_WIDTH} {height}" width="{BARS_WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="{chart_id}-t {chart_id}-d">'
        f'<title id="{chart_id}-t">{escape(title)}</title>'
        f'<desc id="{chart_id}-d">{escape(said)}</desc>{rows}</svg>'
    )


def _bar_row(number: int, name: str, share: float) -> str:
    y, full = number * ROW_HEIGHT + 2, BARS_WIDTH - NAMES_WIDTH - 40
    filled = max(BEST, min(WORST, share)) / WORST * full
    text_y = y + ROW_HEIGHT / 2 + 2
    return (
        f'<text x="{NAMES_WIDTH - 6}" y="{text_y:g}" font-size="10" text-anchor="end">'
        f"{escape(name)}</text>"
        f'<rect class="track" x="{NAMES_WIDTH}" y="{y}" width="{full}" height="{ROW_HEIGHT - 4}"/>'
        f'<rect class="bar" x="{NAMES_WIDTH}" y="{y}" width="{filled:.1f}" '
        f'height="{ROW_HEIGHT - 4}"/>'
        f'<text x="{NAMES_WIDTH + full + 5}" y="{text_y:g}" font-size="10">{share:.0f}%</text>'
    )


def _place(point: YearValue, points: Sequence[YearValue]) -> tuple[float, float]:
    first, last = points[0][0], points[-1][0]
    along = (point[0] - first) / (last - first) if last > first else 1.0
    x = LEFT + along * (WIDTH - LEFT - RIGHT)
    y = TOP + (1 - point[1] / WORST) * (HEIGHT - TOP - BOTTOM)
    return x, y


def _grid() -> str:
    top, bottom = TOP, HEIGHT - BOTTOM
    middle = (top + bottom) / 2
    right = WIDTH - RIGHT
    labels = "".join(
        f'<text class="quiet-text" x="{LEFT - 4}" y="{y + 3.5:.1f}" font-size="10" '
        f'text-anchor="end">{text}</text>'
        for y, text in ((top, "100"), (middle, "50"), (bottom, "0"))
    )
    return (
        f'<path class="axis" d="M{LEFT} {top}H{right}M{LEFT} {bottom}H{right}"/>'
        f'<path class="middle" d="M{LEFT} {middle}H{right}"/>{labels}'
    )


def _year_labels(points: Sequence[YearValue]) -> str:
    first, last = points[0][0], points[-1][0]
    y = HEIGHT - 4
    end = f'<text x="{WIDTH - RIGHT}" y="{y}" font-size="10" text-anchor="end">{last}</text>'
    if first == last:
        return end
    return f'<text x="{LEFT}" y="{y}" font-size="10">{first}</text>{end}'


def say_trend(points: Sequence[YearValue]) -> str:
    """Say a line in a sentence."""
    (first_year, first), (last_year, last) = points[0], points[-1]
    if first_year == last_year:
        return f"In {last_year}, {last:.0f}% of countries did better."
    return (
        f"{first:.0f}% of countries did better in {first_year}, {last:.0f}% in {last_year}. "
        "Higher is worse."
    )
