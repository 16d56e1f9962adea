"""`enduse serve`: the desk, for many people, in a browser."""

import os
from typing import Annotated

import typer

from enduse.cli.desk_process import DeskDir, desk_at


def serve(
    directory: DeskDir = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.", min=0, max=65535)] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="With made-up cases to try it on.")] = False,
    worker: Annotated[
        bool, typer.Option(help="Do the jobs in this process; --no-worker if another does.")
    ] = True,
) -> None:
    """Start the desk: make what is missing in its data folder, and answer browsers.

    The first start prints a link that makes the first administrator; it works once, for a day.
    """
    if demo:
        os.environ["ENDUSE_DEMO"] = "yes"
    with desk_at(directory, "serving") as desk:
        desk.start(host=host, port=port, with_worker=worker)
