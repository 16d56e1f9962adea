"""A small packaged watchlist, and folders of small lists, for the commands that keep lists."""

from dataclasses import replace
from datetime import date

from enduse.domain.screening import Coverage, ListedName, Listing, PartyKind, WatchlistEntry
from enduse.screening.lists.sources import SOURCES
from enduse.screening.watchlist import Watchlist, content_version, lists_text, write_tables

SMALL = {id_: replace(source, at_least=1) for id_, source in SOURCES.items()}
"""The known sources, of which a file of two parties can be the whole."""


def packaged_watchlist():
    entries = (
        WatchlistEntry(
            "us-bis-el:1", PartyKind.ORGANISATION, (ListedName("Untouched Optical Works"),),
            (Listing("us-bis-el", "1", source="packaged", row=1),), ("CHN",),
        ),
    )  # fmt: skip
    coverage = (Coverage("us-bis-el", "Entity List", "BIS", date(2020, 1, 1), 1),)
    return Watchlist(entries, coverage, content_version(entries))


def write_packaged(folder):
    folder.mkdir()
    made = packaged_watchlist()
    write_tables(made.entries, folder)
    (folder / "lists.toml").write_text(lists_text(made, date(2020, 1, 1)), "utf-8")
    return folder


def un_file(first, count, dated="2021-02-04"):
    parties = "".join(
        f"<ENTITY><FIRST_NAME>Lantern Trading House {n}</FIRST_NAME><UN_LIST_TYPE>X</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>KPe.{n:04}</REFERENCE_NUMBER></ENTITY>"
        for n in range(first, first + count)
    )
    return (
        f'<CONSOLIDATED_LIST dateGenerated="{dated}T00:00:00Z"><ENTITIES>{parties}'
        "</ENTITIES></CONSOLIDATED_LIST>"
    ).encode()
