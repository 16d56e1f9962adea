"""The results of a file of rows, kept in parts so that a stopped run goes on."""

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from enduse.domain.errors import ConflictError, InvalidInputError
from enduse.domain.screening import PartyKind
from enduse.screening.index import Index
from enduse.screening.rows import REJECTED, RowMatch, RowsScreened
from enduse.screening.score import ENGINE

RUN, SUMMARY = "run.json", "summary.json"
MATCHES, REJECTS = "matches.csv", "rejected.csv"
COLUMNS = tuple(field.name for field in fields(RowMatch))


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a run came to, earlier parts included."""

    rows: int
    matches: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Run:
    """What makes two runs the same: their parts may stand in one folder."""

    source: str  # name of the file
    sha256: str  # of the file
    name_column: str
    country_column: str
    kind: PartyKind
    threshold: float  # 0.0 to 1.0
    engine: str  # version of the scoring
    watchlist: str  # version of the lists

    @classmethod
    def of(
        cls, source: Path, index: Index, *, name_column: str, country_column: str,
        kind: PartyKind, threshold: float, files: Sequence[Path] = (),
    ) -> "Run":  # fmt: skip
        """Describe a run that is about to begin; `files` are those of a source that is a folder.

        Raises:
            InvalidInputError: the file cannot be read.
        """
        return cls(
            source.name, sha256_of(*(files or (source,))), name_column, country_column, kind,
            threshold, ENGINE, index.version,
        )  # fmt: skip

    def begin(self, out: Path) -> None:
        """Write the run into its folder.

        Raises:
            ConflictError: the folder holds a run of another file, list or threshold.
        """
        out.mkdir(parents=True, exist_ok=True)
        file = out / RUN
        if file.exists() and file.read_text("utf-8") != self._text():
            raise ConflictError("the folder holds another run; give an empty one", folder=str(out))
        write_part(file, self._text())

    def _text(self) -> str:
        return json.dumps(asdict(self), indent=1)


def read_run(folder: Path) -> Run:
    """Read what run a folder of results holds.

    Raises:
        InvalidInputError: it holds none.
    """
    try:
        told = json.loads((folder / RUN).read_text("utf-8"))
        return Run(**(told | {"kind": PartyKind(told["kind"])}))
    except (OSError, ValueError, KeyError, TypeError):
        raise InvalidInputError(
            f"{folder}: holds no results of `enduse screen-batch`; name the folder of its --out"
        ) from None


def sha256_of(*files: Path) -> str:
    """Give one hash over files, one after the other.

    Raises:
        InvalidInputError: one cannot be read.
    """
    digest = hashlib.sha256()
    for path in files:
        try:
            with path.open("rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
        except OSError as error:
            raise InvalidInputError(f"{path}: cannot be read: {error.strerror}") from None
    return digest.hexdigest()


def part_file(out: Path, number: int) -> Path:
    """Where a part lies; the file's presence says that it is done."""
    return out / f"part-{number:06}.json"


def keep_part(out: Path, number: int, rows: int, done: RowsScreened) -> None:
    """Write what came of a part."""
    told = {
        "rows": rows,
        "matches": [asdict(match) for match in done.matches],
        "rejected": done.rejected,
    }
    write_part(part_file(out, number), json.dumps(told, ensure_ascii=False))


def write_part(file: Path, text: str) -> None:
    """Write a file that is there whole or not at all; half a character is written as a mark."""
    half = file.with_suffix(".part")
    half.write_text(text, "utf-8", errors="replace")
    half.replace(file)


def read_parts(folder: Path) -> Iterator[tuple[int, RowsScreened]]:
    """Read the parts of a run in order: the number of rows, and what came of them."""
    for path in sorted(folder.glob("part-*.json")):
        part = json.loads(path.read_text("utf-8"))
        matches = tuple(RowMatch(**match) for match in part["matches"])
        yield part["rows"], RowsScreened(matches, tuple(part["rejected"]))


def put_together(out: Path) -> BatchSummary:
    """Write `matches.csv`, `rejected.csv` and the summary from the parts."""
    rows = matches = bad = 0
    halves = out / f"{MATCHES}.part", out / f"{REJECTS}.part"
    with (
        halves[0].open("w", encoding="utf-8", newline="") as found,
        halves[1].open("w", encoding="utf-8", newline="") as rejected,
    ):
        writer, apart = csv.DictWriter(found, COLUMNS), csv.writer(rejected)
        writer.writeheader()
        apart.writerow(("row", "reason"))
        for count, part in read_parts(out):
            writer.writerows(map(asdict, part.matches))
            apart.writerows((row, REJECTED) for row in part.rejected)
            rows, matches = rows + count, matches + len(part.matches)
            bad += len(part.rejected)
    for half, name in zip(halves, (MATCHES, REJECTS), strict=True):
        half.replace(out / name)
    summary = BatchSummary(rows, matches, bad)
    write_part(out / SUMMARY, json.dumps(asdict(summary)))
    return summary
