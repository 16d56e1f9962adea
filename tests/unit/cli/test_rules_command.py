import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

HOSTILE = {
    "import": "__import__('os').system('true')",
    "lambda": "(lambda: 1)()",
    "comprehension": "[x for x in buyer.evasive]",
    "f-string": "f'{buyer.evasive}'",
    "walrus": "(buyer := 1)",
    "attribute": "buyer.__class__.__mro__",
    "subscript": "buyer[0]",
    "arithmetic": "2 ** 9 ** 9 > 1",
    "await": "await buyer.evasive",
    "keyword": "any_of(end_user.types, words=[])",
    "two lines": "buyer.evasive\nimport os",
}


@pytest.fixture
def own_pack(tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(Path(str(files("enduse.guidance"))), folder)
    return folder


def rewrite(pack, rule, old, new):
    path = pack / "red_flags" / f"{rule}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_list_names_every_rule(enduse):
    assert "82 rules" in enduse("rules", "list").stdout
    told = json.loads(enduse("rules", "list", "--format", "json").stdout)
    assert len(told) == 82
    assert told[0]["facts"]


def test_the_rules_that_ship_pass_their_tests_and_are_not_odd(enduse):
    assert enduse("rules", "test").exit_code == 0
    assert enduse("rules", "lint").exit_code == 0


def test_explain_says_when_on_which_facts_and_what_to_do(enduse):
    told = enduse("rules", "explain", "c2-r01").stdout
    for word in ("Raised when", "incidents.by_end_user", "C2-Q04", "C2-S01", "recalled"):
        assert word in told


def test_simulate_answers_with_a_trace_and_what_would_change_it(enduse):
    told = json.loads(
        enduse("rules", "simulate", "C2-R01", "incidents.by_end_user=0", "end_user.types=police",
               "--format", "json").stdout
    )  # fmt: skip
    assert told["answer"] == "unknown"
    assert told["trace"]["children"][0] == {
        "text": "incidents.by_end_user >= 1", "answer": "no", "value": "0", "children": [],
    }  # fmt: skip
    changes = {one["part"]: (one["if_yes"], one["if_no"]) for one in told["would_change"]}
    assert changes == {
        "incidents.same_capability_in_country >= 1": ("raised", "unknown"),
        "end_user.misused_tools_before": ("raised", "unknown"),
    }


def test_simulate_prints_a_tree(enduse):
    told = enduse("rules", "simulate", "C4-R10", "deal.may_leave_country=no").stdout
    assert "C4-R10: unknown" in told
    assert "no  deal.may_leave_country" in told
    assert "yes -> raised, no -> clear" in told


def test_every_open_part_of_every_rule_can_be_tried(enduse, pack):
    for rule in pack.rules:
        told = json.loads(enduse("rules", "simulate", rule.red_flag.id, "--format", "json").stdout)
        assert told["answer"] == "unknown"
        assert told["would_change"], rule.red_flag.id


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("buyer.evasive", "should be NAME=VALUE"),
        ("buyer.evasiv=yes", "did you mean buyer.evasive"),
        ("buyer.evasive=maybe", "buyer.evasive should be yes_no"),
        ("incidents.by_end_user=many", "should be a number"),
        ("deal.diversion=often", "one of unlikely"),
    ],
)
def test_a_fact_that_does_not_fit_is_refused(refused, given, says):
    assert says in refused("rules", "simulate", "C4-R02", given)


def test_an_unknown_rule_is_said(refused):
    assert "no rule 'C9-R01'" in refused("rules", "explain", "C9-R01")


def test_a_changed_pack_does_not_load_until_it_is_locked(enduse, refused, own_pack):
    rewrite(own_pack, "C1-R10", ">= 1", ">= 3")
    assert "enduse rules lock" in refused("rules", "list", "--pack", own_pack)
    assert enduse("rules", "lock", own_pack).exit_code == 0
    assert enduse("rules", "list", "--pack", own_pack).exit_code == 0


def test_a_rule_that_fails_its_test_or_lacks_one_is_named(enduse, own_pack):
    rewrite(own_pack, "C1-R10", ">= 1", ">= 3")
    enduse("rules", "lock", own_pack)
    result = enduse("rules", "test", "--pack", own_pack)
    assert result.exit_code == 1
    assert "C1-R10: test 1: expected raised, is unknown" in result.stdout


def test_lint_names_what_is_odd(enduse, own_pack):
    rewrite(own_pack, "C4-R02", 'rights = ["remedy"]', "rights = []")
    enduse("rules", "lock", own_pack)
    result = enduse("rules", "lint", "--pack", own_pack)
    assert (result.exit_code, "C4-R02: names no right" in result.stdout) == (1, True)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_rule_is_refused_with_line_and_column_and_the_lock_stays(refused, own_pack, text):
    before = (own_pack / "pack.lock").read_text()
    path = own_pack / "red_flags" / "C4-R02.toml"
    path.write_text(path.read_text().replace('"buyer.evasive"', f"'''{text}'''", 1))
    said = refused("rules", "lock", own_pack)
    assert "C4-R02" in said
    assert "line" in said
    assert "column" in said
    assert (own_pack / "pack.lock").read_text() == before


def test_replay_on_the_same_terms_differs_in_nothing(enduse, transaction):
    enduse("assess", transaction, "--format", "json", "--out", "kept.json")
    assert "Nothing differs." in enduse("rules", "replay", "kept.json").stdout


def test_replay_under_another_pack_and_day_says_what_differs(enduse, transaction, own_pack):
    enduse("assess", transaction, "--format", "json", "--out", "kept.json")
    rewrite(own_pack, "C4-R02", 'severity = "stop"', 'severity = "note"')
    enduse("rules", "lock", own_pack)
    told = json.loads(
        enduse("rules", "replay", "kept.json", "--pack", own_pack, "--as-of", "2022-01-01",
               "--format", "json").stdout
    )  # fmt: skip
    assert {"as_of", "reproducibility.rules_sha256"} <= {one["id"] for one in told["inputs"]}
    flags = {one["id"]: one for one in told["outcomes"] if one["kind"] == "finding"}
    assert (flags["C4-R02"]["before"], flags["C4-R02"]["after"]) == (
        "unknown (stop)", "unknown (note)",
    )  # fmt: skip


def test_replay_of_a_transaction_the_rules_do_not_know_is_refused(
    enduse, refused, transaction, tmp_path
):
    enduse("assess", transaction, "--format", "json", "--out", "kept.json")
    kept = json.loads((tmp_path / "kept.json").read_text())
    kept["transaction"]["safeguards"] = ["C6-S99"]
    (tmp_path / "kept.json").write_text(json.dumps(kept))
    said = refused("rules", "replay", "kept.json")
    assert "kept.json: safeguards: 'C6-S99' does not exist" in said
