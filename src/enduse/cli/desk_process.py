"""Running a command of the desk: this process becomes the desk, as Django knows it."""

import os
from pathlib import Path
from typing import Annotated

import django
import typer
from django.core.management import call_command
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


def run_in_desk(command: str, folder: Path | None, **options: object) -> None:
    """Run one of the desk's commands on the desk in this folder.

    Raises:
        SourceUnavailableError: its database does not answer, or has no tables yet.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "enduse.desk.settings"
    if folder is not None:
        os.environ["ENDUSE_DESK_DIR"] = str(folder)
    django.setup()
    try:
        call_command(command, **options)
    except DatabaseError as error:
        raise SourceUnavailableError(
            f"the desk's database: {error}; is --dir right, and was `enduse serve` run once?"
        ) from error
