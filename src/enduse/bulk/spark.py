"""Screening of Parquet files on Apache Spark: the same engine, one mapped index an executor.

Each input file is one job and one part of the results. A worker that is lost in the middle of a
job is Spark's matter: its tasks run again elsewhere. A run that is stopped as a whole goes on with
the first file that has no part.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark import SparkFiles
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f

from enduse.domain.errors import InvalidInputError
from enduse.domain.screening import PartyKind
from enduse.screening.index import Index
from enduse.screening.results import BatchSummary, Run, keep_part, part_file, put_together
from enduse.screening.rows import RowMatch, RowsScreened, screen_rows

_FOUND = (
    "row long, name string, score double, entry string, listed_name string, live boolean, "
    "lists string, markers string"
)
"""Of a row without a name that can be compared only the first column is set."""
_SCHEMA = pa.schema(
    [
        ("row", pa.int64()), ("name", pa.string()), ("score", pa.float64()),
        ("entry", pa.string()), ("listed_name", pa.string()), ("live", pa.bool_()),
        ("lists", pa.string()), ("markers", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BulkJob:
    """What to screen, with what, and where the results go."""

    source: Path  # a Parquet file, or a folder of them; every worker can read it
    out: Path
    index: Path  # of the watchlist
    name_column: str
    country_column: str
    kind: PartyKind
    threshold: float  # 0.0 to 1.0


def connect(master: str, settings: dict[str, str]) -> SparkSession:
    """Start a session on a cluster.

    Args:
        master: a Spark master, such as `local[2]` or `spark://host:7077`.
        settings: further settings of Spark, by name.
    """
    builder = SparkSession.builder.appName("enduse bulk screen").master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def screen_parquet(
    spark: SparkSession, job: BulkJob, progress: Callable[[str], None]
) -> BatchSummary:
    """Screen every row; the results are those of one machine, to the byte.

    Raises:
        InvalidInputError: there is no Parquet file, or one has no column of names.
        ConflictError: the folder of results holds another run.
    """
    files = parquet_files(job.source)
    run = Run.of(
        job.source, Index.open(job.index), name_column=job.name_column,
        country_column=job.country_column, kind=job.kind, threshold=job.threshold, files=files,
    )  # fmt: skip
    counts = [_rows_of(file, job.name_column) for file in files]
    run.begin(job.out)
    spark.sparkContext.addFile(str(job.index))
    first = 1
    for number, (file, rows) in enumerate(zip(files, counts, strict=True)):
        if not part_file(job.out, number).exists():
            keep_part(job.out, number, rows, _screen_file(spark, job, file, first))
            progress(f"part {number + 1} of {len(files)}: rows {first} to {first + rows - 1}")
        first += rows
    return put_together(job.out)


def parquet_files(source: Path) -> tuple[Path, ...]:
    """The Parquet files of a path, by name.

    Raises:
        InvalidInputError: there is none.
    """
    files = tuple(sorted(source.glob("*.parquet"))) if source.is_dir() else (source,)
    if not files or not files[0].is_file():
        raise InvalidInputError(f"{source}: give a Parquet file, or a folder of them")
    return files


def _rows_of(file: Path, name_column: str) -> int:
    try:
        with pq.ParquetFile(file) as opened:
            if name_column not in opened.schema_arrow.names:
                raise InvalidInputError(f"{file}: has no such column", column=name_column)
            return int(opened.metadata.num_rows)
    except (pa.ArrowInvalid, OSError) as error:
        raise InvalidInputError(f"{file}: is no Parquet file that can be read: {error}") from None


def _screen_file(spark: SparkSession, job: BulkJob, file: Path, first: int) -> RowsScreened:
    found = _cells(spark, job, file, first).mapInArrow(_screen_with(job), _FOUND).collect()
    rows = [row.asDict() for row in found]
    matches = [RowMatch(**row) for row in rows if row["entry"] is not None]
    matches.sort(key=lambda match: match.order)
    rejected = sorted(int(row["row"]) for row in rows if row["entry"] is None)
    return RowsScreened(tuple(matches), tuple(rejected))


def _cells(spark: SparkSession, job: BulkJob, file: Path, first: int) -> DataFrame:
    """The rows of a file: number, name, country."""
    frame = spark.read.parquet(str(file))
    has_country = job.country_column in frame.columns
    country = f.col(job.country_column) if has_country else f.lit("")
    return frame.select(
        (f.col("_metadata.row_index") + first).alias("row"),
        _text(frame, job.name_column).alias("name"),
        country.cast("string").alias("country"),
    )


def _text(frame: DataFrame, column: str) -> Column:
    """The cells of a column of texts; a column of anything else holds no name."""
    is_text = dict(frame.dtypes)[column] == "string"
    return f.col(column) if is_text else f.lit(None).cast("string")


def _screen_with(
    job: BulkJob,
) -> Callable[[Iterable[pa.RecordBatch]], Iterable[pa.RecordBatch]]:
    """Give the function that an executor runs over its batches."""
    index_name, kind, threshold = job.index.name, job.kind.value, job.threshold

    def screen(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        index = _opened(SparkFiles.get(index_name))
        for batch in batches:
            cells = batch.to_pydict()
            done = screen_rows(
                index, cells["row"], cells["name"], cells["country"], kind=PartyKind(kind),
                threshold=threshold,
            )  # fmt: skip
            found = [asdict(match) for match in done.matches]
            found += [{"row": row} for row in done.rejected]
            yield pa.RecordBatch.from_pylist(found, schema=_SCHEMA)

    return screen


@cache
def _opened(path: str) -> Index:
    """Map the index once in each Python process; processes of one machine share its pages."""
    return Index.open(Path(path))
