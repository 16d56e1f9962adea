"""`enduse plan`: what to do about each finding, who, by when, what proves it, and what is left."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from enduse.assessment.engine import load_engine
from enduse.assessment.plan import plan_safeguards
from enduse.cli.assess import assess_file
from enduse.cli.data_folder import data_folder
from enduse.cli.files import give, give_bytes, not_onto
from enduse.cli.options import AsOf, DataDir, Out, PackDir
from enduse.documents.plan_json import plan_json
from enduse.documents.plan_text import plan_text
from enduse.documents.tracker import tracker_xlsx
from enduse.domain.errors import InvalidInputError


class PlanFormat(StrEnum):
    """How a plan is given."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


def plan(
    file: Annotated[Path, typer.Argument(help="The transaction: a .toml or .json file.")],
    as_of: AsOf = None,
    output: Annotated[
        PlanFormat, typer.Option("--format", help="text, json, or xlsx: a tracker to work in.")
    ] = PlanFormat.TEXT,
    out: Out = None,
    pack: PackDir = None,
    data_dir: DataDir = None,
) -> None:
    """Plan the safeguards for one transaction: a person decides, and proof counts, not words."""
    not_onto(file, out)
    if output is PlanFormat.XLSX and out is None:
        raise InvalidInputError("--out is missing: a workbook is written to a file")
    engine = load_engine(pack, data_folder(data_dir))
    made = plan_safeguards(assess_file(engine, file, as_of), engine.pack)
    if out is not None and output is PlanFormat.XLSX:
        give_bytes(tracker_xlsx(made), out)
    else:
        give(plan_json(made) if output is PlanFormat.JSON else plan_text(made), out)
