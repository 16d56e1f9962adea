"""An evidence bundle: documents, stored sources and the events that belong to them, with proofs.

Whoever gets one can check it with Python alone: `verify.py` stands in it.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import PurePosixPath

import orjson

from enduse.desk.record import merkle, notes
from enduse.desk.record.checkpoints import (
    RecordedHashes,
    make_checkpoint,
    newest_checkpoint,
    public_key,
)
from enduse.desk.record.models import Body, Checkpoint, Event
from enduse.domain.errors import InvalidInputError

VERIFIER = "verify.py"
_PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS


def build_bundle(
    documents: Mapping[str, bytes], events: Iterable[Event], *, made_at: datetime
) -> bytes:
    """Build a bundle.

    Args:
        documents: name in the bundle, such as `documents/assessment.pdf`, to content.
        events: what belongs to them; bodies are taken along unless they are erased.
        made_at: goes into the manifest and the archive.

    Returns:
        A zip file.

    Raises:
        InvalidInputError: a name leads out of the bundle or stands for a file of its own.
    """
    content = dict(documents)
    for name, data in record_files(events).items():
        if name in content:
            raise InvalidInputError("a document has the name of a file of the record", name=name)
        content[name] = data
    for name in content:
        _check_name(name)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    manifest = {"format": "enduse-bundle/1", "made_at": made_at, "files": hashes}
    content["manifest.json"] = orjson.dumps(manifest, option=_PRETTY)
    return _zipped(content, made_at)


def record_files(events: Iterable[Event]) -> dict[str, bytes]:
    """The files of the record in a bundle: events with proofs, checkpoint, key, verifier."""
    chosen = sorted(events, key=lambda event: event.seq)
    checkpoint = _checkpoint_over(chosen)
    return {
        "record/events.json": orjson.dumps(
            [_shown(event, checkpoint) for event in chosen], option=_PRETTY
        ),
        "record/checkpoint.txt": checkpoint.note.encode(),
        "record/key.txt": notes.verifier_key(public_key()).encode() + b"\n",
        VERIFIER: files("enduse.desk.record").joinpath("verify_bundle.py").read_bytes(),
    }


def _checkpoint_over(events: list[Event]) -> Checkpoint:
    newest = newest_checkpoint()
    if newest is None or (events and newest.size < events[-1].seq):
        return make_checkpoint()
    return newest


def _shown(event: Event, checkpoint: Checkpoint) -> dict[str, object]:
    path = merkle.inclusion_path(RecordedHashes(), event.seq - 1, checkpoint.size)
    body = getattr(event, "body", None)
    return {
        **event.hashed_fields(),
        "hash": event.hash,
        "body": _shown_body(body) if body is not None else None,
        "path": [step.hex() for step in path],
    }


def _shown_body(body: Body) -> dict[str, str] | None:
    """What shows that the words are the recorded ones; None once they are erased."""
    return None if body.erased_by is not None else {"salt": body.salt, "text": body.text}


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not name:
        raise InvalidInputError("a name in a bundle must stay inside it", name=name)


def _zipped(content: Mapping[str, bytes], made_at: datetime) -> bytes:
    made = made_at.timetuple()
    day = (made.tm_year, made.tm_mon, made.tm_mday, made.tm_hour, made.tm_min, made.tm_sec)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            archive.writestr(zipfile.ZipInfo(name, day), content[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
