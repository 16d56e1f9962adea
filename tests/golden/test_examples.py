"""Every worked scenario comes out as a reviewer approved it."""

import tomllib
from pathlib import Path

import pytest
from tools.update_golden import (
    EXAMPLES,
    GOLDEN,
    README,
    assess_example,
    changes,
    example_paths,
    golden_of,
    read_golden,
    table_lines,
)

from enduse.domain.vocabulary import RouteLevel

PATHS = example_paths()


@pytest.fixture(scope="module")
def assessed(engine):
    return {path.stem: assess_example(engine, path) for path in PATHS}


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_an_example_comes_out_as_approved(assessed, name):
    golden, outcome = read_golden(name), golden_of(assessed[name])
    moved = "\n  ".join(changes(golden, outcome))
    assert golden == outcome, f"{name} moved; run tools/update_golden.py and review:\n  {moved}"


def test_every_approved_result_has_its_example():
    assert {path.stem for path in GOLDEN.glob("*.json")} == {path.stem for path in PATHS}


def test_the_table_of_examples_is_current(engine, assessed):
    table = "\n".join(table_lines(engine, assessed))
    assert table in README.read_text(encoding="utf-8"), "run tools/update_golden.py"


def test_there_are_at_least_sixteen_examples():
    assert len(PATHS) >= 16


def test_every_example_names_its_date_and_teaches_by_comments():
    for path in PATHS:
        text = path.read_text(encoding="utf-8")
        assert "as_of" in tomllib.loads(text), path.name
        assert text.startswith("# "), path.name


def test_country_alone_does_not_decide(assessed):
    routes: dict[str, set[RouteLevel]] = {}
    for one in assessed.values():
        for user in one.transaction.end_users:
            routes.setdefault(user.country, set()).add(one.route.level)
    both = {RouteLevel.DO_NOT_PROCEED, RouteLevel.PROCEED}
    assert {country for country, levels in routes.items() if both <= levels} >= {"CHN", "UGA"}


def test_capability_alone_does_not_decide(assessed):
    assert {
        level
        for one in assessed.values()
        if any(capability.declared for capability in one.capabilities)
        for level in [one.route.level]
    } == set(RouteLevel)


def test_a_sparse_example_says_what_to_find_out_first(assessed):
    sparse = assessed["gulf-reseller-no-named-user"]
    assert sparse.route.pause_until
    assert sparse.route.level is not RouteLevel.PROCEED


def test_examples_name_no_path_outside_their_folder():
    for path in [*PATHS, README]:
        assert str(Path.home()) not in path.read_text(encoding="utf-8")
    assert EXAMPLES.is_dir()
