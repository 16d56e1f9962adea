"""The worker: takes jobs from the queue, one after the other, and says that it is alive."""

import logging
import threading
import uuid

from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from enduse.desk.jobs.services import heard_of, queue_what_is_due, take_up_lost_jobs

BEAT_SECONDS = 15
_QUEUE_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 5.0

_log = logging.getLogger("enduse.worker")


class DeskWorker:
    """A worker with its pulse: the pulse beats in a thread of its own while a job runs."""

    def __init__(self) -> None:
        self.name = uuid.uuid4().hex
        self._stopped = threading.Event()
        self._queue = QueueWorker(
            queue_names=["*"],
            interval=_QUEUE_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    def run(self, *, with_signals: bool) -> None:
        """Work until told to stop; with_signals in a main thread, so that Ctrl+C ends it well."""
        pulse = threading.Thread(target=self._beat, name="pulse", daemon=True)
        pulse.start()
        if with_signals:
            self._queue.configure_signals()
        try:
            while self._queue.running:
                self._work()
        finally:
            self._stopped.set()

    def stop(self) -> None:
        """Stop after the job at hand."""
        self._queue.running = False
        self._stopped.set()

    def _work(self) -> None:
        """Work; when the queue itself fails, as with a database that is away, wait and go on."""
        try:
            self._queue.run()
        except Exception:
            _log.exception("the worker could not reach its queue")
            connection.close()
            self._stopped.wait(_AFTER_FAILURE_SECONDS)

    def _beat(self) -> None:
        while not self._stopped.is_set():
            try:
                close_old_connections()
                heard_of(self.name)
                take_up_lost_jobs()
                queue_what_is_due()
            except Exception:
                _log.exception("the pulse of the worker failed")
                connection.close()
            self._stopped.wait(BEAT_SECONDS)
        connection.close()


def start_in_thread() -> DeskWorker:
    """Start a worker beside the web server, in its process."""
    worker = DeskWorker()
    options = {"with_signals": False}
    threading.Thread(target=worker.run, kwargs=options, name="worker", daemon=True).start()
    return worker
