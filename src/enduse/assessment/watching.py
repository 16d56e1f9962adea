"""Live cases and what changes under them: which a change touches, and what it changes there.

Every case is kept with what its assessment looked up. When the lists, the country data, the
incidents, the rules or the day move on, each distinct look-up is asked once more, and only the
cases behind an answer that changed are assessed again. The outcome of every case is then what
assessing all of them from nothing would give; tests/unit/assessment/test_watching.py holds that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from enduse.assessment.engine import Engine
from enduse.assessment.lookups import NOTHING_FOUND, LookUp, Source, answer, assess_noting
from enduse.domain.assessment import Assessment
from enduse.domain.errors import NotFoundError
from enduse.domain.screening import PartyKind
from enduse.domain.transactions import Transaction
from enduse.screening.delta import WatchlistDelta
from enduse.screening.rescreen import Customer, CustomerIndex

Outcome = tuple[tuple[str, ...], ...]
"""What an assessment came to, in short: rows that start with their kind."""


@dataclass(frozen=True, slots=True)
class LiveCase:
    """A case under watch."""

    case_id: str
    transaction: Transaction
    looked_up: frozenset[LookUp]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case whose outcome is another now."""

    case_id: str
    assessment: Assessment
    gone: Outcome  # rows that no longer stand
    come: Outcome  # rows that stand now
    because: tuple[LookUp, ...]  # what it looked up and that answers otherwise now


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move to other data or another day did."""

    touched: frozenset[str]  # cases that were assessed again
    changes: tuple[CaseChange, ...]  # those of them whose outcome is another


class Watch:
    """Live cases on one day's data. Adding a case or moving on keeps the outcomes up to date."""

    def __init__(self, engine: Engine, as_of: date) -> None:
        self._engine, self._as_of = engine, as_of
        self._cases: dict[str, LiveCase] = {}
        self._answers: dict[LookUp, bytes] = {}
        self._cases_of: dict[LookUp, set[str]] = {}
        self._names: dict[PartyKind, CustomerIndex] = {}  # made when first needed

    def __len__(self) -> int:
        return len(self._cases)

    def __iter__(self) -> Iterator[LiveCase]:
        return iter(self._cases.values())

    def add(self, case_id: str, transaction: Transaction) -> Assessment:
        """Take a case under watch, or take it in again after its transaction changed.

        Raises:
            InvalidInputError: as `Engine.assess` does; then nothing changes here.
        """
        assessment, looked_up = assess_noting(self._engine, transaction, self._as_of)
        if case_id in self._cases:
            self.drop(case_id)
        self._cases[case_id] = LiveCase(case_id, transaction, looked_up, outcome_of(assessment))
        for one in looked_up:
            self._cases_of.setdefault(one, set()).add(case_id)
            if one not in self._answers:
                self._answers[one] = answer(one, self._engine, self._as_of)
                if one.source is Source.PARTY:
                    self._names.clear()
        return assessment

    def drop(self, case_id: str) -> None:
        """Watch a case no longer.

        Raises:
            NotFoundError: it is not under watch.
        """
        case = self._cases.pop(case_id, None)
        if case is None:
            raise NotFoundError("no such case under watch", case=case_id)
        for one in case.looked_up:
            cases = self._cases_of[one]
            cases.discard(case_id)
            if not cases:
                del self._cases_of[one], self._answers[one]

    def move(self, engine: Engine, as_of: date, delta: WatchlistDelta | None = None) -> Moved:
        """Move to other rules, data or another day.

        Args:
            engine: what holds from now on.
            as_of: the day from now on.
            delta: what changed from the lists of the engine before to those of this one; without
                it every name is looked up again.
        """
        candidates = self._to_ask(engine, delta)
        self._engine, self._as_of = engine, as_of
        changed = {one for one in candidates if self._ask_again(one)}
        touched = {case_id for one in changed for case_id in self._cases_of[one]}
        changes = [self._again(self._cases[case_id], changed) for case_id in sorted(touched)]
        return Moved(frozenset(touched), tuple(one for one in changes if one is not None))

    def _ask_again(self, one: LookUp) -> bool:
        """Ask once more; whether the answer is another now."""
        now = answer(one, self._engine, self._as_of)
        before, self._answers[one] = self._answers[one], now
        return before != now

    def _again(self, case: LiveCase, changed: set[LookUp]) -> CaseChange | None:
        assessment = self.add(case.case_id, case.transaction)
        before, after = set(case.outcome), set(self._cases[case.case_id].outcome)
        if before == after:
            return None
        return CaseChange(
            case_id=case.case_id,
            assessment=assessment,
            gone=tuple(sorted(before - after)),
            come=tuple(sorted(after - before)),
            because=tuple(sorted(case.looked_up & changed)),
        )

    def _to_ask(self, engine: Engine, delta: WatchlistDelta | None) -> list[LookUp]:
        """Every look-up whose answer could be another; of names, only those the lists can reach."""
        names = [one for one in self._answers if one.source is Source.PARTY]
        others = [one for one in self._answers if one.source is not Source.PARTY]
        same_lists = engine.screener.index.version == self._engine.screener.index.version
        if delta is None and not same_lists:
            return [*others, *names]
        reached = self._reached(names, delta) if delta is not None else set()
        found = [one for one in names if one in reached or self._has_matches(one)]
        return [*others, *found]

    def _has_matches(self, one: LookUp) -> bool:
        """Whether a name was found at all: only then a day or a judgement can change its answer."""
        return self._answers[one] != NOTHING_FOUND

    def _reached(self, names: Iterable[LookUp], delta: WatchlistDelta) -> set[LookUp]:
        """The names that an entry that came or changed could match."""
        came = (*delta.added, *(after for _, after in delta.changed))
        threshold = self._engine.screener.threshold
        by_kind: dict[PartyKind, list[LookUp]] = {}
        for one in names:
            by_kind.setdefault(PartyKind(one.about[2]), []).append(one)
        found: set[LookUp] = set()
        for kind, asked in by_kind.items():
            if kind not in self._names:
                self._names[kind] = CustomerIndex.of(
                    Customer(row, one.about[0], one.about[1]) for row, one in enumerate(asked)
                )
            touched = self._names[kind].touched_by(came, kind=kind, threshold=threshold)
            found.update(LookUp(Source.PARTY, (c.name, c.country, kind.value)) for c in touched)
        return found


def outcome_of(assessment: Assessment) -> Outcome:
    """What an assessment came to, so that two can be compared without their reasons."""
    rows: list[tuple[str, ...]] = [
        ("scope", assessment.scope.in_scope.value),
        ("route", assessment.route.level.value, *assessment.route.pause_until),
        *(
            ("finding", f.red_flag.id, f.answer.value, f.red_flag.severity.value)
            for f in assessment.findings
        ),
        *(
            ("right", one.right.value, str(one.severity), str(one.likelihood))
            for one in assessment.rights
        ),
        *(("hold", one.id, one.state) for one in assessment.legal_holds),
        *(("unknown", one.fact, one.silence) for one in assessment.unknowns),
        *(("safeguard", one.safeguard.id, str(one.in_hand)) for one in assessment.safeguards),
    ]
    return tuple(rows)


def cases_by_source(moved: Moved) -> Mapping[Source, int]:
    """How many cases changed because of each source; a case may count for several."""
    counts: dict[Source, int] = {}
    for change in moved.changes:
        for source in {one.source for one in change.because}:
            counts[source] = counts.get(source, 0) + 1
    return counts
