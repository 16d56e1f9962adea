"""What the watchlists say of the parties, as JSON, as text and as HTML."""

from collections.abc import Iterator
from datetime import date

from enduse.documents.assessment_findings import given
from enduse.documents.assessment_shape import (
    JudgementJson,
    ListingJson,
    OwnershipJson,
    PartyMatchJson,
    PartyScreenedJson,
    ScreeningJson,
)
from enduse.documents.page import escape
from enduse.domain.screened import OwnershipReading, PartyMatch, PartyScreened, Screening
from enduse.domain.screening import Judgement, Listing


def screening_json(screening: Screening, as_of: date) -> ScreeningJson:
    """Give the screening of one assessment as dictionaries and lists."""
    return {
        "watchlist": screening.watchlist,
        "engine": screening.engine,
        "threshold": screening.threshold,
        "lists": {row.list_id: row.data_on.isoformat() for row in screening.coverage},
        "gaps": list(screening.gaps(as_of)),
        "parties": [_party(one) for one in screening.parties],
        "ownership": [_ownership(one) for one in screening.ownership],
    }


def _party(one: PartyScreened) -> PartyScreenedJson:
    return {
        "name": one.name,
        "country": one.country,
        "roles": list(one.roles),
        "owner_of": list(one.owner_of),
        "was_searched": one.was_searched,
        "matches": [_match(found) for found in one.matches],
    }


def _match(found: PartyMatch) -> PartyMatchJson:
    match, said = found.match, found.judged.judgement or found.judged.lapsed
    return {
        "entry": match.entry.id,
        "name": match.entry.name,
        "listed_name": match.listed_name.text,
        "score": match.score,
        "standing": found.standing,
        "markers": list(found.markers),
        "listings": [_listing(one) for one in found.listings],
        "said": found.judged.said,
        "judgement": _judgement(said) if said else None,
    }


def _listing(one: Listing) -> ListingJson:
    return {
        "list_id": one.list_id,
        "programmes": list(one.programmes),
        "effective_on": one.effective_on.isoformat() if one.effective_on else None,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "source": one.source,
        "row": one.row,
    }


def _judgement(said: Judgement) -> JudgementJson:
    return {
        "says": said.verdict.value,
        "reason": said.reason,
        "judged_by": said.judged_by,
        "judged_on": said.judged_on.isoformat(),
        "expires_on": said.expires_on.isoformat() if said.expires_on else None,
    }


def _ownership(one: OwnershipReading) -> OwnershipJson:
    return {
        "party": one.party,
        "rule": one.rule,
        "title": one.title,
        "status": one.status,
        "source": one.source,
        "applies": one.applies,
        "answer": one.answer,
        "least": one.least,
        "most": one.most,
        "paths": list(one.paths),
        "rests_on_open_match": one.rests_on_open_match,
    }


def screening_lines(screening: Screening) -> Iterator[str]:
    """Say of each party what was found, one text a party and match."""
    for party in screening.parties:
        yield f"{party.shown_as} ({_as_what(party)}): {_found(party)}"
        for found in party.matches:
            yield f"{party.shown_as}: {match_says(found)}"


def match_says(found: PartyMatch) -> str:
    """Say one match: the entry, how it stands, on which lists, how sure, and what people said."""
    match = found.match
    lists = ", ".join(dict.fromkeys(one.list_id for one in found.listings))
    marks = f"; {', '.join(found.markers)}" if found.markers else ""
    said = found.judged.judgement or found.judged.lapsed
    by = f" ({said.judged_by}, {said.judged_on}: {said.reason})" if said else ""
    return (
        f"{match.entry.name} [{match.entry.id}], {found.standing} on {lists}{marks}; "
        f"score {match.score:.2f}; {found.judged.said}{by}"
    )


def _as_what(party: PartyScreened) -> str:
    if party.owner_of:
        return f"owner of {', '.join(party.owner_of)}"
    return ", ".join(role.value.replace("_", " ") for role in party.roles)


def _found(party: PartyScreened) -> str:
    if not party.was_searched:
        return "not looked for, as there is no name that can be compared"
    count = len(party.matches)
    return "nothing found" if not count else f"{count} match{'' if count == 1 else 'es'}"


def screening_html(screening: Screening, as_of: date) -> str:
    """Show the parties and what was found for each."""
    rows = "".join(
        f'<tr><th scope="row">{given(party.shown_as)}</th>'
        f'<td data-label="As">{given(_as_what(party))}</td>'
        f'<td data-label="Found">{_found(party)}{_matches(party)}</td></tr>'
        for party in screening.parties
    )
    gaps = screening.gaps(as_of)
    return (
        '<h3>Parties looked for on the watchlists</h3><table class="stack"><thead><tr>'
        '<th scope="col">Party</th><th scope="col">As</th><th scope="col">Found</th></tr></thead>'
        f'<tbody>{rows}</tbody></table><p class="small quiet">At a score of '
        f"{screening.threshold:.2f} on {len(screening.coverage)} lists (engine "
        f"{escape(screening.engine)}, watchlist {escape(screening.watchlist)}). Nothing found is "
        f"no clearance; incomplete, old or not countable: {escape(', '.join(gaps)) or 'none'}.</p>"
    )


def _matches(party: PartyScreened) -> str:
    items = "".join(f"<li>{given(match_says(found))}</li>" for found in party.matches)
    return f'<ul class="small">{items}</ul>' if items else ""
