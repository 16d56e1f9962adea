"""The register a public report is made from: closed cases, grievances and sales.

It is private. Only counts of it, and claims checked against it, reach the report.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enduse.domain.errors import InvalidInputError
from enduse.domain.strict import StrictTable
from enduse.domain.vocabulary import Severity


class Outcome(StrEnum):
    """How a case ended."""

    PROCEEDED = "proceeded"
    WITH_CONDITIONS = "proceeded_with_conditions"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended_after_the_sale"


class Region(StrEnum):
    """Where the end-user is, after the United Nations' M49 regions."""

    AFRICA = "Africa"
    AMERICAS = "Americas"
    ASIA = "Asia"
    EUROPE = "Europe"
    OCEANIA = "Oceania"


class GrievanceOutcome(StrEnum):
    """What the company found."""

    OPEN = "open"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    NO_FINDING = "no_finding"


class Remedy(StrEnum):
    """What was done about it, in the main."""

    NOT_YET = "not_yet"
    NONE = "none"
    APOLOGY = "apology"
    CHANGE = "change_of_product_or_contract"
    SUSPENSION = "suspension_or_end_of_service"
    COMPENSATION = "compensation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ShipmentCondition:
    """A condition that had to be proven before anything was shipped."""

    condition_id: str
    proven_on: date | None


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """One case with its decision."""

    case_id: str
    assessed_on: date
    closed_on: date
    outcome: Outcome
    region: Region
    product_group: str
    severity: Severity | None  # of the gravest raised finding; None when none was raised
    author: str
    deciders: tuple[str, ...]
    shipped_on: date | None
    conditions: tuple[ShipmentCondition, ...]


@dataclass(frozen=True, slots=True)
class GrievanceEntry:
    """One grievance, without a word of its content."""

    grievance_id: str
    received_on: date
    acknowledged_on: date | None
    answered_on: date | None
    outcome: GrievanceOutcome
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class Sale:
    """One sale to a government; `case_id` is empty where none was opened."""

    sale_id: str
    agreed_on: date
    case_id: str


@dataclass(frozen=True, slots=True)
class Register:
    """Everything on file. `sales_complete`: the list of sales is said to be whole."""

    cases: tuple[ClosedCase, ...]
    grievances: tuple[GrievanceEntry, ...]
    sales: tuple[Sale, ...]
    sales_complete: bool
    never_name: tuple[str, ...]  # parties, persons and products no public text may name


def read_register(content: Mapping[str, object], place: str) -> Register:
    """Read a register strictly.

    Args:
        content: the file, as a TOML or JSON reader gives it.
        place: the name of the file, for errors.

    Raises:
        InvalidInputError: the message names the file, the entry and the field.
    """
    table = StrictTable(content, place, InvalidInputError)
    register = Register(
        cases=tuple(map(_case, table.tables("cases", optional=True))),
        grievances=tuple(map(_grievance, table.tables("grievances", optional=True))),
        sales=tuple(map(_sale, table.tables("sales", optional=True))),
        sales_complete=table.take("sales_complete", bool, default=False),
        never_name=table.words("never_name", optional=True),
    )
    table.finish()
    _check_ids(register, place)
    return register


def _case(row: StrictTable) -> ClosedCase:
    case = ClosedCase(
        case_id=row.text("id"),
        assessed_on=row.day("assessed_on"),
        closed_on=row.day("closed_on"),
        outcome=row.one_of("outcome", Outcome),
        region=row.one_of("region", Region),
        product_group=row.text("product_group"),
        severity=row.one_of("severity", Severity) if row.has("severity") else None,
        author=row.text("author"),
        deciders=row.words("deciders"),
        shipped_on=_perhaps_day(row, "shipped_on"),
        conditions=tuple(map(_condition, row.tables("conditions", optional=True))),
    )
    row.finish()
    return case


def _condition(row: StrictTable) -> ShipmentCondition:
    condition = ShipmentCondition(row.text("id"), _perhaps_day(row, "proven_on"))
    row.finish()
    return condition


def _grievance(row: StrictTable) -> GrievanceEntry:
    entry = GrievanceEntry(
        grievance_id=row.text("id"),
        received_on=row.day("received_on"),
        acknowledged_on=_perhaps_day(row, "acknowledged_on"),
        answered_on=_perhaps_day(row, "answered_on"),
        outcome=row.one_of("outcome", GrievanceOutcome, GrievanceOutcome.OPEN),
        remedy=row.one_of("remedy", Remedy, Remedy.NOT_YET),
    )
    row.finish()
    return entry


def _sale(row: StrictTable) -> Sale:
    sale = Sale(row.text("id"), row.day("agreed_on"), row.text("case", ""))
    row.finish()
    return sale


def _perhaps_day(row: StrictTable, key: str) -> date | None:
    return row.day(key) if row.has(key) else None


def _check_ids(register: Register, place: str) -> None:
    for kind, ids in (
        ("cases", [case.case_id for case in register.cases]),
        ("grievances", [entry.grievance_id for entry in register.grievances]),
        ("sales", [sale.sale_id for sale in register.sales]),
    ):
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise InvalidInputError(f"{place}: {kind}: id {twice[0]!r} stands twice")
    known = {case.case_id for case in register.cases}
    for sale in register.sales:
        if sale.case_id and sale.case_id not in known:
            raise InvalidInputError(f"{place}: sales, {sale.sale_id}: no case {sale.case_id!r}")
