"""Becoming the desk: this process takes up the desk's settings, database and commands.

The command line stands beside the desk and imports nothing of it; it calls its commands by name.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import django
import typer
from django.db import DatabaseError

from enduse.domain.errors import SourceUnavailableError

DeskDir = Annotated[
    Path | None,
    typer.Option(
        "--dir",
        help="The desk's data folder; without it, enduse-desk in this folder.",
        envvar="ENDUSE_DESK_DIR",
    ),
]
Commands: TypeAlias = Any  # a module of enduse.desk


@contextmanager
def desk_at(folder: Path | None, module: str = "commands") -> Iterator[Commands]:
    """The commands of the desk in this folder.

    Args:
        folder: from `--dir`.
        module: the part of the desk that holds them.

    Raises:
        SourceUnavailableError: its database does not answer, or has no tables yet.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "enduse.desk.settings"
    if folder is not None:
        os.environ["ENDUSE_DESK_DIR"] = str(folder)
    django.setup()
    try:
        yield import_module(f"enduse.desk.{module}")
    except DatabaseError as error:
        raise SourceUnavailableError(
            f"the desk's database: {error}; is --dir right, and was `enduse serve` run once?"
        ) from error
