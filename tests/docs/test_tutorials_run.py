"""Every command of a tutorial is run as a newcomer would run it, and says what the page says."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enduse.cli.main import app

TUTORIALS = sorted((Path(__file__).parents[2] / "docs" / "tutorials").glob("*.md"))
_BLOCK = re.compile(
    r"(?:<!-- (?P<verb>file|append|replace): (?P<path>\S+) -->\n)?"
    r"```(?P<kind>\w+)\n(?P<body>.*?)```",
    re.DOTALL,
)
_EXIT = re.compile(r"\[exit (\d+)\]")


def run(command, folder, monkeypatch):
    monkeypatch.chdir(folder)
    return CliRunner().invoke(app, shlex.split(command)[1:])


def commands_of(body):
    """Each command of a console block with the lines shown below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield command, shown


def check(command, shown, result):
    expected = 0
    if shown and (match := _EXIT.fullmatch(shown[0])):
        expected, shown = int(match[1]), shown[1:]
    assert result.exit_code == expected, (command, result.output)
    output = " ".join(result.output.split())
    for line in shown:
        for piece in line.split("..."):
            assert " ".join(piece.split()) in output, (command, line)


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda path: path.stem)
def test_a_newcomer_can_follow_the_tutorial(page, tmp_path, monkeypatch):
    ran = 0
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["verb"] == "file":
            (tmp_path / block["path"]).write_text(block["body"], encoding="utf-8")
        elif block["verb"] == "append":
            with (tmp_path / block["path"]).open("a", encoding="utf-8") as file:
                file.write("\n" + block["body"])
        elif block["kind"] == "console":
            for command, shown in commands_of(block["body"]):
                check(command, shown, run(command, tmp_path, monkeypatch))
                ran += 1
    assert ran >= 5
