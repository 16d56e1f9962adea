"""What the README shows is what a reader gets."""

import re
from pathlib import Path

from tests.docs.test_tutorials_run import check, commands_of, run

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_transcript_is_what_the_command_prints(tmp_path, monkeypatch):
    sale = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    transcript = re.search(r"test_readme.py. -->\n```console\n(.*?)```", README, re.DOTALL)
    assert sale
    assert transcript
    (tmp_path / "sale.toml").write_text(sale[1], encoding="utf-8")
    for command, shown in commands_of(transcript[1]):
        check(command, shown, run(command, tmp_path, monkeypatch))


def test_every_link_of_the_readme_leads_somewhere():
    root = Path(__file__).parents[2]
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (root / target).exists(), target
