"""The one way from the desk into the core: an engine, the clauses, an index of the watchlists."""

from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from enduse.assessment.engine import Engine, load_engine
from enduse.domain.clauses import ClauseLibrary
from enduse.domain.errors import BadDataError
from enduse.evidence.base import load_evidence
from enduse.guidance.clauses import clauses_of_pack
from enduse.screening.index import Index, index_name, write_index
from enduse.screening.watchlist import read_version, read_watchlist

_building = Lock()


def engine() -> Engine:
    """The engine every assessment of this process runs on; the first call takes a second or two.

    Raises:
        BadDataError: a rule pack or a snapshot is not as it should be.
    """
    return load_engine(settings.RULE_PACK_DIR, settings.CORE_DATA_DIR, _index_file())


def clauses() -> ClauseLibrary:
    """The clauses of the rule pack that every assessment of this process runs on.

    Raises:
        BadDataError: a clause is not as it should be.
    """
    return _clauses_of(settings.RULE_PACK_DIR)


def watchlist() -> Index:
    """The watchlists to screen against; their index is built at the first use of a version.

    Raises:
        BadDataError: the lists cannot be read.
    """
    return _opened(_index_file())


def watchlist_version() -> str:
    """The version of the watchlists that a search would read now."""
    return read_version(_watchlist_folder())


@cache
def _clauses_of(pack: Path | None) -> ClauseLibrary:
    return clauses_of_pack(pack, load_engine(pack, settings.CORE_DATA_DIR).pack.catalogue)


@cache
def _opened(path: Path) -> Index:
    return Index.open(path)


def _index_file() -> Path:
    """The index of the watchlists: one file that screening and assessing both map."""
    folder = _watchlist_folder()
    path = settings.DATA_DIR / "indexes" / index_name(read_version(folder))
    with _building:  # two requests that come first build it once
        if not path.is_file():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_index(read_watchlist(folder), path)
    return path


def _watchlist_folder() -> Path:
    folder = load_evidence(settings.CORE_DATA_DIR).manifests["watchlist"].folder
    if not isinstance(folder, Path):
        raise BadDataError("the watchlist has to lie in a folder; unpack the package")
    return folder
