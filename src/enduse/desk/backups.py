"""A backup: one zip file with every table, every evidence file, a checkpoint and all hashes.

Tables are lines of JSON and not pages of one kind of database, so that a backup of SQLite may be
restored into PostgreSQL. `restoring.py` reads what this module writes.
"""

import base64
import contextlib
import hashlib
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.utils import timezone

from enduse.desk import keys
from enduse.desk.record import notes
from enduse.desk.record.checkpoints import make_checkpoint, public_key
from enduse.desk.record.models import Event, Via
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError, InvalidInputError

FORMAT = "enduse-backup/1"
MANIFEST = "manifest.json"
BACKED_UP = "desk:backed_up"

LEFT_OUT = frozenset(
    {
        "sessions.session",  # nobody stays logged in
        "contenttypes.contenttype",  # Django fills these three itself
        "auth.permission",
        "auth.group",
        "jobs.worker",  # whoever was alive then
    }
)

_CHUNK = 2000


class BackupFile:
    """The zip file while it is written: notes the hash and length of everything in it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.files: dict[str, dict[str, object]] = {}

    def add(self, name: str, chunks: Iterator[bytes], *, packed: bool) -> None:
        """Add one file from its parts, however large it is."""
        info = zipfile.ZipInfo(name, timezone.now().timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, length = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                length += len(chunk)
        self.files[name] = {"sha256": digest.hexdigest(), "bytes": length}


def make_backup(out: Path, *, with_keys: bool) -> dict[str, Any]:
    """Write a backup; the desk may go on working.

    Args:
        out: the file to write; it takes its name only when it is complete.
        with_keys: whether the keys go into it.

    Returns:
        The manifest.

    Raises:
        ConflictError: the file exists, or the database is not up to date.
        InvalidInputError: the file cannot be written.
    """
    if out.exists():
        raise ConflictError(f"{out}: exists already; a backup never replaces a file")
    checkpoint = make_checkpoint()
    part = out.with_name(f".{out.name}.part")
    try:
        with _private(part) as archive:
            manifest = _write(BackupFile(archive), with_keys=with_keys)
            manifest["checkpoint"] = checkpoint.note
            archive.writestr(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        part.replace(out)
    except OSError as error:
        raise InvalidInputError(f"{out}: cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
    _tell(manifest)
    return manifest


def newest_backup_at() -> datetime | None:
    """When the newest backup was made; None if none was."""
    return (
        Event.objects.filter(verb=BACKED_UP).order_by("-seq").values_list("at", flat=True).first()
    )


def dumped_models() -> list[type[Model]]:
    """Every model whose rows go into a backup, join tables included."""
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and m._meta.label_lower not in LEFT_OUT]


def fingerprint(key: bytes) -> str:
    """What tells one key from another without giving it away."""
    return hashlib.sha256(b"enduse key\n" + key).hexdigest()[:16]


def key_fingerprints() -> dict[str, str]:
    """The fingerprint of each key of this desk."""
    return {k.file: fingerprint(keys.read_key(settings.KEYS_DIR, k)) for k in keys.ALL_KEYS}


def _write(file: BackupFile, *, with_keys: bool) -> dict[str, Any]:
    with _snapshot():
        migrations = _migrations()
        for model in dumped_models():
            file.add(f"tables/{model._meta.label_lower}.jsonl", _lines(model), packed=True)
    for path in _evidence_files():
        name = path.relative_to(settings.EVIDENCE_DIR).as_posix()
        file.add(f"evidence/{name}", _parts(path), packed=False)
    for key in keys.ALL_KEYS if with_keys else ():
        secret = keys.read_key(settings.KEYS_DIR, key)
        file.add(f"keys/{key.file}", iter([base64.b64encode(secret) + b"\n"]), packed=False)
    return {
        "format": FORMAT,
        "made_at": timezone.now(),
        "made_by": f"enduse {version('enduse')}",
        "database": connection.vendor,
        "migrations": migrations,
        "public_key": notes.verifier_key(public_key()),
        "keys": key_fingerprints(),
        "files": file.files,
    }


@contextlib.contextmanager
def _private(path: Path) -> Iterator[zipfile.ZipFile]:
    """A new zip file that only its owner may read."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as raw, zipfile.ZipFile(raw, "w", allowZip64=True) as archive:
        yield archive


@contextlib.contextmanager
def _snapshot() -> Iterator[None]:
    """See the database as it is at one moment, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django's own would be IMMEDIATE and keep writers out
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _migrations() -> list[tuple[str, str]]:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(leaves):
        raise ConflictError("the database is not up to date; start `enduse serve` once")
    return sorted(leaves)


def _lines(model: type[Model]) -> Iterator[bytes]:
    """The rows of a table as lines: first the names of the columns, then the values."""
    names = [field.attname for field in model._meta.concrete_fields]
    yield orjson.dumps(names) + b"\n"
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_CHUNK):
        yield orjson.dumps(row, default=_plain) + b"\n"


def _plain(value: object) -> str:
    """A value that JSON has no form for."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)


def _evidence_files() -> Iterator[Path]:
    folder = settings.EVIDENCE_DIR
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(2**20):
            yield part


def _tell(manifest: dict[str, Any]) -> None:
    digest = hashlib.sha256(orjson.dumps(manifest)).hexdigest()
    body = {"manifest_sha256": digest, "files": len(manifest["files"])}
    with transaction.atomic():
        record_event(
            BACKED_UP, actor="system:machine", thing="desk:backup", body=body, via=Via.COMMAND
        )
