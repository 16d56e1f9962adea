"""`enduse ownership`: what listed parties hold of others, along every path."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.engine import load_engine
from enduse.cli.data_folder import data_folder
from enduse.cli.holdings_file import read_holdings
from enduse.cli.options import AsOf, DataDir, TextJsonFormat, TextOrJson, chosen_day
from enduse.cli.screening_options import Folder, index_file
from enduse.documents.assessment_screening import match_says
from enduse.domain.answers import Answer
from enduse.domain.screened import OwnershipReading, PartyScreened
from enduse.screening.ownership import OwnershipRule

_REACHED = {
    Answer.YES: "reached",
    Answer.NO: "not reached",
    Answer.UNKNOWN: "not known; a share on the way is not known, or goes round in a circle",
}


def ownership(
    file: Annotated[Path, typer.Argument(help="CSV, or a file with rows under `ownership`.")],
    threshold: Annotated[
        float | None, typer.Option(min=0.001, max=1.0, help="A share of your own to test too.")
    ] = None,
    as_of: AsOf = None,
    watchlist: Folder = None,
    data_dir: DataDir = None,
    output: TextJsonFormat = TextOrJson.TEXT,
) -> None:
    """Sum what listed parties hold of each party, directly and through others, rule by rule."""
    engine = load_engine(None, data_folder(data_dir), index_file(watchlist))
    holdings = read_holdings(file, engine.known.countries)
    day = chosen_day(as_of)
    own = () if threshold is None else (_own_rule(threshold),)
    parties, readings = engine.screener.read_ownership(holdings, day, own)
    if output is TextOrJson.JSON:
        told = {
            "as_of": day.isoformat(),
            "listed": {one.shown_as: list(map(match_says, one.matches)) for one in parties},
            "ownership": [asdict(one) for one in readings],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(_lines(parties, readings)))


def _own_rule(threshold: float) -> OwnershipRule:
    return OwnershipRule("own", f"own threshold of {threshold:.0%}", threshold, date.min)


def _lines(
    parties: tuple[PartyScreened, ...], readings: tuple[OwnershipReading, ...]
) -> Iterator[str]:
    yield "On the watchlists:"
    found = [(one.shown_as, match) for one in parties for match in one.matches]
    yield from (f"  {name}: {match_says(match)}" for name, match in found)
    if not found:
        yield "  no party or owner; that is no clearance"
    for party in dict.fromkeys(one.party for one in readings):
        yield f"{party}:"
        for one in readings:
            if one.party == party:
                yield from _reading(one)
    sources = dict.fromkeys(f"  {one.title}: {one.source}" for one in readings if one.source)
    yield from ("Where the rules are taken from:", *sources)


def _reading(one: OwnershipReading) -> Iterator[str]:
    share = f"{one.least:.1%}" if one.least == one.most else f"{one.least:.1%} to {one.most:.1%}"
    open_ = "; rests on a match that nobody has judged" if one.rests_on_open_match else ""
    told = f"{_REACHED[one.answer]}, listed parties hold {share}{open_}"
    yield f"  {one.title} ({one.status}): {told}"
    yield from (f"    {path}" for path in one.paths)
