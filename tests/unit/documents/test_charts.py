import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from enduse.documents.charts import line_chart, share_bar

POINTS = [(2010, 60.0), (2011, 65.5), (2015, 70.0)]


def svg_of(html):
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>", html, re.DOTALL)[0])  # noqa: S314 - our own text


def test_a_chart_has_a_title_a_description_and_a_table_with_every_point():
    html = line_chart(POINTS, title="Privacy", chart_id="c1")
    svg = svg_of(html)
    assert svg.get("aria-labelledby") == "c1-t c1-d"
    assert svg.find("title").text == "Privacy"
    assert "60% of countries did better in 2010, 70% in 2015" in svg.find("desc").text
    for year, _ in POINTS:
        assert f'<th scope="row">{year}</th>' in html


def test_no_points_say_so_in_words():
    assert "no figures to draw" in line_chart([], title="Privacy", chart_id="c1")


def test_one_point_is_drawn_as_a_point():
    svg = svg_of(line_chart([(2020, 5.0)], title="T", chart_id="c"))
    assert "In 2020, 5% of countries did better." in svg.find("desc").text


def test_markup_in_a_title_stays_text():
    assert "<b>" not in line_chart(POINTS, title="<b>", chart_id="c")
    assert "<b>" not in share_bar(5, label="<b>")


@given(st.lists(st.tuples(st.integers(1990, 2030), st.floats(0, 100)), min_size=1, max_size=40))
def test_every_point_lies_within_the_picture(points):
    points = sorted(dict(points).items())
    path = svg_of(line_chart(points, title="T", chart_id="c")).findall("path")[-1].get("d")
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    assert all(0 <= x <= 280 for x in numbers[::2])
    assert all(0 <= y <= 96 for y in numbers[1::2])


@given(st.floats(-10, 200))
def test_a_bar_stays_within_its_track(share):
    widths = [float(r.get("width")) for r in svg_of(share_bar(share, label="x")).findall("rect")]
    assert 0 <= widths[1] <= widths[0]
