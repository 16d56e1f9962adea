"""What `enduse desk import` and `enduse desk export` do, once this process has become the desk."""

from collections.abc import Iterator

import typer
from django.db import transaction

from enduse.desk.accounts.models import User
from enduse.desk.api.exporting import export_everything
from enduse.desk.api.importing import Outcome, import_cases, read_rows
from enduse.desk.record.models import Via
from enduse.desk.record.services import record_event
from enduse.domain.errors import InvalidInputError


def import_file(name: str, rows: bytes, mapping: bytes | None, *, actor: str, is_dry: bool) -> bool:
    """Open cases on the rows of a file, or only try; whether nothing was wrong."""
    user = User.objects.filter(email=actor.strip().lower(), is_active=True).first()
    if user is None:
        raise InvalidInputError(f"--as: nobody here has the address {actor}")
    done = import_cases(name, read_rows(name, rows, mapping), actor=user, is_dry=is_dry)
    for problem in done.problems:
        typer.echo(f"WRONG  {problem}")
    for case in done.opened:
        typer.echo(f"opened {case.reference} {case.title}")
    typer.echo(_in_short(done, is_dry=is_dry))
    return not done.problems


def export() -> Iterator[bytes]:
    """Everything on file as a zip, part by part; the record says that it was taken."""
    with transaction.atomic():
        record_event("desk:exported", actor="system:machine", thing="desk:export", via=Via.COMMAND)
    return export_everything(None)


def _in_short(done: Outcome, *, is_dry: bool) -> str:
    left = f", {done.there_already} brought before" if done.there_already else ""
    if done.problems:
        return "Nothing was written."
    if is_dry:
        return f"{done.ready} cases ready{left}; nothing was written. Add --write to open them."
    return f"{len(done.opened)} cases opened{left}"
