"""Transactions that the documents are tried on, and their outcomes."""

from datetime import date
from functools import cache

from enduse.assessment.engine import load_engine
from enduse.assessment.transaction_file import transaction_from
from enduse.domain.assessment import Assessment

AS_OF = date(2019, 5, 1)

CASES: dict[str, dict[str, object]] = {
    "uganda": {
        "id": "T-1",
        "seller": {"name": "Acme", "country": "USA"},
        "product": {
            "name": "CityEye",
            "vendor": "Acme",
            "description": "Facial recognition over live city-wide video, matching faces "
            "against a watchlist in real time.",
            "capabilities": ["biometric.face_recognition"],
        },
        "parties": [
            {
                "role": "end_user",
                "name": "Uganda Police Force",
                "country": "UGA",
                "type": "police",
                "region": "Kampala",
            },
            {"role": "reseller", "name": "Example FZE", "country": "ARE"},
        ],
        "end_use": "Public order policing and finding missing persons.",
        "answers": {"C1-Q14": "yes"},
        "safeguards": ["C6-S04"],
    },
    "sparse": {
        "product": {"description": "A system for intercepting calls."},
        "parties": [{"role": "end_user"}],
    },
    "ordinary": {
        "id": "T-2",
        "seller": {"country": "USA"},
        "product": {"name": "MagnaScan", "description": "Magnetic resonance imaging."},
        "parties": [
            {"role": "end_user", "name": "Oslo Hospital", "country": "NOR", "type": "health"}
        ],
        "end_use": "Diagnosis of patients.",
    },
    "hostile": {
        "id": '<script>alert("id")</script>',
        "product": {
            "name": "</title><img src=x onerror=alert(1)>",
            "description": "Spyware that infects phones & reads messages <b>covertly</b>.",
        },
        "parties": [
            {
                "role": "end_user",
                "name": "وزارة الداخلية <script>alert(2)</script>",
                "country": "EGY",
                "type": "interior_ministry",
            },
            {"role": "reseller", "name": "x" * 400},
        ],
        "end_use": '"><svg onload=alert(3)>',
    },
}


@cache
def assessed(name: str) -> Assessment:
    """The outcome of one of the cases."""
    engine = load_engine()
    return engine.assess(transaction_from(CASES[name], engine.known), AS_OF)
