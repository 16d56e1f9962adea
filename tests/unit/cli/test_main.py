import importlib
import subprocess
import sys

import pytest
import typer

from enduse.cli.exits import EXIT_CODES, exit_code_of, in_one_line
from enduse.cli.main import COMMANDS, load_command
from enduse.domain.errors import EnduseError


def test_help_names_every_command_and_imports_none(enduse):
    result = enduse("--help")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in COMMANDS)


def test_help_does_not_load_the_heavy_modules():
    code = (
        "import sys; from enduse.cli.main import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(heavy in sys.modules for heavy in ('polars', 'numpy', 'openpyxl')))"
    )
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_loads(name):
    importlib.import_module(COMMANDS[name][0])
    assert load_command(name).help


def test_version_is_that_of_the_package(enduse):
    assert enduse("--version").stdout.startswith("enduse 0.")


def test_an_unknown_command_is_a_usage_error_with_a_hint(enduse):
    result = enduse("asses")
    assert result.exit_code == 2
    assert "assess" in result.stderr


def test_every_kind_of_error_has_an_exit_code():
    assert set(EXIT_CODES) == set(EnduseError.__subclasses__())
    assert exit_code_of(EnduseError("?")) == 2


def test_a_message_is_one_line_without_control_characters():
    assert in_one_line("a\nb\x1b[31m  c\u202e") == "a b [31m c"


def test_stopping_is_said_in_one_line(enduse, monkeypatch):
    def stop(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(typer.core.TyperGroup, "invoke", stop)
    result = enduse("catalogue", "list")
    assert (result.exit_code, result.stderr) == (130, "enduse: stopped\n")
