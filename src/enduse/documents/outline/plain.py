"""An outline as plain data and as plain text, and the hash of what it says."""

import hashlib
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from enduse.documents.outline.model import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Item,
    Note,
    Paragraph,
    Provision,
    Section,
    Signatures,
    Table,
)
from enduse.documents.outline.texts import plain

WIDTH = 80


def document_data(document: Document) -> dict[str, Any]:
    """Give a document as dictionaries, lists, texts and numbers; a block names its type."""
    data: dict[str, Any] = _data(document)
    return data


def document_json(document: Document) -> str:
    """Write a document as JSON for people and files."""
    return json.dumps(document_data(document), ensure_ascii=False, indent=1) + "\n"


def stamped(document: Document) -> Document:
    """Put the hash of the content into the stamp.

    The hash is over everything that the document says and over the stamp, except the hash itself.
    """
    bare = replace(document, stamp=replace(document.stamp, sha256=""))
    content = json.dumps(document_data(bare), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode("utf-8")).hexdigest()
    return replace(document, stamp=replace(document.stamp, sha256=digest))


def _data(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _data(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__.lower(), **told}
    if isinstance(value, tuple):
        return [_data(one) for one in value]
    return value


def document_text(document: Document) -> str:
    """Write a document as plain text of 80 columns: what it says, without how it looks."""
    lines = [document.title.upper(), *_wrap(plain(document.subtitle)), "", *_stamp(document)]
    for section in document.sections:
        lines += _section(section, 1)
    return "\n".join(lines) + "\n"


def _stamp(document: Document) -> Iterator[str]:
    yield from _wrap(" | ".join(document.stamp.words))


def _section(section: Section, level: int) -> Iterator[str]:
    yield from ("", f"{'#' * level} {section.title}", "")
    for block in section.blocks:
        yield from _block(block)
    for inner in section.sections:
        yield from _section(inner, level + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=words):
            yield from _wrap(plain(words))
        case Bullets(items=items, numbered=numbered):
            yield from _items(items, 0, numbered=numbered)
        case Table():
            yield from _table(block)
        case Facts(rows=rows):
            for term, words in rows:
                yield from _wrap(f"{term}: {plain(words)}", "  ")
        case Figure():
            yield from _wrap(f"[Picture] {block.caption}. {block.alt}", "  ")
            yield from _table(block.table) if block.table else ()
        case Note(title=title, text=words, items=items):
            yield from _wrap(f"! {title}: {plain(words)}".rstrip(": "), "  ")
            yield from _items(items, 1, numbered=False)
        case Provision(number=number, heading=heading, items=items, tag=tag):
            yield from _wrap(f"{number} {heading}" + (f" [{tag}]" if tag else ""))
            yield from _items(items, 1, numbered=False)
        case Signatures(names=names):
            yield from (f"  ____________________ {name}" for name in names)
    yield ""


def _items(items: Iterable[Item], depth: int, *, numbered: bool) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        sign = f"{number}." if numbered else "-"
        indent = "  " * depth
        yield from _wrap(f"{sign} {plain(item.text)}", indent, f"{indent}  ")
        yield from _items(item.items, depth + 1, numbered=False)


def _table(table: Table) -> Iterator[str]:
    yield from _wrap(f"[Table] {table.caption}", "  ")
    for row in table.rows:
        cells = [plain(cell) for cell in row]
        said = (f"{head}: {cell}" for head, cell in zip(table.head[1:], cells[1:], strict=True))
        yield from _wrap(f"* {cells[0]} | {' | '.join(said)}", "  ", "      ")


def _wrap(words: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
