"""Tasks that only tests put in the queue."""

import os
import signal

from django_tasks import TaskContext, task

from enduse.desk.accounts.models import User
from enduse.desk.jobs.services import report


@task(takes_context=True)
def count(context: TaskContext, number: int) -> int:
    for step in range(number):
        report(context.task_result.id, done=step + 1, total=number, says=f"step {step + 1}")
    return number


@task()
def take_the_worker_down_once(name: str) -> str:
    """Kill the process at the first attempt, as a machine that fails would."""
    _, is_first = User.objects.get_or_create(email=f"{name}@example.org")
    if is_first:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done at the second attempt"


@task()
def fail() -> None:
    raise ValueError("on purpose")
