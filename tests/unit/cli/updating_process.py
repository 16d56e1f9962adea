"""A process that is told to update over and over, in children that are there to be killed.

Usage: python -m tests.unit.cli.updating_process PACKAGED STORE FOLDER FOLDER

For each line on stdin it starts a child that runs `enduse data update --from` with the one folder
and the other in turn, says the child's number, and waits for its end.
"""

import itertools
import os
import sys
from pathlib import Path

from tests.unit.cli.list_folder import SMALL

from enduse.cli import data_update
from enduse.screening.store import WatchlistStore


def main(packaged, store, *folders):
    data_update.SOURCES = SMALL
    data_update.embedded_watchlist = lambda: packaged
    print("ready", flush=True)  # noqa: T201 - how it is talked to
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            update_for_ever(store, folders)
        print(child, flush=True)  # noqa: T201 - as above
        os.waitpid(child, 0)
        print("ended", flush=True)  # noqa: T201 - as above


def update_for_ever(store, folders):
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for number, folder in enumerate(itertools.cycle(folders)):
        data_update.update(from_=folder, folder=store)
        if number % 3 == 2:
            WatchlistStore(store).prune(2)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
