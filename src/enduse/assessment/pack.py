"""A rule pack: the catalogue, its rules and the tables of judgement, under one hash."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from enduse.assessment.agencies import AgencyWords, read_agencies
from enduse.assessment.answers import AnswerKey, answer_keys
from enduse.assessment.judgement import Tables
from enduse.assessment.plan_table import PlanTable, read_plan_table
from enduse.assessment.purpose import PurposeWords, read_purposes
from enduse.assessment.tables import read_table
from enduse.capability.taxonomy import load_taxonomy
from enduse.domain.catalogue import Catalogue
from enduse.domain.errors import BadDataError, NotFoundError
from enduse.guidance.loading import read_catalogue
from enduse.rules.dictionary import FactDictionary
from enduse.rules.evaluate import Rule, make_rule

LOCK = "pack.lock"


@dataclass(frozen=True, slots=True)
class RulePack:
    """Everything that turns facts into findings and a route."""

    catalogue: Catalogue
    dictionary: FactDictionary
    rules: tuple[Rule, ...]
    answer_keys: Mapping[str, AnswerKey]
    tables: Tables
    purposes: PurposeWords
    agencies: AgencyWords
    plan_table: PlanTable
    sha256: str


@cache
def load_pack(folder: Path | None = None) -> RulePack:
    """Load the pack that ships with the package, or a customer's own.

    Args:
        folder: a folder laid out like `enduse/guidance`; None for the embedded pack.

    Raises:
        NotFoundError: there is no such folder.
        BadDataError: a file is malformed, or the lock file names another hash.
    """
    root: Traversable = files("enduse.guidance") if folder is None else folder
    if not root.is_dir():
        raise NotFoundError("there is no rule pack there", folder=str(folder))
    sha256 = pack_sha256(root)
    _check_lock(root, sha256)
    catalogue = read_catalogue(root)
    dictionary = FactDictionary.of(catalogue.facts)
    judgement = root / "judgement"
    return RulePack(
        catalogue=catalogue,
        dictionary=dictionary,
        rules=tuple(make_rule(flag, dictionary) for flag in catalogue.red_flags),
        answer_keys=answer_keys(catalogue),
        tables=Tables(
            likelihood=read_table(_parse(judgement, "likelihood.toml"), "likelihood", dictionary),
            route=read_table(_parse(judgement, "route.toml"), "route", dictionary),
        ),
        purposes=read_purposes(_parse(judgement, "purposes.toml"), "purposes"),
        agencies=read_agencies(_parse(judgement, "agencies.toml"), "agencies"),
        plan_table=read_plan_table(
            _parse(judgement, "safeguards.toml"), "safeguards.toml", catalogue, load_taxonomy()
        ),
        sha256=sha256,
    )


def pack_sha256(root: Traversable) -> str:
    """One hash over the names and contents of every TOML file of a pack."""
    digest = hashlib.sha256()
    for name, path in sorted(_toml_files(root, "")):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def pack_files(folder: Path | None = None) -> tuple[tuple[str, bytes], ...]:
    """Every TOML file of a pack, by name, as `pack_sha256` counts them.

    Args:
        folder: a customer's own pack; None for the embedded one.
    """
    root: Traversable = files("enduse.guidance") if folder is None else folder
    return tuple((name, path.read_bytes()) for name, path in sorted(_toml_files(root, "")))


def _toml_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _toml_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            yield prefix + entry.name, entry


def _check_lock(root: Traversable, sha256: str) -> None:
    """A pack is what its lock says, or it does not load: nobody changes a rule unseen."""
    lock = root / LOCK
    locked = lock.read_text(encoding="utf-8").strip() if lock.is_file() else ""
    if locked != sha256:
        raise BadDataError(
            "the rule pack is not what its lock file says; "
            "if the change is meant, run `enduse rules lock`",
            locked=locked or "no lock file",
            is_now=sha256,
        )


def _parse(folder: Traversable, name: str) -> Mapping[str, object]:
    path = folder / name
    if not path.is_file():
        raise BadDataError(f"{name}: missing from the rule pack")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDataError(f"{name}: {error}") from None
