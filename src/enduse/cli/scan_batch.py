"""Many texts, one a line: each is scanned alone, in bounded memory, in the order of the lines."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import typer

from enduse.assessment.transaction_file import MAX_BYTES, parse_json
from enduse.capability.scan.exchange import scan_table
from enduse.capability.scan.scanner import Scanner
from enduse.capability.taxonomy import IntrinsicRisk, load_taxonomy
from enduse.cli.exits import FAILED, in_one_line
from enduse.cli.files import whole_file
from enduse.cli.lines import Line, lines_of
from enduse.documents.scan_words import highest_level
from enduse.domain.errors import EnduseError, InvalidInputError


def scan_lines(source: Path, out: Path, fail_on: IntrinsicRisk | None) -> None:
    """Scan each line of a file; a bad line gives one error and never stops the rest.

    Raises:
        typer.Exit: 1 when a line could not be read, or `fail_on` was reached.
        InvalidInputError: a file cannot be opened.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise InvalidInputError(f"{out}: the results would replace the texts; name another")
    scanner = _LineScanner(fail_on)
    try:
        file = source.open("rb")
    except OSError as error:
        raise InvalidInputError(f"{source}: cannot be read: {error.strerror}") from None
    with file, whole_file(out) as target:
        for written in scanner.results(line for line in lines_of(file) if not line.is_blank):
            target.write(written)
    typer.echo(f"{scanner.done} scanned, {scanner.failed} failed; wrote {out}", err=True)
    if scanner.failed or scanner.reached:
        raise typer.Exit(FAILED)


class _LineScanner:
    def __init__(self, fail_on: IntrinsicRisk | None) -> None:
        self._scanner = Scanner()
        self._taxonomy = load_taxonomy()
        self._fail_on = fail_on
        self.done = 0
        self.failed = 0
        self.reached = False

    def results(self, lines: Iterator[Line]) -> Iterator[bytes]:
        for line in lines:
            id_: object = None
            try:
                content = _content(line)
                id_ = content.get("id")
                yield orjson.dumps({"id": id_, **self._scan(content)}) + b"\n"
                self.done += 1
            except EnduseError as error:
                told = f"line {line.number}: {in_one_line(str(error))}"
                yield orjson.dumps({"id": id_, "error": told}) + b"\n"
                self.failed += 1

    def _scan(self, content: dict[str, object]) -> dict[str, object]:
        text = content.get("text")
        if not isinstance(text, str):
            raise InvalidInputError("text: should be a text")
        result = self._scanner.scan_text(str(content.get("id", "text")), text)
        level = highest_level(result, self._taxonomy)
        if self._fail_on and level and level.rank >= self._fail_on.rank:
            self.reached = True
        return scan_table(result, self._taxonomy)


def _content(line: Line) -> dict[str, object]:
    if line.content is None:
        raise InvalidInputError(f"{line.length:,} bytes long; a line has at most {MAX_BYTES:,}")
    content = parse_json(line.content)
    if not isinstance(content, dict):
        raise InvalidInputError('should be a table: {"id": "...", "text": "..."}')
    id_ = content.get("id")
    if id_ is not None and not isinstance(id_, str | int):
        raise InvalidInputError("id: should be a text or a number")
    return content
