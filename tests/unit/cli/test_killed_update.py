"""Whenever an update is killed, the watchlist in use is whole, and names are found on it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.unit.cli.list_folder import un_file, write_packaged

from enduse.screening.index import Index, write_index
from enduse.screening.store import WatchlistStore
from enduse.screening.watchlist import read_watchlist

ROOT = Path(__file__).parents[3]
PARTIES = (600, 640)


@pytest.fixture
def updater(tmp_path):
    write_packaged(tmp_path / "packaged")
    for number, count in enumerate(PARTIES):
        folder = tmp_path / f"lists-{number}"
        folder.mkdir()
        (folder / "un-sc.xml").write_bytes(un_file(1, count))
    command = [sys.executable, "-m", "tests.unit.cli.updating_process"]
    command += [str(tmp_path / name) for name in ("packaged", "own", "lists-0", "lists-1")]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.wait(timeout=60)
    process.stdout.close()


def kill_when(updater, ready):
    """Start updates, and kill them when `ready` says so."""
    updater.stdin.write("go\n")
    updater.stdin.flush()
    child = int(updater.stdout.readline())
    deadline = time.monotonic() + 120
    while not ready():
        assert time.monotonic() < deadline, "no update reached its end"
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    assert updater.stdout.readline() == "ended\n"


def after(seconds):
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def check_in_use(folder, kept):
    """The version in use is one of the two, its index opens, and its last party is found."""
    store = WatchlistStore(folder / "own")
    watchlist = read_watchlist(store.current())
    live = [e for e in watchlist.entries if e.live_listings() and e.id.startswith("un-sc")]
    assert len(live) in PARTIES
    for source in store.kept_sources().values():
        assert all(store.kept_path(file) for file in source.files)
    for path in (folder / "cache").rglob("*.*"):
        if path.suffix != ".part" and path.is_file():
            Index.open(path)
    path = folder / f"{watchlist.version}.index"
    if watchlist.version not in kept:
        write_index(watchlist, path)
        kept.add(watchlist.version)
    index = Index.open(path)
    assert index.search("Lantern Trading House 599").matches
    assert index.search("Untouched Optical Works").matches


def kill_many(updater, folder, times, seed):
    chance = random.Random(seed)  # noqa: S311 - when to kill
    store, kept = WatchlistStore(folder / "own"), set()
    begun = time.monotonic()
    kill_when(updater, store.current_name)
    one_update = time.monotonic() - begun  # how long that takes depends on the machine
    for _ in range(times):
        kill_when(updater, after(chance.uniform(0.0, 1.5 * one_update)))
        check_in_use(folder, kept)
    last = store.current_name()
    kill_when(updater, lambda: store.current_name() != last)
    check_in_use(folder, kept)


def test_a_killed_update_leaves_a_watchlist_that_works(updater, tmp_path):
    kill_many(updater, tmp_path, 8, seed=1)


@pytest.mark.long
def test_a_hundred_killed_updates_leave_a_watchlist_that_works(updater, tmp_path):
    kill_many(updater, tmp_path, 100, seed=2)
