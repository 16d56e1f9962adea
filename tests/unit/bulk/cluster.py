"""A standalone Spark cluster of processes on this machine, for tests."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pyspark

SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
_START_SECONDS = 120
_HERE = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
MASTER = ("org.apache.spark.deploy.master.Master", *_HERE)
WORKER = ("org.apache.spark.deploy.worker.Worker", *_HERE, "--cores", "1", "--memory", "1g")


def environment():
    """What every process of the cluster needs: one Python, one address, no outside."""
    return os.environ | {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
    }


def start(log, *arguments):
    """Start a process in a group of its own, so that it can be killed with its children."""
    with log.open("wb") as out:
        return subprocess.Popen(
            [str(SPARK_CLASS), *arguments],
            stdout=out, stderr=subprocess.STDOUT, env=environment(), start_new_session=True,
        )  # fmt: skip


def kill(process):
    """Kill a process and everything that it started, at once."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def wait_for(log, text, count=1):
    """Wait until a log holds a text."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if log.read_text("utf-8", errors="replace").count(text) >= count:
            return
        time.sleep(0.2)
    raise TimeoutError(f"{log.name} never said {text!r}")


@contextmanager
def running_cluster(folder, workers=2):
    """A master and workers; gives the master's address and the processes of the workers."""
    log = folder / "master.log"
    started = [start(log, *MASTER)]
    try:
        wait_for(log, "Starting Spark master at")
        url = re.search(r"spark://127\.0\.0\.1:\d+", log.read_text("utf-8"))[0]
        for number in range(workers):
            work = "--work-dir", str(folder / f"work-{number}")
            started.append(start(folder / f"worker-{number}.log", *WORKER, *work, url))
        wait_for(log, "Registering worker", workers)
        yield url, started[1:]
    finally:
        for process in reversed(started):
            kill(process)
