"""XML read element by element: memory stays flat, and nothing in it is trusted."""

from collections.abc import Collection, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from enduse.domain.errors import InvalidInputError
from enduse.screening.lists.stream import MAX_FIELD_CHARACTERS, check_start

_MAX_DEPTH = 40
_MAX_PARTS = 200_000  # elements of one record; the longest real one has some thousands
_MAX_SILENT_BYTES = 2_000_000  # bytes in which no element starts or ends


def stream_elements(
    stream: BinaryIO, *, what: str, root: str, wanted: Collection[str]
) -> Iterator[Element]:
    """Yield each wanted element when it is whole, without namespaces, in the order of the file.

    An element inside a wanted one belongs to it and is not given by itself. Each is emptied
    when the next is asked for.

    Args:
        stream: the file; it is read from its start.
        what: the id of the file, for messages.
        root: the local name that the file's first element must have.
        wanted: local names; the root itself is given first, with attributes alone, if named.

    Raises:
        InvalidInputError: not well-formed to its end, not UTF-8, another root, it declares
            entities, or a part of it is too large or too deep to be of a list.
    """
    check_start(stream, what=what)
    metered = _Metered(stream, what)
    parser = DefusedXMLParser(encoding="utf-8", forbid_dtd=True)
    try:
        events = iterparse(metered, events=("start", "end"), parser=parser)
        yield from _whole(events, metered, what, root, frozenset(wanted))
    except DefusedXmlException:
        raise InvalidInputError("a list declares no entities", file=what) from None
    except SyntaxError as error:  # the root of both kinds of ParseError
        raise InvalidInputError("the XML is broken", file=what, why=str(error)) from None


class _Metered:
    """A file that gives up when much is read and no element starts or ends."""

    def __init__(self, stream: BinaryIO, what: str) -> None:
        self._stream, self._what = stream, what
        self.silent = 0

    def read(self, size: int = 1 << 16, /) -> bytes:
        self.silent += size
        if self.silent > _MAX_SILENT_BYTES:
            raise InvalidInputError("a field is too long to be one", file=self._what)
        return self._stream.read(size)


def _whole(
    events: Iterator[tuple[str, Element]],
    metered: _Metered,
    what: str,
    root: str,
    wanted: frozenset[str],
) -> Iterator[Element]:
    above: list[Element] = []
    inside = parts = 0  # depth of the wanted element that is open, and how much it holds
    for event, element in events:
        metered.silent = 0
        name = element.tag.rpartition("}")[2]
        if event == "start":
            _check_open(name, len(above), root, what)
            if not above and root in wanted:
                yield Element(name, element.attrib)
            above.append(element)
            if not inside and len(above) > 1 and name in wanted:
                inside, parts = len(above), 0
            continue
        element.tag = name  # only now: the parser compares the tag at the end with the start
        parts += 1
        _check_closed(element, parts if inside else 0, what)
        if inside == len(above):
            yield element
            inside = 0
        above.pop()
        if not inside and above:
            above[-1].remove(element)  # read or not wanted: let it go


def _check_open(name: str, depth: int, root: str, what: str) -> None:
    if depth == 0 and name != root:
        raise InvalidInputError("the XML is another list", file=what, root=name)
    if depth > _MAX_DEPTH:
        raise InvalidInputError("elements are too deep to be of a list", file=what)


def _check_closed(element: Element, parts: int, what: str) -> None:
    texts = (element.text or "", *element.attrib.values())
    if max(map(len, texts)) > MAX_FIELD_CHARACTERS:
        raise InvalidInputError("a field is too long to be one", file=what, element=element.tag)
    if parts > _MAX_PARTS:
        raise InvalidInputError("an element holds too much to be one", file=what)


def text_of(element: Element, path: str) -> str:
    """Give the tidy text at a path, or empty."""
    return " ".join((element.findtext(path) or "").split())


def texts_of(element: Element, path: str) -> list[str]:
    """Give the tidy texts at a path that are not empty."""
    found = (" ".join((part.text or "").split()) for part in element.iterfind(path))
    return [text for text in found if text]
