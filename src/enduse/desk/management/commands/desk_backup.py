"""Write a backup."""

from typing import Any

from django.core.management.base import BaseCommand

from enduse.desk.backups import make_backup


class Command(BaseCommand):
    """Writes one file and says what is in it."""

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, and say whether the keys are in it."""
        with_keys = bool(options.get("with_keys"))
        manifest = make_backup(options["out"], with_keys=with_keys)
        self.stdout.write(f"Wrote {options['out']}: {len(manifest['files'])} files")
        if not with_keys:
            self.stdout.write("The keys are not in it: keep a copy of the keys folder elsewhere.")
