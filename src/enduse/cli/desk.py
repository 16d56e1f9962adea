"""`enduse desk`: looking after a desk from the machine it runs on."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.desk_process import DeskDir, desk_at
from enduse.cli.exits import FAILED
from enduse.cli.files import read_bytes, whole_file

app = typer.Typer(help="Look after a desk: what production lacks, a way back in, cases in and out.")


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


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or JSON, one case a row.")],
    actor: Annotated[str, typer.Option("--as", help="Email of who becomes the author.")],
    mapping: Annotated[
        Path | None, typer.Option(help="TOML that says which column is which field.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Open the cases; without it, only try.")
    ] = False,
    directory: DeskDir = None,
) -> None:
    """Open cases on the rows of another system's file: all of them or none; tried first."""
    rows, columns = read_bytes(file), read_bytes(mapping) if mapping else None
    with desk_at(directory, "api.commands") as desk:
        if not desk.import_file(file.name, rows, columns, actor=actor, is_dry=not write):
            raise typer.Exit(FAILED)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="The zip to write.")], directory: DeskDir = None
) -> None:
    """Write everything on file, but grievances, as JSON lines and files in one zip."""
    with desk_at(directory, "api.commands") as desk, whole_file(out) as file:
        for part in desk.export():
            file.write(part)
    typer.echo(f"Wrote {out}", err=True)
