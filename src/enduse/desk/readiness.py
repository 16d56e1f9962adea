"""What stands in the way: of working at all, and of working in earnest."""

import logging
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from enduse.desk import keys
from enduse.desk.accounts.services import has_administrator
from enduse.desk.backups import newest_backup_at
from enduse.desk.record.checkpoints import newest_checkpoint
from enduse.domain.errors import BadDataError

_CHECKPOINT_AGE = timedelta(hours=26)
_BACKUP_AGE = timedelta(hours=26)
_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}

_log = logging.getLogger("enduse.readiness")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that production needs."""

    name: str
    is_met: bool
    says: str  # what is the case
    remedy: str  # what to do; shown if it is not met


def failures_to_work() -> list[str]:
    """Why the desk cannot work now; empty if it can. Each is also logged."""
    failures = list(_failures())
    for failure in failures:
        _log.error(failure)
    return failures


def checks_for_production() -> list[Check]:
    """Everything a desk in earnest needs, met or not."""
    return [check() for check in _CHECKS]


def _failures() -> Iterator[str]:
    try:
        if missing := _missing_migrations():
            yield f"the database lacks {missing} migrations; `enduse serve` applies them"
    except DatabaseError as error:
        yield f"the database does not answer: {type(error).__name__}"
    for key in keys.ALL_KEYS:
        try:
            keys.read_key(settings.KEYS_DIR, key)
        except BadDataError as error:
            yield str(error)
    if settings.EVIDENCE_DIR.exists() and not os.access(settings.EVIDENCE_DIR, os.W_OK):
        yield f"{settings.EVIDENCE_DIR}: cannot be written"


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _tls() -> Check:
    return Check(
        "TLS",
        settings.TLS,
        "cookies and links are for HTTPS only" if settings.TLS else "served without TLS",
        "put a proxy with a certificate before the desk, set ENDUSE_TLS=yes and ENDUSE_PROXY",
    )


def _hosts() -> Check:
    named = [host for host in settings.ALLOWED_HOSTS if host not in _LOCAL_HOSTS]
    is_met = bool(named) and "*" not in named
    return Check(
        "Host names",
        is_met,
        f"answers to {', '.join(settings.ALLOWED_HOSTS)}",
        "set ENDUSE_HOSTS to the names under which people reach the desk, and no star",
    )


def _debug() -> Check:
    return Check(
        "Debug",
        not settings.DEBUG,
        "error pages show the program" if settings.DEBUG else "error pages show nothing inside",
        "take ENDUSE_DEBUG away",
    )


def _demo() -> Check:
    return Check(
        "Demonstration",
        not settings.DEMO,
        "made-up cases and known passwords" if settings.DEMO else "no demonstration data",
        "start a new data folder without --demo",
    )


def _second_factor() -> Check:
    return Check(
        "Second factor",
        settings.MFA_REQUIRED,
        "everyone needs one" if settings.MFA_REQUIRED else "a password is enough",
        "set ENDUSE_MFA_REQUIRED=yes",
    )


def _mail() -> Check:
    host = settings.EMAIL_HOST
    return Check(
        "Mail",
        bool(host),
        f"sent through {host}" if host else "nothing is sent: no notices, no password reset",
        "set ENDUSE_MAIL_HOST, ENDUSE_MAIL_USER, ENDUSE_MAIL_PASSWORD and ENDUSE_MAIL_FROM",
    )


def _database() -> Check:
    is_server = connection.vendor == "postgresql"
    return Check(
        name="Database",
        is_met=True,
        says="PostgreSQL" if is_server else "SQLite: right for one machine and one process",
        remedy="",
    )


def _administrator() -> Check:
    found = has_administrator()
    return Check(
        "Administrator",
        found,
        "someone can run the desk" if found else "nobody can run the desk",
        "open the link that `enduse serve` prints",
    )


def _keys() -> Check:
    loose = [key.file for key in keys.ALL_KEYS if _is_loose(settings.KEYS_DIR / key.file)]
    return Check(
        "Keys",
        not loose,
        f"others can read {', '.join(loose)}" if loose else "readable by their owner only",
        f"chmod 600 the files in {settings.KEYS_DIR}, and keep a copy of them apart from backups",
    )


def _checkpoint() -> Check:
    newest = newest_checkpoint()
    return _aged(
        "Checkpoint",
        newest.at if newest else None,
        _CHECKPOINT_AGE,
        "let `enduse serve` or `enduse worker` run; keep `enduse record checkpoint` elsewhere",
    )


def _backup() -> Check:
    return _aged(
        "Backup",
        newest_backup_at(),
        _BACKUP_AGE,
        "run `enduse backup` every day, to another machine",
    )


def _aged(name: str, at: datetime | None, limit: timedelta, remedy: str) -> Check:
    says = "never made" if at is None else f"newest of {at:%Y-%m-%d %H:%M} UTC"
    return Check(name, at is not None and timezone.now() - at < limit, says, remedy)


def _is_loose(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


_CHECKS: tuple[Callable[[], Check], ...] = (
    _administrator,
    _second_factor,
    _tls,
    _hosts,
    _debug,
    _demo,
    _database,
    _keys,
    _mail,
    _checkpoint,
    _backup,
)
