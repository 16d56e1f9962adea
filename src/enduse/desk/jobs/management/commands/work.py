"""Do the desk's jobs."""

from typing import Any

from django.core.management.base import BaseCommand

from enduse.desk.jobs.worker import DeskWorker


class Command(BaseCommand):
    """Works until stopped."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Work in this process."""
        self.stdout.write("Doing the desk's jobs; Ctrl+C ends after the one at hand.")
        DeskWorker().run(with_signals=True)
