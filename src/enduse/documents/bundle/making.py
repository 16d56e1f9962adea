"""A bundle of one assessed transaction: evidence gathered, documents stamped and rendered."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from enduse.assessment.engine import Engine
from enduse.assessment.pack import pack_files
from enduse.documents.bundle.bundle import Bundle, Evidence, make_bundle
from enduse.documents.kinds.fields import template_fields
from enduse.documents.kinds.making import make_document
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Kind, Stamp
from enduse.documents.render.rendering import DocumentFormat, render


def bundle_of(
    engine: Engine,
    material: Material,
    stamp: Stamp,
    *,
    pack: Path | None,
    input_name: str,
    input_content: bytes,
    fonts: Path | None = None,
) -> Bundle:
    """Bundle an assessment with what an outsider needs to check it.

    Args:
        engine: what the assessment was reached with.
        material: the assessment, its plan and its annex.
        stamp: for the foot of every page, without the hash of the evidence.
        pack: the folder of the rule pack; None for the embedded one.
        input_name: what to call the transaction file in the bundle.
        input_content: the transaction file as it was given.
        fonts: a folder with further fonts for PDF.

    Raises:
        InvalidInputError: a document cannot be rendered; the message says why.
    """
    read = engine.read(material.assessment.transaction, material.assessment.as_of)
    evidence = Evidence(
        material=material,
        facts=read.facts,
        claimed=read.claims.by_role,
        rules=engine.pack.rules,
        pack=pack_files(pack),
        countries=read.context.supposed.countries,
        input_name=input_name,
        input_content=input_content,
    )

    def rendered(
        kind: Kind, formats: tuple[DocumentFormat, ...], evidence_sha256: str
    ) -> Iterator[tuple[DocumentFormat, bytes]]:
        made = make_document(kind, material, replace(stamp, evidence=evidence_sha256))
        for output in formats:
            yield output, render(made, output, fields=template_fields(material), fonts=fonts)

    return make_bundle(evidence, rendered)
