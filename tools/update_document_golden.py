"""Keep what documents say for review: `python tools/update_document_golden.py [--pictures]`.

Writes `tests/golden/documents/NAME.KIND.txt`: the board summary of every example, and every kind
of two of them. Hashes are masked, since they move with every rule and every release.

`--pictures` writes the first page of every kind as `docs/images/document-KIND.png` instead, at
most 200 kB each, to be looked at by eye; the Word documents as LibreOffice sets them. That needs
Pillow, which the group `bench` brings along.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2

from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.transaction_file import read_transaction
from enduse.documents.kinds.fields import template_fields
from enduse.documents.kinds.making import make_document
from enduse.documents.kinds.material import Material, make_material
from enduse.documents.outline.model import Kind, Stamp
from enduse.documents.outline.plain import document_text
from enduse.documents.render.pdf import document_pdf
from enduse.documents.render.word.rendering import document_docx
from enduse.domain.transactions import Transaction
from enduse.guidance.clauses import load_clauses

ROOT = Path(__file__).parent.parent
EXAMPLES, IMAGES = ROOT / "examples", ROOT / "docs" / "images"
GOLDEN = ROOT / "tests" / "golden" / "documents"
WHOLE = ("gulf-reseller-no-named-user", "xinjiang-facial-recognition")
PICTURED = "uganda-message-interception"
IN_WORD = (Kind.ANNEX, Kind.END_USE_CERTIFICATE)
WIDTH = 620  # pixels of a picture
_HASH = re.compile(r"\b[0-9a-f]{64}\b|\bcontent [0-9a-f]{12}\b")


def main() -> int:
    """Rewrite the goldens and name those that moved, or draw the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pictures", action="store_true", help="draw the first pages instead")
    engine = load_engine()
    lines = pictures(engine) if parser.parse_args().pictures else update(engine)
    for line in lines:
        print(line)
    return 0


def update(engine: Engine) -> Iterator[str]:
    """Bring the approved files up to date; one line for each that moved."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    current = dict(goldens(engine))
    for path in GOLDEN.glob("*.txt"):
        if path.name not in current:
            path.unlink()
    for name, text in current.items():
        path = GOLDEN / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            yield f"moved: {name}"


def goldens(engine: Engine) -> Iterator[tuple[str, str]]:
    """Name and text of every golden."""
    for path in sorted(EXAMPLES.glob("*.toml")):
        material = material_of(engine, path.stem)
        for kind in Kind if path.stem in WHOLE else (Kind.BOARD,):
            stamp = Stamp("GOLDEN", "1", "Draft", "Public", str(material.assessment.as_of))
            text = document_text(make_document(kind, material, stamp))
            yield f"{path.stem}.{kind.value}.txt", _HASH.sub("<hash>", text)


def material_of(engine: Engine, name: str) -> Material:
    """The material of one example, on its own as-of date."""
    transaction = read_transaction(EXAMPLES / f"{name}.toml", engine.known)
    if transaction.as_of is None:
        sys.exit(f"{name}: an example needs an as-of date, or its documents move by themselves")
    return material_from(engine, transaction, transaction.as_of)


def material_from(engine: Engine, transaction: Transaction, day: date) -> Material:
    """The material of one transaction on one day."""
    return make_material(engine.assess(transaction, day), engine, load_clauses())


def pictures(engine: Engine) -> Iterator[str]:
    """Draw the first page of every kind; one line for each."""
    material = material_of(engine, PICTURED)
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
        yield f"{path.name}: {path.stat().st_size:,} bytes"


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
