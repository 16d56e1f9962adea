"""A match side by side: our party and the listed one, and what each piece of evidence adds."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from enduse.desk.matches.models import Match
from enduse.desk.registers.lists import country_name
from enduse.domain.screening import Feature, PartyKind, WatchlistEntry


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the two columns."""

    label: str | Promise
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    says: tuple[str, ...] = ()  # what it adds to the score
    is_ours: bool = False  # by its nature nothing that a list says
    is_theirs: bool = False  # nothing that we could have on file


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of evidence for or against."""

    reason: str
    queried: str
    listed: str
    weight: float  # what it adds to the log-odds

    @property
    def state(self) -> str:
        """Which way it speaks."""
        if self.weight == 0:
            return "neither"
        return "speaks_for" if self.weight > 0 else "speaks_against"


def sides(match: Match) -> list[Line]:
    """What each side is called, where it is, what it is, and how it is listed."""
    party, entry = match.party, match.core.entry
    beside = {feature.name: feature for feature in match.core.features}
    others = [name.text for name in entry.names if name.text != match.core.listed_name.text]
    lines = [
        Line(_("Name"), (match.query,), (match.core.listed_name.text,)),
        Line(_("Other names"), _other_names(match), tuple(others)),
        Line(
            _("Country"),
            _countries([party.country]),
            _countries(entry.countries),
            _says(beside.get("country")),
        ),
        Line(_("Kind"), _kind(party.kind), _kind(entry.kind), _says(beside.get("kind"))),
        Line(_("What it does in the sale"), (party.role_words,), (), is_ours=True),
        Line(_("Listed by"), (), tuple(_listings(entry)), is_theirs=True),
        Line(_("Marked as"), (), tuple(entry.markers), is_theirs=True),
        Line(_("Addresses"), (), entry.addresses),
        Line(_("Numbers"), (), tuple(f"{one.type} {one.value}" for one in entry.identifiers)),
        Line(_("Born"), (), entry.birth_dates),
    ]
    return [line for line in lines if line.ours or line.theirs]


def grounds(match: Match) -> list[Ground]:
    """Every piece of evidence behind a score, as the core gives it."""
    return [
        Ground(one.reason, one.queried, one.listed, one.weight)
        for one in match.core.features
        if one.weight or one.queried or one.listed
    ]


def _other_names(match: Match) -> tuple[str, ...]:
    names = [match.party.name, *(search["query"] for search in match.party.searches)]
    return tuple(name for name in dict.fromkeys(names) if name != match.query)


def _countries(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(country_name(code) for code in codes if code)


def _kind(kind: str) -> tuple[str, ...]:
    return () if kind == PartyKind.UNKNOWN else (str(kind).capitalize(),)


def _says(feature: Feature | None) -> tuple[str, ...]:
    return (f"{feature.reason} ({feature.weight:+.2f})",) if feature else ()


def _listings(entry: WatchlistEntry) -> Iterable[str]:
    for one in entry.listings:
        since = f", {one.effective_on.isoformat()}" if one.effective_on else ""
        ended = f", {_('ended')} {one.ended_on.isoformat()}" if one.ended_on else ""
        programmes = f" {', '.join(one.programmes)}" if one.programmes else ""
        yield f"{one.list_id}{programmes}{since}{ended} [{one.source}, {one.row}]"
