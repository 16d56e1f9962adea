"""Many lines over several processes, in bounded memory, results in the order of the lines."""

import contextlib
import gc
import json
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from enduse.assessment.engine import Engine, load_engine
from enduse.assessment.transaction_file import MAX_BYTES, Known, parse_json, transaction_from
from enduse.cli.exits import in_one_line
from enduse.cli.lines import Line
from enduse.documents.assessment_json import assessment_line
from enduse.domain.errors import EnduseError, InvalidInputError, SourceUnavailableError

_LINES_A_CHUNK = 16  # sent to a worker at once; a result is about 150 kB
_CHUNKS_A_WORKER = 3  # at work or waiting; bounds what is held in memory


@dataclass(frozen=True, slots=True)
class Job:
    """What holds for every line."""

    as_of: date | None  # of the command; goes before the day of a line
    today: date  # for a line that names no day
    pack: Path | None
    data_dir: Path | None
    index: Path | None = None  # of the watchlist; None builds the embedded one's in memory


@dataclass(frozen=True, slots=True)
class Result:
    """What is written for one line."""

    text: bytes  # one line of JSON with its line break
    ok: bool
    read_bytes: int  # of the line it answers


class LineAssessor:
    """Assesses lines with one engine."""

    def __init__(self, engine: Engine, job: Job) -> None:
        self._engine = engine
        self._known: Known = engine.known
        self._job = job

    def result_of(self, line: Line) -> Result:
        """Assess one line; whatever is wrong with it becomes its result."""
        id_: str | None = None
        try:
            content = self._parsed(line)
            id_ = _id_of(content)
            return Result(self._assessed(content), ok=True, read_bytes=line.length)
        except EnduseError as error:
            problem = str(error).replace(": line 1 column ", ": column ")
        except Exception as error:  # the worker's last line: one case never stops the rest
            problem = f"internal error, please report it: {type(error).__name__}: {error}"
        told = f"line {line.number}: {in_one_line(problem)}"
        failed = {"id": id_, "status": "error", "error": told}
        written = json.dumps(failed, separators=(",", ":")) + "\n"
        return Result(written.encode("ascii"), ok=False, read_bytes=line.length)

    def _parsed(self, line: Line) -> object:
        if line.content is None:
            raise InvalidInputError(
                f"{line.length:,} bytes long; a transaction has at most {MAX_BYTES:,}"
            )
        return parse_json(line.content)

    def _assessed(self, content: object) -> bytes:
        transaction = transaction_from(content, self._known)
        day = self._job.as_of or transaction.as_of or self._job.today
        written = assessment_line(self._engine.assess(transaction, day))
        shown = json.dumps(transaction.id, ensure_ascii=False).encode()
        return b'{"id":' + shown + b',"status":"ok","assessment":' + written + b"}\n"


def results_of(lines: Iterable[Line], job: Job, workers: int) -> Iterator[Result]:
    """Assess lines; the results come in the order of the lines, whatever the workers.

    Raises:
        SourceUnavailableError: a worker was killed from outside.
    """
    if workers == 1:
        yield from map(_assessor(job).result_of, lines)
        return
    load_engine(
        job.pack, job.data_dir, job.index
    )  # a bad pack or snapshot is said once, before the work
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_start, initargs=(job,)
    )
    try:
        yield from _in_order(pool, lines, workers * _CHUNKS_A_WORKER)
    except BrokenProcessPool:
        raise SourceUnavailableError(
            "a worker process was killed, perhaps for lack of memory; try fewer --workers"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, lines: Iterable[Line], most: int) -> Iterator[Result]:
    waiting: deque[Future[list[Result]]] = deque()
    for chunk in _chunks(lines):
        with _deaf_to_interrupt():
            waiting.append(pool.submit(_work, chunk))
        if len(waiting) >= most:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


@contextlib.contextmanager
def _deaf_to_interrupt() -> Iterator[None]:
    """Let processes that are started here inherit that Ctrl-C is for the parent to hear."""
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    remaining = iter(lines)
    while chunk := list(islice(remaining, _LINES_A_CHUNK)):
        yield chunk


def _assessor(job: Job) -> LineAssessor:
    """Load the engine, and tell the garbage collector that it stays: a tenth of the time saved."""
    assessor = LineAssessor(load_engine(job.pack, job.data_dir, job.index), job)
    gc.collect()
    gc.freeze()
    return assessor


_assessors: list[LineAssessor] = []  # of this worker process; one


def _start(job: Job) -> None:
    """Load the engine in a new worker."""
    _assessors[:] = [_assessor(job)]


def _work(chunk: list[Line]) -> list[Result]:
    return [_assessors[0].result_of(line) for line in chunk]


def _id_of(content: object) -> str | None:
    given = content.get("id") if isinstance(content, dict) else None
    return given if isinstance(given, str) else None
