"""Bring a desk back from its backup."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from enduse.desk.restoring import restore_backup


class Command(BaseCommand):
    """Restores and verifies."""

    requires_system_checks = []  # noqa: RUF012  Django's own attribute

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore into this desk's folder or database, which must be empty."""
        settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = restore_backup(options["backup"])
        self.stdout.write(f"Restored {found.events} events; the record is whole.")
        self.stdout.write(f"root {found.root}")
