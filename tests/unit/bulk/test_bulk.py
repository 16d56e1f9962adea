"""Spark finds what one machine finds, to the byte, also when a worker is lost in mid-job."""

import random
import subprocess
import sys

import polars as pl
import pytest

from enduse.cli import bulk
from tests.unit.bulk.cluster import environment, kill, running_cluster

WORDS = ("zhejiang", "dahua", "technology", "hikvision", "jane", "roe", "trading", "petrov", "ivan")
FILES = 3


@pytest.fixture(scope="module")
def customers(tmp_path_factory):
    """A folder of Parquet files and the same rows in one file: names, blanks, none, countries."""
    folder = tmp_path_factory.mktemp("customers")
    draw = random.Random(7)
    rows = [" ".join(draw.sample(WORDS, 3)).title() for _ in range(1_500)]
    rows[3], rows[700], rows[900] = "---", None, "x" * 2_000
    frame = pl.DataFrame({"name": rows, "country": [draw.choice(["CHN", "", None]) for _ in rows]})
    (folder / "parts").mkdir()
    for number, part in enumerate(frame.iter_slices(len(rows) // FILES)):
        part.write_parquet(folder / "parts" / f"{number}.parquet")
    frame.write_parquet(folder / "all.parquet")
    return folder


@pytest.fixture(scope="module")
def single(customers):
    """The results of one machine."""
    finish(command("screen-batch", customers / "all.parquet", "--out", customers / "single"))
    return customers / "single"


def command(*arguments):
    code = "from enduse.cli.main import run; run()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
        start_new_session=True,
    )  # fmt: skip


def finish(process):
    out, err = process.communicate(timeout=540)
    assert process.returncode == 0, err[-3_000:]
    return out


def same(one, other):
    return all(
        (one / name).read_bytes() == (other / name).read_bytes()
        for name in ("matches.csv", "rejected.csv", "summary.json")
    )


def spark_run(customers, out, master):
    return command(
        "bulk", "screen", customers / "parts", "--out", out, "--master", master,
        "--setting", "spark.executor.memory=512m", "--setting", "spark.driver.host=127.0.0.1",
        "--setting", "spark.sql.files.maxPartitionBytes=4096",
    )  # fmt: skip


def test_spark_finds_what_one_machine_finds_and_goes_on_after_a_stop(customers, single):
    out = customers / "local"
    first = spark_run(customers, out, "local[2]")
    for line in first.stderr:
        if line.startswith("part 1 of"):
            kill(first)
            break
    first.communicate()
    assert not (out / "matches.csv").exists()
    again = spark_run(customers, out, "local[2]")
    _, told = again.communicate(timeout=540)
    assert again.returncode == 0, told[-3_000:]
    assert "part 1 of" not in told
    assert same(out, single)
    assert '"matches": 0' not in (out / "summary.json").read_text()


@pytest.mark.long
def test_a_cluster_that_loses_a_worker_in_mid_job_finds_the_same(customers, single, tmp_path):
    out = tmp_path / "out"
    with running_cluster(tmp_path) as (master, workers):
        run = spark_run(customers, out, master)
        for line in run.stderr:
            if line.startswith("part 1 of"):
                kill(workers[0])
                break
        _, told = run.communicate(timeout=540)
        assert run.returncode == 0, told[-3_000:]
    assert same(out, single)


@pytest.mark.parametrize(
    ("source", "says"),
    [("nothing.parquet", "give a Parquet file"), ("other.csv", "give a Parquet")],
)
def test_a_source_that_is_no_parquet_is_refused(tmp_path, source, says):
    (tmp_path / "other.csv").write_text("name\nA\n")
    run = command("bulk", "screen", tmp_path / source, "--out", tmp_path / "out")
    _, told = run.communicate(timeout=120)
    assert run.returncode == 2
    assert says in told or "no Parquet file that can be read" in told


def test_without_java_the_command_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(bulk.InvalidInputError, match="install a Java 17 runtime"):
        bulk._spark_module()


def test_without_the_extra_the_command_names_it(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError("no module", name="pyspark")

    monkeypatch.setattr(bulk, "import_module", missing)
    with pytest.raises(bulk.InvalidInputError, match=r"enduse\[spark\]"):
        bulk._spark_module()
