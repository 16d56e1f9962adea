"""`enduse desk`: looking after a desk from the machine it runs on."""

import typer

from enduse.cli.desk_process import DeskDir, desk_at
from enduse.cli.exits import FAILED

app = typer.Typer(help="Look after a desk: what production lacks, a way back in.")


@app.command()
def check(directory: DeskDir = None) -> None:
    """Say what the desk lacks to be used in earnest; exit code 1 if it lacks something."""
    with desk_at(directory) as desk:
        if not desk.check():
            raise typer.Exit(FAILED)


@app.command()
def administrator(directory: DeskDir = None) -> None:
    """Print a link that makes an administrator; it works once, for a day, and is on record."""
    with desk_at(directory) as desk:
        desk.administrator()
