"""`enduse judge`: a person says whether a match is the party."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.engine import JUDGEMENTS
from enduse.cli.data_folder import data_folder
from enduse.cli.files import whole_file
from enduse.cli.judgements import judgements_on_file
from enduse.cli.options import DataDir, today
from enduse.cli.screening_options import Folder, index_file
from enduse.domain.dates import parse_day
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.screening import Judgement, Verdict, WatchlistEntry
from enduse.screening.index import Index
from enduse.screening.judgements import COUNTRY, entry_hash, write_judgements

_WORDS = {"same": Verdict.SAME, "different": Verdict.DIFFERENT, "cannot-tell": Verdict.CANNOT_TELL}
_LOWEST = 0.05  # a score at which a pair that a person names is still found


def judge(
    party: Annotated[str, typer.Argument(help="The name, as it was screened.")],
    entry: Annotated[str, typer.Argument(help="The id of the entry, as the match shows it.")],
    verdict: Annotated[str, typer.Argument(help="same, different or cannot-tell")],
    reason: Annotated[str, typer.Option(help="Why; what you compared.")],
    by: Annotated[str, typer.Option(help="Who says so.")],
    country: Annotated[str, typer.Option(help="Only for the party of this country.")] = "",
    expires: Annotated[str | None, typer.Option(help="YYYY-MM-DD: look again then.")] = None,
    watchlist: Folder = None,
    data_dir: DataDir = None,
) -> None:
    """Say that a match is the party, is another, or cannot be told; it is remembered."""
    if verdict not in _WORDS:
        raise InvalidInputError("the verdict should be same, different or cannot-tell", is_=verdict)
    listed = _entry_of(party, entry, Index.open(index_file(watchlist)))
    said = Judgement(
        party=party,
        entry_id=listed.id,
        entry_hash=entry_hash(listed),
        verdict=_WORDS[verdict],
        reason=reason,
        judged_by=by,
        judged_on=today(),
        expires_on=_later_day(expires, today()),
        context=((COUNTRY, country.strip().upper()),) if country.strip() else (),
    )
    folder = data_folder(data_dir)
    _keep(folder, said)
    typer.echo(f"{party} / {listed.name} [{listed.id}]: {said.verdict.value}, kept in {folder}")


def _keep(folder: Path, said: Judgement) -> None:
    """Add a judgement at the end; the file is whole or as it was."""
    earlier = judgements_on_file(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / JUDGEMENTS) as file:
        file.write(write_judgements((*earlier, said)))


def _entry_of(party: str, id_: str, index: Index) -> WatchlistEntry:
    matches = index.search(party, threshold=_LOWEST).matches
    found = next((match.entry for match in matches if match.entry.id == id_), None)
    if found is None:
        raise NotFoundError(
            "no match of this party has that entry; `enduse screen` shows the entries", entry=id_
        )
    return found


def _later_day(text: str | None, day: date) -> date | None:
    if text is None:
        return None
    expires = parse_day(text)
    if expires <= day:
        raise InvalidInputError("--expires should lie ahead", expires=text)
    return expires
