"""How safeguards are planned, as data: when due, what proves them, what they do and leave."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from enduse.capability.taxonomy import Taxonomy
from enduse.domain.catalogue import Catalogue
from enduse.domain.safeguard_plan import Conflict, Due, ProofKind
from enduse.domain.strict import StrictTable
from enduse.domain.vocabulary import Milestone

_PROOF_FIELDS = ("reference", "sha256", "before_sha256", "by")


@dataclass(frozen=True, slots=True)
class SafeguardRow:
    """How one safeguard is planned."""

    id: str
    due: Due
    proofs: tuple[ProofKind, ...]  # any one of them proves it
    left_if_done: str
    left_if_not: str


@dataclass(frozen=True, slots=True)
class ReliefRow:
    """Safeguards that, all proved, take one level off the likelihood of misuse."""

    id: str
    safeguards: tuple[str, ...]
    needs_clear: tuple[str, ...]  # findings that must be firmly clear
    void_if_raised: tuple[str, ...]  # findings that undo it
    not_below: int  # a likelihood, 0 to 3
    reads_as: str


@dataclass(frozen=True, slots=True)
class AlsoAnswers:
    """Safeguards that answer a red flag which the catalogue leaves open."""

    red_flag: str
    safeguards: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The whole table."""

    version: str
    most_lowered: int  # levels of likelihood that all rows together can take off
    safeguards: Mapping[str, SafeguardRow]
    reliefs: tuple[ReliefRow, ...]
    also_answers: Mapping[str, AlsoAnswers]  # by red flag
    gaps: Mapping[str, str]  # red flag to why nothing answers it
    conflicts: tuple[Conflict, ...]


def read_plan_table(
    content: Mapping[str, object], place: str, catalogue: Catalogue, taxonomy: Taxonomy
) -> PlanTable:
    """Read the table from its TOML content.

    Raises:
        BadDataError: a key is missing or unknown, a safeguard has no row, or an id or tailoring
            option does not exist; the message names it.
    """
    table = StrictTable(content, place)
    safeguards = {safeguard.id for safeguard in catalogue.safeguards}
    flags = {flag.id for flag in catalogue.red_flags}
    proofs = {proof.id: proof for proof in map(_read_proof, table.tables("proofs"))}
    rows = [_read_row(row, proofs, safeguards) for row in table.tables("safeguards")]
    parts = safeguards | _tailoring(taxonomy)
    read = PlanTable(
        version=table.text("version"),
        most_lowered=table.take("most_lowered", int),
        safeguards={row.id: row for row in rows},
        reliefs=tuple(_read_relief(row, safeguards, flags) for row in table.tables("reliefs")),
        also_answers={
            one.red_flag: one
            for one in (_read_also(row, safeguards, flags) for row in table.tables("also_answers"))
        },
        gaps=dict(_read_gap(row, flags) for row in table.tables("gaps")),
        conflicts=tuple(_read_conflict(row, parts) for row in table.tables("conflicts")),
    )
    missing = sorted(safeguards - read.safeguards.keys())
    if missing:
        raise table.refuse(f"no row for safeguard {', '.join(missing)}")
    table.finish()
    return read


def _tailoring(taxonomy: Taxonomy) -> set[str]:
    return {f"{one.id}: {option}" for one in taxonomy.capabilities for option in one.tailoring}


def _read_proof(row: StrictTable) -> ProofKind:
    proof = ProofKind(row.text("id"), row.text("reads_as"), row.words("needs"))
    _known(row, "needs", proof.needs, _PROOF_FIELDS)
    row.finish()
    return proof


def _read_row(
    row: StrictTable, proofs: Mapping[str, ProofKind], safeguards: Collection[str]
) -> SafeguardRow:
    id_, due, named = row.text("id"), row.table("due"), row.words("proofs")
    _known(row, "id", (id_,), safeguards)
    _known(row, "proofs", named, proofs)
    read = SafeguardRow(
        id=id_,
        due=Due(
            milestone=due.one_of("milestone", Milestone),
            days=due.take("days", int),
            every_days=due.take("every_days", int, 0),
        ),
        proofs=tuple(proofs[name] for name in named),
        left_if_done=row.text("left_if_done"),
        left_if_not=row.text("left_if_not"),
    )
    due.finish()
    row.finish()
    return read


def _read_relief(
    row: StrictTable, safeguards: Collection[str], flags: Collection[str]
) -> ReliefRow:
    relief = ReliefRow(
        id=row.text("id"),
        safeguards=row.words("safeguards"),
        needs_clear=row.words("needs_clear"),
        void_if_raised=row.words("void_if_raised"),
        not_below=row.take("not_below", int),
        reads_as=row.text("reads_as"),
    )
    _known(row, "safeguards", relief.safeguards, safeguards)
    _known(row, "needs_clear", relief.needs_clear, flags)
    _known(row, "void_if_raised", relief.void_if_raised, flags)
    row.finish()
    if not relief.safeguards:
        raise row.refuse("safeguards is empty; likelihood falls only on proof")
    return relief


def _read_also(
    row: StrictTable, safeguards: Collection[str], flags: Collection[str]
) -> AlsoAnswers:
    also = AlsoAnswers(row.text("red_flag"), row.words("safeguards"), row.text("because"))
    _known(row, "red_flag", (also.red_flag,), flags)
    _known(row, "safeguards", also.safeguards, safeguards)
    row.finish()
    return also


def _read_gap(row: StrictTable, flags: Collection[str]) -> tuple[str, str]:
    flag, because = row.text("red_flag"), row.text("because")
    _known(row, "red_flag", (flag,), flags)
    row.finish()
    return flag, because


def _read_conflict(row: StrictTable, parts: Collection[str]) -> Conflict:
    conflict = Conflict(
        first=row.text("first"),
        second=row.text("second"),
        exclusive=row.take("exclusive", bool),
        because=row.text("because"),
        resolve=row.text("resolve"),
    )
    _known(row, "first and second", (conflict.first, conflict.second), parts)
    row.finish()
    return conflict


def _known(row: StrictTable, field: str, ids: Collection[str], known: Collection[str]) -> None:
    wrong = next((id_ for id_ in ids if id_ not in known), None)
    if wrong is not None:
        raise row.refuse(f"{field} names {wrong!r}, which does not exist")
