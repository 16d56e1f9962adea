"""Keep what documents say for review: `python -m tools.update_document_golden`.

Writes `tests/golden/documents/NAME.KIND.txt`: the board summary of every example, and every kind
of two of them. Hashes are masked, since they move with every rule and every release.
"""

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tools.update_golden import EXAMPLES, example_paths

from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.plan import plan_safeguards
from enduse.assessment.plan_annex import assemble_annex
from enduse.assessment.transaction_file import read_transaction
from enduse.documents.kinds.making import make_document
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Kind, Stamp
from enduse.documents.outline.plain import document_text
from enduse.domain.transactions import Transaction
from enduse.guidance.clauses import load_clauses

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "documents"
WHOLE = ("gulf-reseller-no-named-user", "xinjiang-facial-recognition")
_HASH = re.compile(r"\b[0-9a-f]{64}\b|\bcontent [0-9a-f]{12}\b")


def main() -> int:
    """Rewrite the goldens and name those that moved."""
    engine = load_engine()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    current = dict(goldens(engine))
    for path in GOLDEN.glob("*.txt"):
        if path.name not in current:
            path.unlink()
    for name, text in current.items():
        path = GOLDEN / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"moved: {name}")
    return 0


def goldens(engine: Engine) -> Iterator[tuple[str, str]]:
    """Name and text of every golden."""
    for path in example_paths():
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
    plan = plan_safeguards(engine.assess(transaction, day), engine.pack)
    annex = assemble_annex(plan, load_clauses(), countries=engine.base.countries)
    return Material(plan, annex, engine.base, engine.pack.catalogue)


if __name__ == "__main__":
    sys.exit(main())
