"""`enduse country`: what is known about one country on one day."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from enduse.cli.data_folder import data_folder
from enduse.documents.country_data import country_data
from enduse.documents.country_page import country_page, trend_in_words
from enduse.domain.dates import parse_day
from enduse.domain.errors import NotFoundError
from enduse.evidence.base import EvidenceBase, load_evidence
from enduse.evidence.dossier import Dossier, Section, country_dossier


class Format(StrEnum):
    """How the dossier is given."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


def country(
    name: Annotated[str, typer.Argument(help="Country: a name, or its ISO code such as UGA.")],
    as_of: Annotated[
        str | None, typer.Option(help="Use only what was known on this day, YYYY-MM-DD.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to give it.")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Your data folder.", envvar="ENDUSE_DATA_DIR")
    ] = None,
) -> None:
    """Print what published sources say about a country, with what is missing."""
    day = parse_day(as_of) if as_of else datetime.now(tz=UTC).date()
    base = load_evidence(data_folder(data_dir))
    dossier = country_dossier(base, _resolve(base, name), day)
    if output is Format.TEXT:
        _write_text(base, dossier, out)
        return
    content = (
        country_page(base, dossier)
        if output is Format.HTML
        else json.dumps(country_data(dossier), indent=2, ensure_ascii=False) + "\n"
    )
    _give(content, out)


def _resolve(base: EvidenceBase, name: str) -> str:
    country_code = base.countries.resolve(name)
    if country_code is None:
        raise NotFoundError("no such country; give its name or ISO code, such as UGA", name=name)
    return country_code


def _give(content: str, out: Path | None) -> None:
    if out is None:
        typer.echo(content, nl=False)
        return
    out.write_text(content, "utf-8")
    typer.echo(f"Wrote {out}")


def _write_text(base: EvidenceBase, dossier: Dossier, out: Path | None) -> None:
    if out is None:
        _print(Console(), base, dossier)
        return
    with out.open("w", encoding="utf-8") as file:
        _print(Console(file=file, width=100), base, dossier)
    typer.echo(f"Wrote {out}")


def _print(console: Console, base: EvidenceBase, dossier: Dossier) -> None:
    console.print(f"[bold]{escape(dossier.name)}[/] ({dossier.country}), known on {dossier.as_of}")
    console.print("A share is of other countries that do better: 0% is best, 100% is worst.\n")
    for section in dossier.sections:
        _print_section(console, section)
    _print_registers(console, base, dossier)


def _print_section(console: Console, section: Section) -> None:
    practice = section.practice
    said = "no fresh figure: unknown, not clean"
    if practice:
        trend = trend_in_words(practice.change_5y)
        said = f"{practice.worse_than:.0f}% do better; over five years {trend}"
    console.print(f"[bold]{escape(section.label)}[/]: {said}")
    if section.disagreement:
        console.print(f"  [yellow]{escape(section.disagreement)}[/]")
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=6)
    for reading in section.readings:
        share = "none" if reading.none_recorded else f"{reading.worse_than:.0f}%"
        source = f"{reading.indicator.source} {reading.indicator.version.split(' ')[0]}"
        table.add_row(
            share,
            str(reading.year),
            f"{escape(reading.indicator.title)} "
            f"[dim]({escape(source)}; {trend_in_words(reading.change_5y)})[/]",
        )
    for gap in section.gaps:
        said = f"{escape(gap.indicator.title)}: {escape(gap.why)}"
        table.add_row("[dim]gap[/]", "", f"[dim]{said}[/]")
    console.print(table)
    console.print()


def _print_registers(console: Console, base: EvidenceBase, dossier: Dossier) -> None:
    console.print(f"[bold]Reported misuse of surveillance products[/]: {len(dossier.incidents)}")
    for incident in reversed(dossier.incidents):
        console.print(
            f"  {escape(incident.first_reported_on)}  {escape(incident.summary)} "
            f"[dim]{escape(incident.publisher)}; {escape(incident.confidence)}[/]"
        )
    laws = (("easier", dossier.laws_that_enable), ("harder", dossier.laws_that_protect))
    for effect, listed in laws:
        console.print(f"\n[bold]Laws in force that make misuse {effect}[/]: {len(listed)}")
        for law in listed:
            console.print(
                f"  {escape(law.entry)}  {escape(law.statute)} [dim]{escape(law.confidence)}[/]"
            )
    console.print("\n[bold]Treaties and groups[/]")
    for status in dossier.treaties:
        title = base.groups.treaty_titles[status.treaty]
        console.print(f"  {'party' if status.party else 'not a party'}: {escape(title)}")
    for one in dossier.memberships:
        console.print(f"  in: {escape(base.groups.groups[one.group].title)} ({one.known_from})")
