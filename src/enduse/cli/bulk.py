"""`enduse bulk`: screening past one machine."""

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.screening_options import Folder, Kind, Threshold, index_file
from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import PartyKind
from enduse.screening.index import DEFAULT_THRESHOLD

app = typer.Typer(help="Screening past one machine, on Apache Spark.", no_args_is_help=True)


@app.callback()
def bulk() -> None:
    """Work on a cluster."""


@app.command()
def screen(
    source: Annotated[Path, typer.Argument(help="A Parquet file, or a folder of them.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    master: Annotated[str, typer.Option(help="local[N], or spark://HOST:PORT.")] = "local[*]",
    setting: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A setting of Spark.")
    ] = None,
    name_column: str = "name",
    country_column: str = "country",
    kind: Kind = PartyKind.UNKNOWN,
    threshold: Threshold = DEFAULT_THRESHOLD,
    watchlist: Folder = None,
) -> None:
    """Screen every row on a cluster; started again, it goes on with the next file."""
    spark = _spark_module()
    job = spark.BulkJob(
        source.resolve(), out, index_file(watchlist).resolve(), name_column, country_column, kind,
        threshold,
    )  # fmt: skip
    spark.parquet_files(job.source)  # a wrong path is said before a cluster is asked for
    session = spark.connect(master, _settings(setting or []))
    try:
        summary = spark.screen_parquet(session, job, lambda text: typer.echo(text, err=True))
    finally:
        session.stop()
    typer.echo(
        f"{summary.rows} rows, {summary.matches} matches, {summary.rejected} rows rejected -> {out}"
    )


def _spark_module() -> Any:  # noqa: ANN401 - the layer beside this one, by name as all commands
    """The part of the package that needs Spark, if Spark and Java are there.

    Raises:
        InvalidInputError: one of the two is missing; the message says how to get it.
    """
    java_home = os.environ.get("JAVA_HOME")
    java = Path(java_home, "bin", "java") if java_home else None
    if not (java is not None and java.is_file()) and shutil.which("java") is None:
        raise InvalidInputError(
            "no Java was found, which Spark runs on; install a Java 17 runtime or set JAVA_HOME"
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the same Python for the executors
    try:
        return import_module("enduse.bulk.spark")
    except ModuleNotFoundError as error:
        raise InvalidInputError(
            f"{error.name} is not installed; install the extra: pip install 'enduse[spark]'"
        ) from None


def _settings(given: list[str]) -> dict[str, str]:
    """The settings of Spark: what this package needs, then what the user gives."""
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
    }
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.startswith("spark."):
            raise InvalidInputError("a setting is written spark.NAME=VALUE", setting=one)
        settings[name] = value
    return settings
