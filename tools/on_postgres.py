"""Run a command with a PostgreSQL of its own: `python tools/on_postgres.py pytest tests/desk`.

The server is made in a temporary folder, listens at a socket in it and is gone afterwards. With
ENDUSE_TEST_DATABASE_URL set, the server it names is used instead.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

VARIABLE = "ENDUSE_TEST_DATABASE_URL"
OWNER = "postgres"
SETTINGS = (
    "listen_addresses=''",
    "max_connections=300",
    "fsync=off",  # the tests kill writers, not the server
    "shared_buffers=64MB",
)


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl: on the path, or where Debian puts it."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """A PostgreSQL that nobody else uses; its address."""
    with tempfile.TemporaryDirectory(prefix="enduse-pg-") as name:
        folder, user = Path(name), OWNER if os.geteuid() == 0 else None
        if user:  # PostgreSQL refuses to run as root
            shutil.chown(folder, user)
        data = folder / "data"
        options = " ".join(f"-c {setting}" for setting in SETTINGS) + f" -k {folder}"
        run(user, programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8")
        run(
            user,
            programs / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            options,
            "start",
        )
        try:
            yield f"postgres://{OWNER}@{quote(str(folder), safe='')}/postgres"
        finally:
            run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def run(user: str | None, *command: object) -> None:
    """Run a program of PostgreSQL, quietly."""
    subprocess.run(  # noqa: S603  PostgreSQL's own programs
        [str(part) for part in command], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/"
    )


def main(command: list[str]) -> int:
    if VARIABLE in os.environ:
        return subprocess.run(command, check=False).returncode  # noqa: S603  what we were asked
    programs = find_programs()
    if programs is None:
        print(
            "The tests of the desk run on PostgreSQL too, and none is installed.\n"
            "On Debian and Ubuntu: apt-get install postgresql",
            file=sys.stderr,
        )
        return 1
    with server(programs) as url:
        env = {**os.environ, VARIABLE: url}
        return subprocess.run(command, env=env, check=False).returncode  # noqa: S603  the same


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
