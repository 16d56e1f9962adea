"""What the watchlists say of the parties, as facts of considerations 2 and 4.

A match that nobody has judged is a guess: it may raise a red flag and never clears one. One that
a person confirmed is firm. A search that finds nothing settles nothing by itself: a name may be
spelt in a way that no search finds, and no set of lists is ever complete. What a person answered
with *no* stands only when no open match speaks against it and nothing was left unsearched, for
otherwise a party taken out of the file would turn a raised flag clear.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from enduse.assessment.context import Context
from enduse.assessment.country_facts import MAX_SHOWN
from enduse.domain.answers import Answer, Silence
from enduse.domain.facts import Fact
from enduse.domain.provenance import Evidence, Provenance
from enduse.domain.screened import (
    OwnershipReading,
    PartyMatch,
    PartyScreened,
    Said,
    Screening,
    Standing,
)
from enduse.domain.screening import Listing, Marker
from enduse.screening.standing import is_legal

LISTED, RIGHTS = "party.listed", "end_user.listed_on_rights_grounds"
ABUSE, VENDOR = "party.committed_or_enabled_abuse", "party.supplies_surveillance_to_states"


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Facts from the watchlists, in both layers, and what a person should be told."""

    firm: tuple[Fact, ...]
    guesses: tuple[Fact, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One fact that the watchlists bear on."""

    name: str
    concerns: Callable[[PartyScreened], bool]  # which parties
    counts: Callable[[Sequence[Listing], Sequence[Marker]], bool]  # which listings and markers
    needs_owners: bool = False  # whether a NO needs the owners on file
    is_searched: bool = True  # whether finding nothing is worth saying


def _are_legal(listings: Sequence[Listing], _: Sequence[Marker]) -> bool:
    return any(map(is_legal, listings))


def _on_rights_grounds(_: Sequence[Listing], markers: Sequence[Marker]) -> bool:
    return any(marker is not Marker.SURVEILLANCE_VENDOR for marker in markers)


def _is_vendor(_: Sequence[Listing], markers: Sequence[Marker]) -> bool:
    return Marker.SURVEILLANCE_VENDOR in markers


_ASKED = (
    _Asked(LISTED, lambda _: True, _are_legal, needs_owners=True),
    _Asked(RIGHTS, lambda one: one.is_end_user, _on_rights_grounds),
    _Asked(
        ABUSE,
        lambda one: bool(one.roles) and not one.is_end_user,
        _on_rights_grounds,
        is_searched=False,
    ),
    _Asked(VENDOR, lambda one: bool(one.roles), _is_vendor, is_searched=False),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the watchlists hold on one fact."""

    sure: tuple[Evidence, ...]  # a person said that it is the party
    open: tuple[Evidence, ...]  # a person has still to say
    undated: bool  # something is listed, since when is not known


def party_facts(
    context: Context, screening: Screening, answers: Mapping[str, Fact], as_of: date
) -> PartyFacts:
    """Turn what was found into facts, beside what people answered.

    Args:
        context: the transaction, read.
        screening: what the watchlists say of its parties.
        answers: the facts that people gave.
        as_of: the day of the assessment.
    """
    all_searched = context.parties_complete and all(
        party.was_searched and party.country for party in screening.parties if party.roles
    )
    firm, guesses, notes = [], [], []
    for asked in _ASKED:
        found, answer = _found(asked, screening), answers.get(asked.name)
        settled = all_searched and (screening.owners_on_file or not asked.needs_owners)
        looked = _looked(asked, screening, as_of)
        if fact := _firm(asked, found, answer, looked, settled=settled):
            firm.append(_same(fact))
            if fact.value is None and answer is not None and answer.value is Answer.NO:
                notes.append(_why_not(asked, screening, found))
        if found.open and (fact is None or fact.value is None):
            guess = Fact(asked.name, Answer.YES, firm=False, evidence=found.open)
            guesses.append(_same(guess))
    return PartyFacts(tuple(firm), tuple(guesses), tuple(notes))


@lru_cache(maxsize=8_192)
def _same(fact: Fact) -> Fact:
    """The very same object for an equal fact: rules keep their findings by identity."""
    return fact


def _found(asked: _Asked, screening: Screening) -> _Found:
    matches = [
        (party, match)
        for party in screening.parties
        if asked.concerns(party)
        for match in party.matches
        if match.judged.said is not Said.DIFFERENT
    ]
    counting = [both for both in matches if asked.counts(both[1].listings, both[1].markers)
                and both[1].standing in {Standing.LISTED, Standing.RESEARCH}]  # fmt: skip
    sure = [both for both in counting if both[1].judged.said is Said.SAME]
    judged_open = [both for both in counting if both[1].judged.is_open]
    owned = [_ownership(screening, open_match=open_) for open_ in (False, True)]
    owned = owned if asked.needs_owners else [(), ()]
    return _Found(
        sure=_evidence(sure, screening) + owned[0],
        open=_evidence(judged_open, screening) + owned[1],
        undated=any(asked.counts(match.undated, match.undated_markers) for _, match in matches),
    )


def _firm(
    asked: _Asked, found: _Found, answer: Fact | None, looked: tuple[Evidence, ...], *,
    settled: bool,
) -> Fact | None:  # fmt: skip
    """What is known for sure; None when the answer, or its absence, stands as it is."""
    said = answer.value if answer is not None else None
    own = answer.evidence if answer is not None else ()
    if found.sure or said is Answer.YES:
        told = own if said is Answer.YES else ()
        return Fact(asked.name, Answer.YES, evidence=(*told, *found.sure, *found.open))
    if said is Answer.NO:
        if settled and not found.open and not found.undated:
            return Fact(asked.name, Answer.NO, evidence=(*own, *looked))
        return Fact(asked.name, silence=Silence.NOT_KNOWN, evidence=looked)
    if asked.is_searched and looked:
        return Fact(asked.name, silence=Silence.NOT_KNOWN, evidence=(*own, *looked))
    return None


def _why_not(asked: _Asked, screening: Screening, found: _Found) -> str:
    """Why a person's NO does not stand, and what would let it."""
    if found.open:
        why = "a match on the watchlists speaks against it: judge it (`enduse judge`)"
    elif found.undated:
        why = "a match stands on a list whose copy does not say since when"
    else:
        why = "it counts once every party has a name and a country and C4-Q01 names the same ones"
        if asked.needs_owners and not screening.owners_on_file:
            why += (
                ", and the owners of parties that are no bodies of state are on file to the last "
                "(`ownership`)"
            )
    return f"{asked.name} is answered with no, and is kept open: {why}."


def _evidence(
    found: Iterable[tuple[PartyScreened, PartyMatch]], screening: Screening
) -> tuple[Evidence, ...]:
    shown = islice(found, MAX_SHOWN)
    return tuple(match_evidence(party, match, screening) for party, match in shown)


def match_evidence(party: PartyScreened, found: PartyMatch, screening: Screening) -> Evidence:
    """Say a match in one sentence, with the list, entry, score, threshold and judgement."""
    match, listing = found.match, found.listings[0]
    lists = ", ".join(dict.fromkeys(one.list_id for one in found.listings))
    marks = f"; {', '.join(found.markers)}" if found.markers else ""
    verb = "is" if found.judged.said is Said.SAME else "may be"
    owner = f", owner of {', '.join(party.owner_of)}," if party.owner_of else ""
    says = (
        f"{party.shown_as}{owner} {verb} {match.entry.name}: {found.standing} on {lists}{marks}; "
        f"score {match.score:.2f} at threshold {screening.threshold:.2f}, {_judged(found)}"
    )
    coverage = {row.list_id: row for row in screening.coverage}.get(listing.list_id)
    source = f"{coverage.publisher}, {coverage.title}" if coverage else listing.list_id
    return Evidence(
        says,
        Provenance(
            source=f"{source} (watchlist {screening.watchlist})",
            locator=f"{match.entry.id}, {listing.source} {listing.row}".strip(", "),
            published_on=listing.effective_on or (coverage.data_on if coverage else None),
        ),
    )


def _judged(found: PartyMatch) -> str:
    said = found.judged.judgement
    if said is None:
        return found.judged.said.value
    return f"{said.verdict.value} says {said.judged_by} on {said.judged_on}: {said.reason[:120]}"


def _ownership(screening: Screening, *, open_match: bool) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(ownership_says(one), Provenance(one.title, one.source))
        for one in screening.ownership
        if one.applies and one.answer is Answer.YES and one.rests_on_open_match is open_match
    )


def ownership_says(one: OwnershipReading) -> str:
    """Say what listed owners hold of a party, in one sentence."""
    share = f"{one.least:.0%}" if one.least == one.most else f"{one.least:.0%} to {one.most:.0%}"
    paths = f" ({'; '.join(one.paths[:3])})" if one.paths else ""
    return f"listed parties together hold {share} of {one.party}{paths}; {one.title}, {one.status}"


def _looked(asked: _Asked, screening: Screening, as_of: date) -> tuple[Evidence, ...]:
    """The searches that found nothing that counts: negative evidence, with its limits."""
    names = [p.shown_as for p in screening.parties if asked.concerns(p) and p.was_searched]
    if not names:
        return ()
    more = f" and {len(names) - MAX_SHOWN} more" if len(names) > MAX_SHOWN else ""
    limits = f"; {gaps_says(screening, as_of)}"
    looked = (
        f"{', '.join(names[:MAX_SHOWN])}{more} at {screening.threshold:.2f} on "
        f"{len(screening.coverage)} lists (engine {screening.engine}, "
        f"watchlist {screening.watchlist}){limits}"
    )
    return (Evidence("no listing found", Provenance("the watchlists on file"), looked_for=looked),)


def gaps_says(screening: Screening, as_of: date) -> str:
    """Say how many lists are incomplete, not countable or too old, and which."""
    gaps = screening.gaps(as_of)
    if not gaps:
        return "every list is complete and recent"
    named = f": {', '.join(gaps)}" if len(gaps) <= MAX_SHOWN else ""
    total = len(screening.coverage)
    return f"{len(gaps)} of {total} lists are incomplete, old or not countable{named}"
