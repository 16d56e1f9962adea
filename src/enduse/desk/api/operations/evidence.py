"""Evidence files: brought to a case, described, fetched, withdrawn."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File as FileParam
from ninja import Form, Path, UploadedFile
from pydantic import Field

from enduse.desk.api.access import caller
from enduse.desk.api.operations.cases import VIA, case_of
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Because, File, Id, Taken
from enduse.desk.cases import collaboration
from enduse.desk.evidence import services, store
from enduse.desk.evidence.services import About, Upload
from enduse.domain.errors import NotFoundError

router = Operations(tags=["evidence"])


class AboutFile(Taken):
    """What is said about a file."""

    title: str = Field("", max_length=300)
    source: str = Field("", max_length=500)
    licence: str = Field("", max_length=200)
    received_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None

    def about(self) -> About:
        """The same, as the service takes it."""
        return About(**self.dict(include=set(AboutFile.model_fields)))


class CaseFile(AboutFile):
    """What is said about a file of a case."""

    question: str = Field("", max_length=20, description="the question it answers, if one")


@router.reads("/cases/{case}/evidence", "case:view", list[File])
def list_evidence(request: HttpRequest, case: Path[Id]) -> Any:
    """The files that a case rests on."""
    return [use.file for use in case_of(request, case).evidence_uses.select_related("file")]


@router.makes("/cases/{case}/evidence", "evidence:add", File)
def attach_evidence(
    request: HttpRequest, case: Path[Id], about: Form[CaseFile], file: FileParam[UploadedFile]
) -> Any:
    """Bring a file to a case."""
    return collaboration.attach_file(
        case_of(request, case),
        actor=caller(request),
        upload=upload_of(file),
        about=about.about(),
        question=about.question,
        via=VIA,
    )


@router.reads("/evidence/{file}", "evidence:view", File)
def get_evidence(request: HttpRequest, file: Path[UUID]) -> Any:
    """What is known about a file."""
    return services.get_file(caller(request), file)


@router.reads("/evidence/{file}/content", "evidence:view", bytes)
def download_evidence(request: HttpRequest, file: Path[UUID]) -> Any:
    """The content of a file, as it was brought."""
    found = services.get_file(caller(request), file)
    place = store.path_of(found.sha256)
    if not place.is_file():
        raise NotFoundError("the file is not in the store; restore it from the backup")
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )


@router.does("/evidence/{file}/withdrawal", "evidence:withdraw", File)
def withdraw_evidence(request: HttpRequest, file: Path[UUID], why: Because) -> Any:
    """Let a file count no more; it stays on record."""
    found = services.get_file(caller(request), file)
    services.withdraw_file(found, actor=caller(request), reason=why.reason, via=VIA)
    found.refresh_from_db()
    return found


def upload_of(file: UploadedFile) -> Upload:
    """A file as it comes in; one over the limit was dropped on the way."""
    return Upload(file.name or "file", file.chunks())
