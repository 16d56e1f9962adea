"""How long a dossier of about forty pages takes, beside WeasyPrint on the same content.

The dossier is that of the busiest example. Each program sets it on one core: once cold, as the
first thing this process does with it, and then several times again under another reference each
time, of which the median counts. typst keeps parts of what it laid out before, so that the cold
figure is the one that is felt on the command line. Seconds are of the processor, over all threads:
on one core that is what a clock shows when nothing else runs.

WeasyPrint gets the HTML of the same outline. It needs Pango (Debian: libpango-1.0-0
libpangoft2-1.0-0) and is left out where that is missing. `python -m benchmarks.documents`.
"""

import argparse
import importlib
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import read_transaction
from enduse.documents.kinds.fields import template_fields
from enduse.documents.kinds.making import make_document
from enduse.documents.kinds.material import Material, make_material
from enduse.documents.outline.model import Document, Kind, Stamp
from enduse.documents.render.html import document_html
from enduse.documents.render.pdf import document_pdf, page_count
from enduse.documents.render.word.rendering import document_docx
from enduse.guidance.clauses import load_clauses

EXAMPLES = Path(__file__).parent.parent / "examples"
DAY = date(2024, 6, 1)  # for a file without a date of its own
EXAMPLE = "xinjiang-facial-recognition"
R = TypeVar("R")
TIMES, PEER_TIMES, LIMIT_SECONDS = 5, 1, 2.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--example", default=EXAMPLE, help="name of the example")
    name = parser.parse_args().example
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    material = _material(name)
    pdf, cold = _timed(lambda: document_pdf(_dossier(material, 0)))
    print(f"dossier of {name}: {page_count(pdf)} pages; cold, then median of {TIMES}; one core\n")
    _print(
        "enduse: outline, PDF/A-2a + PDF/UA-1", cold, lambda n: document_pdf(_dossier(material, n))
    )
    _, cold = _timed(lambda: document_html(_dossier(material, 0)))
    _print("enduse: outline, HTML", cold, lambda n: document_html(_dossier(material, n)))
    fields = template_fields(material)
    _, cold = _timed(lambda: document_docx(_dossier(material, 0), fields))
    _print("enduse: outline, Word", cold, lambda n: document_docx(_dossier(material, n), fields))
    print(f"aim: {LIMIT_SECONDS:.0f} s for forty pages of PDF\n")
    _weasyprint(material)


def _material(name: str) -> Material:
    engine = load_engine()
    transaction = read_transaction(EXAMPLES / f"{name}.toml", engine.known)
    assessment = engine.assess(transaction, transaction.as_of or DAY)
    return make_material(assessment, engine, load_clauses())


def _dossier(material: Material, number: int) -> Document:
    stamp = Stamp(f"BENCH-{number}", "1", "Draft", "Public", str(material.assessment.as_of))
    return make_document(Kind.DOSSIER, material, stamp)


def _print(what: str, cold: float, work: Callable[[int], object], times: int = TIMES) -> None:
    again = statistics.median(_timed(partial(work, n))[1] for n in range(1, times + 1))
    print(f"{what:44} {cold:6.2f} s cold {again:6.2f} s again")


def _timed(work: Callable[[], R]) -> tuple[R, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def _weasyprint(material: Material) -> None:
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        print(f"WeasyPrint is not there: {error}")
        return

    def work(number: int) -> bytes:
        page = document_html(_dossier(material, number))
        pdf: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
        return pdf

    pdf, cold = _timed(partial(work, 0))
    _print(
        f"WeasyPrint {weasyprint.__version__}: {page_count(pdf)} pages, PDF/UA-1",
        cold,
        work,
        PEER_TIMES,
    )


if __name__ == "__main__":
    main()
