"""What `enduse` does to a desk, once this process has become the desk.

The command line calls these by name (`cli/desk_process.py`), as it stands beside the desk and not
above it. `serving.py` holds the one that takes the whole desk to start.
"""

from collections.abc import Sequence
from pathlib import Path

import typer
from django.conf import settings
from django.urls import reverse

from enduse.desk.accounts.services import invite_administrator
from enduse.desk.backups import make_backup
from enduse.desk.jobs.worker import DeskWorker
from enduse.desk.readiness import checks_for_production, failures_to_work
from enduse.desk.record import notes
from enduse.desk.record.checkpoints import make_checkpoint, public_key
from enduse.desk.record.verification import verify_record
from enduse.desk.restoring import restore_backup


def work() -> None:
    """Do the desk's jobs until stopped."""
    typer.echo("Doing the desk's jobs; Ctrl+C ends after the one at hand.")
    DeskWorker().run(with_signals=True)


def check() -> bool:
    """Say what the desk lacks to be used in earnest; whether it lacks nothing."""
    if failures := failures_to_work():
        for failure in failures:
            typer.echo(f"cannot work  {failure}")
        return False
    checks = checks_for_production()
    for found in checks:
        typer.echo(f"{'ok   ' if found.is_met else 'LACKS'}  {found.name}: {found.says}")
        if not found.is_met:
            typer.echo(f"       -> {found.remedy}")
    met = sum(found.is_met for found in checks)
    typer.echo(f"{met} of {len(checks)} as they should be")
    return met == len(checks)


def administrator() -> None:
    """Print a link that makes an administrator: a first way in, or a way back in."""
    path = reverse("accounts:welcome", args=[invite_administrator()])
    typer.echo(f"Open this at the desk's address, once, within a day:\n  {path}")


def verify(notes_from_outside: Sequence[str], key: str | None) -> bool:
    """Read the whole record again and say what is wrong; whether nothing is."""
    found = verify_record(notes_from_outside, notes.read_verifier_key(key) if key else None)
    for problem in found.problems:
        typer.echo(f"WRONG  {problem}")
    typer.echo(
        f"{found.events} events, {found.erased} with words erased, "
        f"{found.checkpoints} checkpoints compared"
    )
    typer.echo(f"root {found.root}")
    typer.echo("The record is whole." if found.is_good else "The record is NOT whole.")
    return found.is_good


def checkpoint() -> tuple[str, str]:
    """Sign the record as it stands: the signed note, and the public key to check it with."""
    return make_checkpoint().note, notes.verifier_key(public_key())


def backup(out: Path, *, with_keys: bool) -> None:
    """Write a backup and say what is in it."""
    manifest = make_backup(out, with_keys=with_keys)
    typer.echo(f"Wrote {out}: {len(manifest['files'])} files")
    if not with_keys:
        typer.echo("The keys are not in it: keep a copy of the keys folder elsewhere.")


def restore(backup_file: Path) -> None:
    """Bring a desk back and say that it is the same."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = restore_backup(backup_file)
    typer.echo(f"Restored {found.events} events; the record is whole.\nroot {found.root}")
