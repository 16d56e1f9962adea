"""Picture the first page of every kind of document: `python -m tools.picture_documents`.

Writes `docs/images/document-KIND.png`, at most 200 kB each, to be looked at by eye. The Word
documents are shown as LibreOffice sets them. Needs Pillow, which the group `bench` brings along.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from tools.update_document_golden import material_of

from enduse.assessment.engine import load_engine
from enduse.documents.kinds.fields import template_fields
from enduse.documents.kinds.making import make_document
from enduse.documents.outline.model import Kind, Stamp
from enduse.documents.render.pdf import document_pdf
from enduse.documents.render.word.rendering import document_docx

IMAGES = Path(__file__).parent.parent / "docs" / "images"
EXAMPLE = "uganda-message-interception"
IN_WORD = (Kind.ANNEX, Kind.END_USE_CERTIFICATE)
WIDTH = 620  # pixels


def main() -> int:
    """Write the pictures."""
    material = material_of(load_engine(), EXAMPLE)
    stamp = Stamp("EX-1", "1", "Draft", "Confidential", str(material.assessment.as_of))
    for kind in Kind:
        document = make_document(kind, material, stamp)
        if kind in IN_WORD:
            pdf = _through_office(document_docx(document, template_fields(material)))
        else:
            pdf = document_pdf(document)
        page = pypdfium2.PdfDocument(pdf)[0]
        path = IMAGES / f"document-{kind.value}.png"
        page.render(scale=WIDTH / page.get_width()).to_pil().save(path, optimize=True)
        print(f"{path.name}: {path.stat().st_size:,} bytes")
    return 0


def _through_office(content: bytes) -> bytes:
    """The Word document as LibreOffice shows it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(content)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed program
        return source.with_suffix(".pdf").read_bytes()


if __name__ == "__main__":
    sys.exit(main())
