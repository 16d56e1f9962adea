import subprocess
import sys

import pytest
from tests.unit.screening.conftest import COVERAGE, make_entry

from enduse.cli.screen_rows import run_batch
from enduse.domain.errors import ConflictError, InvalidInputError
from enduse.domain.screening import PartyKind
from enduse.screening.index import write_index
from enduse.screening.watchlist import Watchlist


@pytest.fixture
def index(tmp_path):
    path = tmp_path / "a.index"
    write_index(Watchlist((make_entry(1, "Zhejiang Dahua Technology"),), COVERAGE, "v1"), path)
    return path


def run(source, out, index, threshold=0.7):
    return run_batch(
        source, out, index, name_column="name", country_column="country",
        kind=PartyKind.UNKNOWN, threshold=threshold, workers=1, progress=lambda _: None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".csv", "name,country\nZhejiang Dahua Technology,CHN\n---,\nJane Roe,\n"),
        (".jsonl", '{"name": "Zhejiang Dahua Technology"}\nnot json\n{"name": "Jane Roe"}\n'),
    ],
)
def test_bad_rows_are_kept_apart(tmp_path, index, suffix, text):
    source = tmp_path / f"in{suffix}"
    source.write_text(text, "utf-8")
    summary = run(source, tmp_path / "out", index)
    assert (summary.rows, summary.matches, summary.rejected) == (3, 1, 1)
    assert (tmp_path / "out/rejected.csv").read_text().splitlines()[1].startswith("2,")


def test_a_run_goes_on_and_is_not_mixed_with_another(tmp_path, index):
    source = tmp_path / "in.csv"
    source.write_text("name\nZhejiang Dahua Technology\n", "utf-8")
    first = run(source, tmp_path / "out", index)
    assert run(source, tmp_path / "out", index) == first
    with pytest.raises(ConflictError):
        run(source, tmp_path / "out", index, threshold=0.9)


def test_a_file_without_names_is_refused(tmp_path, index):
    source = tmp_path / "in.csv"
    source.write_text("who\nA\n", "utf-8")
    with pytest.raises(InvalidInputError):
        run(source, tmp_path / "out", index)


def test_a_killed_run_goes_on_and_ends_as_one_that_was_not(tmp_path, index):
    """Killed by the system after its first part; only the parts that lack are screened again."""
    source = tmp_path / "in.csv"
    rows = ("Zhejiang Dahua Technology,CHN\n", "Jane Roe,\n", "---,\n")
    source.write_text("name,country\n" + "".join(rows * 7_000), "utf-8")
    code = (
        "import sys; from pathlib import Path; from enduse.cli.screen_rows import run_batch\n"
        "from enduse.domain.screening import PartyKind\n"
        "run_batch(*map(Path, sys.argv[1:]), name_column='name', country_column='country',"
        " kind=PartyKind.UNKNOWN, threshold=0.7, workers=1,"
        " progress=lambda text: print(text, flush=True))"
    )
    places = [str(one) for one in (source, tmp_path / "killed", index)]
    killed = subprocess.Popen(  # noqa: S603 - this interpreter, on files made here
        [sys.executable, "-c", code, *places], stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout.readline().startswith("rows 1 to 20000")
    killed.kill()
    killed.communicate()
    assert not (tmp_path / "killed/matches.csv").exists()
    first = (tmp_path / "killed/part-000000.json").stat().st_mtime_ns
    summary = run(source, tmp_path / "killed", index)
    assert (tmp_path / "killed/part-000000.json").stat().st_mtime_ns == first
    assert summary == run(source, tmp_path / "whole", index)
    for name in ("matches.csv", "rejected.csv", "summary.json"):
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert (summary.rows, summary.rejected) == (21_000, 7_000)
