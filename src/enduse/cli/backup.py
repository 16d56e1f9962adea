"""`enduse backup`: everything a desk knows, in one file."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.desk_process import DeskDir, desk_at


def backup(
    out: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    directory: DeskDir = None,
    with_keys: Annotated[
        bool,
        typer.Option(
            "--with-keys", help="Put the keys in it too; then guard it as you would them."
        ),
    ] = False,
) -> None:
    """Write a backup while the desk runs: tables, evidence files, a checkpoint, all hashes."""
    with desk_at(directory) as desk:
        desk.backup(out, with_keys=with_keys)
