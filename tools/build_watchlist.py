"""Build the embedded watchlist from a folder of the publishers' files.

Usage: python tools/build_watchlist.py INPUT_FOLDER [TARGET_FOLDER]

The same input gives the same bytes. What each file is, and which newer file ends the listings
of an older one, stands in this module; `docs/explanation/screening.md` tells it in words.
"""

import gzip
import hashlib
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from enduse.domain.screening import Listing
from enduse.screening.lists.bis import read_denied_persons, read_restricted_parties
from enduse.screening.lists.csl import read_csl
from enduse.screening.lists.merge import fold_name, merge_records
from enduse.screening.lists.ofac import NON_SDN_LISTS, ofac_records, read_ofac_tables
from enduse.screening.lists.record import ListRecord
from enduse.screening.lists.research import read_misp_vendors
from enduse.screening.lists.uk_tables import UkTables, read_uk_tables
from enduse.screening.lists.un import read_un
from enduse.screening.watchlist import TABLES, content_version, live_counts, write_tables

TARGET = Path(__file__).parents[1] / "src/enduse/snapshots/watchlist"
AS_OF = date(2026, 8, 18)  # the date of the newest file
CSL_COUNTED_ON = date(2026, 6, 11)
US = "U.S. government work, public domain"


@dataclass(frozen=True)
class Source:
    """One input file: id, file name, date of its data, licence."""

    id: str
    file: str
    data_on: date
    licence: str = US


SOURCES = (
    Source("us-2026-08", "us_restricted_parties_2026-08.csv", date(2026, 8, 18)),
    Source("un-2026-02", "UN_consolidated_2026-02-27.xml", date(2026, 2, 27), "free access"),
    Source("uk-2026-04", "uk_2026-04/subjects.csv", date(2026, 4, 29), "OGL-UK-3.0"),
    Source("cons-2025-12", "cons_prim_2025-12.csv", date(2025, 12, 19)),
    Source("sdn-2023-01", "sdn_2023-01.csv", date(2023, 1, 21)),
    Source("sdn-2025-12", "sdn_2025-12_alt.csv", date(2025, 12, 24)),
    Source("csl-2023-11", "csl_2023-11_partial.csv", date(2023, 11, 16)),
    Source("dpl-2022-09", "dpl_2022-09.txt", date(2022, 9, 8)),
    Source("csl-2022-04", "csl_consolidated_2022-04_full.csv.gz", date(2022, 4, 8)),
    Source("misp", "misp_surveillance-vendor.json", date(2026, 8, 1), "CC0-1.0 OR BSD-2-Clause"),
)
EXTRA_FILES = (
    "uk_2026-04/subject_names.csv", "uk_2026-04/subject_countries.csv",
    "uk_2026-04/subject_dobs.csv", "uk_2026-04/subject_identifiers.csv",
    "sdn_2025-12_add.csv", "cons_alt_2025-12.csv", "cons_add_2025-12.csv",
    "cons_comments_2025-12.csv",
)  # fmt: skip


@dataclass(frozen=True)
class ListPlan:
    """One list: its title, whose it is, how old the data is, the official size where known."""

    id: str
    title: str
    publisher: str
    data_on: date
    official: int | None = None
    official_on: date | None = None
    note: str = ""


BIS, OFAC, STATE = "U.S. Commerce Department, BIS", "U.S. Treasury, OFAC", "U.S. State Department"
LISTS = (
    ListPlan("us-bis-el", "Entity List", BIS, date(2026, 8, 18), 3420, CSL_COUNTED_ON,
             "licence policy and citation as of 2022-04 where known"),
    ListPlan("us-bis-meu", "Military End User List", BIS, date(2026, 8, 18), 70, CSL_COUNTED_ON),
    ListPlan("us-bis-uvl", "Unverified List", BIS, date(2023, 11, 16), 222, CSL_COUNTED_ON,
             "data of 2023-11"),
    ListPlan("us-bis-dpl", "Denied Persons List", BIS, date(2023, 11, 16), 454, CSL_COUNTED_ON,
             "data of 2023-11 and 2022-09; orders after that are missing"),
    ListPlan("us-dod-1260h", "Section 1260H List", "U.S. Defense Department",
             date(2026, 8, 18), 188, date(2026, 8, 18)),
    ListPlan("us-dod-1286", "Section 1286 List", "U.S. Defense Department",
             date(2026, 8, 18), 130, date(2026, 8, 18)),
    ListPlan("us-dhs-uflpa", "UFLPA Entity List", "U.S. Homeland Security",
             date(2026, 8, 18), 144, date(2026, 8, 18)),
    ListPlan("us-ofac-sdn", "Specially Designated Nationals", OFAC, date(2025, 12, 24), 19066,
             CSL_COUNTED_ON, "many parties added after 2023-01 have no name in the data"),
    ListPlan("us-ofac-ssi", "Sectoral Sanctions Identifications", OFAC, date(2025, 12, 19), 286,
             CSL_COUNTED_ON),
    ListPlan("us-ofac-cmic", "Non-SDN Chinese Military-Industrial Complex Companies", OFAC,
             date(2025, 12, 19), 68, CSL_COUNTED_ON),
    ListPlan("us-ofac-plc", "Palestinian Legislative Council", OFAC, date(2025, 12, 19), 78,
             CSL_COUNTED_ON),
    ListPlan("us-ofac-mbs", "Non-SDN Menu-Based Sanctions", OFAC, date(2025, 12, 19), 12,
             CSL_COUNTED_ON),
    ListPlan("us-ofac-capta", "Correspondent and Payable-Through Accounts", OFAC,
             date(2025, 12, 19), 1, CSL_COUNTED_ON),
    ListPlan("us-ofac-fse", "Foreign Sanctions Evaders", OFAC, date(2025, 12, 19)),
    ListPlan("us-state-isn", "Nonproliferation Sanctions", STATE, date(2023, 11, 16), 161,
             CSL_COUNTED_ON, "data of 2023-11"),
    ListPlan("us-state-itar", "ITAR Debarred", STATE, date(2022, 4, 8), 787, CSL_COUNTED_ON,
             "data of 2022-04"),
    ListPlan("un-sc", "Security Council Consolidated List", "United Nations",
             date(2026, 2, 27), 1003, date(2026, 2, 27)),
    ListPlan("uk-sl", "UK Sanctions List", "United Kingdom, FCDO", date(2026, 4, 29), 6046,
             date(2026, 4, 29), "no names in other scripts in the data"),
    ListPlan("research-vendors", "Vendors of surveillance technology (research, not a legal list)",
             "MISP project", date(2026, 8, 1), 615, date(2026, 8, 1)),
)  # fmt: skip


def read_all(folder: Path) -> list[ListRecord]:
    """Read every file, the newest of each list first, and end what newer files left out."""
    data = {source.id: opened(folder / source.file) for source in SOURCES}
    us_new = list(read_restricted_parties(data["us-2026-08"], what="us-2026-08"))
    csl_2023 = list(read_csl(whole_lines(data["csl-2023-11"]), what="csl-2023-11"))
    csl_2022 = list(read_csl(data["csl-2022-04"], what="csl-2022-04"))
    denied = list(read_denied_persons(data["dpl-2022-09"], what="dpl-2022-09"))
    sdn, live_numbers = read_sdn(folder, data["sdn-2023-01"])
    cons = read_cons(folder, data["cons-2025-12"])
    older = [*csl_2023, *denied, *csl_2022]
    newest = [*us_new, *cons, *(r for r in csl_2023 if r.list_id in COMPLETE_2023)]
    return [
        *us_new,
        *read_un(data["un-2026-02"], what="un-2026-02"),
        *read_uk_tables(open_uk_tables(folder), what="uk-2026-04"),
        *cons,
        *sdn,
        *ended(older, newest, live_numbers),
        *read_misp_vendors(data["misp"], what="misp"),
    ]


COMPLETE_2023 = {"us-bis-uvl", "us-state-isn", "us-bis-dpl"}
REPLACED_BY = {
    "us-bis-el": date(2026, 8, 18),
    "us-bis-meu": date(2026, 8, 18),
    "us-ofac-sdn": date(2025, 12, 24),
    "us-ofac-ssi": date(2025, 12, 19),
    "us-ofac-cmic": date(2025, 12, 19),
    "us-ofac-plc": date(2025, 12, 19),
    "us-ofac-mbs": date(2025, 12, 19),
    "us-ofac-capta": date(2025, 12, 19),
    "us-ofac-fse": date(2025, 12, 19),
    "us-bis-uvl": date(2023, 11, 16),
    "us-state-isn": date(2023, 11, 16),
    "us-bis-dpl": date(2023, 11, 16),
}


def ended(
    older: Iterable[ListRecord], newest: Iterable[ListRecord], sdn_numbers: set[str]
) -> Iterator[ListRecord]:
    """End a listing that the newer, complete file of its list no longer has."""
    there = set(name_keys(newest))
    for record in older:
        end = REPLACED_BY.get(record.list_id)
        if end is None or (record.source == "csl-2023-11" and record.list_id in COMPLETE_2023):
            yield record
        elif record.list_id == "us-ofac-sdn":
            gone = record.source_id not in sdn_numbers
            yield replace(record, ended_on=end) if gone else record
        elif there.isdisjoint(name_keys([record])):
            yield replace(record, ended_on=min(end, record.ended_on or end))
        else:
            yield record


def name_keys(records: Iterable[ListRecord]) -> Iterator[tuple[str, str]]:
    """Give list and folded name, and list and number, of each record."""
    for record in records:
        if record.source_id:
            yield record.list_id, record.source_id
        yield from ((record.list_id, fold_name(name.text)) for name in record.names)


def opened(path: Path) -> BinaryIO:
    """Open a file of the folder, unpacked."""
    data = path.read_bytes()
    return io.BytesIO(gzip.decompress(data) if path.suffix == ".gz" else data)


def whole_lines(stream: BinaryIO) -> BinaryIO:
    """Drop the cut-off last row of a partial copy: all up to the last whole line."""
    data = stream.read()
    return io.BytesIO(data[: data.rindex(b'"\n"') + 2])


def read_sdn(folder: Path, primary: BinaryIO) -> tuple[list[ListRecord], set[str]]:
    """Read the SDN list; a number without an address row in 2025-12 is no longer listed."""
    addresses = opened(folder / "sdn_2025-12_add.csv")
    aliases = opened(folder / "sdn_2025-12_alt.csv")
    tables = read_ofac_tables(primary, aliases, addresses, what="sdn-2023-01")
    live = set(tables.addresses)
    end = REPLACED_BY["us-ofac-sdn"]
    records = ofac_records(tables, list_of={}, default_list="us-ofac-sdn", what="sdn-2023-01")
    return [
        replace(
            record,
            ended_on=None if record.source_id in live else end,
            source=record.source if record.row else "sdn-2025-12",
        )
        for record in records
    ], live


def read_cons(folder: Path, primary: BinaryIO) -> list[ListRecord]:
    """Read OFAC's other lists."""
    others = (folder / f"cons_{name}_2025-12.csv" for name in ("alt", "add", "comments"))
    aliases, addresses, comments = map(opened, others)
    tables = read_ofac_tables(primary, aliases, addresses, comments, what="cons-2025-12")
    return list(
        ofac_records(tables, list_of=NON_SDN_LISTS, default_list="us-ofac-mbs", what="cons-2025-12")
    )


def open_uk_tables(folder: Path) -> UkTables:
    names = ("subjects", "subject_names", "subject_countries", "subject_dobs",
             "subject_identifiers")  # fmt: skip
    return UkTables(*(opened(folder / "uk_2026-04" / f"{name}.csv") for name in names))


def manifest_text(target: Path, count: int, version: str) -> str:
    """Write the label that every snapshot carries; what each list holds stands in `lists.toml`."""
    names = sorted([*(f"{table}.parquet" for table in TABLES), "lists.toml"])
    digests = {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in names}
    return "\n".join(
        [
            'id = "watchlist"',
            'title = "Restricted-party lists, put together"',
            'kind = "watchlist"',
            'publisher = "Governments, the United Nations and MISP, as lists.toml says"',
            'url = "https://www.trade.gov/consolidated-screening-list"',
            'licence = "public domain, OGL-UK-3.0, free access, CC0-1.0; by file in lists.toml"',
            f'version = "{version}"',
            f"rows = {count}",
            "expected_rows = [20000, 40000]",
            "review_interval_days = 30",
            f'published_on = "{AS_OF.isoformat()}"',
            'unit = "one entry a party, one listing a line of a list"',
            (
                'limits = ["Several lists are incomplete or old: see lists.toml.",'
                ' "The research list is not a legal list."]'
            ),
            "",
            "[files]",
            *(f'"{name}" = "{digest}"' for name, digest in digests.items()),
            "",
        ]
    )


def lists_text(folder: Path, entries: tuple, version: str) -> str:  # type: ignore[type-arg]
    held = live_counts(entries, AS_OF)
    lines = [
        "# Written by tools/build_watchlist.py; do not edit.",
        f'version = "{version}"',
        f"as_of = {AS_OF.isoformat()}",
        f"entries = {len(entries)}",
        "",
    ]
    for plan in LISTS:
        lines += ["[[lists]]", f'id = "{plan.id}"', f'title = "{plan.title}"',
                  f'publisher = "{plan.publisher}"', f"data_on = {plan.data_on.isoformat()}",
                  f"held = {held.get(plan.id, 0)}"]  # fmt: skip
        lines += [f"official = {plan.official}"] if plan.official else []
        lines += [f"official_on = {plan.official_on}"] if plan.official_on else []
        lines += [f'note = "{plan.note}"'] if plan.note else []
        lines.append("")
    for source in SOURCES:
        lines += source_lines(folder, source.id, source.file, source)
    for file in EXTRA_FILES:
        lines += source_lines(folder, "", file, None)
    return "\n".join(lines)


def source_lines(folder: Path, id_: str, file: str, source: Source | None) -> list[str]:
    digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    lines = ["[[files]]", f'id = "{id_}"'] if id_ else ["[[files]]"]
    lines += [f'file = "{file}"', f'sha256 = "{digest}"']
    if source:
        lines += [f"data_on = {source.data_on.isoformat()}", f'licence = "{source.licence}"']
    return [*lines, ""]


def main(folder: Path, target: Path = TARGET) -> None:
    # the package ships facts, not the publishers' prose
    plain = (replace(record, remarks="") for record in read_all(folder) if record.names)
    entries = merge_records(list(plain))
    target.mkdir(parents=True, exist_ok=True)
    write_tables(entries, target)
    version = content_version(entries)
    (target / "lists.toml").write_text(lists_text(folder, entries, version), "utf-8")
    label = manifest_text(target, len(entries), version)
    (target / "manifest.toml").write_text(label, "utf-8")
    report(entries, target)


def report(entries: tuple, target: Path) -> None:  # type: ignore[type-arg]
    listings: list[Listing] = [listing for entry in entries for listing in entry.listings]
    live = Counter(x.list_id for x in listings if x.is_live(AS_OF))
    former = Counter(x.list_id for x in listings if not x.is_live(AS_OF))
    for plan in LISTS:
        print(f"{plan.id:18} live {live[plan.id]:6} former {former[plan.id]:5} of {plan.official}")
    print(Counter(marker.value for entry in entries for marker in entry.markers))
    names = sum(len(entry.names) for entry in entries)
    size = sum(path.stat().st_size for path in target.iterdir())
    print(f"{len(entries)} entries, {names} names, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
