"""One command line, as a user calls it, in a folder of its own."""

import os

import pytest
from typer.testing import CliRunner

from enduse.cli.main import app

TRANSACTION = """\
# a note that stays
id = "T-1"
as_of = 2019-05-01
end_use = "Find stolen vehicles"
[product]
name = "CityEye"   # and this one
vendor = "Acme"
description = "Reads number plates on bridges"
[[parties]]
role = "end_user"
name = "National Road Authority"
country = "EST"
type = "ministry"
"""


@pytest.fixture
def enduse(tmp_path, monkeypatch):
    """Call the command line in an empty folder; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENDUSE_DATA_DIR", str(tmp_path / "no-data"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no-home"))
    monkeypatch.setenv("COLUMNS", "100")
    runner = CliRunner()

    def call(*arguments, stdin=None):
        result = runner.invoke(app, [os.fspath(one) for one in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def transaction(tmp_path):
    path = tmp_path / "deal.toml"
    path.write_text(TRANSACTION, "utf-8")
    return path


@pytest.fixture
def refused(enduse):
    """Call for a refusal: exit code 2, nothing on stdout, one line on stderr, which is given."""

    def call(*arguments, stdin=None):
        result = enduse(*arguments, stdin=stdin)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith("enduse: ")
        return result.stderr

    return call
