"""SPDX: 2.x in JSON, XML and tag-value, and 3.0 in JSON-LD, leniently."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from enduse.capability.components.component import Component, ComponentList
from enduse.capability.components.parsing import (
    children,
    json_table,
    rows_in,
    text_of,
    word_in,
    xml_root,
)
from enduse.capability.components.sbom.bill import Bill, component_of
from enduse.domain.errors import InvalidInputError

_PURL_TYPES = {"purl", "packageurl", "packageURL"}
_TAG = re.compile(r"^(?P<tag>[A-Za-z]+):[ \t]*(?P<value>.*)$")
_REFERENCE = re.compile(r"^\S+\s+purl\s+(?P<purl>\S+)")
_KINDS_3 = {
    "dependsOn": "DEPENDS_ON",
    "contains": "CONTAINS",
    "describes": "DESCRIBES",
    "hasOptionalDependency": "DEPENDS_ON",
    "hasProvidedDependency": "DEPENDS_ON",
}


def read_json(text: str) -> ComponentList:
    """Read SPDX in JSON, of version 2 or 3.

    Raises:
        InvalidInputError: it is not JSON, or its packages are not a list.
    """
    content = json_table(text)
    if "@graph" in content:
        return _graph(rows_in(content, "@graph"))
    if not isinstance(content.get("packages", []), list):
        raise InvalidInputError("packages: should be a list")
    bill = Bill()
    for row in rows_in(content, "packages"):
        bill.add(word_in(row, "SPDXID"), _package(row))
    for row in rows_in(content, "relationships"):
        bill.relate(
            word_in(row, "spdxElementId"),
            word_in(row, "relationshipType"),
            word_in(row, "relatedSpdxElement"),
        )
    bill.roots += [one for one in rows_in(content, "documentDescribes") if isinstance(one, str)]
    return bill.list()


def read_xml(text: str) -> ComponentList:
    """Read SPDX 2 in XML, where each package and relationship is an element of its own.

    Raises:
        InvalidInputError: it is not XML, defines entities, or is RDF.
    """
    root = xml_root(text)
    if root.tag.endswith("RDF"):
        raise InvalidInputError("SPDX in RDF is not read; write it as JSON, XML or tag-value")
    bill = Bill()
    for element in children(root, "packages"):
        bill.add(text_of(element, "SPDXID"), _package(_as_table(element)))
    for element in children(root, "relationships"):
        bill.relate(
            text_of(element, "spdxElementId"),
            text_of(element, "relationshipType"),
            text_of(element, "relatedSpdxElement"),
        )
    bill.roots += [one.text or "" for one in children(root, "documentDescribes")]
    return bill.list()


def read_tag_value(text: str) -> ComponentList:
    """Read SPDX 2 as lines of tag and value; text over several lines is passed over."""
    bill = Bill()
    row: dict[str, Any] = {}
    for line in re.sub(r"<text>.*?</text>", "", text, flags=re.DOTALL).splitlines():
        found = _TAG.match(line)
        if found is None:
            continue
        tag, value = found["tag"], found["value"].strip()
        if tag in {"PackageName", "FileName", "SnippetSPDXID", "SPDXVersion"}:
            _close(bill, row)
            row = {"name": value} if tag == "PackageName" else {}
        elif tag == "Relationship":
            _relate(bill, value)
        elif tag == "ExternalRef" and (reference := _REFERENCE.match(value)):
            row["purl"] = reference["purl"]
        else:
            row[tag] = value
    _close(bill, row)
    return bill.list()


def _close(bill: Bill, row: Mapping[str, str]) -> None:
    """End a package; a part of the document that is none has no name."""
    if "name" not in row:
        return
    component = component_of(
        purl=row.get("purl", ""),
        group="",
        name=row["name"],
        version=row.get("PackageVersion", ""),
        addresses=[row.get("PackageDownloadLocation", "")],
    )
    bill.add(row.get("SPDXID", ""), component)


def _relate(bill: Bill, value: str) -> None:
    words = value.split()
    if len(words) >= 3:
        bill.relate(words[0], words[1], words[2])


def _package(row: object) -> Component | None:
    return component_of(
        purl=_purl_in(rows_in(row, "externalRefs")),
        group="",
        name=word_in(row, "name"),
        version=word_in(row, "versionInfo"),
        addresses=[word_in(row, "downloadLocation")],
    )


def _purl_in(references: Iterable[object]) -> str:
    for one in references:
        if word_in(one, "referenceType").rpartition("/")[2] in _PURL_TYPES:
            return word_in(one, "referenceLocator")
    return ""


def _as_table(element: Element) -> dict[str, Any]:
    references = [
        {
            "referenceType": text_of(one, "referenceType"),
            "referenceLocator": text_of(one, "referenceLocator"),
        }
        for one in children(element, "externalRefs")
    ]
    names = ("name", "versionInfo", "downloadLocation")
    return {**{name: text_of(element, name) for name in names}, "externalRefs": references}


def _graph(elements: Iterable[object]) -> ComponentList:
    """SPDX 3: packages and relationships stand side by side in one list."""
    bill = Bill()
    for row in elements:
        kind = word_in(row, "type") or word_in(row, "@type")
        reference = word_in(row, "spdxId") or word_in(row, "@id")
        if kind == "software_Package":
            bill.add(reference, _package_3(row))
        elif kind in {"Relationship", "LifecycleScopedRelationship"}:
            _relate_3(bill, row)
        elif kind == "software_Sbom":
            bill.roots += [one for one in rows_in(row, "rootElement") if isinstance(one, str)]
    return bill.list()


def _package_3(row: object) -> Component | None:
    purl = word_in(row, "software_packageUrl") or next(
        (
            word_in(one, "identifier")
            for one in rows_in(row, "externalIdentifier")
            if word_in(one, "externalIdentifierType") in _PURL_TYPES
        ),
        "",
    )
    return component_of(
        purl=purl,
        group="",
        name=word_in(row, "name"),
        version=word_in(row, "software_packageVersion"),
        addresses=[word_in(row, "software_downloadLocation")],
    )


def _relate_3(bill: Bill, row: object) -> None:
    kind = _KINDS_3.get(word_in(row, "relationshipType"))
    for other in rows_in(row, "to"):
        if kind and isinstance(other, str):
            bill.relate(word_in(row, "from"), kind, other)
            if word_in(row, "scope") in {"development", "test", "build"}:
                bill.development.add(other)
