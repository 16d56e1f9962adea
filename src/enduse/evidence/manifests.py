"""Manifests: what each snapshot is, from whom, under which licence, as of when."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from enduse.domain.country import Indicator
from enduse.domain.dates import latest_day
from enduse.domain.errors import BadDataError, EnduseError
from enduse.domain.provenance import Provenance

MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One source, as it was copied: the label on the jar."""

    id: str
    title: str
    kind: str  # indicators, iso, groups, treaties, map, incidents or laws
    publisher: str
    url: str  # the publisher's home
    licence: str
    version: str
    files: Mapping[str, str]  # file name to sha256; empty sha256 for a file kept by hand
    rows: int
    expected_rows: tuple[int, int]  # fewest and most rows that are believable
    review_interval_days: int
    citation: str = ""
    published_on: str = ""  # YYYY, YYYY-MM or YYYY-MM-DD; empty when not known
    retrieved_on: str = ""
    input_sha256: str = ""  # of the file that the snapshot was built from
    unit: str = ""
    first_year: int = 0
    last_year: int = 0
    limits: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    folder: Traversable | None = None

    def __post_init__(self) -> None:
        for partial in (self.published_on, self.retrieved_on):
            if partial:
                latest_day(partial)

    @property
    def dated(self) -> date | None:
        """The day the source speaks for: its publication, or the end of its last year."""
        if self.published_on:
            return latest_day(self.published_on)
        return date(self.last_year, 12, 31) if self.last_year else None

    def is_stale(self, today: date) -> bool:
        """True when a newer release should be looked for."""
        interval = timedelta(days=self.review_interval_days)
        return self.dated is not None and today > self.dated + interval

    @property
    def sha256(self) -> str:
        """The hash of the copy: of its one file, or of all its hashes in order."""
        hashes = [digest for _, digest in sorted(self.files.items())]
        if len(hashes) == 1:
            return hashes[0]
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()

    def provenance(self, locator: str = "", known_from: date | None = None) -> Provenance:
        """Say where a value of this source came from.

        Args:
            locator: row, series, country and release inside the source.
            known_from: the day from which a yearly value counts as published; the release that
                was copied may be a later revision of it, and stands in the locator.
        """
        return Provenance(
            source=self.citation or f"{self.publisher}, {self.title}, {self.version}",
            locator=locator,
            published_on=known_from
            or (latest_day(self.published_on) if self.published_on else None),
            retrieved_on=latest_day(self.retrieved_on) if self.retrieved_on else None,
            licence=self.licence,
            sha256=self.sha256,
        )


def snapshots_folder() -> Traversable:
    """Give the folder of the embedded snapshots."""
    return files("enduse").joinpath("snapshots")


def load_manifests(extra_dir: Path | None = None) -> Mapping[str, Manifest]:
    """Read the manifest of every embedded snapshot, and of those in a user's data folder.

    Args:
        extra_dir: a folder that `import_file` wrote to; it may be absent or empty.

    Returns:
        Manifest id to manifest, in order of id.

    Raises:
        BadDataError: a manifest is malformed, or two have the same id.
    """
    found: dict[str, Manifest] = {}
    roots = [snapshots_folder(), *([extra_dir] if extra_dir and extra_dir.is_dir() else [])]
    for folder in (folder for root in roots for folder in _folders(root)):
        manifest = read_manifest(folder.joinpath(MANIFEST).read_text("utf-8"), folder=folder)
        if manifest.id in found:
            raise BadDataError("two snapshots have the same id", id=manifest.id)
        found[manifest.id] = manifest
    return dict(sorted(found.items()))


def _folders(root: Traversable) -> Iterator[Traversable]:
    """Find the folders that hold a manifest, at most two levels down, in order of name."""
    for child in sorted(root.iterdir(), key=lambda entry: entry.name):
        if not child.is_dir() or child.name.startswith((".", "_")):
            continue
        if child.joinpath(MANIFEST).is_file():
            yield child
        else:
            yield from (
                nested
                for nested in sorted(child.iterdir(), key=lambda entry: entry.name)
                if nested.joinpath(MANIFEST).is_file()
            )


def read_manifest(text: str, *, folder: Traversable | None = None) -> Manifest:
    """Read one manifest, strictly.

    Raises:
        BadDataError: not TOML, an unknown or missing key, or a value of the wrong type.
    """
    where = str(folder) if folder else MANIFEST
    try:
        table = tomllib.loads(text)
        indicators = tuple(
            _build(Indicator, {**entry, "source": table.get("id", "")}, where)
            for entry in table.pop("indicators", [])
        )
        told = {**table, "indicators": indicators, "folder": folder}
        manifest: Manifest = _build(Manifest, told, where)
    except tomllib.TOMLDecodeError as error:
        raise BadDataError("the manifest is not valid TOML", where=where, why=str(error)) from error
    except (TypeError, AttributeError) as error:
        raise BadDataError("a manifest is a table", where=where, why=str(error)) from error
    return manifest


def _build(kind: Any, table: Mapping[str, Any], where: str) -> Any:  # noqa: ANN401 - any dataclass
    """Build one frozen value from a TOML table, refusing unknown and missing keys."""
    known = {field.name for field in fields(kind)}
    if unknown := sorted(set(table) - known):
        raise BadDataError("unknown key; remove it or correct its name", where=where, key=unknown)
    frozen = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
    try:
        value = kind(**frozen)
    except TypeError as error:
        raise BadDataError("a key is missing", where=where, why=str(error)) from error
    except EnduseError as error:
        raise BadDataError("a value is wrong", where=where, why=str(error)) from error
    _check_types(value, where)
    return value


def _check_types(value: object, where: str) -> None:
    for field in fields(value):  # type: ignore[arg-type]  # a dataclass, built above
        held, expected = getattr(value, field.name), _TYPES.get(str(field.type), object)
        if not isinstance(held, expected):
            raise BadDataError(
                "a value has the wrong type", where=where, key=field.name, value=held
            )


_TYPES: dict[str, type] = {str(kind): kind for kind in (str, int, bool)} | {
    "tuple[str, ...]": tuple,
    "tuple[int, int]": tuple,
    "typing.Mapping[str, str]": Mapping,
    "collections.abc.Mapping[str, str]": Mapping,
}


def read_file(manifest: Manifest, name: str) -> bytes:
    """Read one file of a snapshot and compare it with the hash in the manifest.

    Raises:
        BadDataError: the file is missing, is not in the manifest, or is not the one hashed.
    """
    if manifest.folder is None or name not in manifest.files:
        raise BadDataError("the manifest names no such file", source=manifest.id, file=name)
    try:
        content = manifest.folder.joinpath(name).read_bytes()
    except OSError as error:
        raise BadDataError(
            "a snapshot file cannot be read; install or import it again",
            source=manifest.id,
            file=name,
        ) from error
    expected = manifest.files[name]
    if expected and hashlib.sha256(content).hexdigest() != expected:
        raise BadDataError(
            "a snapshot file is not the one its manifest describes; install or import it again",
            source=manifest.id,
            file=name,
        )
    return content


def verify(manifest: Manifest) -> None:
    """Check that every file of a snapshot is the one hashed and its size is believable.

    Raises:
        BadDataError: a file is missing or changed, or the number of rows is out of range.
    """
    for name in manifest.files:
        read_file(manifest, name)
    fewest, most = manifest.expected_rows
    if not fewest <= manifest.rows <= most:
        raise BadDataError(
            "the number of rows is out of the expected range",
            source=manifest.id,
            rows=manifest.rows,
            expected=manifest.expected_rows,
        )


def render_manifest(manifest: Manifest) -> str:
    """Write a manifest as TOML; `read_manifest` gives the same manifest back."""
    lines = [
        f"{field.name} = {_toml(getattr(manifest, field.name))}"
        for field in fields(manifest)
        if field.name not in {"files", "indicators", "folder"}
    ]
    lines += ["", "[files]"]
    lines += [f'"{name}" = "{digest}"' for name, digest in sorted(manifest.files.items())]
    for indicator in manifest.indicators:
        lines += ["", "[[indicators]]"]
        lines += [
            f"{field.name} = {_toml(getattr(indicator, field.name))}"
            for field in fields(indicator)
            if field.name != "source"
        ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    if any(ord(mark) < ord(" ") for mark in escaped):
        raise BadDataError("a manifest holds no control characters", value=value)
    return f'"{escaped}"'
