"""Options that several commands share, and the two values the command line reads from outside."""

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from enduse.domain.dates import parse_day

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Use only what was published by this day."),
]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Your data folder.", envvar="ENDUSE_DATA_DIR"),
]
PackDir = Annotated[
    Path | None,
    typer.Option("--pack", help="Your own rule pack; without it, the one that ships with enduse."),
]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file.")]


class TextOrJson(StrEnum):
    """How a result is given."""

    TEXT = "text"
    JSON = "json"


TextJsonFormat = Annotated[TextOrJson, typer.Option("--format", help="How to give it.")]


def today() -> date:
    """The day on the clock, in UTC."""
    return datetime.now(tz=UTC).date()


def chosen_day(option: str | None, in_file: date | None = None) -> date:
    """The as-of date: of the option, else of the file, else today."""
    day = (in_file or today()) if option is None else parse_day(option)
    if day > today():
        typer.echo(f"enduse: {day} lies ahead; evidence ends today", err=True)
    return day
