"""How an entry stands on one day: a list copied later does not say what stood there before."""

from collections.abc import Mapping
from datetime import date

from enduse.domain.answers import Answer
from enduse.domain.screened import JudgedMatch, PartyMatch, Standing
from enduse.domain.screening import Listing, Marker, WatchlistEntry
from enduse.screening.lists.merge import markers_of

RESEARCH = "research-"
"""Lists whose id starts so are research, never a legal listing."""


def stands(listing: Listing, as_of: date, data_on: Mapping[str, date]) -> Answer:
    """Say whether a listing counted on the day.

    Args:
        listing: one line of one list.
        as_of: the day.
        data_on: for each list the day that its copy speaks for. A listing without a day of its
            own counts from then; whether it did before is not known.
    """
    if not listing.is_live(as_of):
        return Answer.NO
    if listing.effective_on is not None:
        return Answer.YES if listing.effective_on <= as_of else Answer.NO
    known_from = data_on.get(listing.list_id)
    return Answer.YES if known_from is not None and known_from <= as_of else Answer.UNKNOWN


def standing_on(judged: JudgedMatch, as_of: date, data_on: Mapping[str, date]) -> PartyMatch:
    """Put beside a match how its entry stood on the day."""
    entry = judged.match.entry
    answers = {listing: stands(listing, as_of, data_on) for listing in entry.listings}
    counting, undated = _of(answers, Answer.YES), _of(answers, Answer.UNKNOWN)
    standing, listings = _standing(entry, counting, undated, as_of)
    return PartyMatch(
        judged, standing, listings, _markers(entry, counting), undated, _markers(entry, undated)
    )


def _standing(
    entry: WatchlistEntry, counting: tuple[Listing, ...], undated: tuple[Listing, ...], as_of: date
) -> tuple[Standing, tuple[Listing, ...]]:
    """The standing, and the listings that give it."""
    if legal := tuple(one for one in counting if is_legal(one)):
        return Standing.LISTED, legal
    if counting:
        return Standing.RESEARCH, counting
    if undated:
        return Standing.NOT_KNOWN, undated
    if ended := tuple(one for one in entry.listings if not one.is_live(as_of)):
        return Standing.FORMER, ended
    return Standing.LATER, entry.listings


def is_legal(listing: Listing) -> bool:
    """Whether a listing is of a list that a state or body of states keeps."""
    return not listing.list_id.startswith(RESEARCH)


def _of(answers: Mapping[Listing, Answer], wanted: Answer) -> tuple[Listing, ...]:
    return tuple(listing for listing, answer in answers.items() if answer is wanted)


def _markers(entry: WatchlistEntry, listings: tuple[Listing, ...]) -> tuple[Marker, ...]:
    """The markers that rest on these listings."""
    rests = markers_of(listings)
    return tuple(marker for marker in entry.markers if marker in rests)
