"""The main job on one real example: assess it, print a summary, leave the report beside it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import read_transaction
from enduse.documents.assessment_json import assessment_document, dump
from enduse.documents.assessment_page import assessment_page
from enduse.documents.assessment_text import assessment_text

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = "uganda-message-interception.toml"


def example() -> Path:
    """The example to show: the usual one, or the first there is."""
    usual = ROOT / "examples" / EXAMPLE
    if usual.exists():
        return usual
    found = sorted((ROOT / "examples").glob("*.toml"))
    if not found:
        sys.exit("There is no example under examples/ to assess.")
    return found[0]


def main() -> None:
    file = example()
    engine = load_engine()
    transaction = read_transaction(file, engine.known)
    assessment = engine.assess(transaction, transaction.as_of or datetime.now(tz=UTC).date())
    catalogue = engine.pack.catalogue
    folder = ROOT / "demo"
    folder.mkdir(exist_ok=True)
    page, data = folder / f"{file.stem}.html", folder / f"{file.stem}.json"
    page.write_text(assessment_page(assessment, base=engine.base, catalogue=catalogue), "utf-8")
    data.write_text(dump(assessment_document(assessment)), "utf-8")
    print(assessment_text(assessment, catalogue=catalogue))
    print(f"This is what `enduse assess {file.relative_to(ROOT)}` prints.")
    print(f"The report, for a browser or the printer: {page.relative_to(ROOT)}")
    print(f"The same as data:                         {data.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
