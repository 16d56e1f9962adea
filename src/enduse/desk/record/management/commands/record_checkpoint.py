"""Sign the record as it stands."""

from typing import Any

from django.core.management.base import BaseCommand

from enduse.desk.record import notes
from enduse.desk.record.checkpoints import make_checkpoint, public_key


class Command(BaseCommand):
    """Prints the signed note, or writes it to a file."""

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sign and give."""
        checkpoint = make_checkpoint()
        if out := options.get("out"):
            out.write_text(checkpoint.note, "utf-8")
            self.stderr.write(f"Wrote {out}")
        else:
            self.stdout.write(checkpoint.note)
        self.stderr.write(f"Public key: {notes.verifier_key(public_key())}")
