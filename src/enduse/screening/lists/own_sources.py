"""A firm's own sources: moved addresses, own CSV files, FollowTheMoney collections."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from enduse.domain.errors import InvalidInputError
from enduse.screening.lists.ftm import read_ftm
from enduse.screening.lists.mapped import read_mapped_csv, read_mapping
from enduse.screening.lists.sources import SOURCES, ListFile, ListSource, Read, one_file

OWN_SOURCES = "sources.toml"
"""What the file is called, in the folder of versions."""

_KEYS = ("id", "layout", "title", "publisher", "licence", "url", "urls", "file", "mapping",
         "at_least")  # fmt: skip


def read_own_sources(path: Path) -> dict[str, ListSource]:
    """Read `sources.toml`: the known sources, with the user's own added and changed.

    Raises:
        InvalidInputError: not TOML, an unknown key or layout, or something is missing.
    """
    try:
        value = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInputError(
            "the file of sources cannot be read", file=str(path), why=str(error)
        ) from None
    rows = value.get("sources", [])
    if set(value) - {"sources"} or not isinstance(rows, list):
        raise InvalidInputError("the file holds [[sources]] and nothing else", file=str(path))
    own = (_source(row, path) for row in rows)
    return {**SOURCES, **{source.id: source for source in own}}


def _source(row: Mapping[str, Any], path: Path) -> ListSource:
    unknown = sorted(set(row) - set(_KEYS))
    if unknown or not str(row.get("id", "")):
        raise InvalidInputError(
            "a source has an id and these keys", file=str(path), unknown=unknown, keys=_KEYS
        )
    if row["id"] in SOURCES:
        return _moved(SOURCES[row["id"]], row, path)
    missing = sorted({"layout", "title", "publisher", "licence"} - set(row))
    if missing:
        raise InvalidInputError(
            "a source of your own needs more", file=str(path), id=row["id"], missing=missing
        )
    return ListSource(
        id=row["id"],
        title=row["title"],
        publisher=row["publisher"],
        licence=row["licence"],
        files=(ListFile(row.get("file") or _file_name(row), row.get("url", "")),),
        lists={row["id"]: row["title"]},
        read=_reader(row, path),
        at_least=int(row.get("at_least", 1)),
    )


def _moved(known: ListSource, row: Mapping[str, Any], path: Path) -> ListSource:
    """Change the addresses and the least count of a known source."""
    urls = row.get("urls") or ([row["url"]] if "url" in row else [f.url for f in known.files])
    if len(urls) != len(known.files):
        raise InvalidInputError(
            "the source has more files than addresses were given",
            file=str(path),
            id=known.id,
            files=[file.name for file in known.files],
        )
    files = tuple(replace(f, url=url) for f, url in zip(known.files, urls, strict=True))
    return replace(known, files=files, at_least=int(row.get("at_least", known.at_least)))


def _file_name(row: Mapping[str, Any]) -> str:
    return f"{row['id']}.ftm.json" if row["layout"] == "ftm" else f"{row['id']}.csv"


def _reader(row: Mapping[str, Any], path: Path) -> Read:
    if row["layout"] == "ftm":
        return one_file(partial(read_ftm, list_id=row["id"]))
    if row["layout"] == "csv" and "mapping" in row:
        file = path.parent / str(row["mapping"])
        try:
            mapping = read_mapping(file.read_text("utf-8"), what=file.name)
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInputError(
                "the mapping cannot be read", file=str(file), why=str(error)
            ) from None
        return one_file(partial(read_mapped_csv, mapping=mapping, list_id=row["id"]))
    raise InvalidInputError(
        "the layout is ftm, or csv with a mapping",
        file=str(path),
        id=row["id"],
        layout=row["layout"],
    )


def chosen_sources(known: Mapping[str, ListSource], ids: Iterable[str]) -> list[ListSource]:
    """Give the sources of these ids.

    Raises:
        InvalidInputError: there is no such source.
    """
    wanted = list(dict.fromkeys(ids))
    unknown = [id_ for id_ in wanted if id_ not in known]
    if unknown:
        raise InvalidInputError("there is no such source", unknown=unknown, known=list(known))
    return [known[id_] for id_ in wanted]
