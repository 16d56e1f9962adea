"""`enduse bundle`: an assessment with everything an outsider needs to check it, in one zip file."""

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
from enduse.documents.bundle.making import bundle_of
from enduse.domain.clauses import Variant
from enduse.domain.errors import InvalidInputError


def bundle(
    file: TransactionArgument,
    out: Annotated[Path, typer.Option("--out", help="Write to this .zip file.")],
    reference: Reference = None,
    version: Version = "1",
    status: Status = "Draft",
    classification: Classification = "Confidential",
    fonts: Fonts = None,
    variant: WhichVariant = Variant.BALANCED,
    as_of: AsOf = None,
    pack: PackDir = None,
    data_dir: DataDir = None,
) -> None:
    """Bundle input, facts, rules, outcome, sources and documents, with a program to check them."""
    if out.resolve() == file.resolve():
        raise InvalidInputError(f"{out}: is the transaction itself; write the bundle elsewhere")
    engine = load_for(pack, data_dir)
    material = material_for(engine, file, as_of, pack, variant)
    stamp = Marks(reference, version, status, classification).stamp(material)
    made = bundle_of(
        engine,
        material,
        stamp,
        pack=pack,
        input_name=f"transaction{file.suffix.lower()}",
        input_content=read_bytes(file),
        fonts=fonts,
    )
    with whole_file(out) as opened:
        opened.write(made.content)
    typer.echo(f"Wrote {out}: {made.count} files, {len(made.content):,} bytes", err=True)
    typer.echo(f"manifest  {made.manifest_sha256}")
    typer.echo(f"evidence  {made.evidence_sha256}")
    typer.echo(f"verify.py {made.verify_sha256}")
