"""`enduse assess-batch`: one transaction a line in, one result a line out, in the same order."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from enduse.cli.data_folder import data_folder
from enduse.cli.exits import FAILED
from enduse.cli.files import whole_file
from enduse.cli.lines import lines_of
from enduse.cli.options import AsOf, DataDir, PackDir, chosen_day
from enduse.cli.screening_options import Folder, index_file
from enduse.cli.workers import Job, results_of
from enduse.domain.errors import InvalidInputError


def batch(
    file: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="One transaction a line.")],
    out: Annotated[Path, typer.Option("--out", metavar="OUT.jsonl", help="Where results go.")],
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes at work.")] = 1,
    as_of: AsOf = None,
    pack: PackDir = None,
    data_dir: DataDir = None,
    watchlist: Folder = None,
) -> None:
    """Assess many transactions. A bad line gives one error and never stops the rest.

    Each result is {"id", "status": "ok" or "error", "assessment" or "error"}. Blank lines are
    passed over. Exit code 1 when any line failed.
    """
    job = Job(
        as_of=None if as_of is None else chosen_day(as_of),
        today=chosen_day(None),
        pack=pack,
        data_dir=data_folder(data_dir),
        index=index_file(watchlist),
    )
    if out.exists() and file.exists() and out.samefile(file):
        raise InvalidInputError(f"{out}: the results would replace the transactions; name another")
    done, failed = _run(file, out, job, workers)
    typer.echo(f"{done} assessed, {failed} failed; wrote {out}", err=True)
    if failed:
        raise typer.Exit(FAILED)


def _run(file: Path, out: Path, job: Job, workers: int) -> tuple[int, int]:
    """Assess every line; give how many were assessed and how many failed."""
    counts = {True: 0, False: 0}
    try:
        source = file.open("rb")
    except OSError as error:
        raise InvalidInputError(f"{file}: cannot be read: {error.strerror}") from None
    with source, whole_file(out) as target, _progress() as progress:
        task = progress.add_task("Assessing", total=file.stat().st_size or None)
        lines = (line for line in lines_of(source) if not line.is_blank)
        for result in results_of(lines, job, workers):
            target.write(result.text)
            counts[result.ok] += 1
            progress.update(task, advance=result.read_bytes)
    return counts[True], counts[False]


def _progress() -> Progress:
    """A bar on stderr, when that is a terminal."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
