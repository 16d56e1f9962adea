"""Signs in source code, as data: calls, words, addresses, commands and weights."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from importlib.resources import files

from enduse.capability.components.names import key_of
from enduse.capability.components.table import (
    ComponentTable,
    Given,
    Grip,
    KnownComponent,
    load_components,
)
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.errors import BadDataError
from enduse.domain.strict import StrictTable

_SUFFIX = re.compile(r"(?:Command|Request|Input|Async|Response|Result)+$")
_PROGRAMS = ("deb",)  # ecosystems whose packages are named like the program they hold
_SHORTEST_PROGRAM = 4  # letters; shorter names are ordinary words too often
_ORDINARY_WORDS = frozenset(
    {"motion", "autopsy", "foremost", "scalpel", "hydra", "medusa", "julius", "snoopy", "viking"}
    | {"grass", "bully", "horst", "crackle", "acct", "asterisk", "yate", "john", "squid", "pasco"}
    | {"plaso", "sherlock", "weevely", "kismet", "hackrf", "postgis", "ffmpeg", "samtools"}
    | {"reaver", "ifuse", "dirb", "nikto"}
)
"""Program names that stand in quotation marks for other reasons, or say too little."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What one sign says."""

    gives: tuple[Given, ...]
    reason: str
    near: tuple[str, ...] = ()  # lower-case; one must stand in the same file, none: always


@dataclass(frozen=True, slots=True)
class Signs:
    """Every sign, in the form in which it is looked for."""

    calls: Mapping[str, tuple[Sign, ...]]  # by folded name
    words: Mapping[str, Sign]  # by exact name
    addresses: tuple[tuple[str, Sign], ...]  # lower-case part -> sign
    commands: Mapping[str, Sign]  # by program
    models: tuple[tuple[re.Pattern[str], Sign], ...]  # over lower-case file names
    imports: Mapping[tuple[str, str], KnownComponent]  # language, name -> component
    ambiguous_imports: frozenset[str]

    def model(self, name: str) -> Sign | None:
        """The sign that a file name of trained weights gives; None without one."""
        lowered = name.rpartition("/")[2].lower()
        return next((sign for pattern, sign in self.models if pattern.match(lowered)), None)


def folded(name: str) -> str:
    """A name of an operation without casing, underscores and the suffixes SDKs add.

    >>> folded("IndexFacesCommand") == folded("index_faces") == folded("indexFaces")
    True
    """
    return _SUFFIX.sub("", name).replace("_", "").lower()


@cache
def load_signs() -> Signs:
    """The signs that ship with the package.

    Raises:
        BadDataError: a sign is malformed, or names what does not exist.
    """
    text = (files("enduse.capability") / "data" / "source_signs.toml").read_text("utf-8")
    return build_signs(text, load_taxonomy(), load_components())


def build_signs(text: str, taxonomy: Taxonomy, components: ComponentTable) -> Signs:
    """Build and check the signs from the text of their file.

    Raises:
        BadDataError: a sign is malformed, or names what does not exist.
    """
    table = StrictTable(tomllib.loads(text), "source_signs.toml")
    signs = Signs(
        calls=_by_name(_calls(table.tables("calls"), taxonomy)),
        words=dict(_named(table.tables("words"), "names", taxonomy)),
        addresses=tuple(
            (part.lower(), sign)
            for row in table.tables("addresses")
            for part, sign in _service(row, "parts", taxonomy)
        ),
        commands=dict(_commands(table.tables("commands"), taxonomy, components)),
        models=tuple(
            (re.compile(translate(pattern)), sign)
            for pattern, sign in _named(table.tables("models"), "files", taxonomy)
        ),
        imports=dict(_imports(components)),
        ambiguous_imports=components.ambiguous_imports,
    )
    table.finish()
    return signs


def _gives(row: StrictTable, taxonomy: Taxonomy) -> tuple[Given, ...]:
    pairs = (word.partition("=") for word in row.words("capabilities"))
    return tuple(Given(taxonomy.get(one).id, Grip(grip)) for one, _, grip in pairs)


def _service(row: StrictTable, key: str, taxonomy: Taxonomy) -> Iterator[tuple[str, Sign]]:
    service = row.text("service")
    sign = Sign(
        _gives(row, taxonomy),
        f"{service}: {row.text('reason')}",
        tuple(word.lower() for word in row.words("near", optional=True)),
    )
    names = row.words(key)
    row.finish()
    yield from ((name, sign) for name in names)


def _calls(rows: Iterable[StrictTable], taxonomy: Taxonomy) -> Iterator[tuple[str, Sign]]:
    for row in rows:
        yield from ((folded(name), sign) for name, sign in _service(row, "names", taxonomy))


def _by_name(pairs: Iterable[tuple[str, Sign]]) -> dict[str, tuple[Sign, ...]]:
    found: dict[str, tuple[Sign, ...]] = {}
    for name, sign in pairs:
        found[name] = (*found.get(name, ()), sign)
    return found


def _named(rows: Iterable[StrictTable], key: str, taxonomy: Taxonomy) -> Iterator[tuple[str, Sign]]:
    for row in rows:
        near = tuple(word.lower() for word in row.words("near", optional=True))
        sign = Sign(_gives(row, taxonomy), row.text("reason"), near)
        names = row.words(key)
        row.finish()
        yield from ((name, sign) for name in names)


def _commands(
    rows: Iterable[StrictTable], taxonomy: Taxonomy, components: ComponentTable
) -> Iterator[tuple[str, Sign]]:
    known = {known.key: known for known in components.rows}
    for row in components.rows:
        name = row.name.lower()
        is_telling = any(given.grip is Grip.CORE for given in row.gives)
        if row.ecosystem in _PROGRAMS and is_telling and _is_program(name):
            yield name, Sign(row.gives, f"starts {name}: {row.reason}")
    for row_ in rows:
        names = row_.words("names")
        if row_.has("component"):
            key = key_of(*row_.text("component").split("/", 1))
            if key not in known:
                raise BadDataError("a command of an unknown component", component="/".join(key))
            sign = Sign(known[key].gives, known[key].reason)
        else:
            sign = Sign(_gives(row_, taxonomy), row_.text("reason"))
        row_.finish()
        for name in names:
            yield name.lower(), Sign(sign.gives, f"starts {name}: {sign.reason}")


def _is_program(name: str) -> bool:
    is_library = name.startswith(("lib", "python3-", "gr-")) or name.endswith(("-dev", "-common"))
    return not is_library and len(name) >= _SHORTEST_PROGRAM and name not in _ORDINARY_WORDS


def _imports(components: ComponentTable) -> Iterator[tuple[tuple[str, str], KnownComponent]]:
    languages = {"pypi": "python", "npm": "javascript", "golang": "go", "cargo": "rust"}
    for row in reversed(components.rows):  # the first row of a shared import name stands
        language = languages.get(row.ecosystem)
        if language is None:
            continue
        names = row.imports or ((row.key[1],) if language != "python" else ())
        for name in names:
            written = name.replace("-", "_") if language == "rust" else name
            yield (language, written), row
