"""What is known beside the name: country, kind, birth date, numbers, address."""

from collections.abc import Iterator
from dataclasses import dataclass

from enduse.domain.screening import Feature, PartyKind, WatchlistEntry
from enduse.screening.normalise import words_of

SAME_COUNTRY, OTHER_COUNTRY = 0.4, -0.8
OTHER_KIND = -3.0
SAME_BIRTH_DAY, SAME_BIRTH_YEAR, OTHER_BIRTH_YEAR = 3.0, 1.0, -2.5
SAME_NUMBER, OTHER_NUMBER = 8.0, -0.5
SAME_ADDRESS = 1.5
_YEAR = 4
_SLACK_YEARS = 1
_ADDRESS_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Details:
    """What the one who asks knows of the party beside its name. Empty is unknown."""

    country: str = ""  # ISO 3166-1 alpha-3
    kind: PartyKind = PartyKind.UNKNOWN
    birth_date: str = ""  # YYYY, YYYY-MM or YYYY-MM-DD
    identifiers: tuple[str, ...] = ()
    address: str = ""

    @property
    def most(self) -> float:
        """The log-odds that the details can add at most: names are searched so much deeper."""
        return (
            (SAME_COUNTRY if self.country else 0.0)
            + (SAME_BIRTH_DAY if self.birth_date else 0.0)
            + (SAME_NUMBER if self.identifiers else 0.0)
            + (SAME_ADDRESS if self.address else 0.0)
        )


def weigh_details(details: Details, entry: WatchlistEntry) -> tuple[Feature, ...]:
    """Give the evidence for and against; what either side does not know says nothing."""
    return tuple(
        feature
        for weigh in (_country, _kind, _birth, _number, _address)
        for feature in weigh(details, entry)
    )


def _country(details: Details, entry: WatchlistEntry) -> Iterator[Feature]:
    if details.country and entry.countries:
        same = details.country in entry.countries
        yield Feature(
            "country", float(same), SAME_COUNTRY if same else OTHER_COUNTRY, details.country,
            ", ".join(entry.countries), "the country agrees" if same else "another country",
        )  # fmt: skip


def _kind(details: Details, entry: WatchlistEntry) -> Iterator[Feature]:
    unknown = PartyKind.UNKNOWN
    if unknown not in (details.kind, entry.kind) and details.kind is not entry.kind:
        yield Feature(
            "kind", 0.0, OTHER_KIND, details.kind.value, entry.kind.value, "another kind of party"
        )


def _birth(details: Details, entry: WatchlistEntry) -> Iterator[Feature]:
    known = entry.birth_dates
    if not details.birth_date or not known:
        return
    asked, listed = details.birth_date, ", ".join(known)
    whole = len(asked) > _YEAR + 3 and asked in known
    years = {int(day[:_YEAR]) for day in known if day[:_YEAR].isdigit()}
    near = any(abs(int(asked[:_YEAR]) - year) <= _SLACK_YEARS for year in years)
    if whole:
        yield Feature("birth", 1.0, SAME_BIRTH_DAY, asked, listed, "the same day of birth")
    elif near:
        yield Feature("birth", 0.5, SAME_BIRTH_YEAR, asked, listed, "about the same year of birth")
    elif years:
        yield Feature("birth", 0.0, OTHER_BIRTH_YEAR, asked, listed, "another year of birth")


def _number(details: Details, entry: WatchlistEntry) -> Iterator[Feature]:
    asked = {_plain(text) for text in details.identifiers}
    listed = {_plain(number.value): number.value for number in entry.identifiers}
    if asked and listed:
        both = sorted(asked & listed.keys())
        yield Feature(
            "identifier", float(bool(both)), SAME_NUMBER if both else OTHER_NUMBER,
            ", ".join(details.identifiers), ", ".join(listed[n] for n in both),
            "the same number" if both else "no number in common",
        )  # fmt: skip


def _plain(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())


def _address(details: Details, entry: WatchlistEntry) -> Iterator[Feature]:
    asked = {word.text for word in words_of(details.address)}
    for listed in entry.addresses if asked else ():
        words = {word.text for word in words_of(listed)}
        share = len(asked & words) / min(len(asked), len(words)) if words else 0.0
        if share >= _ADDRESS_SHARE and len(asked & words) > 1:
            yield Feature(
                "address", share, SAME_ADDRESS, details.address, listed, "the address agrees"
            )
            return
