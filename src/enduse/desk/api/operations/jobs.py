"""Jobs: how far one's own have come."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field

from enduse.desk.api.access import caller
from enduse.desk.api.routing import Operations
from enduse.desk.jobs.models import JobProgress
from enduse.desk.jobs.services import jobs_of
from enduse.domain.errors import NotFoundError

router = Operations(tags=["jobs"])


class JobShown(Schema):
    """A job and how far it has come."""

    id: UUID
    title: str
    thing: str
    state: str
    done: int
    total: int
    says: str
    started_at: datetime
    changed_at: datetime


class JobsAsked(Schema):
    """How many jobs."""

    limit: int = Field(50, ge=1, le=100)


@router.reads("/jobs", "job:view", list[JobShown])
def list_jobs(request: HttpRequest, asked: Query[JobsAsked]) -> Any:
    """One's own jobs, the newest first."""
    return [shown(job) for job in jobs_of(caller(request))[: asked.limit]]


@router.reads("/jobs/{job}", "job:view", JobShown)
def get_job(request: HttpRequest, job: Path[UUID]) -> Any:
    """One of one's own jobs."""
    found = jobs_of(caller(request)).filter(pk=job).first()
    if found is None:
        raise NotFoundError("you have no such job")
    return shown(found)


def shown(job: JobProgress) -> dict[str, Any]:
    """A job as the API gives it."""
    names = ("title", "thing", "done", "total", "says", "started_at", "changed_at")
    return {
        "id": job.pk,
        "state": str(job.job.status).lower(),
        **{name: getattr(job, name) for name in names},
    }
