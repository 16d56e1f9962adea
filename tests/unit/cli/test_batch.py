import io
import json

import pytest

from enduse.cli.lines import lines_of
from enduse.cli.options import today
from enduse.cli.workers import Job, LineAssessor, results_of

GOOD = {
    "id": "G",
    "as_of": "2019-05-01",
    "product": {"description": "number plate cameras"},
    "parties": [{"role": "end_user", "name": "Police", "country": "UGA"}],
}


def line(**changes):
    return json.dumps({**GOOD, **changes}).encode()


HOSTILE = {
    "cut short": (b'{"id": "x", "product": {"na', "not JSON"),
    "long": (b'{"product": {"description": "' + b"x" * 10_000_000 + b'"}}', "10,000,032 bytes"),
    "lone surrogate": (line(product={"name": "\ud800"}), "lone surrogate"),
    "not UTF-8": (b'{"id": "\xff"}', "not UTF-8 at byte 8"),
    "no table": (b"[1]", "transaction"),
    "nested": (b"[" * 100_000, "not JSON"),
    "long number": (line()[:-1] + b', "answers": {"C1-Q11": ' + b"9" * 5_000 + b"}}", "digits"),
    "infinity": (line()[:-1] + b', "answers": {"C1-Q11": 1e999}}', "C1-Q11"),
    "NaN": (line()[:-1] + b', "answers": {"C1-Q11": NaN}}', "NaN"),
    "twice": (line()[:-1] + b', "id": "again"}', "'id' is given twice"),
    "no product": (b'{"id": "x"}', "product: missing; add it"),
    "unknown key": (line(produkt=1), "produkt: unknown key"),
    "no such capability": (line(product={"capabilities": ["alpr"]}), "product.capabilities"),
    "contradiction": (line(answers={"C4-R02": "yes", "buyer.evasive": "no"}), "answers.buyer"),
}


@pytest.fixture
def batch(enduse, tmp_path):
    def run(lines, *options, out="out.jsonl"):
        (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
        result = enduse("assess-batch", "in.jsonl", "--out", out, *options)
        written = (tmp_path / out).read_bytes().splitlines(keepends=True)
        assert all(one.endswith(b"\n") for one in written)
        assert not list(tmp_path.glob(".*part"))
        return result, [json.loads(one) for one in written]

    return run


def test_results_come_in_the_order_of_the_lines(batch):
    result, rows = batch([line(id=f"T-{number}") for number in range(40)])
    assert result.exit_code == 0
    assert [row["id"] for row in rows] == [f"T-{number}" for number in range(40)]
    assert all(row["status"] == "ok" and row["assessment"]["route"] for row in rows)


def test_every_hostile_line_gives_one_clear_error_and_stops_nothing(batch):
    lines = [line(id="first"), *(content for content, _ in HOSTILE.values()), line(id="last")]
    result, rows = batch(lines)
    assert result.exit_code == 1
    assert [rows[0]["id"], rows[-1]["id"]] == ["first", "last"]
    assert [rows[0]["status"], rows[-1]["status"]] == ["ok", "ok"]
    for number, (row, (_, says)) in enumerate(zip(rows[1:-1], HOSTILE.values(), strict=True), 2):
        assert row["status"] == "error"
        assert row["error"].startswith(f"line {number}: ")
        assert says in row["error"]
        assert "\n" not in row["error"]
    assert f"2 assessed, {len(HOSTILE)} failed" in result.stderr


def test_a_file_cut_short_loses_only_its_last_line(batch):
    result, rows = batch([line(id="a"), line(id="b")[:-20]])
    assert (result.exit_code, rows[0]["status"]) == (1, "ok")
    assert rows[1]["error"].startswith("line 2: not JSON")


def test_a_failed_line_keeps_its_id_when_it_can_be_read(batch):
    _, rows = batch([line(id="T-9", end_usee="x"), b"{"])
    assert [row["id"] for row in rows] == ["T-9", None]


def test_blank_lines_are_passed_over_and_still_counted(batch):
    _, rows = batch([b"", line(), b"  \t", b"{", b"", b""])
    assert [row["status"] for row in rows] == ["ok", "error"]
    assert rows[1]["error"].startswith("line 4:")


def test_line_breaks_of_windows_and_a_byte_order_mark_are_no_error(batch):
    result, _ = batch([b"\xef\xbb\xbf" + line() + b"\r", line() + b"\r", b""])
    assert result.exit_code == 0


def test_the_day_of_the_command_goes_before_the_day_of_a_line(batch):
    _, rows = batch([line(), line(as_of=None)], "--as-of", "2012-01-01")
    assert [row["assessment"]["as_of"] for row in rows] == ["2012-01-01"] * 2
    _, rows = batch([line(), line(as_of=None)])
    assert [row["assessment"]["as_of"] for row in rows] == ["2019-05-01", today().isoformat()]


def test_one_worker_and_two_give_the_same_bytes(batch, tmp_path):
    lines = [line(id=f"T-{n}") for n in range(37)] + [content for content, _ in HOSTILE.values()]
    batch(lines, out="one.jsonl")
    batch(lines, "--workers", "2", out="two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_batch_result_is_what_assess_gives(batch, enduse, tmp_path):
    _, rows = batch([line()])
    (tmp_path / "one.json").write_bytes(line())
    assert rows[0]["assessment"] == json.loads(
        enduse("assess", "one.json", "--format", "json").stdout
    )


def test_the_input_is_never_written_over(batch, refused, tmp_path):
    batch([line()])
    assert "name another" in refused("assess-batch", "in.jsonl", "--out", "in.jsonl")
    assert (tmp_path / "in.jsonl").read_bytes() == line()


def test_a_batch_that_cannot_start_leaves_no_file(refused, tmp_path):
    assert "cannot be read" in refused("assess-batch", "none.jsonl", "--out", "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_batch_that_is_stopped_leaves_the_earlier_result(enduse, tmp_path, monkeypatch):
    def stop(*_arguments):
        raise KeyboardInterrupt
        yield

    (tmp_path / "in.jsonl").write_bytes(line())
    (tmp_path / "out.jsonl").write_text("earlier\n")
    monkeypatch.setattr("enduse.cli.batch.results_of", stop)
    assert enduse("assess-batch", "in.jsonl", "--out", "out.jsonl").exit_code == 130
    assert (tmp_path / "out.jsonl").read_text() == "earlier\n"
    assert not list(tmp_path.glob(".*part"))


def test_a_fault_of_ours_is_one_failed_line(engine, monkeypatch):
    job = Job(as_of=None, today=today(), pack=None, data_dir=None)
    assessor = LineAssessor(engine, job)
    monkeypatch.setattr("enduse.cli.workers.assessment_line", lambda _: 1 / 0)
    (one,) = lines_of(io.BytesIO(line()))
    told = json.loads(assessor.result_of(one).text)
    assert told["status"] == "error"
    assert "please report" in told["error"]


def test_lines_are_read_in_bounded_memory():
    class Endless(io.RawIOBase):
        """A line of 50 MB that is made as it is read."""

        left = 50_000_000

        def readable(self):
            return True

        def readinto(self, buffer):
            count = min(len(buffer), self.left, 65_536)
            buffer[:count] = b"x" * count
            self.left -= count
            return count

    (one,) = lines_of(io.BufferedReader(Endless()), longest=1_000)
    assert (one.content, one.length) == (None, 50_000_000)


@pytest.mark.parametrize("length", [999, 1_000, 1_001, 1_002, 1_003])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_a_line_is_kept_up_to_the_longest_length(length, end):
    lines = list(lines_of(io.BytesIO(b"x" * length + end + (b"y" if end else b"")), longest=1_000))
    assert lines[0].length == length
    assert (lines[0].content is None) == (length > 1_000)
    assert [one.content for one in lines[1:]] == ([b"y"] if end else [])


def test_workers_take_no_more_lines_than_they_can_hold():
    taken = 0

    def lines():
        nonlocal taken
        for one in lines_of(io.BytesIO(b"{\n" * 1_000)):
            taken += 1
            yield one

    job = Job(as_of=None, today=today(), pack=None, data_dir=None)
    results = results_of(lines(), job, 2)
    next(results)
    assert taken <= 200
    results.close()
