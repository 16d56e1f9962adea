"""Whether a Word template is safe to open. Refused with the reason, before anything reads it."""

import re
import zipfile
from io import BytesIO
from posixpath import normpath
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from enduse.domain.errors import InvalidInputError

MAX_BYTES = 10_000_000  # of the file
MAX_UNPACKED = 40_000_000  # bytes of all parts together
MAX_PART = 8_000_000  # bytes of one XML part
MAX_PARTS = 500
_MAX_RATIO = 200  # unpacked to packed; text packs to a twentieth, a bomb to a thousandth
_ACTIVE = re.compile(
    r"vbaproject|vbadata|activex|oleobject|/embeddings/|/afchunk|\.(?:exe|dll|js|vbs|hta|bat)$",
    re.IGNORECASE,
)
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
    if len(content) > MAX_BYTES:
        raise _refusal(f"it is {len(content):,} bytes long; {MAX_BYTES:,} are enough")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_parts(package.infolist())
            for info in package.infolist():
                _check_part(info.filename, package)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise _refusal(f"it is no Word document (.docx): {error}") from None


def _check_parts(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise _refusal("it is no Word document (.docx): a part that each has is missing")
    if len(names) > MAX_PARTS:
        raise _refusal(f"it has {len(names)} parts; {MAX_PARTS} are enough")
    if len({name.lower() for name in names}) != len(names):
        raise _refusal("a part stands in it twice")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise _refusal(f"it unpacks to more than {MAX_UNPACKED:,} bytes")
    for info in infos:
        _check_entry(info)


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    outside = name.startswith(("/", "\\")) or ":" in name or "\\" in name
    if outside or normpath(name).startswith(".."):
        raise _refusal(f"the part {name!r} would be unpacked outside its folder")
    if info.flag_bits & 0x1:
        raise _refusal(f"the part {name!r} is encrypted")
    if info.file_size > 100_000 and info.file_size > _MAX_RATIO * max(info.compress_size, 1):
        raise _refusal(f"the part {name!r} is packed like a bomb")
    if _ACTIVE.search(f"/{name}"):
        raise _refusal(f"the part {name!r} can run or embed something")


def _check_part(name: str, package: zipfile.ZipFile) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    content = package.read(name)
    if len(content) > MAX_PART:
        raise _refusal(f"the part {name!r} has more than {MAX_PART:,} bytes")
    root = _parsed(name, content)
    if name.endswith(".rels"):
        _check_relations(name, root)
    elif name == "[Content_Types].xml":
        _check_types(root)
    else:
        _check_tags(name, root)


def _parsed(name: str, content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise _refusal(f"the part {name!r} declares entities") from None
    except (ParseError, ValueError) as error:
        raise _refusal(f"the part {name!r} is no XML: {error}") from None
    return root


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
