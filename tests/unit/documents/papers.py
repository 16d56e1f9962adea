"""The material that documents are tried on: every example, and a sale full of hostile texts."""

from datetime import date
from functools import cache

from tools.update_document_golden import material_from, material_of
from tools.update_golden import example_paths

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import transaction_from
from enduse.documents.kinds.making import make_document
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Document, Kind, Stamp

EXAMPLE_NAMES = tuple(path.stem for path in example_paths())
BUSY = "xinjiang-facial-recognition"

MARKUP = (
    '<script>alert(1)</script> #import "x.typ": * #eval("1") {{ 7*7 }} {% for x in y %} & \\ '
    "$x^2$ _a_ *b* `c` [d](e) </w:t> ]]> %d \"q\" 'r' {_{ 1 }_}"
)
ARABIC = "وزارة الداخلية، الإدارة العامة للأمن"
CHINESE = "中华人民共和国新疆维吾尔自治区公安厅"
CYRILLIC = "Министерство внутренних дел"
LONG_END = "the last words of a very long answer"
LONG = " ".join(f"line {number} of a long answer." for number in range(6_900)) + LONG_END
"""Just under the 200 kB that one answer may have."""

HOSTILE: dict[str, object] = {
    "id": "T-<b>&{{ x }}",
    "seller": {"name": f"Seller {MARKUP}", "country": "USA"},
    "product": {
        "name": f"Product {MARKUP}",
        "vendor": "Vendor & Söhne",
        "description": "Reads messages on phones covertly. " + MARKUP,
        "capabilities": ["internet.spyware_implant"],
    },
    "parties": [
        {"role": "end_user", "name": CHINESE, "country": "CHN", "type": "police"},
        {"role": "end_user", "name": ARABIC, "country": "EGY", "type": "interior_ministry"},
        {"role": "reseller", "name": MARKUP, "country": "ARE"},
        {"role": "agent", "name": CYRILLIC, "country": "KAZ"},
        {"role": "broker", "name": "x" * 400},
    ],
    "end_use": MARKUP,
    "answers": {"C2-Q02": {"answer": "reported " + ARABIC}, "C2-Q01": LONG},
}


def stamp(day: date, reference: str = "REF-7") -> Stamp:
    """A stamp."""
    return Stamp(reference, "2.1", "Draft", "Confidential", day.isoformat())


@cache
def material(name: str) -> Material:
    """The material of one example, or of the hostile sale."""
    engine = load_engine()
    if name == "hostile":
        transaction = transaction_from(HOSTILE, engine.known)
        return material_from(engine, transaction, date(2019, 5, 1))
    return material_of(engine, name)


@cache
def paper(kind: Kind, name: str) -> Document:
    """One document of one example, or of the hostile sale."""
    given = material(name)
    return make_document(kind, given, stamp(given.assessment.as_of))
