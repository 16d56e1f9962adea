"""Reading who owns whom: a CSV file, or the `ownership` of a TOML or JSON file."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from enduse.assessment.transaction_file import (
    HoldingFile,
    holdings_from,
    parse_json,
    parse_toml,
)
from enduse.cli.files import read_bytes
from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.domain.ownership import Holding

COLUMNS = ("owned", "owner", "share", "country", "kind")


def read_holdings(path: Path, countries: Callable[[str], str | None]) -> tuple[Holding, ...]:
    """Read holdings.

    Args:
        path: `.csv` with columns owned, owner and perhaps share, country, kind; or `.toml` or
            `.json` with rows under `ownership`, such as a transaction.
        countries: any way of writing a country to its alpha-3 code.

    Raises:
        InvalidInputError: the message names the file, the row and the field.
    """
    try:
        rows = [_row(number, row) for number, row in enumerate(_rows(path))]
        return holdings_from(rows, countries)
    except EnduseError as error:
        raise InvalidInputError(f"{path}: {error}") from None


def _rows(path: Path) -> list[dict[str, Any]]:
    content = read_bytes(path)
    if path.suffix.lower() == ".csv":
        return _csv_rows(content)
    parsed = parse_toml(content) if path.suffix.lower() == ".toml" else parse_json(content)
    rows = parsed.get("ownership") if isinstance(parsed, dict) else None
    if not isinstance(rows, list) or not rows:
        raise InvalidInputError("ownership: missing; give rows with owned, owner and share")
    return rows


def _csv_rows(content: bytes) -> list[dict[str, Any]]:
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        named = set(table.fieldnames or ())
        if not {"owned", "owner"} <= named or not named <= set(COLUMNS):
            raise InvalidInputError(f"the columns should be {', '.join(COLUMNS)}")
        return [{key: _cell(key, text) for key, text in row.items() if text} for row in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInputError(f"not CSV in UTF-8: {error}") from None


def _cell(key: str, text: str) -> str | float:
    if key != "share":
        return text.strip()
    try:
        return float(text)
    except ValueError:
        raise InvalidInputError(f"share: {text!r} should be a number, 0.0 to 1.0") from None


def _row(number: int, row: object) -> HoldingFile:
    try:
        return HoldingFile.model_validate(row)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise InvalidInputError(f"ownership[{number}].{field}: {problem['msg']}") from None
