"""A long list inside one JSON file, item by item, so that memory stays flat."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from enduse.domain.errors import InvalidInputError
from enduse.screening.lists.stream import MAX_FIELD_CHARACTERS, check_start

_CHUNK = 1 << 18
_MAX_DEPTH = 20
_MAX_ITEM_CHARACTERS = 2_000_000


def json_items(stream: BinaryIO, key: str, *, what: str) -> Iterator[dict[str, Any]]:
    """Yield each object of the list that stands under a key of the outermost object.

    Raises:
        InvalidInputError: not UTF-8, no such list, an item is not an object, it is cut short,
            or something stands where an item or the end should.
    """
    text = _Window(stream, what)
    text.find_list(key)
    number = 0
    while not text.take_if("]"):
        if number:
            text.take(",")
        number += 1
        item = text.value()
        if not isinstance(item, dict):
            raise InvalidInputError("an item is not an object", file=what, item=number)
        if not _fits(item):
            raise InvalidInputError(
                "a field is too long or too deep to be one", file=what, item=number
            )
        yield item
    text.close(number)


def _fits(value: Any, depth: int = 0) -> bool:  # noqa: ANN401 - any JSON
    """Say whether every text in the value is short enough to be a field, and none lies deep."""
    if isinstance(value, str):
        return len(value) <= MAX_FIELD_CHARACTERS
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return depth < _MAX_DEPTH and all(_fits(part, depth + 1) for part in value)


class _Window:
    """The part of the text that is not yet read."""

    def __init__(self, stream: BinaryIO, what: str) -> None:
        check_start(stream, what=what)
        self._read = _chunks(stream, what)
        self._what, self._text, self._at = what, "", 0
        self._decoder = json.JSONDecoder()

    def find_list(self, key: str) -> None:
        """Go to the first item of the list under the key, past simple values before it."""
        self.take("{")
        while True:
            name = self.value()
            self.take(":")
            if name == key and self.take_if("["):
                return
            self.value()
            if not self.take_if(","):
                raise InvalidInputError("the JSON has no such list", file=self._what, key=key)

    def take_if(self, char: str) -> bool:
        self._skip_blanks()
        if self._text[self._at : self._at + 1] != char:
            return False
        self._at += 1
        return True

    def take(self, char: str) -> None:
        if not self.take_if(char):
            raise self._broken(f"no {char} where it should stand")

    def value(self) -> Any:  # noqa: ANN401 - any JSON
        """Read one value; ask for more text until it is whole."""
        self._skip_blanks()
        while True:
            try:
                item, end = self._decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._at > _MAX_ITEM_CHARACTERS or not self._more():
                    raise self._broken(str(error)) from None
            else:
                if end == len(self._text) and self._more():
                    continue  # a number may go on in what was not yet read
                self._at = end
                return item

    def close(self, number: int) -> None:
        """Read what stands behind the list, to the end of the file."""
        while self.take_if(","):
            self.value()
            self.take(":")
            self.value()
        self.take("}")
        self._skip_blanks()
        if self._at < len(self._text):
            raise self._broken(f"text after the end, behind item {number}")

    def _skip_blanks(self) -> None:
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text) or not self._more():
                return

    def _more(self) -> bool:
        chunk = next(self._read, "")
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return bool(chunk)

    def _broken(self, why: str) -> InvalidInputError:
        return InvalidInputError("the JSON is broken or cut short", file=self._what, why=why)


def _chunks(stream: BinaryIO, what: str) -> Iterator[str]:
    """Yield the text in pieces of some size, whatever its lines are."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while data := stream.read(_CHUNK):
            if text := decoder.decode(data):
                yield text
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        byte = hex(error.object[error.start])
        raise InvalidInputError("the file is not UTF-8", file=what, byte=byte) from None
