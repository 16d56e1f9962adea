"""`enduse rescreen` writes what `enduse screen-batch` would write on the lists of now."""

import pytest
from tests.unit.cli.test_screen_rows import COVERAGE, run
from tests.unit.screening.conftest import make_entry

from enduse.cli.rescreen_rows import Change, run_rescreen
from enduse.domain.errors import ConflictError, InvalidInputError
from enduse.screening.delta import compare_watchlists
from enduse.screening.index import write_index
from enduse.screening.watchlist import Watchlist, content_version

BEFORE = (make_entry(1, "Zhejiang Dahua Technology"), make_entry(2, "Quondam Widgets"))
AFTER = (make_entry(1, "Zhejiang Dahua Technology", "Dahua"), make_entry(3, "Jane Roe Trading"))
CUSTOMERS = (
    "name,country\nZhejiang Dahua Technology,CHN\n---,\nJane Roe Trading,\nQuondam Widgets,\n"
    "Dahua,CHN\nJane Roe Trading,FRA\n"
)


@pytest.fixture
def lists(tmp_path):
    made = []
    for name, entries in (("before", BEFORE), ("after", AFTER)):
        watchlist = Watchlist(entries, COVERAGE, content_version(entries))
        write_index(watchlist, tmp_path / f"{name}.index")
        made.append(watchlist)
    return made


@pytest.fixture
def again(tmp_path, lists):
    """Rescreen with the customers now, and run in full; give both tables of matches."""

    def call(text=CUSTOMERS):
        source = tmp_path / "now.csv"
        source.write_text(text, "utf-8")
        change = Change(
            source, tmp_path / "old", tmp_path / "new", tmp_path / "after.index",
            compare_watchlists(*lists),
        )  # fmt: skip
        run_rescreen(change, lambda _: None)
        run(source, tmp_path / "full", tmp_path / "after.index")
        return [
            [(tmp_path / folder / name).read_text("utf-8") for folder in ("new", "full")]
            for name in ("matches.csv", "rejected.csv", "summary.json", "run.json")
        ]

    source = tmp_path / "now.csv"
    source.write_text(CUSTOMERS, "utf-8")
    run(source, tmp_path / "old", tmp_path / "before.index")
    return call


def test_a_change_of_the_lists(again):
    assert all(one == full for one, full in again())


def test_a_change_of_lists_and_customers(again, tmp_path):
    again()
    for folder in ("new", "full"):
        for file in (tmp_path / folder).iterdir():
            file.unlink()
    changed = CUSTOMERS.replace("---,\n", "").replace("Quondam Widgets,", "Janet Roe Trading,USA")
    files = again(changed + "Quondam Widgets,\n---,\n,\nDahua,CHN\n")
    assert all(one == full for one, full in files)


def test_customers_that_changed_before_they_were_indexed_are_refused(again):
    with pytest.raises(ConflictError, match="in full"):
        again(CUSTOMERS + "Another,\n")


def test_results_of_other_lists_are_refused(tmp_path, lists, again):
    wrong = compare_watchlists(lists[1], lists[1])
    change = Change(
        tmp_path / "now.csv", tmp_path / "old", tmp_path / "new", tmp_path / "after.index", wrong
    )
    with pytest.raises(ConflictError, match="since"):
        run_rescreen(change, lambda _: None)


def test_a_folder_without_results_is_refused(tmp_path, lists):
    source = tmp_path / "now.csv"
    source.write_text(CUSTOMERS, "utf-8")
    change = Change(
        source, tmp_path / "none", tmp_path / "new", tmp_path / "after.index",
        compare_watchlists(*lists),
    )  # fmt: skip
    with pytest.raises(InvalidInputError, match="screen-batch"):
        run_rescreen(change, lambda _: None)
