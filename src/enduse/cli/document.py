"""`enduse document`: a dossier, a board summary, a contract annex, a certificate or a memo."""

from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.files import read_bytes, whole_file
from enduse.cli.material import (
    Classification,
    Fonts,
    Marks,
    Reference,
    Status,
    TransactionArgument,
    Version,
    WhichVariant,
    load_for,
    material_for,
)
from enduse.cli.options import AsOf, DataDir, PackDir
from enduse.documents.kinds.fields import template_fields
from enduse.documents.kinds.making import make_document
from enduse.documents.outline.model import Kind
from enduse.documents.render.rendering import DocumentFormat, render
from enduse.domain.clauses import Variant
from enduse.domain.errors import InvalidInputError


def document(
    kind: Annotated[Kind, typer.Argument(help="What to make.")],
    file: TransactionArgument,
    out: Annotated[Path, typer.Option("--out", help="Write to this file.")],
    output: Annotated[
        DocumentFormat | None,
        typer.Option("--format", help="Otherwise by the ending of the file written to."),
    ] = None,
    reference: Reference = None,
    version: Version = "1",
    status: Status = "Draft",
    classification: Classification = "Confidential",
    template: Annotated[
        Path | None, typer.Option("--template", help="Your own Word template (.docx).")
    ] = None,
    fonts: Fonts = None,
    variant: WhichVariant = Variant.BALANCED,
    as_of: AsOf = None,
    pack: PackDir = None,
    data_dir: DataDir = None,
) -> None:
    """Assess one transaction and write a document about it. A person decides; this proposes."""
    if out.resolve() == file.resolve():
        raise InvalidInputError(f"{out}: is the transaction itself; write the document elsewhere")
    chosen = output or _by_ending(out)
    if template is not None and chosen is not DocumentFormat.DOCX:
        raise InvalidInputError("--template is for Word: write to a .docx file")
    engine = load_for(pack, data_dir)
    material = material_for(engine, file, as_of, pack, variant)
    stamp = Marks(reference, version, status, classification).stamp(material)
    made = make_document(kind, material, stamp)
    content = render(
        made,
        chosen,
        fields=template_fields(material),
        template=read_bytes(template) if template else None,
        fonts=fonts,
    )
    with whole_file(out) as opened:
        opened.write(content)
    typer.echo(f"Wrote {out} (content {made.stamp.short})", err=True)


def _by_ending(out: Path) -> DocumentFormat:
    try:
        return DocumentFormat(out.suffix.lower().removeprefix("."))
    except ValueError:
        listed = ", ".join(f".{one}" for one in DocumentFormat)
        raise InvalidInputError(
            f"{out}: end the name in one of {listed}, or give --format"
        ) from None
