"""Groups of states and treaties: who belongs, as far as was known on a date."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO

from enduse.domain.answers import Answer
from enduse.domain.country import Membership, TreatyStatus
from enduse.domain.dates import latest_day
from enduse.domain.errors import BadDataError, EnduseError, NotFoundError
from enduse.evidence.manifests import Manifest, read_file

GROUP_COLUMNS = ("country", "group", "known_from", "known_until", "source", "confidence", "note")
TREATY_COLUMNS = ("country", "treaty", "party", "since", "year")

_day = cache(latest_day)  # the same few dates stand in hundreds of rows


@dataclass(frozen=True, slots=True)
class Group:
    """One group of states, and whether the list of its members is whole."""

    id: str
    title: str
    whole: bool  # only then does absence mean "not a member"
    dated: date  # the day of the list


@dataclass(frozen=True, slots=True)
class _TreatyRecord:
    """One country and treaty: since when it is a party, up to the last year on file."""

    since: int | None  # None for a country that is not a party
    last_year: int


class Groups:
    """Memberships and treaties of every country."""

    def __init__(
        self,
        groups: Mapping[str, Group],
        memberships: Iterable[Membership],
        treaties: Mapping[str, str],
        records: Mapping[tuple[str, str], _TreatyRecord],
        first_treaty_year: int,
    ) -> None:
        self.groups = groups
        self.treaty_titles = treaties
        self._records = records
        self._first_treaty_year = first_treaty_year
        self._memberships: dict[str, tuple[Membership, ...]] = {}
        for one in memberships:
            if one.group not in groups:
                raise BadDataError("a membership is of no known group", group=one.group)
            self._memberships[one.country] = (*self._memberships.get(one.country, ()), one)

    def of(self, country: str, as_of: date) -> tuple[Membership, ...]:
        """Give the memberships of a country that a list had stated by a day.

        A list says what it says from its own day on: before that day nothing is known from it.
        """
        return tuple(
            one
            for one in self._memberships.get(country, ())
            if one.known_from <= as_of and (one.known_until is None or as_of < one.known_until)
        )

    def is_member(self, country: str, group: str, as_of: date) -> Answer:
        """Say whether a country belongs to a group.

        Returns:
            YES if a list known by then says so; NO only if that list is whole; else UNKNOWN.

        Raises:
            NotFoundError: there is no such group.
        """
        if group not in self.groups:
            raise NotFoundError("there is no such group", group=group)
        if any(one.group == group for one in self.of(country, as_of)):
            return Answer.YES
        listed = self.groups[group]
        return Answer.NO if listed.whole and listed.dated <= as_of else Answer.UNKNOWN

    def treaties(self, country: str, as_of: date) -> tuple[TreatyStatus, ...]:
        """Give the status of a country under each treaty, as known on a day.

        The status at the end of a year is known from the next year. A treaty of which nothing
        was known yet is left out.
        """
        statuses = (self.treaty(country, treaty, as_of) for treaty in self.treaty_titles)
        return tuple(status for status in statuses if status)

    def treaty(self, country: str, treaty: str, as_of: date) -> TreatyStatus | None:
        """Give the status under one treaty, or None when nothing was known by that day.

        Raises:
            NotFoundError: there is no such treaty on file.
        """
        if treaty not in self.treaty_titles:
            raise NotFoundError("there is no such treaty on file", treaty=treaty)
        record = self._records.get((country, treaty))
        year = min(as_of.year - 1, record.last_year if record else 0)
        if record is None or year < self._first_treaty_year:
            return None
        since = record.since if record.since and record.since <= year else None
        return TreatyStatus(
            country=country,
            treaty=treaty,
            party=since is not None,
            year=year,
            since=since,
            since_or_before=since == self._first_treaty_year,
        )


def load_groups(groups: Manifest, treaties: Manifest) -> Groups:
    """Read the embedded groups and treaties.

    Raises:
        BadDataError: a file is not the one its manifest describes, or is malformed.
    """
    try:
        listed = tomllib.loads(read_file(groups, "groups.toml").decode())
        titles = tomllib.loads(read_file(treaties, "treaties.toml").decode())
        return Groups(
            {key: _group(key, **table) for key, table in listed.items()},
            [_membership(row) for row in _rows(groups, "memberships.csv", GROUP_COLUMNS)],
            {str(key): str(title) for key, title in titles.items()},
            dict(_record(row) for row in _rows(treaties, "status.csv", TREATY_COLUMNS)),
            treaties.first_year,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadDataError(
            "the table of groups or treaties is malformed", why=str(error)
        ) from error


def _rows(manifest: Manifest, name: str, columns: Sequence[str]) -> Iterator[list[str]]:
    """Read the rows of an embedded CSV, whose columns must be these, in this order."""
    rows = csv.reader(StringIO(read_file(manifest, name).decode()))
    if next(rows, []) != list(columns):
        raise BadDataError("the columns of a table are not the expected ones", file=name)
    return rows


def _group(key: str, *, title: str, whole: bool, dated: str) -> Group:
    return Group(key, title, whole, latest_day(dated))


def _membership(row: Sequence[str]) -> Membership:
    country, group, known_from, known_until, source, confidence, note = row
    try:
        return Membership(
            country=country,
            group=group,
            known_from=_day(known_from),
            known_until=_day(known_until) if known_until else None,
            source=source,
            confidence=confidence,
            note=note,
        )
    except EnduseError as error:
        raise BadDataError("a membership has no readable date", country=country) from error


def _record(row: Sequence[str]) -> tuple[tuple[str, str], _TreatyRecord]:
    country, treaty, party, since, year = row
    if party not in {"yes", "no"} or (party == "yes") != bool(since):
        raise BadDataError("a party has a first year, and only a party", country=country)
    return (country, treaty), _TreatyRecord(int(since) if since else None, int(year))
