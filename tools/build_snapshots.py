"""Build the embedded snapshots: `python tools/build_snapshots.py INPUT [--map TOPOJSON]`.

INPUT holds `country/country_year_open.parquet`, `country/export_control_groups.csv` and
`country/iso3166_country-codes.csv`. TOPOJSON is `countries-50m.json` of the npm package
world-atlas; without it the map that is already built stays. The same input gives the same bytes.
"""

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path

import polars as pl

from enduse.evidence.figures import write_figures
from enduse.evidence.manifests import MANIFEST, Manifest, render_manifest, verify
from snapshots.indicators import build_indicator, read_sources, read_wanted
from snapshots.iso import build_countries
from snapshots.licences import LICENCES
from snapshots.memberships import build_groups, build_treaties
from snapshots.worldmap import build_map

SNAPSHOTS = Path(__file__).parent.parent / "src" / "enduse" / "snapshots"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("input", type=Path)
    arguments.add_argument("--map", type=Path, default=None, dest="topojson")
    arguments.add_argument("--into", type=Path, default=SNAPSHOTS)
    given = arguments.parse_args()
    build_all(given.input / "country", given.into, topojson=given.topojson)


def build_all(folder: Path, into: Path, *, topojson: Path | None = None) -> None:
    figures_path = folder / "country_year_open.parquet"
    figures = pl.read_parquet(figures_path).with_columns(
        pl.col("iso3", "indicator", "source", "version").cast(pl.String)
    )
    write_sources(figures, sha256(figures_path.read_bytes()), into)
    numbers = write_iso(folder / "iso3166_country-codes.csv", into)
    write_groups(folder / "export_control_groups.csv", into)
    write_treaties(figures, sha256(figures_path.read_bytes()), into)
    if topojson:
        write_map(topojson, numbers, into)


def write_sources(figures: pl.DataFrame, input_sha256: str, into: Path) -> None:
    wanted = read_wanted()
    for source_id, source in read_sources().items():
        built = [build_indicator(figures, w, source) for w in wanted if w.source == source_id]
        table = pl.concat([ranked for _, ranked in built])
        said = {key: value for key, value in source.items() if key not in {"folder", "input"}}
        manifest = Manifest(
            **{
                **said,
                "limits": tuple(said["limits"]),
                "expected_rows": tuple(said["expected_rows"]),
            },
            id=source_id,
            kind="indicators",
            files={},
            rows=len(table),
            input_sha256=input_sha256,
            first_year=min(indicator.first_year for indicator, _ in built),
            last_year=max(indicator.last_year for indicator, _ in built),
            indicators=tuple(indicator for indicator, _ in built),
        )
        write_snapshot(into / source["folder"], manifest, {"figures.parquet": write_figures(table)})


def write_iso(table: Path, into: Path) -> dict[str, str]:
    countries, numbers = build_countries(table)
    folder = into / "iso"
    manifest = Manifest(
        id="iso",
        title="Names, codes and places of countries",
        kind="iso",
        publisher="Datahub country codes; names and points added by this project",
        url="https://datahub.io/core/country-codes",
        licence="PDDL 1.0; additions Apache-2.0",
        version="ISO 3166-1 and UN M49",
        files={"names.csv": ""},  # kept by hand beside the built table
        rows=countries.count(b"\n") - 1,
        expected_rows=(250, 252),
        review_interval_days=730,
        input_sha256=sha256(table.read_bytes()),
        limits=(
            "XKX for Kosovo is in common use and is not in ISO 3166.",
            "A name here says nothing about the status of a territory.",
            "The points are rough, for placing a mark on a small map.",
        ),
    )
    write_snapshot(folder, manifest, {"countries.csv": countries})
    return dict(numbers)


def write_groups(table: Path, into: Path) -> None:
    content, rows = build_groups(table)
    manifest = Manifest(
        id="groups",
        title="Export-control groups and other groups of states",
        kind="groups",
        publisher="U.S. Government, FATF and member states, as each row says",
        url="https://www.ecfr.gov/current/title-15/section-740",
        licence="facts; public domain (U.S. Government works)",
        version="2026-06",
        published_on="2026-06-20",
        files={"groups.toml": ""},  # kept by hand: what each group is, and if its list is whole
        rows=rows,
        expected_rows=(350, 600),
        review_interval_days=180,
        input_sha256=sha256(table.read_bytes()),
        limits=(
            "A membership is known only from the day of the list that states it.",
            "EAR Country Group B and D:2 to D:4 are missing; D:1 is partial.",
            "Most lists were read from reproductions; confirm against the eCFR before use.",
        ),
    )
    write_snapshot(into / "groups", manifest, {"memberships.csv": content})


def write_treaties(figures: pl.DataFrame, input_sha256: str, into: Path) -> None:
    content, rows = build_treaties(figures)
    manifest = Manifest(
        id="treaties",
        title="Human-rights treaties: who is a party, since when",
        kind="treaties",
        publisher="United Nations Treaty Collection",
        url="https://treaties.un.org",
        licence="facts",
        version="2022-08-25 compilation",
        published_on="2022-08-25",
        files={"treaties.toml": ""},  # kept by hand: the names of the treaties
        rows=rows,
        expected_rows=(3400, 3600),
        review_interval_days=400,
        input_sha256=input_sha256,
        first_year=2000,
        last_year=2022,
        limits=(
            "A party in the first year of the record, 2000, may have been one for long.",
            "Being a party is a promise; it is weak evidence of conduct.",
            "Reservations are not in the record.",
        ),
    )
    write_snapshot(into / "treaties", manifest, {"status.csv": content})


def write_map(topojson: Path, numbers: dict[str, str], into: Path) -> None:
    content, shapes = build_map(topojson, numbers)
    manifest = Manifest(
        id="map",
        title="Outlines of countries for a small world map",
        kind="map",
        publisher="Natural Earth, by way of the npm package world-atlas 2.0.2",
        url="https://www.naturalearthdata.com",
        licence="public domain (Natural Earth); ISC (world-atlas)",
        version="Natural Earth 1:50m, world-atlas 2.0.2",
        files={},
        rows=shapes,
        expected_rows=(220, 250),
        review_interval_days=1825,
        input_sha256=sha256(topojson.read_bytes()),
        limits=(
            "Outlines are simplified for a picture 960 units wide; they settle no border.",
            "Countries too small to see also get a mark at their point.",
        ),
    )
    write_snapshot(into / "map", manifest, {"shapes.json": content})


def write_snapshot(folder: Path, manifest: Manifest, contents: dict[str, bytes]) -> None:
    """Write the files of one snapshot, its manifest and, where one is due, its LICENSE."""
    folder.mkdir(parents=True, exist_ok=True)
    hashes = {name: sha256(content) for name, content in contents.items()}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    if manifest.id in LICENCES:
        (folder / "LICENSE").write_text(LICENCES[manifest.id], "utf-8")
    whole = replace(manifest, files={**manifest.files, **hashes}, folder=folder)
    verify(replace(whole, files=hashes))
    (folder / MANIFEST).write_text(render_manifest(whole), "utf-8")
    size = sum(len(content) for content in contents.values())
    print(f"{manifest.id:18} {manifest.rows:7} rows {size / 1000:8.1f} kB")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
