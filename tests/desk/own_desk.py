"""A desk of a test's own: a folder and a database, and processes that run on it."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

BEGIN = "import django; django.setup()\n"


@dataclass(frozen=True)
class OwnDesk:
    folder: Path
    database_url: str

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "enduse.desk.settings",
            "ENDUSE_DESK_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "ENDUSE_LOG_LEVEL": "ERROR",
        }

    def enduse(self, *args: object) -> subprocess.CompletedProcess[str]:
        """Run a command of `enduse` on this desk."""
        code = "from enduse.cli.main import run; run()"
        return self._run([sys.executable, "-c", code, *map(str, args)])

    def python(self, code: str, *args: object) -> str:
        """Run Python on this desk, and give what it prints; it must succeed."""
        done = self._run(self._python(code, *args))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, code: str, *args: object) -> subprocess.Popen[str]:
        """Start Python on this desk and go on."""
        return subprocess.Popen(  # noqa: S603  our own Python
            self._python(code, *args), env=self.env, stdout=subprocess.PIPE, text=True
        )

    def _python(self, code: str, *args: object) -> list[str]:
        return [sys.executable, "-c", BEGIN + code, *map(str, args)]

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  the same
            command, env=self.env, capture_output=True, text=True, timeout=300, check=False
        )


@contextmanager
def empty_desk(folder: Path, server: str, template: str = "") -> Iterator[OwnDesk]:
    """A folder and, on a server, a database that is gone afterwards; nothing in them."""
    if not server:
        yield OwnDesk(folder, "")
        return
    name = f"enduse_{uuid.uuid4().hex}"
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        create += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with _connected(server) as connection:
        connection.execute(create)
        try:
            yield OwnDesk(folder, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


@contextmanager
def copy_of(desk: OwnDesk, folder: Path) -> Iterator[OwnDesk]:
    """A desk with the same keys and the same rows, free to be spoilt."""
    shutil.copytree(desk.folder, folder, dirs_exist_ok=True)
    template = urlsplit(desk.database_url).path.removeprefix("/")
    with empty_desk(folder, desk.database_url, template) as copy:
        yield copy


def execute(desk: OwnDesk, *statements: str) -> None:
    """Run SQL on a desk's database past everything that Django or the desk would say."""
    desk.python(
        "import sys\nfrom django.db import connection, transaction\n"
        "with transaction.atomic(), connection.cursor() as cursor:\n"
        "    for statement in sys.argv[1:]: cursor.execute(statement)\n",
        *statements,
    )


@contextmanager
def _connected(server: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to the server that is on none of the databases that are made or copied."""
    parts = urlsplit(server)
    connection = psycopg.connect(
        host=unquote(parts.hostname or ""),
        port=parts.port,
        user=parts.username,
        password=parts.password,
        dbname="postgres",
        autocommit=True,
    )
    with connection:
        yield connection
