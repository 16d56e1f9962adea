"""What a person says of a match is kept, and what listed parties own is summed."""

import json

import pytest
from tests.unit.screening.conftest import COVERAGE, make_entry

from enduse.domain.screening import Coverage
from enduse.screening.watchlist import Watchlist, content_version, write_tables

ENTRIES = (
    make_entry(1, "Zelenograd Optronics Works", countries=("RUS",)),
    make_entry(2, "Quondam Widgets"),
)


@pytest.fixture
def lists(tmp_path, monkeypatch):
    folder = tmp_path / "lists"
    folder.mkdir()
    watchlist = Watchlist(ENTRIES, COVERAGE, content_version(ENTRIES))
    write_tables(ENTRIES, folder)
    rows = "".join(_row(row) for row in COVERAGE)
    (folder / "lists.toml").write_text(
        f'version = "{watchlist.version}"\nentries = {len(ENTRIES)}\n{rows}'
    )
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def _row(row: Coverage):
    return (
        f'[[lists]]\nid = "{row.list_id}"\ntitle = "{row.title}"\npublisher = "{row.publisher}"\n'
        f"data_on = {row.data_on}\nheld = {row.held}\n"
    )


JUDGE = ("judge", "Zelenograd Optronics Works", "us-bis-el:1")


def test_a_judgement_is_kept_and_listed(enduse, lists):
    said = enduse(*JUDGE, "same", "--reason", "papers", "--by", "ana", "--watchlist", lists)
    assert said.exit_code == 0, said.stderr
    again = enduse(*JUDGE, "different", "--reason", "more", "--by", "bo", "--watchlist", lists)
    assert again.exit_code == 0
    listed = enduse("judgements", "list", "--watchlist", lists).stdout
    assert "same party; holds" in listed
    assert listed.index("papers") < listed.index("more")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (("maybe", "--reason", "x", "--by", "ana"), "same, different or cannot-tell"),
        (("same", "--reason", " ", "--by", "ana"), "names a person and a reason"),
        (("same", "--reason", "x", "--by", "ana", "--expires", "2020-01-01"), "lie ahead"),
    ],
)
def test_a_judgement_that_is_none_is_refused(refused, lists, changes, says):
    assert says in refused(*JUDGE, *changes, "--watchlist", lists)


def test_an_entry_that_the_party_does_not_match_is_refused(refused, lists):
    told = refused(
        "judge", "Zelenograd Optronics Works", "us-bis-el:9", "same", "--reason", "x", "--by",
        "ana", "--watchlist", lists,
    )  # fmt: skip
    assert "no match of this party" in told


def test_a_file_of_judgements_that_is_broken_is_named(refused, lists, tmp_path):
    (tmp_path / "no-data").mkdir()
    (tmp_path / "no-data/judgements.jsonl").write_text('{"enduse_judgements": 1}\n{"party": 1}\n')
    assert "line 2" in refused("judgements", "list", "--watchlist", lists)


def test_a_search_that_found_nothing_is_kept_as_evidence(enduse, lists):
    enduse("screen", "Jane Roe", "--keep", "--by", "ana", "--watchlist", lists)
    (told,) = enduse("judgements", "searches").stdout.splitlines()
    assert "by ana: 'Jane Roe'" in told
    assert told.endswith("nothing found")


CSV = "owned,owner,share,country\nExample FZE,Zelenograd Optronics Works,0.3,RUS\n"


def test_ownership_is_summed_rule_by_rule(enduse, lists, tmp_path):
    (tmp_path / "o.csv").write_text(CSV)
    options = ("o.csv", "--threshold", "0.25", "--as-of", "2026-09-01", "--watchlist", lists)
    told = enduse("ownership", *options).stdout
    assert "own threshold of 25% (in force, as far as is known): reached" in told
    assert "Zelenograd Optronics Works > Example FZE: 30.0%" in told
    assert "suspended from 2025-11-10" in told
    rows = json.loads(enduse("ownership", *options, "--format", "json").stdout)["ownership"]
    assert [row["answer"] for row in rows] == ["no", "no", "yes"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "the columns should be owned, owner"),
        ("owned,owner,share\nA,B,half\n", "should be a number"),
        ("owned,owner,share\nA,B,50\n", "less than or equal to 1"),
        ("owned,owner,share\nA,B,0.8\nA,C,0.8\n", "over 1.0"),
    ],
)
def test_ownership_that_cannot_be_is_refused(refused, lists, tmp_path, text, says):
    (tmp_path / "o.csv").write_text(text)
    assert says in refused("ownership", "o.csv", "--watchlist", lists)
