"""Bringing a desk back from a backup, and making sure that it is the same desk."""

import base64
import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

import orjson
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, Model

from enduse.desk import keys
from enduse.desk.backups import FORMAT, MANIFEST, dumped_models, key_fingerprints
from enduse.desk.record.verification import Verification, verify_record
from enduse.domain.errors import BadDataError, ConflictError, InvalidInputError

Column: TypeAlias = "Field[Any, Any]"

_ROWS = 500
_PART = 2**20


def restore_backup(backup: Path) -> Verification:
    """Bring everything back, and verify it against the checkpoint in the backup.

    Raises:
        InvalidInputError: it is no backup, or is damaged; nothing was written.
        ConflictError: the desk is not empty, the keys are others, or a newer enduse made it.
        BadDataError: it was restored, and its record is not the one the checkpoint signs.
    """
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest = _checked_manifest(archive)
            _restore_keys(archive, manifest)
            state = _migrate_as_it_was(manifest)
            with transaction.atomic():
                _restore_tables(archive, manifest, state)
            _restore_evidence(archive, manifest)
    except (OSError, zipfile.BadZipFile) as error:
        raise InvalidInputError(f"{backup}: cannot be read as a backup: {error}") from None
    call_command("migrate", interactive=False, verbosity=0)
    _reset_sequences()
    found = verify_record([manifest["checkpoint"]])
    if not found.is_good:
        raise BadDataError(f"the restored record is not whole: {found.problems[0]}")
    return found


def _checked_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every file has the hash that it says."""
    try:
        manifest: dict[str, Any] = orjson.loads(archive.read(MANIFEST))
    except (KeyError, orjson.JSONDecodeError):
        raise InvalidInputError(f"{archive.filename}: no backup: it has no {MANIFEST}") from None
    if manifest.get("format") != FORMAT:
        raise InvalidInputError(f"{archive.filename}: not of the format {FORMAT}")
    for name, said in manifest["files"].items():
        if name not in archive.namelist() or _sha256(archive, name) != said["sha256"]:
            raise InvalidInputError(f"{archive.filename}: {name} is damaged or missing")
    return manifest


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    for part in _parts(archive, name):
        digest.update(part)
    return digest.hexdigest()


def _parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as file:
        while part := file.read(_PART):
            yield part


def _restore_keys(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Put the keys in place if the backup has them; go on only with the same keys."""
    settings.KEYS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    for key in keys.ALL_KEYS:
        name, path = f"keys/{key.file}", settings.KEYS_DIR / key.file
        if name in manifest["files"] and not path.exists():
            keys.write_key(path, base64.b64decode(archive.read(name)))
    wrong = [name for name, said in manifest["keys"].items() if key_fingerprints()[name] != said]
    if wrong:
        raise ConflictError(
            f"{settings.KEYS_DIR}: not the keys of the desk that was backed up: {', '.join(wrong)}"
        )


def _migrate_as_it_was(manifest: dict[str, Any]) -> Apps:
    """Make the tables as they were when the backup was made; the models of that time."""
    executor = MigrationExecutor(connection)
    targets = [(app, name) for app, name in manifest["migrations"]]
    unknown = [target for target in targets if target not in executor.loader.graph.nodes]
    if unknown:
        raise ConflictError("a newer enduse made this backup; restore it with that", knows=unknown)
    if executor.loader.applied_migrations:
        raise ConflictError("the database is not empty; restore into a new folder or database")
    return executor.migrate(targets).apps


def _restore_tables(archive: zipfile.ZipFile, manifest: dict[str, Any], then: Apps) -> None:
    for name in manifest["files"]:
        if name.startswith("tables/"):
            label = name.removeprefix("tables/").removesuffix(".jsonl")
            _restore_table(archive, name, then.get_model(label))


def _restore_table(archive: zipfile.ZipFile, name: str, model: type[Model]) -> None:
    """Insert the rows of one table as they are, past everything that saving would change."""
    with archive.open(name) as file:
        fields = [_field(model, name) for name in orjson.loads(next(file))]
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608  our own name
            for rows in _batches(map(orjson.loads, file)):
                cursor.executemany(_insert(model, fields), [_prepared(fields, r) for r in rows])


def _field(model: type[Model], attname: str) -> Column:
    return next(f for f in model._meta.concrete_fields if f.attname == attname)


def _insert(model: type[Model], fields: Iterable[Column]) -> str:
    columns = [_quoted(str(field.column)) for field in fields]
    places = ", ".join(["%s"] * len(columns))
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  our own names


def _prepared(fields: Iterable[Column], row: Iterable[object]) -> list[Any]:
    pairs = zip(fields, row, strict=True)
    return [field.get_db_prep_save(field.to_python(value), connection) for field, value in pairs]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _batches(rows: Iterator[list[object]]) -> Iterator[list[list[object]]]:
    while batch := list(islice(rows, _ROWS)):
        yield batch


def _restore_evidence(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for name in manifest["files"]:
        if name.startswith("evidence/"):
            _write_file(
                settings.EVIDENCE_DIR, name.removeprefix("evidence/"), _parts(archive, name)
            )


def _write_file(folder: Path, name: str, parts: Iterator[bytes]) -> None:
    """Write one file below a folder; a name that leads out of it is refused."""
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise InvalidInputError("a file in the backup wants to be elsewhere", name=name)
    path = folder / relative
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for part in parts:
            file.write(part)


def _reset_sequences() -> None:
    """Let numbers that the database gives go on after the highest one that is taken."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), dumped_models()):
            cursor.execute(statement)
