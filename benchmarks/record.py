"""Measure the desk's record: `python -m benchmarks.record [--events 1000000]`.

Runs on SQLite in a temporary folder, or on the database that DATABASE_URL names, which must be
empty. Prints events a second and seconds; asserts nothing.
"""

import argparse
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import django

_FOLDER = tempfile.TemporaryDirectory(prefix="enduse-bench-")
os.environ.setdefault("ENDUSE_DESK_DIR", _FOLDER.name)
os.environ.setdefault("ENDUSE_LOG_LEVEL", "ERROR")
os.environ["DJANGO_SETTINGS_MODULE"] = "enduse.desk.settings"
django.setup()

from django.db import connection, transaction  # noqa: E402  needs Django's settings

from enduse.desk.preparation import prepare  # noqa: E402
from enduse.desk.record.checkpoints import inclusion_proof, make_checkpoint  # noqa: E402
from enduse.desk.record.models import Event  # noqa: E402
from enduse.desk.record.services import record_event  # noqa: E402
from enduse.desk.record.verification import verify_record  # noqa: E402

AT_ONCE, SINGLE, WRITERS, PROOFS = 1000, 2000, 8, 50


def write(number: int) -> None:
    """Record one event with a reason and a small body."""
    record_event(
        "case:answered",
        actor="system:bench",
        thing=f"case:{number % 1000}",
        reason="Measured",
        body={"question": "C2-Q06", "answer": "no", "number": number},
    )


def fill(events: int) -> None:
    """Record events, many in one transaction."""
    for start in range(0, events, AT_ONCE):
        with transaction.atomic():
            for number in range(start, min(events, start + AT_ONCE)):
                write(number)


def one_by_one(events: int) -> None:
    """Record events, each in a transaction of its own."""
    for number in range(events):
        with transaction.atomic():
            write(number)


def at_once() -> None:
    """The same from several writers at once."""

    def run() -> None:
        one_by_one(SINGLE // WRITERS)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def prove() -> None:
    """Prove events from all over the record."""
    newest = Event.objects.count()
    for seq in range(1, newest, max(1, newest // PROOFS)):
        inclusion_proof(Event.objects.get(seq=seq))


def seconds(act: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    events = parser.parse_args().events
    prepare()
    print(f"{connection.vendor}, {events} events in {Path(os.environ['ENDUSE_DESK_DIR']).name}")
    print(f"written, {AT_ONCE} a transaction   {events / seconds(lambda: fill(events)):9.0f} /s")
    print(f"written, one a transaction    {SINGLE / seconds(lambda: one_by_one(SINGLE)):9.0f} /s")
    print(f"the same by {WRITERS} writers         {SINGLE / seconds(at_once):9.0f} /s")
    print(f"first checkpoint              {seconds(make_checkpoint):9.2f} s")
    print(f"proof of one event            {seconds(prove) / PROOFS * 1000:9.1f} ms")
    print(f"verified                      {seconds(verify_record):9.2f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory                   {memory:9.0f} MB")


if __name__ == "__main__":
    main()
