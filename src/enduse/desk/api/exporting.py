"""Everything on file in one zip, to take elsewhere: JSON lines, evidence files, the record.

Written as it is read: neither memory nor disk holds the whole.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from typing import Any

import orjson
from django.db.models import Model, QuerySet
from django.utils import timezone

from enduse.desk.accounts.authority import visible
from enduse.desk.accounts.models import User
from enduse.desk.accounts.roles import READS_ALL
from enduse.desk.cases.exports import case_as_json
from enduse.desk.cases.models import Case
from enduse.desk.evidence import store
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.evidence.services import as_json as file_as_json
from enduse.desk.record.models import Checkpoint, Event
from enduse.desk.registers.models import Agency, Party, Product

FORMAT = "enduse-export/1"
PART = 2**18

Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]

README = """\
Everything that whoever made this export may read, in the format enduse-export/1.

manifest.json        when and by what it was made, and how many rows each file has
cases.jsonl          one case a line: every version, answer, assessment, finding, word and file
products.jsonl       the registers, one entry a line
parties.jsonl
agencies.jsonl
evidence.jsonl       what is known about each evidence file
evidence/<sha256>    their contents, each under the hash of it
record/events.jsonl  the chain of events; checkpoints.jsonl: what signs it

Grievances are not in it: they are sealed, and only their officers can read them.
"""


def export_everything(user: User | None) -> Iterator[bytes]:
    """The zip, part by part.

    Args:
        user: for whom: what they may see goes into it; None on the desk's own machine: all.
    """

    def narrow(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if user is None else visible(user, rows)

    pipe, counts = _Pipe(), {}
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        for name, lines in _tables(narrow, with_words=user is None or bool(user.roles & READS_ALL)):
            counts[name] = 0
            with archive.open(name, "w", force_zip64=True) as file:
                for line in lines:
                    file.write(orjson.dumps(line, default=str) + b"\n")
                    counts[name] += 1
                    yield from pipe.parts()
        yield from _contents(archive, pipe, narrow(EvidenceFile.objects.all()))
        archive.writestr(
            "manifest.json", orjson.dumps(_manifest(counts), option=orjson.OPT_INDENT_2)
        )
    yield from pipe.parts(whole=True)


def _tables(narrow: Narrow, *, with_words: bool) -> Iterator[tuple[str, Iterable[Any]]]:
    people = Case.objects.select_related("owner", "author", "standing")
    yield "cases.jsonl", (case_as_json(one) for one in _rows(narrow(people)))
    for name, register in (("products", Product), ("parties", Party), ("agencies", Agency)):
        yield f"{name}.jsonl", (_entry(one) for one in _rows(narrow(register.objects.all())))
    files = narrow(EvidenceFile.objects.all())
    yield "evidence.jsonl", (file_as_json(one) for one in files.iterator(chunk_size=500))
    events = narrow(Event.objects.select_related("body"))
    yield "record/events.jsonl", (_event(one, with_words=with_words) for one in _rows(events))
    checkpoints = narrow(Checkpoint.objects.all()).order_by("size")
    yield "record/checkpoints.jsonl", ({"size": one.size, "note": one.note} for one in checkpoints)


def _rows(found: QuerySet[Any]) -> Iterator[Any]:
    return found.order_by("pk").iterator(chunk_size=500)


def _entry(entry: Model) -> dict[str, Any]:
    said = {one.attname: getattr(entry, one.attname) for one in entry._meta.concrete_fields}
    if isinstance(entry, Product):
        said["profiles"] = list(
            entry.profiles.order_by("number").values(
                "number", "capabilities", "complete", "readings", "note", "made_at"
            )
        )
    return said


def _event(event: Event, *, with_words: bool) -> dict[str, Any]:
    body = getattr(event, "body", None) if with_words else None
    words = {"salt": body.salt, "body": body.text} if body else {}
    return {**event.hashed_fields(), "hash": event.hash, **words}


def _contents(
    archive: zipfile.ZipFile, pipe: "_Pipe", files: QuerySet[EvidenceFile]
) -> Iterator[bytes]:
    for sha256 in files.order_by("sha256").values_list("sha256", flat=True).distinct():
        place = store.path_of(sha256)
        if not place.is_file():
            continue  # what is missing stands in evidence.jsonl and not here
        with place.open("rb") as source, archive.open(f"evidence/{sha256}", "w") as file:
            while part := source.read(PART):
                file.write(part)
                yield from pipe.parts()


def _manifest(counts: dict[str, int]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now(),
        "made_by": f"enduse {version('enduse')}",
        "rows": counts,
    }


class _Pipe:
    """What is written to it can be taken out; it keeps no more than a part."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        """Take in what the zip writes."""
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def parts(self, *, whole: bool = False) -> Iterator[bytes]:
        """Give what has come in, once it is worth giving."""
        if self._held and (whole or len(self._held) >= PART):
            given = bytes(self._held)
            self._held.clear()
            yield given
