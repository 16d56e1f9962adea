import json
import tomllib

import pytest

from enduse.cli.catalogue_entries import entries_of

COUNTS = {"considerations": 8, "questions": 107, "red_flags": 82, "safeguards": 89}


def test_list_counts_and_lists_every_item(enduse):
    told = json.loads(enduse("catalogue", "list", "--format", "json").stdout)
    assert told["counts"] == COUNTS
    for kind, plural in (("consideration", "considerations"), ("question", "questions"),
                         ("red_flag", "red_flags"), ("safeguard", "safeguards")):  # fmt: skip
        assert sum(item["kind"] == kind for item in told["items"]) == COUNTS[plural]
    assert len(told["items"]) == sum(told["by_kind"].values())
    assert all(item["confidence"] and item["label"] for item in told["items"])


def test_list_can_be_narrowed_to_a_kind(enduse):
    told = json.loads(enduse("catalogue", "list", "--kind", "red-flag", "--format", "json").stdout)
    assert {item["kind"] for item in told["items"]} == {"red_flag"}
    assert "RED FLAG (82)" in enduse("catalogue", "list", "--kind", "red_flag").stdout


def test_no_two_items_share_an_id(pack):
    ids = [entry.id.casefold() for entry in entries_of(pack.catalogue)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("id_", "says"),
    [
        ("C2-R01", ["high", "incidents.by_end_user", "C2-Q04", "C2-S01", "expect: raised"]),
        ("c2-r01", ["C2-R01"]),
        ("C4-Q11", ["odd_payment_or_route", '"none"', "C4-R09"]),
        ("C3-Q04", ['"yes" or "no"', "law.independent_approval"]),
        ("C1-Q01", ["enduse capability list"]),
        ("C6-S04", ["Addresses"]),
        ("D-COVERED", ["Term:", "seen in a source"]),
        ("LAW-BULK", ["privacy"]),
        ("BIS-742-7", ["binding", "BIS-742-7-F1"]),
        ("BIS-742-7-F1", ["Maps"]),
        ("T03", ["review trigger"]),
        ("C8", ["Questions", "C8-R05"]),
    ],
)
def test_show_tells_everything_known_about_any_id(enduse, id_, says):
    told = " ".join(enduse("catalogue", "show", id_).stdout.split())
    assert all(word in told for word in says), told


def test_every_item_can_be_shown(enduse, pack):
    for entry in entries_of(pack.catalogue)[::7]:
        assert entry.id in enduse("catalogue", "show", entry.id).stdout


def test_nothing_recalled_is_shown_as_the_departments_words(enduse):
    assert "recalled, not checked" in enduse("catalogue", "show", "C4-R02").stdout


def mark(enduse, id_="C4-R02", by="A. Name", on="2026-01-02", **options):
    more = [part for key, value in options.items() for part in (f"--{key}", value)]
    return enduse(
        "catalogue", "mark-checked", id_, "--by", by, "--on", on, "--file", "c.toml", *more
    )


def test_a_mark_is_kept_and_shown(enduse, tmp_path):
    assert mark(enduse, note='page 7: "reluctance"').exit_code == 0
    told = enduse("catalogue", "show", "C4-R02", "--file", "c.toml").stdout
    assert 'by A. Name on 2026-01-02: page 7: "reluctance"' in told
    listed = json.loads(enduse("catalogue", "list", "--file", "c.toml", "--format", "json").stdout)
    assert [item["id"] for item in listed["items"] if item["checked"]] == ["C4-R02"]


def test_marks_are_only_ever_added(enduse, tmp_path):
    mark(enduse)
    first = (tmp_path / "c.toml").read_text()
    mark(enduse, by="B. Name", on="2026-02-03")
    second = (tmp_path / "c.toml").read_text()
    assert second.startswith(first)
    assert len(tomllib.loads(second)["checks"]) == 2
    assert "B. Name" in enduse("catalogue", "show", "C4-R02", "--file", "c.toml").stdout


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id_": "C9-R01"}, "no item 'C9-R01'"),
        ({"by": "  "}, "by is blank"),
        ({"on": "2026-13-01"}, "no such day"),
        ({"on": "9999-01-01"}, "future"),
        ({"note": "x" * 2_001}, "longer than"),
    ],
)
def test_a_mark_that_says_nothing_sure_is_refused(enduse, tmp_path, changes, says):
    result = mark(enduse, **changes)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not (tmp_path / "c.toml").exists()


@pytest.mark.parametrize(
    "content", ["x", "[[checks]]\nitem = 'C4-R02'", "marks = []", "checks = 1"]
)
def test_a_damaged_file_of_marks_is_named_and_not_added_to(enduse, tmp_path, content):
    (tmp_path / "c.toml").write_text(content)
    result = mark(enduse)
    assert (result.exit_code, "c.toml" in result.stderr) == (2, True)
    assert (tmp_path / "c.toml").read_text() == content


def test_an_unknown_id_or_kind_is_said(refused):
    assert "no item 'X-1'" in refused("catalogue", "show", "X-1")
    assert "there are consideration" in refused("catalogue", "list", "--kind", "clause")
