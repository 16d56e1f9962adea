"""Putting work in the queue, telling how far it has come, and taking up what was left lying."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from enduse.desk.accounts.models import User
from enduse.desk.jobs.models import JobProgress, PeriodicRun, Worker
from enduse.desk.record.services import Thing, thing_name

SILENT_SECONDS = 60
"""A worker that was not heard of for so long is taken for dead."""

MOST_ATTEMPTS = 3
"""A job that took so many workers down with it is not tried again."""


def start_job(
    task: "Task[..., Any]",
    *args: object,
    owner: User | None,
    title: str,
    thing: Thing = "",
    **kwargs: object,
) -> JobProgress:
    """Put a job in the queue; it starts when the transaction around this call is committed.

    A job may be run again after its worker was killed: running it twice must do no harm.

    Args:
        task: what `django_tasks.task` made of a function.
        *args: plain JSON values for it.
        owner: who sees it among their jobs; None for the desk itself.
        title: what it is, in words for its owner.
        thing: what it is about.
        **kwargs: plain JSON values for it.
    """
    with transaction.atomic():
        queued = task.enqueue(*args, **kwargs)
        about = thing_name(thing) if thing else ""
        return JobProgress.objects.create(job_id=queued.id, owner=owner, title=title, thing=about)


def report(
    job_id: str | uuid.UUID, *, done: int, total: int = 0, says: str = "", result_url: str = ""
) -> None:
    """Tell how far a job has come; shown at once, whatever becomes of the job's own changes.

    Args:
        job_id: `context.task_result.id` of a task that takes its context.
        done: how many of `total`.
        total: 0 if it is not known.
        says: what is being done, in words.
        result_url: where the result is, when there is one.
    """
    JobProgress.objects.filter(job_id=uuid.UUID(str(job_id))).update(
        done=done, total=total, says=says, result_url=result_url, changed_at=timezone.now()
    )


def jobs_of(user: User) -> QuerySet[JobProgress]:
    """Someone's jobs, the newest first, with their state: two tables, one query."""
    return JobProgress.objects.filter(owner=user).select_related("job").order_by("-started_at")


def heard_of(worker: str) -> None:
    """Note that a worker is alive."""
    Worker.objects.update_or_create(name=worker, defaults={"heard_at": timezone.now()})


def take_up_lost_jobs(silent_seconds: float = SILENT_SECONDS) -> int:
    """Put back in the queue what a dead worker was at; how many jobs.

    A job that was tried `MOST_ATTEMPTS` times is given up and says so.
    """
    alive_since = timezone.now() - timedelta(seconds=silent_seconds)
    with transaction.atomic():
        alive = set(Worker.objects.filter(heard_at__gt=alive_since).values_list("name", flat=True))
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        lost = [job for job in running if not job.worker_ids or job.worker_ids[-1] not in alive]
        for job in lost:
            _put_back(job)
        Worker.objects.filter(heard_at__lte=alive_since).delete()
    return len(lost)


def queue_what_is_due() -> int:
    """Queue the tasks of `settings.PERIODIC_JOBS` whose time has come; how many."""
    return sum(_queue_if_due(path, every) for path, every in settings.PERIODIC_JOBS.items())


def _put_back(job: "DBTaskResult[..., Any]") -> None:
    if len(job.worker_ids) >= MOST_ATTEMPTS:
        job.set_failed(RuntimeError(f"{MOST_ATTEMPTS} workers died at this job"))
        return
    job.status = TaskResultStatus.READY
    job.started_at = None
    job.save(update_fields=["status", "started_at"])


def _queue_if_due(path: str, every_seconds: int) -> bool:
    """Queue one task if it is due; of several workers that ask at once, one queues it."""
    now = timezone.now()
    with transaction.atomic():
        _, is_new = PeriodicRun.objects.get_or_create(task_path=path, defaults={"queued_at": now})
        overdue = PeriodicRun.objects.filter(
            task_path=path, queued_at__lte=now - timedelta(seconds=every_seconds)
        )
        if not is_new and not overdue.update(queued_at=now):
            return False
        import_string(path).enqueue()
    return True
