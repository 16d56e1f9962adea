"""Bringing cases in from another system, and taking everything out."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import File as FileParam
from ninja import Form, Schema, UploadedFile
from pydantic import Field

from enduse.desk.api import importing
from enduse.desk.api.access import caller
from enduse.desk.api.exporting import export_everything
from enduse.desk.api.operations.evidence import upload_of
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Taken
from enduse.desk.record.models import Via
from enduse.desk.record.services import record_event

router = Operations(tags=["in and out"])


class HowToImport(Taken):
    """How a file is read, and whether it is only tried."""

    dry_run: bool = True
    mapping: str = Field("", max_length=50_000, description="TOML; see the how-to")


class Wrong(Schema):
    """One thing that is wrong with a file."""

    row: int
    field: str
    says: str


class Imported(Schema):
    """What an import did, or would do."""

    dry_run: bool
    ready: int
    there_already: int
    cases: list[int]
    problems: list[Wrong]


@router.does("/import/cases", "case:import", Imported)
def import_cases(
    request: HttpRequest, how: Form[HowToImport], file: FileParam[UploadedFile]
) -> Any:
    """Open cases on the rows of a CSV or JSON file: tried first, all or none."""
    data = b"".join(upload_of(file).chunks)
    name = file.name or "file.csv"
    rows = importing.read_rows(name, data, how.mapping.encode() or None)
    done = importing.import_cases(
        name, rows, actor=caller(request), is_dry=how.dry_run, via=Via.API
    )
    return {
        "dry_run": how.dry_run,
        "ready": done.ready,
        "there_already": done.there_already,
        "cases": [case.pk for case in done.opened],
        "problems": done.problems,
    }


@router.reads("/export", "export:all", bytes)
def export_all(request: HttpRequest) -> Any:
    """Everything that you may read, as one zip."""
    user = caller(request)
    with transaction.atomic():
        record_event("desk:exported", actor=user, thing="desk:export", via=Via.API)
    name = f"enduse-export-{timezone.localdate().isoformat()}.zip"
    return StreamingHttpResponse(
        export_everything(user),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
