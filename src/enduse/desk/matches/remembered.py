"""What people said of matches, put beside what a run found: the core's rules say what still holds.

`judgements_about` is the one place from which an assessment takes the desk's judgements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from enduse.desk.matches.models import Judgement, Match, ScreenedParty, ScreeningRun
from enduse.domain import screening as core
from enduse.screening.judgements import with_judgements
from enduse.screening.normalise import normalise

_STATE_OF = {
    core.Verdict.SAME: "same_party",
    core.Verdict.DIFFERENT: "different_party",
    core.Verdict.CANNOT_TELL: "cannot_tell",
}


@dataclass(frozen=True, slots=True)
class JudgedMatch:
    """A match with the word that holds for it today, or the last one that no longer does."""

    match: Match
    judgement: Judgement | None
    lapsed: Judgement | None

    @property
    def state(self) -> str:
        """How it stands, as a key of `pages.states.STATES`."""
        if self.judgement:
            return _STATE_OF[core.Verdict(self.judgement.verdict)]
        return "look_again" if self.lapsed else "not_judged"

    @property
    def is_open(self) -> bool:
        """Whether a person has still to look."""
        return self.state not in ("same_party", "different_party")


@dataclass(frozen=True, slots=True)
class JudgedParty:
    """A party of a run with everything that was found for it."""

    party: ScreenedParty
    matches: Sequence[JudgedMatch]

    @property
    def state(self) -> str:
        """The gravest of what was found; nothing found is no clearance."""
        if not self.party.was_searched:
            return "not_searched"
        states = {one.state for one in self.matches}
        graver = ("same_party", "not_judged", "look_again", "cannot_tell", "different_party")
        return next((state for state in graver if state in states), "no_match")


def judged(run: ScreeningRun, day: date | None = None) -> list[JudgedParty]:
    """Every party of a run with what holds about its matches on a day; three queries."""
    parties = list(run.parties.prefetch_related("matches"))
    found = [match for party in parties for match in party.matches.all()]
    said = list(
        Judgement.objects.filter(
            key__in={party.key for party in parties},
            entry_id__in={match.entry_id for match in found},
        ).select_related("made_by", "case")
    )
    today = day or timezone.localdate()
    return [JudgedParty(party, _judged(party, said, today)) for party in parties]


def judgements_about(names: Iterable[str]) -> tuple[core.Judgement, ...]:
    """Everything that people said of parties of these names, as the core's assessment reads it."""
    keys = {normalise(name) for name in names}
    said = Judgement.objects.filter(key__in=keys).select_related("made_by")
    return tuple(one.as_core() for one in said)


def _judged(party: ScreenedParty, said: Iterable[Judgement], day: date) -> list[JudgedMatch]:
    of_party = [one for one in said if one.key == party.key and one.country in ("", party.country)]
    rows = {str(one.pk): one for one in of_party}
    matches = list(party.matches.all())
    judgements = [one.as_core() for one in of_party]
    found = [one.core for one in matches]
    words = with_judgements(party.name, found, judgements, day, country=party.country)
    return [
        JudgedMatch(match, _row(word.judgement, rows), _row(word.lapsed, rows))
        for match, word in zip(matches, words, strict=True)
    ]


def _row(said: core.Judgement | None, rows: dict[str, Judgement]) -> Judgement | None:
    return rows[dict(said.context)["judgement"]] if said else None
