"""Invented registers for the tests of the public report."""

import random
from datetime import date, timedelta

from enduse.documents.public_report.claims import Period
from enduse.documents.public_report.composition import Outline, Section
from enduse.documents.public_report.register import (
    ClosedCase,
    GrievanceEntry,
    GrievanceOutcome,
    Outcome,
    Region,
    Register,
    Remedy,
    Sale,
)
from enduse.domain.vocabulary import Severity

GROUPS = ("Sensors", "Data analytics", "Identification")


def outline(year: int = 2026, *, claims=(), text="We sell less than we could.") -> Outline:
    return Outline(
        report_id=str(year),
        company="Norvik Optics (invented)",
        period=Period(date(year, 1, 1), date(year, 12, 31)),
        made_on=date(year + 1, 1, 20),
        sections=(Section("How we decide", text),),
        claims=tuple(claims),
    )


def a_case(number: int, year: int = 2026, **changed) -> ClosedCase:
    closed = date(year, 1, 1) + timedelta(days=number % 360)
    values = {
        "case_id": f"C-{year}-{number}",
        "assessed_on": closed - timedelta(days=20),
        "closed_on": closed,
        "outcome": Outcome.PROCEEDED,
        "region": Region.ASIA,
        "product_group": GROUPS[0],
        "severity": None,
        "author": "rao",
        "deciders": ("okafor", "brandt"),
        "shipped_on": None,
        "conditions": (),
    }
    return ClosedCase(**values | changed)


def a_grievance(number: int, year: int = 2026, **changed) -> GrievanceEntry:
    received = date(year, 2, 1) + timedelta(days=number)
    values = {
        "grievance_id": f"G-{year}-{number}",
        "received_on": received,
        "acknowledged_on": received + timedelta(days=4),
        "answered_on": received + timedelta(days=60),
        "outcome": GrievanceOutcome.UPHELD,
        "remedy": Remedy.APOLOGY,
    }
    return GrievanceEntry(**values | changed)


def a_register(cases=(), grievances=(), *, sales=(), sales_complete=True, never_name=()):
    return Register(tuple(cases), tuple(grievances), tuple(sales), sales_complete, never_name)


def a_mixed_register(year: int, many: int, seed: int) -> Register:
    """Cases and grievances of every kind, in uneven numbers."""
    chance = random.Random(seed)  # noqa: S311 -- invented data
    weights = {Outcome.PROCEEDED: 31, Outcome.WITH_CONDITIONS: 22, Outcome.DECLINED: 9,
               Outcome.WITHDRAWN: 2, Outcome.ENDED: 1}  # fmt: skip
    cases = [
        a_case(
            number,
            year,
            outcome=chance.choices(list(weights), list(weights.values()))[0],
            region=chance.choice(list(Region)),
            product_group=chance.choice(GROUPS),
            severity=chance.choice([None, *Severity]),
        )
        for number in range(many)
    ]
    grievances = [
        a_grievance(
            number,
            year,
            outcome=chance.choice(list(GrievanceOutcome)),
            remedy=chance.choice(list(Remedy)),
        )
        for number in range(many // 3)
    ]
    sales = [Sale(f"S-{case.case_id}", case.closed_on, case.case_id) for case in cases]
    return a_register(cases, grievances, sales=sales)
