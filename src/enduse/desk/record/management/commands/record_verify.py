"""Read the whole record again."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from enduse.desk.record import notes
from enduse.desk.record.verification import verify_record
from enduse.domain.errors import InvalidInputError


class Command(BaseCommand):
    """Prints what was read and what is wrong with it."""

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print, and exit with 1 if something is wrong."""
        outside = [_text(path) for path in options.get("checkpoints", [])]
        key = notes.read_verifier_key(options["key"]) if options.get("key") else None
        found = verify_record(outside, key)
        for problem in found.problems:
            self.stdout.write(f"WRONG  {problem}")
        self.stdout.write(
            f"{found.events} events, {found.erased} with words erased, "
            f"{found.checkpoints} checkpoints compared"
        )
        self.stdout.write(f"root {found.root}")
        self.stdout.write("The record is whole." if found.is_good else "The record is NOT whole.")
        if not found.is_good:
            sys.exit(1)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path}: cannot be read: {error}") from None
