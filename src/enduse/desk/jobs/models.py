"""What is known about jobs beside the queue itself: progress, workers, what runs by the clock."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from enduse.desk.accounts.models import User


class JobProgress(models.Model):
    """How far one job has come, in words and numbers that a page can show."""

    job = models.OneToOneField(
        DBTaskResult, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    owner = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="jobs")
    title = models.CharField(max_length=200)
    thing = models.CharField(max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known
    says = models.CharField(max_length=300, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    view_verb = "job:view"

    class Meta:
        """Someone's newest jobs, and the jobs of a thing, are found without a scan."""

        indexes: ClassVar = [
            models.Index(fields=["owner", "-started_at"], name="jobs_progress_owner"),
            models.Index(fields=["thing", "-started_at"], name="jobs_progress_thing"),
        ]

    def __str__(self) -> str:
        return self.title

    def known_to(self, user: User) -> bool:
        """Whether this job is someone's own."""
        return self.owner_id == user.pk


class Worker(models.Model):
    """A worker and when it was last heard of."""

    name = models.CharField(max_length=64, primary_key=True)
    heard_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class PeriodicRun(models.Model):
    """When a job that runs by the clock was last put in the queue."""

    task_path = models.CharField(max_length=200, primary_key=True)
    queued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task_path
