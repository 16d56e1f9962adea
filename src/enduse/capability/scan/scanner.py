"""The scan: every file read by the reader it needs, everything seen merged, the rest named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from enduse.capability.components.compositions import Compositions, load_compositions
from enduse.capability.components.inventory import Inventory, ListFile, take_inventory
from enduse.capability.components.reading import MAX_BYTES as LIST_BYTES
from enduse.capability.components.reading import bill_reader_of, decoded, read_bill, reader_of
from enduse.capability.components.table import ComponentTable, load_components
from enduse.capability.formats.markdown import read_markdown
from enduse.capability.formats.reading import is_document, read_document
from enduse.capability.formats.reading import most_bytes as most_bytes_of_document
from enduse.capability.profile.consequences import stated_capabilities, stated_properties
from enduse.capability.profile.product_profile import ProductProfile
from enduse.capability.reading import Strength
from enduse.capability.scan.from_components import FIRM, see_components, see_compositions
from enduse.capability.scan.from_source import see_source
from enduse.capability.scan.from_text import TextSeen, see_text
from enduse.capability.scan.observation import Observation, merged
from enduse.capability.scan.places import NAMED, Place, Places, load_places
from enduse.capability.scan.result import (
    ComponentCount,
    EvidenceKind,
    NameAlike,
    NotExamined,
    Scan,
    ScanEvidence,
    ScannedCapability,
    ScannedProperty,
)
from enduse.capability.source.languages import language_of
from enduse.capability.source.reading import Sighting, SightingKind, is_weights, read_source
from enduse.capability.source.signs import Signs, load_signs
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.errors import EnduseError, InvalidInputError

_LIST_ENDINGS = frozenset({"json", "xml", "lock", "yaml", "spdx", "sum", "lockfile", "toml", "tag"})
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
MAX_SUGGESTIONS = 10
MAX_SOURCE_BYTES = 2_000_000  # of one file of source code; longer ones are generated or data


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file, as it was read. `content` is None when it was left unread, with the reason."""

    path: str  # with forward slashes, as it is shown
    content: bytes | None
    reason: str = ""  # why it was not read
    inside: str = ""  # its path below the folder that is scanned, which tells the kind of place
    is_named: bool = False  # by a person, so that it counts whatever it is called


@dataclass(slots=True)
class _Seen:
    lists: list[ListFile] = field(default_factory=list)
    texts: list[TextSeen] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    not_examined: list[NotExamined] = field(default_factory=list)
    own_modules: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)  # by path
    examined: int = 0


class Scanner:
    """Scans products with the tables that ship with the package, loaded once."""

    def __init__(self) -> None:
        self._taxonomy: Taxonomy = load_taxonomy()
        self._components: ComponentTable = load_components()
        self._compositions: Compositions = load_compositions()
        self._signs: Signs = load_signs()
        self._places: Places = load_places()

    def scan_text(self, source: str, text: str) -> Scan:
        """Scan one text that describes a product."""
        seen = _Seen(texts=[see_text(source, read_markdown(text), trust=1.0)], examined=1)
        return self._result(seen, None)

    def scan_files(
        self,
        files: Iterable[FileRead | NotExamined],
        *,
        bills: Iterable[FileRead] = (),
        profile: ProductProfile | None = None,
    ) -> Scan:
        """Scan the files of one product, one after the other.

        Args:
            files: what there is, with what was passed over; in a fixed order.
            bills: bills of materials that a person named.
            profile: what a person says of the product, which goes before what is found.

        Raises:
            InvalidInputError: a file that a person named cannot be read; the message names it.
        """
        seen = _Seen()
        for bill in bills:
            self._see_bill(bill, seen)
        for file in files:
            if isinstance(file, NotExamined):
                seen.not_examined.append(file)
            else:
                self._see(file, seen)
        return self._result(seen, profile)

    def _see_bill(self, bill: FileRead, seen: _Seen) -> None:
        if bill.content is None:
            raise InvalidInputError(f"{bill.path}: {bill.reason}")
        components = read_bill(bill.path, bill.content)
        seen.lists.append(ListFile(bill.path, decoded(bill.content), components))
        seen.examined += 1

    def _see(self, file: FileRead, seen: _Seen) -> None:
        named = NAMED if file.is_named else self._places.of(file.inside or file.path)
        seen.places[file.path] = named
        if file.path.endswith(".py"):
            seen.own_modules.update(_modules(file.path))
        if is_weights(file.path) and (sign := self._signs.model(file.path)):
            seen.sightings.append(
                Sighting(file.path, 1, file.path, SightingKind.MODEL, sign.gives, sign.reason)
            )
        if file.content is None:
            seen.not_examined.append(NotExamined(file.path, file.reason))
            return
        try:
            reason = self._see_content(file, file.content, seen)
        except EnduseError as error:
            reason = str(error).removeprefix(f"{file.path}: ")
        if reason and file.is_named:
            raise InvalidInputError(f"{file.path}: {reason}")
        if reason:
            seen.not_examined.append(NotExamined(file.path, reason))
        else:
            seen.examined += 1

    def _see_content(self, file: FileRead, content: bytes, seen: _Seen) -> str:
        """Read a file; gives why it was not, or nothing."""
        place = seen.places[file.path]
        if is_document(file.path) and not _lists_components(file.path, content):
            return _see_document(file.path, content, place, seen)
        if content.startswith(_ARCHIVES):
            return "an archive, not opened"
        if b"\0" in content[:8192] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "binary"
        text = decoded(content)
        reader = reader_of(file.path, text)
        language = language_of(file.path)
        if reader is not None:
            seen.lists.append(ListFile(file.path, text, reader(text)))
        if language is not None and not (reader and language.name == "configuration"):
            if len(content) > MAX_SOURCE_BYTES:
                return "" if reader else f"over {MAX_SOURCE_BYTES:,} bytes: generated, or data"
            if place.code == 0.0:
                return place.name
            seen.sightings += read_source(file.path, text, self._signs)
        return "" if reader or language else "not a format that is read"

    def _result(self, seen: _Seen, profile: ProductProfile | None) -> Scan:
        inventory = take_inventory(seen.lists, self._components)
        found = self._observed(seen, inventory)
        capabilities, infrastructure = self._apart(found)
        denied = _by_capability(one for text in seen.texts for one in text.denied)
        negated = {id_: merged(id_, own) for id_, own in denied.items()}
        properties = _unique(one for text in seen.texts for one in text.properties)
        if profile is not None:
            _apply(profile, capabilities, infrastructure, negated)
            properties = _with_stated(profile, properties)
        shown = {id_ for id_, one in capabilities.items() if one.counts}
        suggestions = self._suggested(seen, found, {*shown, *infrastructure, *negated})
        return Scan(
            capabilities=_ordered(capabilities.values()),
            negated=_ordered(one for id_, one in negated.items() if id_ not in shown),
            infrastructure=_ordered(infrastructure.values()),
            suggestions=suggestions,
            properties=properties,
            limits=_unique(one for text in seen.texts for one in text.limits),
            components=ComponentCount(inventory.matched, inventory.unmatched, inventory.of),
            false_friends=tuple(
                NameAlike(one.component.shown, one.path, one.reason)
                for one in inventory.false_friends
            ),
            not_examined=(*seen.not_examined, *_unreadable(seen.lists)),
            examined=seen.examined,
        )

    def _observed(self, seen: _Seen, inventory: Inventory) -> dict[str, list[Observation]]:
        """Everything observed, by capability; compositions last, for they build on the rest."""
        observations = [
            *(one for text in seen.texts for one in text.found),
            *see_components(inventory, seen.places),
            *see_source(
                seen.sightings,
                seen.places,
                components=inventory.keys,
                own_modules=seen.own_modules,
            ),
        ]
        composed = see_compositions(self._compositions, inventory, observations)
        return _by_capability([*observations, *composed])

    def _apart(
        self, found: Mapping[str, list[Observation]]
    ) -> tuple[dict[str, ScannedCapability], dict[str, ScannedCapability]]:
        """Capabilities, and infrastructure that nothing beside it makes telling."""
        everything = {
            id_: merged(id_, own) for id_, own in found.items() if not _is_incidental(own)
        }
        firm = {id_ for id_, one in everything.items() if one.strength in FIRM}
        apart = {
            id_: one
            for id_, one in everything.items()
            if self._taxonomy.get(id_).is_infrastructure
            and not self._compositions.amplifiers.get(id_, frozenset()) & firm
        }
        return {id_: one for id_, one in everything.items() if id_ not in apart}, apart

    def _suggested(
        self, seen: _Seen, found: Mapping[str, list[Observation]], known: set[str]
    ) -> tuple[ScannedCapability, ...]:
        told = _by_capability(one for text in seen.texts for one in text.suggested)
        slight = {id_: own for id_, own in found.items() if _is_incidental(own)}
        every = {**slight, **told}
        rows = (merged(id_, own) for id_, own in every.items() if id_ not in known)
        return _ordered(row for row in rows if row.confidence > 0)[:MAX_SUGGESTIONS]


_NEGLIGIBLE = 0.1  # confidence of a component that mostly serves something else


def _is_incidental(seen: Iterable[Observation]) -> bool:
    """Whether nothing but components that mostly serve something else show a capability."""
    return all(
        one.confidence <= _NEGLIGIBLE and one.evidence.kind is not EvidenceKind.TEXT for one in seen
    )


def _see_document(path: str, content: bytes, place: Place, seen: _Seen) -> str:
    if place.text == 0.0:
        return f"{place.name}: says nothing about the product"
    seen.texts.append(see_text(path, read_document(path, content), place.text))
    return ""


def _lists_components(path: str, content: bytes) -> bool:
    """Whether a file with the ending of a document is a list of components."""
    if not path.lower().endswith((".txt", ".text")):
        return False
    text = content[:4096].decode("utf-8", "replace")
    return bill_reader_of(path, text) is not None or reader_of(path, text) is not None


def most_bytes(path: str) -> int:
    """How many bytes a file of this name may have to be read."""
    if is_document(path):
        return most_bytes_of_document(path)
    ending = path.rpartition(".")[2].lower()
    return LIST_BYTES if ending in _LIST_ENDINGS else MAX_SOURCE_BYTES


def _modules(path: str) -> Iterator[str]:
    """The names under which a Python file, or a folder above it, can be imported."""
    *folders, file = path.split("/")
    yield from folders
    yield file.removesuffix(".py")


def _by_capability(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    found: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in observations:
        found[one.capability].append(one)
    return dict(found)


def _ordered(rows: Iterable[ScannedCapability]) -> tuple[ScannedCapability, ...]:
    """The firmest first, then the most confident, then by name."""
    order = list(Strength)
    return tuple(sorted(rows, key=lambda one: (order.index(one.strength), -one.confidence, one.id)))


def _unique(rows: Iterable[ScannedProperty]) -> tuple[ScannedProperty, ...]:
    found: dict[str, ScannedProperty] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return tuple(found[id_] for id_ in sorted(found))


def _unreadable(lists: Iterable[ListFile]) -> Iterator[NotExamined]:
    for file in lists:
        count = file.components.unreadable
        if count:
            yield NotExamined(file.path, f"{count} entries that name no component")


def _apply(
    profile: ProductProfile,
    capabilities: dict[str, ScannedCapability],
    infrastructure: dict[str, ScannedCapability],
    negated: dict[str, ScannedCapability],
) -> None:
    """Let what a person says go before what was found."""
    for stated in stated_capabilities(profile):
        id_ = stated.capability
        said = ScanEvidence(EvidenceKind.PROFILE, profile.source, 1, id_, stated.reason)
        found = capabilities.pop(id_, None) or infrastructure.pop(id_, None)
        seen = (said, *(found.evidence if found else ()))
        if stated.is_denied:
            negated[id_] = ScannedCapability(id_, Strength.MENTIONED, 1.0, seen, is_confirmed=True)
        else:
            negated.pop(id_, None)
            strength = stated.strength
            capabilities[id_] = ScannedCapability(id_, strength, 1.0, seen, is_confirmed=True)


def _with_stated(
    profile: ProductProfile, properties: tuple[ScannedProperty, ...]
) -> tuple[ScannedProperty, ...]:
    stated = tuple(
        ScannedProperty(
            one.property.value,
            ScanEvidence(EvidenceKind.PROFILE, profile.source, 1, one.property.value, one.reason),
            answer=one.answer.value,
            is_confirmed=True,
        )
        for one in stated_properties(profile)
    )
    return _unique((*stated, *properties))
