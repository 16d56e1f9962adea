"""The how-to for product engineers, run step by step: from nothing to a check that fails."""

from pathlib import Path

import pytest
import yaml

from tests.docs.test_tutorials_run import _BLOCK, check, commands_of, run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "scan-a-product.md").read_text(encoding="utf-8")


def _replace(path, body):
    before, after = body.strip().split("\n")
    path.write_text(path.read_text("utf-8").replace(before, after, 1), encoding="utf-8")


def test_a_product_engineer_can_follow_every_step(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    seen = []
    for block in _BLOCK.finditer(PAGE):
        if block["verb"] == "file":
            (tmp_path / block["path"]).write_text(block["body"], encoding="utf-8")
        elif block["verb"] == "replace":
            _replace(tmp_path / block["path"], block["body"])
        elif block["kind"] == "console":
            for command, shown in commands_of(block["body"]):
                result = run(command, tmp_path, monkeypatch)
                check(command, shown, result)
                seen.append(result.exit_code)
    assert seen.count(1) == 1
    assert seen.count(0) >= 6


def _blocks(kind):
    return [yaml.safe_load(b["body"]) for b in _BLOCK.finditer(PAGE) if b["kind"] == kind]


def test_the_workflow_on_the_page_uses_inputs_that_the_action_has():
    workflow, hooks = _blocks("yaml")
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    (step,) = [s for s in workflow["jobs"]["scan"]["steps"] if "enduse" in s["uses"]]
    assert set(step["with"]) <= set(action["inputs"])
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hooks["repos"][0]["hooks"][0]["id"] in {hook["id"] for hook in offered}


@pytest.mark.parametrize("with_face", [False, True])
def test_hook_and_action_run_the_same_command(tmp_path, monkeypatch, with_face):
    text = "face_recognition\n" if with_face else "flask\n"
    (tmp_path / "requirements.txt").write_text(text, encoding="utf-8")
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    by_hook = run(" ".join([hook["entry"], *hook["args"]]), tmp_path, monkeypatch)
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    (scan,) = [s for s in action["runs"]["steps"] if s.get("name") == "Scan"]
    default = action["inputs"]["fail-on"]["default"]
    last = scan["run"].strip().splitlines()[-1]
    written = last.replace('"$SCAN_PATH"', ".").replace('"${options[@]}"', f"--fail-on {default}")
    by_action = run(written, tmp_path, monkeypatch)
    assert by_hook.exit_code == by_action.exit_code == int(with_face)
    assert by_hook.stdout == by_action.stdout
