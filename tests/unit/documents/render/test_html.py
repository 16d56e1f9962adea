"""HTML: escaped, closed in itself, and stamped on paper too."""

from html.parser import HTMLParser

import pytest

from enduse.documents.outline.model import Kind
from enduse.documents.render.html import document_html
from tests.unit.documents.papers import (
    ARABIC,
    BUSY,
    CHINESE,
    EXAMPLE_NAMES,
    LONG_END,
    MARKUP,
    paper,
)

VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


class Reader(HTMLParser):
    """Reads a page: its tags, ids, links and text, and whether every tag is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.text = [], set(), [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        assert not [name for name in given if name.startswith("on")]
        assert "src" not in given
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, _attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(kind, name):
    reader = Reader()
    reader.feed(document_html(paper(kind, name)))
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", [*EXAMPLE_NAMES, "hostile"])
def test_a_page_is_well_formed_and_runs_nothing(kind, name):
    reader = read(kind, name)
    assert not reader.tags & {"script", "iframe", "object", "embed", "img", "form", "link"}
    assert len(reader.ids) == len(set(reader.ids))
    anchors = {link[1:] for link in reader.links if link.startswith("#")}
    assert anchors <= set(reader.ids)
    assert {link.split(":")[0] for link in reader.links if link[0] != "#"} <= {"https", "http"}


def test_hostile_texts_are_shown_as_they_were_written():
    said = "".join(read(Kind.DOSSIER, "hostile").text)
    for words in (MARKUP, ARABIC, CHINESE, LONG_END):
        assert words in said
    page = document_html(paper(Kind.DOSSIER, "hostile"))
    assert f'<bdi dir="auto">{ARABIC}</bdi>' in page


def test_every_printed_page_carries_the_stamp():
    page = document_html(paper(Kind.BOARD, BUSY))
    assert 'counter(page) " of " counter(pages)' in page
    assert "REF\\00002d7" in page


def test_a_stamp_cannot_break_out_of_the_style():
    page = document_html(paper(Kind.BOARD, "hostile"))
    style = page[page.index("@bottom-left") : page.index("@bottom-right")]
    assert "<" not in style


def test_a_picture_has_its_words_and_its_table():
    page = document_html(paper(Kind.DOSSIER, BUSY))
    assert page.count("<figure") == 6
    assert page.count('role="img"') == 6
    assert "The map as a table" in page
