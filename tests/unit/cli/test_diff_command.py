import json

import pytest


@pytest.fixture
def kept(enduse, transaction, tmp_path):
    transaction.write_text(transaction.read_text().replace('"EST"', '"UGA"'))
    for year in ("2012", "2022"):
        enduse("assess", transaction, "--format", "json", "--out", f"{year}.json",
               "--as-of", f"{year}-01-01")  # fmt: skip
    return tmp_path / "2012.json", tmp_path / "2022.json"


def test_the_same_assessment_does_not_differ(enduse, kept):
    result = enduse("diff", kept[0], kept[0])
    assert (result.exit_code, "Nothing differs." in result.stdout) == (0, True)


def test_text_says_what_went_in_and_what_came_out(enduse, kept):
    said = enduse("diff", *kept).stdout
    assert "as of: 2012-01-01 -> 2022-01-01" in said
    assert "Findings" in said


def test_json_holds_the_same(enduse, kept):
    told = json.loads(enduse("diff", *kept, "--format", "json").stdout)
    assert told["inputs"][0]["id"] == "as_of"
    assert {"kind", "id", "title", "before", "after", "because"} == set(told["outcomes"][0])


def test_a_line_of_a_batch_can_be_compared(enduse, kept, tmp_path):
    wrapped = {"id": "T-1", "status": "ok", "assessment": json.loads(kept[0].read_text())}
    (tmp_path / "line.json").write_text(json.dumps(wrapped))
    assert "Nothing differs." in enduse("diff", "line.json", kept[0]).stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "not JSON"),
        (b"[]", "should hold one assessment"),
        (b"{}", "scope is missing"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"status": "error", "error": "x"}', "is missing"),
    ],
)
def test_what_is_no_assessment_is_refused_by_name(refused, kept, tmp_path, content, says):
    (tmp_path / "x.json").write_bytes(content)
    said = refused("diff", kept[0], "x.json")
    assert "x.json" in said
    assert says in said
