"""The entry point `enduse`: finds the command, and turns what goes wrong into one line.

A command's module is imported when the command is called, so that `enduse --help` answers at
once; the table below is all that the help needs.
"""

import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup
from typer.main import get_command

from enduse.cli.exits import STOPPED, exit_code_of, in_one_line
from enduse.domain.errors import EnduseError

COMMANDS = {
    "new": ("enduse.cli.new", "Write a commented file to describe a transaction in."),
    "ask": ("enduse.cli.ask", "Ask the scope test and twelve questions, and keep the answers."),
    "assess": ("enduse.cli.assess", "Assess one transaction."),
    "plan": ("enduse.cli.plan", "Plan the safeguards: who, by when, what proves them."),
    "clauses": ("enduse.cli.clauses", "Contract clauses: list, show, assemble an annex."),
    "questionnaire": ("enduse.cli.questionnaire", "Ask a buyer or reseller, and take the answers."),
    "assess-batch": ("enduse.cli.batch", "Assess many transactions, one a line."),
    "bundle": ("enduse.cli.bundle", "An assessment with all its evidence, to be checked outside."),
    "document": ("enduse.cli.document", "A dossier, board summary, annex, certificate or memo."),
    "document-template": (
        "enduse.cli.document_template",
        "Our Word template, to start yours from.",
    ),
    "diff": ("enduse.cli.diff", "Say what changed between two assessments, and why."),
    "catalogue": ("enduse.cli.catalogue", "The Guidance as items: list, show, mark as checked."),
    "rules": ("enduse.cli.rules", "Red flags as rules: list, test, explain, simulate, replay."),
    "screen": ("enduse.cli.screen", "Look for one name on the watchlists."),
    "screen-batch": ("enduse.cli.screen_batch", "Look for many names on the watchlists."),
    "rescreen": ("enduse.cli.rescreen", "Screen again only what a change can alter."),
    "judge": ("enduse.cli.judge", "Say whether a match is the party; it is remembered."),
    "judgements": ("enduse.cli.judgements", "What people said of matches; searches kept."),
    "ownership": ("enduse.cli.ownership", "What listed parties own, along every path."),
    "bulk": ("enduse.cli.bulk", "Screening past one machine, on Apache Spark."),
    "compare": ("enduse.cli.compare", "Say how alike two names are, and why."),
    "watchlist": ("enduse.cli.watchlist", "The watchlists on file: status, versions, diff, build."),
    "country": ("enduse.cli.country", "What published sources say about a country."),
    "capability": ("enduse.cli.capability", "What a product can do: list, show, read a text."),
    "scan": ("enduse.cli.scan", "Find what a product can do, from its text, parts and source."),
    "profile": ("enduse.cli.profile", "What a product does, stated once: new, check, diff."),
    "data": ("enduse.cli.data", "The data the package rests on: status, import, update."),
    "serve": ("enduse.cli.serve", "Start the desk: many people, one record, in a browser."),
    "worker": ("enduse.cli.worker", "Do the desk's jobs in a process of their own."),
    "desk": ("enduse.cli.desk", "Look after a desk: what production lacks, a way back in."),
    "record": ("enduse.cli.record", "The desk's record: verify it, sign it."),
    "backup": ("enduse.cli.backup", "Write everything a desk knows into one file."),
    "restore": ("enduse.cli.restore", "Bring a desk back from its backup."),
}
"""Name of a command to its module and its line of help. The module holds `app`, a group of
commands, or one function with the last part of the module's name."""

# Typer keeps the types it inherits private.
ClickContext: TypeAlias = Any
ClickCommand: TypeAlias = Any
Resolved: TypeAlias = tuple[str | None, Any, list[str]]


class Commands(TyperGroup):
    """A group whose commands are imported when called."""

    def resolve_command(self, ctx: ClickContext, args: list[str]) -> Resolved:
        """Find the command by name and import it."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name in COMMANDS else found, rest

    def invoke(self, ctx: ClickContext) -> object:
        """Run the command; an error is one line on stderr and an exit code."""
        try:
            return super().invoke(ctx)
        except EnduseError as error:
            typer.echo(f"enduse: {in_one_line(str(error))}", err=True)
            raise typer.Exit(exit_code_of(error)) from None
        except KeyboardInterrupt:
            typer.echo("enduse: stopped", err=True)
            raise typer.Exit(STOPPED) from None


app = typer.Typer(
    cls=Commands,
    name="enduse",
    help="Human-rights due diligence for sales of technology with surveillance capability.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def load_command(name: str) -> ClickCommand:
    """Import the command of this name."""
    place, _ = COMMANDS[name]
    module = import_module(place)
    if hasattr(module, "app"):
        return get_command(module.app)
    single = typer.Typer(add_completion=False)
    single.command(name, help=None)(getattr(module, place.rpartition(".")[2]))
    return get_command(single)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"enduse {version('enduse')}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def _stub() -> None:
    """Stand for a command that is not yet imported."""


for _name, (_, _line) in COMMANDS.items():
    app.command(_name, help=_line)(_stub)


def run() -> None:
    """Run the command line; the console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()
