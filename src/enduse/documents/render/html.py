"""An outline as one self-contained HTML page: no scripts, no outside files, ready for print."""

from collections.abc import Iterable
from importlib.resources import files

from enduse.documents.outline.model import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Item,
    Mark,
    Note,
    Paragraph,
    Provision,
    Section,
    Signatures,
    Span,
    Stamp,
    Table,
    Text,
)
from enduse.documents.page import escape, html_page

_TAGS = {Mark.STRONG: "strong", Mark.CODE: "code"}


def document_html(document: Document) -> str:
    """Render a document for screens and paper."""
    parts = [
        _head(document),
        *(_section(section, 2) for section in document.sections[:1]),
        _contents(document.sections) if document.contents else "",
        *(_section(section, 2) for section in document.sections[1:]),
    ]
    page = html_page(title=document.title, body="\n".join(parts), lang=document.lang)
    style = files("enduse.documents.render").joinpath("document.css").read_text("utf-8")
    return page.replace("</style>", f"{style}{_page_rules(document.stamp)}</style>", 1)


def _head(document: Document) -> str:
    stamp = " &middot; ".join(escape(part) for part in document.stamp.words)
    return (
        f'<header><p class="stamp small quiet">{stamp}</p><h1>{escape(document.title)}</h1>'
        f'<p class="lead">{_text(document.subtitle)}</p>'
        f'<p class="small quiet">As of {escape(document.stamp.dated)}. sha256 of the content: '
        f"<code>{escape(document.stamp.sha256)}</code></p></header>"
    )


def _page_rules(stamp: Stamp) -> str:
    """Put the stamp and the page number at the foot of every printed page."""
    return (
        f"@page {{ @bottom-left {{ content: {_css_string(' | '.join(stamp.words))}; }} "
        '@bottom-right { content: "page " counter(page) " of " counter(pages); } }\n'
    )


def _css_string(words: str) -> str:
    """A CSS string in which every sign that is no plain letter or digit is written as a number."""
    safe = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in words)
    return f'"{safe}"'


def _contents(sections: Iterable[Section]) -> str:
    links = "".join(
        f'<li><a href="#{escape(one.id)}">{escape(one.title)}</a></li>' for one in sections
    )
    return f'<nav aria-label="Contents"><h2>Contents</h2><ol>{links}</ol></nav>'


def _section(section: Section, level: int) -> str:
    heading = f"h{min(level, 6)}"
    blocks = "".join(_block(block) for block in section.blocks)
    inner = "".join(_section(one, level + 1) for one in section.sections)
    fresh = ' class="fresh"' if section.new_page else ""
    return (
        f'<section id="{escape(section.id)}"{fresh}><{heading}>{escape(section.title)}</{heading}>'
        f"{blocks}{inner}</section>"
    )


def _block(block: Block) -> str:
    match block:
        case Paragraph(text=text):
            return f"<p>{_text(text)}</p>"
        case Bullets(items=items, numbered=numbered):
            return _items(items, "ol" if numbered else "ul")
        case Table():
            return _table(block)
        case Facts(rows=rows):
            listed = "".join(f"<dt>{escape(t)}</dt><dd>{_text(v)}</dd>" for t, v in rows)
            return f'<dl class="facts">{listed}</dl>'
        case Figure():
            return _figure(block)
        case Note():
            return _note(block)
        case Provision():
            return _provision(block)
        case Signatures(names=names):
            lines = "".join(f"<li>{escape(name)}</li>" for name in names)
            return f'<ul class="sign">{lines}</ul>'


def _text(text: Text) -> str:
    return "".join(_span(span) for span in text)


def _span(span: Span) -> str:
    words = escape(span.text)
    if span.mark is Mark.GIVEN:
        words = f'<bdi dir="auto">{words}</bdi>'
    elif span.mark is Mark.QUIET:
        words = f'<span class="quiet">{words}</span>'
    elif span.mark in _TAGS:
        words = f"<{_TAGS[span.mark]}>{words}</{_TAGS[span.mark]}>"
    return f'<a href="{escape(span.address)}">{words}</a>' if span.address else words


def _items(items: Iterable[Item], tag: str = "ul") -> str:
    entries = "".join(
        f"<li>{_text(one.text)}{_items(one.items) if one.items else ''}</li>" for one in items
    )
    return f"<{tag}>{entries}</{tag}>"


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.head)
    columns = "".join(
        f'<col style="width:{100 * width / sum(table.widths):.1f}%">' for width in table.widths
    )
    rows = "".join(_row(row, table.head) for row in table.rows)
    return (
        f'<table class="stack"><caption>{escape(table.caption)}</caption><colgroup>{columns}'
        f"</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(row: tuple[Text, ...], head: tuple[str, ...]) -> str:
    cells = "".join(
        f'<td data-label="{escape(name)}">{_text(cell)}</td>'
        for name, cell in zip(head[1:], row[1:], strict=True)
    )
    return f'<tr><th scope="row">{_text(row[0])}</th>{cells}</tr>'


def _figure(figure: Figure) -> str:
    twin = ""
    if figure.table is not None:
        summary = f'<summary class="small">{escape(figure.table.caption)}</summary>'
        twin = f'<details class="more">{summary}{_table(figure.table)}</details>'
    return (
        f'<figure style="max-width:{figure.width * 0.68:g}rem">{figure.svg}'
        f"<figcaption>{escape(figure.caption)}.</figcaption>{twin}</figure>"
    )


def _note(note: Note) -> str:
    text = f"<p>{_text(note.text)}</p>" if note.text else ""
    items = _items(note.items) if note.items else ""
    return (
        f'<div class="note {note.tone}"><p><strong>{escape(note.title)}</strong></p>{text}{items}'
        "</div>"
    )


def _provision(one: Provision) -> str:
    tag = f' <span class="quiet small">{escape(one.tag)}</span>' if one.tag else ""
    return (
        f'<div class="provision"><h3>{escape(one.number)} {escape(one.heading)}{tag}</h3>'
        f"{_items(one.items)}</div>"
    )
