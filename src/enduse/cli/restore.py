"""`enduse restore`: a desk from its backup."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.desk_process import DeskDir, desk_at


def restore(
    backup: Annotated[Path, typer.Argument(help="The file that `enduse backup` wrote.")],
    directory: DeskDir = None,
) -> None:
    """Bring a desk back into an empty folder or database, and verify its record.

    The kind of database need not be the one the backup was made from.
    """
    with desk_at(directory) as desk:
        desk.restore(backup)
