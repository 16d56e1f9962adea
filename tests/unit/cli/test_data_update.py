"""`enduse data update` and the commands that look after the versions it makes."""

import gzip
import json
import shutil

import httpx
import pytest
from tests.unit.cli.list_folder import SMALL, un_file, write_packaged
from tests.unit.screening.lists import samples
from typer.testing import CliRunner

from enduse.cli.main import app
from enduse.screening.store import WatchlistStore
from enduse.screening.watchlist import read_watchlist


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A machine with a small packaged watchlist and nothing else on it."""
    packaged = write_packaged(tmp_path / "packaged")
    for module in ("data_update", "watchlist_folder"):
        monkeypatch.setattr(f"enduse.cli.{module}.embedded_watchlist", lambda: packaged)
    for module in ("data_update", "watchlist"):
        monkeypatch.setattr(f"enduse.cli.{module}.SOURCES", SMALL)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "lists").mkdir()
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result


def store_of(place):
    return WatchlistStore(place / "data/enduse/watchlist")


def test_a_folder_of_files_becomes_the_watchlist_in_use(place):
    (place / "lists/un_consolidated_2031.xml").write_bytes(samples.UN_XML)
    (place / "lists/uk-sl.xml.gz").write_bytes(gzip.compress(samples.UK_XML))
    for name, data in (("SDN.CSV", samples.SDN_CSV), ("alt.csv", samples.ALT_CSV),
                       ("Add.csv", samples.ADD_CSV)):  # fmt: skip
        (place / "lists" / name).write_bytes(data)
    (place / "lists/notes.txt").write_text("not a list", "utf-8")
    said = run("data", "update", "--from", place / "lists").output
    assert "un-sc: 2 parties, data of 2031-02-04, by the file" in said
    assert "uk-sl: 2 parties" in said
    assert "us-ofac-sdn-csv: 2 parties" in said
    assert (place / "lists/un_consolidated_2031.xml").exists(), "the user's files stay"
    found = run("screen", "Quorra Tankers").output
    assert "KPe.999" in found or "un-sc" in found
    assert "us-bis-el" in run("screen", "Untouched Optical Works").output


def test_a_broken_list_is_refused_and_the_others_are_used(place):
    (place / "lists/un-sc.xml").write_bytes(samples.UN_XML[:-40])
    (place / "lists/uk-sl.xml").write_bytes(samples.UK_XML)
    result = run("data", "update", "--from", place / "lists", code=1)
    assert "un-sc: the XML is broken" in result.output
    assert "not used" in result.output
    assert set(store_of(place).kept_sources()) == {"uk-sl"}


def test_what_was_in_use_stays_when_the_new_file_is_half_there(place):
    (place / "lists/un-sc.xml").write_bytes(un_file(1, 300))
    run("data", "update", "--from", place / "lists")
    before = store_of(place).current_name()
    (place / "lists/un-sc.xml").write_bytes(un_file(1, 100))
    result = run("data", "update", "--from", place / "lists", code=1)
    assert "lost over a tenth" in result.output
    assert "what was in use stays" in result.output
    assert store_of(place).current_name() == before
    run("data", "update", "--from", place / "lists", "--accept-shrunken")
    assert store_of(place).current_name() != before


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(samples.UN_XML)[:-9], "broken or cut short"),
        (gzip.compress(b"0" * 40_000_000), "unpacks to more than a list can hold"),
        (b"not packed", "broken or cut short"),
    ],
)
def test_a_packed_file_that_is_broken_or_a_bomb_is_refused(place, data, why):
    (place / "lists/un-sc.xml.gz").write_bytes(data)
    assert why in run("data", "update", "--from", place / "lists", code=1).output


def test_a_folder_without_lists_says_what_files_are_called(place):
    result = run("data", "update", "--from", place / "lists", code=2)
    assert "UK-Sanctions-List.xml" in result.output


def test_a_named_source_that_the_folder_does_not_hold_is_said(place):
    result = run("data", "update", "--from", place / "lists", "--source", "un-sc", code=1)
    assert "no file for this source" in result.output
    assert "no such source" in run("data", "update", "--source", "moon", code=2).output


def test_two_files_that_fit_one_name_are_not_chosen_between(place):
    for name in ("un-sc.xml", "un_consolidated_old.xml"):
        (place / "lists" / name).write_bytes(samples.UN_XML)
    assert "several files fit" in run("data", "update", "--from", place / "lists", code=1).output


def served(monkeypatch, answers):
    """Let the command fetch from a table of answers; gives the requests as they come."""
    asked = []

    def answer(request):
        asked.append(request)
        found = answers[request.url.path.rpartition("/")[2]]
        if request.headers.get("If-None-Match") == '"1"' and found.get("same"):
            return httpx.Response(304)
        headers = {"ETag": '"1"', "Content-Type": "application/octet-stream"}
        return httpx.Response(found.get("status", 200), content=found["body"], headers=headers)

    monkeypatch.setattr(
        "enduse.cli.data_update.new_client",
        lambda: httpx.Client(transport=httpx.MockTransport(answer)),
    )
    return asked


def test_lists_are_fetched_once_and_then_only_when_they_changed(place, monkeypatch):
    answers = {"consolidated.xml": {"body": samples.UN_XML, "same": True},
               "UK-Sanctions-List.xml": {"body": samples.UK_XML, "same": True}}  # fmt: skip
    asked = served(monkeypatch, answers)
    run("data", "update", "--source", "un-sc", "--source", "uk-sl")
    said = run("data", "update").output
    assert "un-sc: nothing new" in said
    assert "the watchlist in use is as it was" in said
    assert len(asked) == 4, "without names, the sources in use"


def test_one_changed_file_of_several_is_read_with_those_that_stayed(place, monkeypatch):
    answers = {name: {"body": body, "same": True} for name, body in (
        ("SDN.CSV", samples.SDN_CSV), ("ALT.CSV", samples.ALT_CSV), ("ADD.CSV", samples.ADD_CSV),
        ("SDN_COMMENTS.CSV", samples.COMMENTS_CSV))}  # fmt: skip
    served(monkeypatch, answers)
    run("data", "update", "--source", "us-ofac-sdn-csv")
    answers["ALT.CSV"] = {"body": samples.ALT_CSV.replace(b"QUORRA SHIPPING", b"QUORRA OLD")}
    run("data", "update")
    names = {n.text for e in read_watchlist(store_of(place).current()).entries for n in e.names}
    assert "QUORRA OLD" in names
    assert "OKTAVIN, Bram" in names


def test_a_server_that_is_down_or_shows_a_page_leaves_the_list_in_use(place, monkeypatch):
    answers = {"consolidated.xml": {"body": samples.UN_XML}}
    served(monkeypatch, answers)
    run("data", "update", "--source", "un-sc")
    before = store_of(place).current_name()
    for broken in ({"body": b"", "status": 503}, {"body": b"<html>Sorry</html>"},
                   {"body": samples.UN_XML[:900]}, {"body": b""}):  # fmt: skip
        answers["consolidated.xml"] = broken
        said = run("data", "update", code=1).output
        assert "what was in use stays" in said
        assert store_of(place).current_name() == before
    run("screen", "Quorra Tankers")


def test_a_source_without_an_address_asks_for_its_file(place, monkeypatch):
    served(monkeypatch, {})
    said = run("data", "update", "--source", "uk-ofsi", code=1).output
    assert "give its file with --from" in said


def test_the_delta_is_told_as_text_and_as_json(place):
    (place / "lists/un-sc.xml").write_bytes(un_file(1, 30))
    run("data", "update", "--from", place / "lists")
    said = run("watchlist", "diff", "packaged", "current").output
    assert "+ un-sc:KPe.0007  Lantern Trading House 7  (un-sc)" in said
    assert said.endswith("30 added, 0 removed, 0 changed\n")
    first = store_of(place).current_name()
    (place / "lists/un-sc.xml").write_bytes(un_file(2, 30))
    run("data", "update", "--from", place / "lists")
    value = json.loads(run("watchlist", "diff", first, "current", "--format", "json").output)
    assert [e["id"] for e in value["added"]] == ["un-sc:KPe.0031"]
    (changed,) = value["changed"]
    assert changed["id"] == "un-sc:KPe.0001"
    assert "ended 2021-02-04" in changed["fields"]["listings"]["new"][0]
    folder = store_of(place).current()
    assert "0 added" in run("watchlist", "diff", folder, folder).output


def test_versions_are_listed_gone_back_to_and_pruned(place):
    for count in (30, 31, 32):
        (place / "lists/un-sc.xml").write_bytes(un_file(1, count))
        run("data", "update", "--from", place / "lists")
    names = store_of(place).version_names()
    assert f"> {names[-1]}" in run("watchlist", "versions").output
    run("watchlist", "use", names[0])
    assert f"> {names[0]}" in run("watchlist", "versions").output
    assert "1 taken away" in run("watchlist", "prune", "--keep", "1").output
    assert store_of(place).version_names() == (names[0], names[2])
    assert "no such version" in run("watchlist", "use", names[1], code=2).output


def test_a_dropped_source_goes_back_to_the_package(place):
    (place / "lists/un-sc.xml").write_bytes(samples.UN_XML)
    run("data", "update", "--from", place / "lists")
    run("data", "update", "--drop", "un-sc")
    ids = [e.id for e in read_watchlist(store_of(place).current()).entries]
    assert ids == ["us-bis-el:1"]


def test_the_sources_are_shown_with_their_files(place):
    said = run("watchlist", "sources").output
    assert "* un-sc" in said
    assert "give the file with --from" in said


def test_versions_may_be_kept_anywhere_and_screened_from_there(place):
    (place / "lists/un-sc.xml").write_bytes(samples.UN_XML)
    run("data", "update", "--from", place / "lists", "--dir", place / "own")
    shutil.rmtree(place / "lists")
    assert "QUORRA TANKERS" in run("screen", "Quorra Tankers", "--watchlist", place / "own").output
    assert "no match" in run("screen", "Quorra Tankers").output
