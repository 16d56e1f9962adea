"""Importing an official file into a user's data folder, whole or not at all."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

import polars as pl

from enduse.domain.country import Indicator
from enduse.domain.errors import InvalidInputError
from enduse.evidence.countries import Countries, load_countries
from enduse.evidence.figures import SCHEMA, rank_figures, read_figures, write_figures
from enduse.evidence.imports import layouts
from enduse.evidence.imports.layouts import Figure, Series, Taken
from enduse.evidence.manifests import (
    MANIFEST,
    Manifest,
    load_manifests,
    read_file,
    read_manifest,
    render_manifest,
)

LARGEST_FILE_BYTES = 1_000_000_000
VDEM = "vdem"


class Reader(Protocol):
    """Reads the bytes of one kind of official file."""

    def __call__(self, content: bytes, file: str, countries: Countries) -> Taken:
        """Take the figures from a file."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of official file that can be imported."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    file_hint: str  # what the file is called where it is published
    series: Sequence[Series]
    read: Reader | None  # None for V-Dem, whose series are the embedded ones
    yearly: bool = False  # one file a year, which joins the earlier ones
    unit: str = "as each series says"


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(VDEM, "V-Dem Country-Year dataset, a release of your own", "V-Dem Institute",
            "https://www.v-dem.net", "CC BY-SA 4.0", "V-Dem-CY-Full+Others-v15.csv", (), None),
        Kind("freedom_house", "Freedom in the World, all data", "Freedom House",
            "https://freedomhouse.org", "© Freedom House; your own download",
            "All_data_FIW_2013-2024.xlsx", layouts.FREEDOM_HOUSE, layouts.freedom_house),
        Kind("freedom_on_the_net", "Freedom on the Net, score data", "Freedom House",
            "https://freedomhouse.org", "© Freedom House; your own download",
            "FOTN24_Country_Score_Data.xlsx", layouts.FREEDOM_ON_THE_NET,
            layouts.freedom_on_the_net, yearly=True),
        Kind("rsf", "World Press Freedom Index", "Reporters Without Borders", "https://rsf.org",
            "© RSF; your own download", "2024.csv", layouts.RSF, layouts.rsf, yearly=True),
        Kind("pts", "Political Terror Scale", "Political Terror Scale project",
            "https://www.politicalterrorscale.org", "your own download", "PTS-2024.csv",
            layouts.PTS, layouts.political_terror_scale),
        Kind("access_now", "Internet shutdowns, the STOP table", "Access Now",
            "https://www.accessnow.org", "your own download", "STOP data, as .csv or .xlsx",
            layouts.SHUTDOWNS, layouts.access_now),
    )
}  # fmt: skip


def import_file(kind: str, path: Path, into: Path, *, retrieved_on: date | None = None) -> Manifest:
    """Read an official file and put its figures in a user's data folder.

    The figures are written under a name of their own, and the manifest last and at once, so a
    failure at any moment leaves what was there before. Of a source that publishes one file a
    year, a further year joins those already imported.

    Args:
        kind: one of `KINDS`.
        path: the file as it was downloaded.
        into: the data folder; made if absent.
        retrieved_on: the day of the download, if known.

    Raises:
        InvalidInputError: no such kind, or the file is not as that kind should be; the message
            names file, row, column and remedy.
    """
    if kind not in KINDS:
        raise InvalidInputError(f"kind is one of: {', '.join(KINDS)}", kind=kind)
    content = _read(path)
    embedded = load_manifests()
    taken, indicators = take_figures(kind, content, path.name, embedded)
    folder = into / _source_id(kind, taken)
    figures = _ranked(taken.figures, indicators, taken.version)
    if KINDS[kind].yearly:
        figures, indicators = _join_earlier(folder, figures, indicators)
    data = write_figures(figures)
    digest = hashlib.sha256(data).hexdigest()
    manifest = _manifest(KINDS[kind], taken, indicators, figures, folder.name)
    manifest = replace(
        manifest,
        files={f"figures-{digest[:12]}.parquet": digest},
        input_sha256=hashlib.sha256(content).hexdigest(),
        retrieved_on=retrieved_on.isoformat() if retrieved_on else "",
        folder=folder,
    )
    _write(folder, manifest, data)
    return manifest


def take_figures(
    kind: str, content: bytes, file: str, embedded: Mapping[str, Manifest]
) -> tuple[Taken, tuple[Indicator, ...]]:
    """Read the bytes of an official file, without writing anything.

    Returns:
        The figures, and the indicators that have any.

    Raises:
        InvalidInputError: the file is not as its kind should be, or gives no figure.
    """
    countries = load_countries(embedded["iso"])
    reader = KINDS[kind].read or partial(layouts.vdem, wanted=_wanted(embedded))
    taken = reader(content, file, countries)
    if not taken.figures:
        raise InvalidInputError(f"{file}: no figure of a known country was found in it")
    _refuse_twice(taken.figures, file)
    held = {figure.indicator for figure in taken.figures}
    source = _source_id(kind, taken)
    if kind == VDEM:
        return taken, _vdem_indicators(taken, embedded, source, held)
    series = [one for one in KINDS[kind].series if one.id in held]
    return taken, tuple(one.indicator(source, taken) for one in series)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise InvalidInputError(f"{path.name}: larger than 1 GB; this is not the official file")
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError(
            "the file cannot be read; check its path and its permissions", file=str(path)
        ) from error


def _source_id(kind: str, taken: Taken) -> str:
    """Name the folder; releases of V-Dem stand side by side, each in its own."""
    if kind == VDEM:
        return f"own_vdem_{taken.version.replace('.', '_')}"
    return f"own_{kind}"


def _wanted(embedded: Mapping[str, Manifest]) -> tuple[Indicator, ...]:
    return tuple(one for one in embedded[VDEM].indicators if not one.shown_only)


def _vdem_indicators(
    taken: Taken, embedded: Mapping[str, Manifest], source: str, held: set[str]
) -> tuple[Indicator, ...]:
    suffix = f"_{taken.version.replace('.', '_')}"
    years = {figure.year for figure in taken.figures}
    return tuple(
        replace(
            one,
            id=one.id + suffix,
            title=f"{one.title}, release {taken.version}",
            source=source,
            version=taken.version,
            first_year=min(years),
            last_year=max(years),
            supersedes=one.id,
        )
        for one in _wanted(embedded)
        if one.id + suffix in held
    )


def _refuse_twice(figures: Sequence[Figure], file: str) -> None:
    seen: set[tuple[str, str, int]] = set()
    for figure in figures:
        key = (figure.indicator, figure.country, figure.year)
        if key in seen:
            raise InvalidInputError(
                f"{file}: a country has two rows for one year; download the file again",
                indicator=figure.indicator, country=figure.country, year=figure.year,
            )  # fmt: skip
        seen.add(key)


def _ranked(
    figures: Sequence[Figure], indicators: Sequence[Indicator], version: str
) -> pl.DataFrame:
    columns = ("indicator", "country", "year", "value", "version")
    table = pl.DataFrame(
        [(f.indicator, f.country, f.year, f.value, version) for f in figures],
        schema={name: SCHEMA[name] for name in columns},
        orient="row",
    )
    return pl.concat(
        rank_figures(
            table.filter(pl.col("indicator") == one.id),
            higher_is_worse=one.higher_is_worse,
            unlisted_zeros_to=layouts.STATES if one.id == layouts.SHUTDOWNS[0].id else 0,
        )
        for one in indicators
    )


def _join_earlier(
    folder: Path, figures: pl.DataFrame, indicators: tuple[Indicator, ...]
) -> tuple[pl.DataFrame, tuple[Indicator, ...]]:
    """Add the years that an earlier import put there; a year imported again is replaced."""
    if not (folder / MANIFEST).is_file():
        return figures, indicators
    earlier = read_manifest((folder / MANIFEST).read_text("utf-8"), folder=folder)
    old = read_figures(read_file(earlier, next(iter(earlier.files))), source=earlier.id)
    kept = old.join(figures, on=("indicator", "year"), how="anti")
    together = pl.concat([kept, figures]).sort("indicator", "country", "year")
    described = {one.id: one for one in (*earlier.indicators, *indicators)}
    return together, tuple(
        replace(one, first_year=min(years), last_year=max(years))
        for one in described.values()
        if (years := together.filter(pl.col("indicator") == one.id)["year"].to_list())
    )


def _manifest(
    kind: Kind, taken: Taken, indicators: tuple[Indicator, ...], figures: pl.DataFrame, name: str
) -> Manifest:
    limits = ["Imported by a user from a file of their own; not part of the package."]
    if left_out := sorted({text for text in taken.left_out if text.isprintable()})[:40]:
        limits.append(f"Left out, having no ISO code: {', '.join(left_out)}.")
    if taken.absent:
        limits.append(f"Not in this release: {', '.join(taken.absent)}.")
    return Manifest(
        id=name,
        title=kind.title,
        kind="indicators",
        publisher=kind.publisher,
        url=kind.url,
        licence=kind.licence,
        version=taken.version,
        files={},
        rows=len(figures),
        expected_rows=(1, 1_000_000),
        review_interval_days=400,
        unit=kind.unit,
        first_year=min(one.first_year for one in indicators),
        last_year=max(one.last_year for one in indicators),
        limits=tuple(limits),
        indicators=indicators,
    )


def _write(folder: Path, manifest: Manifest, data: bytes) -> None:
    """Write the figures, then the manifest in one step, then drop what the old one named."""
    (name,) = manifest.files
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / name, data)
        _replace(folder / MANIFEST, render_manifest(manifest).encode())
        for old in folder.glob("figures-*.parquet"):
            if old.name != name:
                old.unlink()
    except OSError as error:
        raise InvalidInputError(
            "the data folder cannot be written; check its path and its free space",
            folder=str(folder),
            why=str(error),
        ) from error


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a reader sees the old file or the new one."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
