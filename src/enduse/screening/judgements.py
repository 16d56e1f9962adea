"""What people said of matches, remembered until the entry changes or the word expires.

They are kept as lines of JSON, one judgement a line, under a first line that names the version of
the form. A line is added and none is ever changed: the last word about a party and entry counts.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from enduse.domain.dates import parse_day
from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.domain.screened import JudgedMatch
from enduse.domain.screening import Judgement, Match, Verdict, WatchlistEntry
from enduse.domain.strict import StrictTable
from enduse.screening.entries import pack_entry, without_place
from enduse.screening.normalise import normalise

COUNTRY = "country"  # in the context of a judgement


def entry_hash(entry: WatchlistEntry) -> str:
    """Give sixteen hexadecimal characters that change with anything the lists say of the entry."""
    return hashlib.sha256(pack_entry(without_place(entry))).hexdigest()[:16]


def holds(judgement: Judgement, entry: WatchlistEntry, as_of: date) -> bool:
    """Say whether a judgement still stands on the day for the entry as it is now."""
    expired = judgement.expires_on is not None and judgement.expires_on <= as_of
    return not expired and judgement.entry_hash == entry_hash(entry)


def with_judgements(
    party: str,
    matches: Iterable[Match],
    judgements: Iterable[Judgement],
    as_of: date,
    *,
    country: str = "",
) -> tuple[JudgedMatch, ...]:
    """Put the last word about this party beside each match.

    A judgement is of one party: of the same words in the same order, in any spelling of case,
    and of the country it was given for, if it was given for one.

    Args:
        party: the name that was screened.
        matches: what was found for it.
        judgements: everything that people said, of any party.
        as_of: the day on which a word must not have expired.
        country: of the party, ISO 3166-1 alpha-3; empty where unknown.
    """
    matches = tuple(matches)
    wanted = {match.entry.id for match in matches}
    of_these = [one for one in judgements if one.entry_id in wanted]
    last = _last_words(party, of_these, country) if of_these else {}
    return tuple(_judged(match, last.get(match.entry.id), as_of) for match in matches)


def _last_words(party: str, judgements: Iterable[Judgement], country: str) -> dict[str, Judgement]:
    own = normalise(party)
    last: dict[str, Judgement] = {}
    for judgement in sorted(judgements, key=lambda one: one.judged_on):
        of_country = dict(judgement.context).get(COUNTRY, "")
        if of_country in {"", country} and normalise(judgement.party) == own:
            last[judgement.entry_id] = judgement
    return last


def _judged(match: Match, said: Judgement | None, as_of: date) -> JudgedMatch:
    if said is None:
        return JudgedMatch(match)
    if holds(said, match.entry, as_of):
        return JudgedMatch(match, judgement=said)
    return JudgedMatch(match, lapsed=said)


VERSION = 1
_HEAD = "enduse_judgements"


def write_judgements(judgements: Iterable[Judgement]) -> bytes:
    """Write judgements as lines of JSON; the same judgements give the same bytes."""
    rows = [{_HEAD: VERSION}, *map(_row, judgements)]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def _row(judgement: Judgement) -> dict[str, object]:
    row = asdict(judgement) | {"context": dict(judgement.context)}
    for key in ("judged_on", "expires_on"):
        row[key] = row[key].isoformat() if row[key] else ""
    return row


def read_judgements(content: bytes, place: str) -> tuple[Judgement, ...]:
    """Read what `write_judgements` wrote, in the order of the lines.

    Args:
        content: the bytes of the file.
        place: what to call the file in an error.

    Raises:
        InvalidInputError: it is of another version, or a line is no judgement; the message names
            the line and the field.
    """
    try:
        lines = content.decode("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
    except ValueError as error:
        raise InvalidInputError(f"{place}: not lines of JSON in UTF-8: {error}") from None
    if not rows or rows[0] != {_HEAD: VERSION}:
        raise InvalidInputError(f"{place}: the first line should be {json.dumps({_HEAD: VERSION})}")
    return tuple(
        _read_row(row, f"{place}, line {number}") for number, row in enumerate(rows[1:], start=2)
    )


def _read_row(row: object, place: str) -> Judgement:
    if not isinstance(row, dict):
        raise InvalidInputError(f"{place}: should be a table of names and values")
    table = StrictTable(row, place, InvalidInputError)
    context = table.mapping("context")
    expires = table.text("expires_on", "")
    try:
        judgement = Judgement(
            party=table.text("party"),
            entry_id=table.text("entry_id"),
            entry_hash=table.text("entry_hash"),
            verdict=table.one_of("verdict", Verdict),
            reason=table.text("reason"),
            judged_by=table.text("judged_by"),
            judged_on=parse_day(table.text("judged_on")),
            expires_on=parse_day(expires) if expires else None,
            context=tuple((key, str(value)) for key, value in sorted(context.items())),
        )
    except EnduseError as error:
        told = error.message if error.message.startswith(place) else f"{place}: {error}"
        raise InvalidInputError(told) from None
    table.finish()
    return judgement
