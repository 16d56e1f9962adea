import signal
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from enduse.desk.accounts.roles import Role
from enduse.desk.jobs.models import PeriodicRun, Worker
from enduse.desk.jobs.services import (
    MOST_ATTEMPTS,
    heard_of,
    jobs_of,
    queue_what_is_due,
    start_job,
    take_up_lost_jobs,
)
from enduse.desk.jobs.worker import DeskWorker
from tests.desk.jobs import work

WORK_UNTIL_DONE = """
import threading, time
from django_tasks_db.models import DBTaskResult
from enduse.desk.jobs import services, worker
services.SILENT_SECONDS, worker.BEAT_SECONDS = 1.0, 0.2
services.take_up_lost_jobs.__defaults__ = (1.0,)
one = worker.DeskWorker()

def stop_when_done():
    while DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).exists():
        time.sleep(0.1)
    one.stop()

threading.Thread(target=stop_when_done, daemon=True).start()
one.run(with_signals=False)
"""

ENQUEUE = """
import sys
from enduse.desk.jobs.services import start_job
from tests.desk.jobs import work
task = getattr(work, sys.argv[1])
start_job(task, *sys.argv[2:], owner=None, title="A test")
"""

STATES = """
from django_tasks_db.models import DBTaskResult
for job in DBTaskResult.objects.filter(task_path__startswith="tests."):
    print(job.status, len(job.worker_ids), job.return_value)
"""


IN_EARNEST = pytest.mark.django_db(transaction=True)
"""A worker drops a connection that is in a transaction, as a test's would be."""


def work_once():
    """Do what is in the queue, in this thread."""
    worker = DeskWorker()
    worker._queue.batch = True
    worker._queue.run()
    return worker


@IN_EARNEST
def test_a_job_tells_its_owner_how_far_it_has_come(user_with):
    ana = user_with(Role.ANALYST)
    progress = start_job(work.count, 3, owner=ana, title="Counting", thing="case:1")
    assert (progress.done, progress.thing) == (0, "case:1")
    work_once()
    progress = jobs_of(ana).get()
    assert (progress.done, progress.total, progress.says) == (3, 3, "step 3")
    assert progress.job.status == TaskResultStatus.SUCCESSFUL
    assert progress.job.return_value == 3


@IN_EARNEST
def test_a_job_that_fails_says_so_and_the_next_one_is_done(user_with):
    ana = user_with(Role.ANALYST)
    start_job(work.fail, owner=ana, title="Failing")
    start_job(work.count, 1, owner=ana, title="Counting")
    work_once()
    states = {p.title: p.job.status for p in jobs_of(ana)}
    assert states == {"Failing": TaskResultStatus.FAILED, "Counting": TaskResultStatus.SUCCESSFUL}


def test_a_job_is_known_to_its_owner(user_with):
    ana, bo = user_with(Role.ANALYST), user_with(Role.ANALYST)
    progress = start_job(work.count, 1, owner=ana, title="Counting")
    assert progress.known_to(ana)
    assert not progress.known_to(bo)
    assert not jobs_of(bo).exists()


def running(*workers):
    job = start_job(work.count, 1, owner=None, title="Counting").job
    DBTaskResult.objects.filter(pk=job.pk).update(
        status=TaskResultStatus.RUNNING, worker_ids=list(workers), started_at=timezone.now()
    )
    return job


def test_only_what_a_silent_worker_was_at_is_taken_up(db):
    heard_of("alive")
    Worker.objects.create(name="dead", heard_at=timezone.now() - timedelta(minutes=5))
    kept, lost = running("dead", "alive"), running("alive", "dead")
    assert take_up_lost_jobs() == 1
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.status, lost.status) == (TaskResultStatus.RUNNING, TaskResultStatus.READY)


def test_a_job_that_takes_every_worker_down_is_given_up(db):
    lost = running(*["dead"] * MOST_ATTEMPTS)
    take_up_lost_jobs()
    lost.refresh_from_db()
    assert lost.status == TaskResultStatus.FAILED
    assert "workers died" in lost.traceback


def test_what_runs_by_the_clock_is_queued_once_a_time(db, settings):
    settings.PERIODIC_JOBS = {"enduse.desk.record.tasks.sign_the_record": 3600}
    assert [queue_what_is_due() for _ in range(3)] == [1, 0, 0]
    PeriodicRun.objects.update(queued_at=timezone.now() - timedelta(hours=2))
    assert [queue_what_is_due() for _ in range(3)] == [1, 0, 0]
    assert DBTaskResult.objects.count() == 2


@IN_EARNEST
def test_every_task_that_runs_by_the_clock_runs(db, settings):
    queue_what_is_due()
    work_once()
    states = DBTaskResult.objects.values_list("status", flat=True)
    assert list(states) == [TaskResultStatus.SUCCESSFUL] * len(settings.PERIODIC_JOBS)


def test_a_killed_workers_job_is_picked_up_again(own_desk):
    own_desk.python(ENQUEUE, "take_the_worker_down_once", "ana")
    for code in (-signal.SIGKILL, 0):
        with own_desk.start(WORK_UNTIL_DONE) as worker:
            worker.communicate(timeout=60)
        assert worker.returncode == code
    assert own_desk.python(STATES).strip() == "SUCCESSFUL 2 done at the second attempt"
