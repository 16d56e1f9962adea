"""What is done about matches: parties looked for, matches judged."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from enduse.assessment.transaction_file import transaction_from
from enduse.desk.accounts.models import User
from enduse.desk.cases import collaboration, services, standing
from enduse.desk.cases.models import Case
from enduse.desk.cases.standing import Change
from enduse.desk.core import engine, watchlist
from enduse.desk.matches.asking import Asked, names_of, parties_of
from enduse.desk.matches.models import (
    COVERAGE,
    MATCH,
    Judgement,
    Match,
    ScreenedParty,
    ScreeningRun,
)
from enduse.desk.matches.remembered import judged
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError
from enduse.domain.screening import SearchResult, Verdict
from enduse.screening.index import DEFAULT_THRESHOLD, Index
from enduse.screening.judgements import entry_hash
from enduse.screening.normalise import normalise
from enduse.screening.score import ENGINE

LOWEST_THRESHOLD = 0.5
LONGEST = timedelta(days=366)
"""How long a judgement may be remembered at a time."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody else is asked who may be able to tell two parties apart."""

    to: User
    due_on: date | None = None
    note: str = ""


def screen_case(
    case: Case,
    *,
    actor: User,
    threshold: float = DEFAULT_THRESHOLD,
    index: Index | None = None,
    via: str = "web",
) -> ScreeningRun:
    """Look for every party of a case on the watchlists, by every name on file, and keep the run.

    Args:
        case: the case.
        actor: who looks.
        threshold: the least score; lower looks wider. Never above the usual one, so that nobody
            looks past what everyone would have seen.
        index: the lists to search; those of this desk if none are given.
        via: the way by which it came.

    Raises:
        InvalidInputError: the threshold is out of reach.
    """
    if not LOWEST_THRESHOLD <= threshold <= DEFAULT_THRESHOLD:
        raise InvalidInputError(
            f"threshold: from {LOWEST_THRESHOLD:.2f} to {DEFAULT_THRESHOLD:.2f}",
            threshold=threshold,
        )
    index = index or watchlist()  # before the case is held: it may have to be built
    with transaction.atomic():
        held = services.hold(case, actor, "match:judge")
        run = _begin(held, actor, threshold, index)
        for position, asked in enumerate(parties_of(services.content_of(held)), start=1):
            _look_for(run, position, asked, index)
        settle(run)
        record_event("match:screened", actor=actor, thing=held, body=_as_body(run), via=via)
    return run


def judge_match(
    match: Match,
    *,
    actor: User,
    verdict: str,
    reason: str,
    until: date,
    question: Question | None = None,
    via: str = "web",
) -> tuple[Judgement, list[Change]]:
    """Say whether a party and a listed name are one; remembered until a day or a change.

    Args:
        match: a match of the newest run of its case.
        actor: who says it.
        verdict: a `Verdict` of the core.
        reason: on what grounds; every case of the party shows it.
        until: the day from which it holds no more, at most a year off.
        question: who is asked, if the two cannot be told apart.
        via: the way by which it came.

    Raises:
        ConflictError: the parties were looked for again meanwhile.
        InvalidInputError: no reason, a day out of reach, or nobody is asked what cannot be told.
    """
    said = Verdict(verdict)
    _check(said, reason, until, question)
    with transaction.atomic():
        held = services.hold(match.party.run.case, actor, "match:judge")
        if newest_run(held) != match.party.run:
            raise ConflictError("the parties were looked for again; judge the newest matches")
        judgement = _keep(match, held, actor, said, reason, until)
        settle(match.party.run)
        changes = standing.refresh(held, services.content_of(held))
        held.updated_at = timezone.now()
        held.save()
        body = {
            "title": f"{judgement.party} / {match.entry_name}: {said.value}",
            "entry": match.entry_id,
            "entry_hash": judgement.entry_hash,
            "screening": match.party.run.number,
            "until": until.isoformat(),
            **services.as_body(changes),
        }
        record_event(
            "match:judged", actor=actor, thing=held, reason=judgement.reason, body=body, via=via
        )
        if question:
            _ask(held, match, actor, question, via)
    return judgement, changes


def settle(run: ScreeningRun) -> None:
    """Write on a run how it stands by what people said so far."""
    parties = judged(run)
    found = [match for party in parties for match in party.matches]
    days = [one.judgement.expires_on for one in found if one.judgement]
    run.found = len(found)
    run.waiting = sum(one.is_open for one in found)
    run.waiting += sum(not party.party.was_searched for party in parties)
    run.lapses_on = min(days, default=None)
    run.save(update_fields=["found", "waiting", "lapses_on"])


def newest_run(case: Case) -> ScreeningRun | None:
    """The newest run of a case."""
    return case.screenings.select_related("made_by", "transaction").first()


def get_run(case: Case, number: int) -> ScreeningRun:
    """One run of a case.

    Raises:
        NotFoundError: there is none of this number.
    """
    run = case.screenings.select_related("made_by", "transaction").filter(number=number).first()
    if run is None:
        raise NotFoundError("there is no such screening", case=case.reference, run=number)
    return run


def parties_changed(run: ScreeningRun, case: Case) -> bool:
    """Whether the sale names other parties now than were looked for."""
    if run.transaction.number == case.version:
        return False
    now = list(parties_of(services.content_of(case)))
    return now != list(parties_of(run.transaction.content))


def changed_since(case: Case, at: datetime) -> bool:
    """Whether parties of a case were looked for, or matches judged in it, after a moment."""
    looked = case.screenings.filter(made_at__gt=at).values("case")
    judged_in_it = case.judgements.filter(made_at__gt=at).values("case")
    return looked.union(judged_in_it).exists()


def _begin(held: Case, actor: User, threshold: float, index: Index) -> ScreeningRun:
    last = newest_run(held)
    content = services.content_of(held)
    return ScreeningRun.objects.create(
        case=held,
        number=last.number + 1 if last else 1,
        transaction=held.versions.get(number=held.version),
        as_of=standing.day_of(transaction_from(content, engine().known)),
        threshold=threshold,
        engine=ENGINE,
        watchlist=index.version,
        lists=COVERAGE.dump_python(index.coverage, mode="json"),
        made_by=actor,
    )


def _look_for(run: ScreeningRun, position: int, asked: Asked, index: Index) -> None:
    """Search every name of one party, and keep of each entry its best match."""
    results = [result for name in names_of(asked) if (result := _search(run, name, asked, index))]
    party = ScreenedParty.objects.create(
        run=run,
        position=position,
        name=asked.name,
        key=normalise(asked.name),
        country=asked.country,
        kind=asked.kind.value,
        roles=list(asked.roles),
        searches=[
            {"query": one.query, "is_alias": one.query != asked.name, "found": len(one.matches)}
            for one in results
        ],
    )
    _keep_matches(party, results)


def _search(run: ScreeningRun, name: str, asked: Asked, index: Index) -> SearchResult | None:
    """One search; None for a name that holds nothing to compare."""
    if not normalise(name):
        return None
    return index.search(
        name,
        country=asked.country or None,
        kind=asked.kind,
        threshold=run.threshold,
        as_of=run.as_of,
    )


def _keep_matches(party: ScreenedParty, results: Iterable[SearchResult]) -> None:
    best: dict[str, tuple[Any, str]] = {}
    for result in results:
        for match in result.matches:
            held = best.get(match.entry.id)
            if held is None or match.score > held[0].score:
                best[match.entry.id] = (match, result.query)
    ordered = sorted(best.values(), key=lambda both: (-both[0].score, both[0].entry.id))
    Match.objects.bulk_create(
        Match(
            party=party,
            position=position,
            query=query,
            entry_id=match.entry.id,
            entry_name=match.entry.name,
            score=match.score,
            record=MATCH.dump_python(match, mode="json"),
        )
        for position, (match, query) in enumerate(ordered, start=1)
    )


def _as_body(run: ScreeningRun) -> dict[str, object]:
    """A run in the record: what was asked, of which lists, and what was found."""
    parties = [
        {
            "name": party.name,
            "country": party.country,
            "kind": party.kind,
            "searches": party.searches,
            "entries": [[match.entry_id, match.score] for match in party.matches.all()],
        }
        for party in run.parties.prefetch_related("matches")
    ]
    return {
        "screening": run.number,
        "as_of": run.as_of.isoformat(),
        "threshold": run.threshold,
        "engine": run.engine,
        "watchlist": run.watchlist,
        "lists": {row.list_id: row.data_on.isoformat() for row in run.coverage},
        "parties": parties,
        "matches_sha256": _sha256_of(run),
    }


def _sha256_of(run: ScreeningRun) -> str:
    """The hash of everything that was found, features included."""
    found = Match.objects.filter(party__run=run).order_by("party__position", "position")
    records = [match.record for match in found]
    return hashlib.sha256(orjson.dumps(records, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _check(verdict: Verdict, reason: str, until: date, question: Question | None) -> None:
    today = timezone.localdate()
    if not reason.strip():
        raise InvalidInputError("reason: say what tells the two apart or makes them one")
    if not today < until <= today + LONGEST:
        raise InvalidInputError("until: choose a day within a year from tomorrow")
    if (verdict is Verdict.CANNOT_TELL) != (question is not None):
        raise InvalidInputError("to: somebody is asked if, and only if, you cannot tell")


def _keep(
    match: Match, held: Case, actor: User, verdict: Verdict, reason: str, until: date
) -> Judgement:
    return Judgement.objects.create(
        match=match,
        case=held,
        party=match.party.name,
        key=match.party.key,
        country=match.party.country,
        entry_id=match.entry_id,
        entry_hash=entry_hash(match.core.entry),
        verdict=verdict.value,
        reason=reason.strip(),
        expires_on=until,
        made_by=actor,
    )


def _ask(held: Case, match: Match, actor: User, question: Question, via: str) -> None:
    """Let somebody else find out; the consideration of the parties is where it belongs."""
    what = f"{match.party.name} / {match.entry_name} [{match.entry_id}]"
    note = f"Is this one party? {what}. {question.note}".strip()
    collaboration.assign(
        held,
        actor=actor,
        to=question.to,
        place="C4",
        due_on=question.due_on,
        note=note,
        via=via,
    )
