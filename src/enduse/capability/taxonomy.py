"""The capabilities this project looks for, and the control-list entries that touch them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from enduse.domain.errors import BadDataError, NotFoundError
from enduse.domain.vocabulary import MisuseForm, Property

_T = TypeVar("_T")
_W = TypeVar("_W", bound=StrEnum)

INFRASTRUCTURE_GROUP = "Critical component / enabling infrastructure"


class IntrinsicRisk(StrEnum):
    """How much harm a capability can do by its nature, whoever holds it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for LOW to 3 for CRITICAL."""
        return list(IntrinsicRisk).index(self)


class ReadingConfidence(StrEnum):
    """How sure this project is of a control-list entry. Not a legal classification."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class ControlLead:
    """A control-list entry to look at when a product has one capability."""

    regime: str  # US-CCL, US-ML, Wassenaar, EU-Annex-I, EU-Art5
    entry: str
    confidence: ReadingConfidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class ControlEntry:
    """One control-list entry, summarised in this project's words."""

    id: str
    list: str
    title: str
    summary: str
    wassenaar: str
    eu_annex_i: str
    licence_policy: str
    confidence: ReadingConfidence
    reasons_for_control: tuple[str, ...]  # codes, spelled out in `ControlLists.reasons`
    exclusions: tuple[str, ...]
    capabilities: tuple[str, ...]  # ids
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TailoringMove:
    """A change of the product that may take it out of an entry."""

    entry: str
    move: str


@dataclass(frozen=True, slots=True)
class PolicyHook:
    """A paragraph of export rules that says how licences are judged."""

    ref: str
    note: str


@dataclass(frozen=True, slots=True)
class ControlLists:
    """The entries, as this project knew them on `as_of`."""

    as_of: date
    reasons: Mapping[str, str]
    entries: tuple[ControlEntry, ...]
    tailoring_moves: tuple[TailoringMove, ...]
    policy_hooks: tuple[PolicyHook, ...]


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing a product can do to people, intended or not."""

    id: str
    group: str
    name: str
    definition: str
    intrinsic_risk: IntrinsicRisk
    intended_forms: tuple[str, ...]
    unintended_forms: tuple[str, ...]
    data_collected: tuple[str, ...]
    aggravating: tuple[Property, ...]  # what can make it graver, not what always holds
    misuse: tuple[MisuseForm, ...]
    legitimate_uses: tuple[str, ...]
    tailoring: tuple[str, ...]  # changes of the product that lower the risk
    related: tuple[str, ...]  # ids
    control_leads: tuple[ControlLead, ...]

    @property
    def is_infrastructure(self) -> bool:
        """Whether it is a general component that is telling only beside another capability."""
        return self.group == INFRASTRUCTURE_GROUP


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """Every capability, in the order of the groups, with the control lists."""

    as_of: date
    version: str
    capabilities: tuple[Capability, ...]
    controls: ControlLists
    _by_id: Mapping[str, Capability]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, in order."""
        return tuple(capability.id for capability in self.capabilities)

    def get(self, capability_id: str) -> Capability:
        """The capability of this id.

        Raises:
            NotFoundError: no such id; the message names the nearest ones.
        """
        found = self._by_id.get(capability_id)
        if found is None:
            raise NotFoundError(
                "no such capability", id=capability_id, near=_near(capability_id, self.ids)
            )
        return found

    def entries_of(self, capability_id: str) -> tuple[ControlEntry, ...]:
        """The control-list entries that name this capability."""
        return tuple(e for e in self.controls.entries if capability_id in e.capabilities)


@cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy that ships with the package.

    Raises:
        BadDataError: a key is unknown or missing, an id is used twice or points nowhere.
    """
    data = files("enduse.capability") / "data"
    return build_taxonomy(
        (data / "taxonomy.toml").read_text("utf-8"),
        (data / "control_entries.toml").read_text("utf-8"),
    )


def build_taxonomy(taxonomy_toml: str, controls_toml: str) -> Taxonomy:
    """Build and check a taxonomy from the texts of its two files.

    Raises:
        BadDataError: a key is unknown or missing, an id is used twice or points nowhere.
    """
    table = _parsed(taxonomy_toml, "taxonomy.toml")
    _check_keys(table, {"as_of", "version", "capabilities"}, "taxonomy.toml")
    capabilities = tuple(_capability(row) for row in table["capabilities"])
    taxonomy = Taxonomy(
        as_of=table["as_of"],
        version=table["version"],
        capabilities=capabilities,
        controls=_controls(_parsed(controls_toml, "control_entries.toml")),
        _by_id={capability.id: capability for capability in capabilities},
    )
    _check_references(taxonomy)
    return taxonomy


def _controls(table: dict[str, Any]) -> ControlLists:
    names = {field.name for field in fields(ControlLists)}
    _check_keys(table, names, "control_entries.toml")
    return ControlLists(
        as_of=table["as_of"],
        reasons=table["reasons"],
        entries=tuple(
            _record(ControlEntry, row, confidence=ReadingConfidence) for row in table["entries"]
        ),
        tailoring_moves=tuple(_record(TailoringMove, r) for r in table["tailoring_moves"]),
        policy_hooks=tuple(_record(PolicyHook, row) for row in table["policy_hooks"]),
    )


def _capability(row: dict[str, Any]) -> Capability:
    leads = tuple(
        _record(ControlLead, lead, confidence=ReadingConfidence)
        for lead in row.get("control_leads", ())
    )
    words = {
        "aggravating": tuple(_word(Property, x, row) for x in row.get("aggravating", ())),
        "misuse": tuple(_word(MisuseForm, x, row) for x in row.get("misuse", ())),
        "control_leads": leads,
    }
    return _record(Capability, {**row, **words}, intrinsic_risk=IntrinsicRisk)


def _record(kind: type[_T], row: dict[str, Any], **words: type[StrEnum]) -> _T:
    """One frozen record from one table; lists become tuples, `words` become enum members."""
    _check_keys(row, {field.name for field in fields(kind)}, kind.__name__)  # type: ignore[arg-type]  # every kind here is a dataclass
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
    for key, word in words.items():
        values[key] = _word(word, values[key], row)
    return kind(**values)


def _word(kind: type[_W], value: str, row: dict[str, Any]) -> _W:
    try:
        return kind(value)
    except ValueError as error:
        raise BadDataError(f"not a {kind.__name__}", value=value, id=row.get("id")) from error


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDataError(f"{name} is not TOML: {error}") from error


def _check_keys(row: Mapping[str, object], expected: set[str], where: str) -> None:
    wrong = set(row) ^ expected
    if wrong:
        raise BadDataError("keys unknown or missing", where=where, id=row.get("id"), keys=wrong)


def _check_references(taxonomy: Taxonomy) -> None:
    ids = taxonomy.ids
    if len(set(ids)) != len(ids):
        raise BadDataError("a capability id is used twice")
    for capability in taxonomy.capabilities:
        _check_ids(capability.related, ids, capability.id)
    for entry in taxonomy.controls.entries:
        _check_ids(entry.capabilities, ids, entry.id)
        _check_ids(entry.reasons_for_control, taxonomy.controls.reasons, entry.id)


def _check_ids(named: Iterable[str], known: Iterable[str], where: str) -> None:
    dangling = sorted(set(named) - set(known))
    if dangling:
        raise BadDataError("names what does not exist", where=where, ids=dangling)


def _near(wanted: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Up to three ids that resemble what was asked for."""
    by_tail = {i.split(".")[-1]: i for i in ids}
    close = get_close_matches(wanted, ids, n=3, cutoff=0.5)
    tails = get_close_matches(wanted.rsplit(".", maxsplit=1)[-1], by_tail, n=3, cutoff=0.5)
    return tuple(dict.fromkeys([*close, *(by_tail[tail] for tail in tails)]))[:3]
