"""Whether a Word template is safe to open. Refused with the reason, before anything reads it."""

import re
import zipfile
from io import BytesIO
from posixpath import normpath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from enduse.documents.package import check_package
from enduse.domain.errors import InvalidInputError

_MAIN_PART = "word/document.xml"
_ACTIVE_TYPES = ("macroenabled", "vbaproject", "oleobject", "activex")
_ACTIVE_RELATIONS = ("attachedtemplate", "oleobject", "afchunk", "frame", "subdocument", "package")
_LINKS = ("https://", "http://", "mailto:")
_FIELDS = re.compile(
    r"\b(DDE(?:AUTO)?|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|MACROBUTTON|AUTOTEXT"
    r"|DATABASE|EMBED|CONTROL|RD)\b",
    re.IGNORECASE,
)
_FIELD_TAGS = ("instrText", "fldSimple")
_CHUNK_TAGS = ("altChunk", "object", "control", "OLEObject", "subDoc", "frameset")


def check_template(content: bytes) -> None:
    """Check a template.

    Raises:
        InvalidInputError: it is no Word document, is too large, or could reach outside or run
            something; the message says what was found and in which part.
    """
    try:
        check_package(content, _MAIN_PART)
    except InvalidInputError as error:
        raise _refusal(f"it {error.message}") from None
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            _check_place(name)
            if name.endswith((".xml", ".rels")):
                _check_part(name, fromstring(package.read(name), forbid_dtd=True))


def _check_place(name: str) -> None:
    outside = name.startswith(("/", "\\")) or ":" in name or "\\" in name
    if outside or normpath(name).startswith(".."):
        raise _refusal(f"the part {name!r} would be unpacked outside its folder")


def _check_part(name: str, root: Element) -> None:
    if name.endswith(".rels"):
        _check_relations(name, root)
    elif name == "[Content_Types].xml":
        _check_types(root)
    else:
        _check_tags(name, root)


def _check_relations(name: str, root: Element) -> None:
    for relation in root:
        kind = relation.get("Type", "").rsplit("/", 1)[-1].lower()
        target = relation.get("Target", "")
        if kind in _ACTIVE_RELATIONS:
            raise _refusal(f"the part {name!r} ties in {kind}: {target!r}")
        if relation.get("TargetMode", "").lower() == "external":
            if kind != "hyperlink" or not target.lower().startswith(_LINKS):
                raise _refusal(f"the part {name!r} reaches outside: {target!r}")
        elif "://" in target or target.startswith("\\\\") or ".." in normpath("a/b/" + target):
            raise _refusal(f"the part {name!r} reaches outside: {target!r}")


def _check_types(root: Element) -> None:
    for entry in root:
        kind = entry.get("ContentType", "").lower()
        if any(word in kind for word in _ACTIVE_TYPES):
            raise _refusal(f"it holds active content: {kind}")


def _check_tags(name: str, root: Element) -> None:
    """Fields are joined before they are read, for Word lets a field span several runs."""
    fields: list[str] = []
    for node in root.iter():
        tag = str(node.tag).rsplit("}", 1)[-1]
        if tag in _CHUNK_TAGS:
            raise _refusal(f"the part {name!r} embeds something: {tag}")
        if tag in _FIELD_TAGS:
            fields.append(node.text or "")
            fields += (value for key, value in node.attrib.items() if key.endswith("instr"))
    found = _FIELDS.search("".join(fields)) or _FIELDS.search(" ".join(fields))
    if found:
        raise _refusal(f"the part {name!r} has a field that fetches or runs: {found[0]}")


def _refusal(why: str) -> InvalidInputError:
    return InvalidInputError(f"the template is refused: {why}")
