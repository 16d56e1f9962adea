"""`enduse record`: what was done, and whether the record of it is whole."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.desk_process import DeskDir, desk_at
from enduse.cli.exits import FAILED
from enduse.cli.files import give, read_bytes
from enduse.cli.options import Out

app = typer.Typer(help="The desk's record: verify it, sign it.")


@app.command()
def verify(
    directory: DeskDir = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint kept elsewhere; may be given several times."),
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The public key that must have signed it, as kept elsewhere.")
    ] = None,
) -> None:
    """Read the whole record again; exit code 1 if anything is not as it was written.

    What was cut off the end since the last checkpoint, together with the head of the chain, shows
    only against a checkpoint that was kept outside the database.
    """
    outside = [read_bytes(path).decode("utf-8", "replace") for path in checkpoint or ()]
    with desk_at(directory) as desk:
        if not desk.verify(outside, key):
            raise typer.Exit(FAILED)


@app.command()
def checkpoint(directory: DeskDir = None, out: Out = None) -> None:
    """Sign the record as it stands, and print the signed note; keep it outside the desk."""
    with desk_at(directory) as desk:
        note, key = desk.checkpoint()
    give(note, out)
    typer.echo(f"Public key: {key}", err=True)
