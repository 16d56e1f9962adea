"""`enduse document-template`: our own Word template, to start yours from."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.files import whole_file
from enduse.documents.render.word.template import default_template


def document_template(
    out: Annotated[Path, typer.Option("--out", help="Write to this .docx file.")],
) -> None:
    """Write the Word template that documents are made from without one of your own."""
    with whole_file(out) as opened:
        opened.write(default_template())
    typer.echo(f"Wrote {out}", err=True)
