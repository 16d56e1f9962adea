"""The formats underneath: JSON, TOML and XML, read so that a hostile file is a clear error."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from enduse.domain.errors import InvalidInputError


def json_table(text: str) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        InvalidInputError: it is not JSON, is nested too deeply, or is no object.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        ends_early = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        says = "ends early: not complete JSON" if ends_early else "not JSON"
        raise InvalidInputError(f"{says}: {error}") from None
    except (RecursionError, ValueError) as error:
        raise InvalidInputError(f"not JSON that can be read: {error}") from None
    return _table(value, "an object")


def toml_table(text: str) -> dict[str, Any]:
    """Read TOML.

    Raises:
        InvalidInputError: it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidInputError(f"not TOML: {error}") from None


def xml_root(text: str) -> Element:
    """Read XML; entities, which can grow without bound, are refused.

    Raises:
        InvalidInputError: it is not XML, or it defines entities.
    """
    try:
        return fromstring(_without_declaration(text), forbid_dtd=False)
    except ParseError as error:
        raise InvalidInputError(f"not XML: {error}") from None
    except DefusedXmlException:
        raise InvalidInputError(
            "XML that defines entities or refers to outside files is not read"
        ) from None


def _without_declaration(text: str) -> str:
    """The text without `<?xml ... ?>`: it is decoded already, whatever encoding it names."""
    text = text.lstrip("\ufeff \t\r\n")
    return text.partition("?>")[2].lstrip() if text.startswith("<?xml") else text


def local(tag: object) -> str:
    """The name of an XML element without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The inner elements of a name, in any namespace."""
    return (inner for inner in element if local(inner.tag) == name)


def text_of(element: Element, name: str) -> str:
    """The text of the first inner element of a name; empty without one."""
    found = next(children(element, name), None)
    return (found.text or "").strip() if found is not None else ""


def table_in(value: object, key: str) -> dict[str, Any]:
    """An inner table; an empty one when it is not there or is something else."""
    inner = value.get(key) if isinstance(value, Mapping) else None
    return inner if isinstance(inner, dict) else {}


def rows_in(value: object, key: str) -> list[Any]:
    """An inner list; an empty one when it is not there or is something else."""
    inner = value.get(key) if isinstance(value, Mapping) else None
    return inner if isinstance(inner, list) else []


def word_in(value: object, key: str) -> str:
    """An inner text; empty when it is not there or is something else."""
    inner = value.get(key) if isinstance(value, Mapping) else None
    return inner if isinstance(inner, str) else ""


def _table(value: object, kind: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInputError(f"is {type(value).__name__} at the top, should be {kind}")
    return value
