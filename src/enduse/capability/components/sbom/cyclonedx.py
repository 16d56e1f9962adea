"""CycloneDX in JSON and XML, every version up to the one known, leniently."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from enduse.capability.components.component import Component, ComponentList
from enduse.capability.components.parsing import (
    children,
    json_table,
    local,
    rows_in,
    table_in,
    text_of,
    word_in,
    xml_root,
)
from enduse.capability.components.sbom.bill import Bill, component_of
from enduse.domain.errors import InvalidInputError

_NOT_SHIPPED = "excluded"  # the scope of what is not part of the product


def read_json(text: str) -> ComponentList:
    """Read CycloneDX in JSON.

    Raises:
        InvalidInputError: it is not JSON, or its components are not a list.
    """
    content = json_table(text)
    if not isinstance(content.get("components", []), list):
        raise InvalidInputError("components: should be a list")
    bill = Bill()
    product = table_in(table_in(content, "metadata"), "component")
    if root := word_in(product, "bom-ref"):
        bill.roots.append(root)
    for row in _nested(rows_in(content, "components") + rows_in(product, "components")):
        _add(bill, row)
    for row in rows_in(content, "dependencies"):
        needed = [one for one in rows_in(row, "dependsOn") if isinstance(one, str)]
        bill.depend(word_in(row, "ref"), needed)
    return bill.list()


def read_xml(text: str) -> ComponentList:
    """Read CycloneDX in XML.

    Raises:
        InvalidInputError: it is not XML, or defines entities.
    """
    root = xml_root(text)
    bill = Bill()
    for metadata in children(root, "metadata"):
        for product in children(metadata, "component"):
            bill.roots += filter(None, [product.get("bom-ref")])
    for components in children(root, "components"):
        for element in components.iter():
            if local(element.tag) == "component":
                _add_element(bill, element)
    for dependencies in children(root, "dependencies"):
        for one in children(dependencies, "dependency"):
            bill.depend(one.get("ref", ""), [n.get("ref", "") for n in children(one, "dependency")])
    return bill.list()


def _nested(rows: list[Any]) -> Iterator[Any]:
    """Components and those inside them, in the order of the file."""
    waiting = list(reversed(rows))
    while waiting:
        row = waiting.pop()
        yield row
        waiting.extend(reversed(rows_in(row, "components")))


def _add(bill: Bill, row: object) -> None:
    reference = word_in(row, "bom-ref") or word_in(row, "purl")
    addresses = (word_in(one, "url") for one in rows_in(row, "externalReferences"))
    component = component_of(
        purl=word_in(row, "purl"),
        group=word_in(row, "group"),
        name=word_in(row, "name"),
        version=word_in(row, "version"),
        addresses=addresses,
    )
    bill.add(reference, component)
    if word_in(row, "scope") == _NOT_SHIPPED:
        bill.development.add(reference)


def _add_element(bill: Bill, element: Element) -> None:
    purl = text_of(element, "purl")
    reference = element.get("bom-ref") or purl
    addresses = (
        text_of(one, "url")
        for table in children(element, "externalReferences")
        for one in children(table, "reference")
    )
    component: Component | None = component_of(
        purl=purl,
        group=text_of(element, "group"),
        name=text_of(element, "name"),
        version=text_of(element, "version"),
        addresses=addresses,
    )
    bill.add(reference, component)
    if text_of(element, "scope") == _NOT_SHIPPED:
        bill.development.add(reference)
