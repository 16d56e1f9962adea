"""From a transaction file to what documents and bundles are made from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.engine import Engine, load_engine
from enduse.cli.assess import assess_file
from enduse.cli.data_folder import data_folder
from enduse.documents.kinds.material import Material, make_material
from enduse.documents.outline.model import Stamp
from enduse.domain.clauses import Variant
from enduse.domain.errors import InvalidInputError
from enduse.guidance.clauses import clauses_of_pack

MOST = 80  # characters of a part of the stamp, which must fit on one line

TransactionArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="The transaction: a .toml or .json file.")
]
Reference = Annotated[
    str | None, typer.Option("--reference", help="Yours; otherwise the id in the file.")
]
Version = Annotated[str, typer.Option("--version", help="Of the document.")]
Status = Annotated[str, typer.Option("--status", help="Such as Draft or Approved.")]
Classification = Annotated[
    str, typer.Option("--classification", help="Who may see it, such as Confidential.")
]
Fonts = Annotated[
    Path | None, typer.Option("--fonts", help="A folder with fonts for scripts that are missing.")
]
WhichVariant = Annotated[
    Variant, typer.Option("--variant", help="How hard the clauses of an annex are drawn.")
]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the person at the keyboard puts on every page."""

    reference: str | None
    version: str
    status: str
    classification: str

    def stamp(self, material: Material, evidence: str = "") -> Stamp:
        """The stamp for the documents of one case.

        Raises:
            InvalidInputError: a part is blank, too long or holds what cannot be printed.
        """
        assessment = material.assessment
        reference = self.reference or assessment.transaction.id or "no reference"
        if self.reference is None:
            reference = " ".join(reference.split())[:MOST]
        return Stamp(
            reference=_part("--reference", reference),
            version=_part("--version", self.version),
            status=_part("--status", self.status),
            classification=_part("--classification", self.classification),
            dated=assessment.as_of.isoformat(),
            evidence=evidence,
        )


def _part(option: str, words: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in words).strip()
    if not plain or len(plain) > MOST:
        raise InvalidInputError(f"{option}: give 1 to {MOST} characters", given=words[:MOST])
    return plain


def load_for(pack: Path | None, data_dir: Path | None) -> Engine:
    """Load rules and evidence."""
    return load_engine(pack, data_folder(data_dir))


def material_for(
    engine: Engine, file: Path, as_of: str | None, pack: Path | None, variant: Variant
) -> Material:
    """Read and assess one file, plan its safeguards and assemble its annex.

    Raises:
        InvalidInputError: the message names the file, the field and the remedy.
    """
    assessment = assess_file(engine, file, as_of)
    return make_material(assessment, engine, clauses_of_pack(pack, engine.pack.catalogue), variant)
