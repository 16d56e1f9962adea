"""`enduse document` and `enduse bundle`, as a stranger calls them."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO

import docx
import pytest


@pytest.mark.parametrize("ending", ["pdf", "docx", "html", "json", "txt"])
def test_the_ending_decides_the_format(enduse, transaction, tmp_path, ending):
    out = tmp_path / f"board.{ending}"
    result = enduse("document", "board", transaction, "--out", out)
    assert result.exit_code == 0, result.output
    assert "(content " in result.stderr
    starts = {"pdf": b"%PDF", "docx": b"PK", "html": b"<!doctype", "json": b"{", "txt": b"SUMMARY"}
    assert out.read_bytes().startswith(starts[ending])


def test_the_format_can_be_named(enduse, transaction, tmp_path):
    out = tmp_path / "board"
    enduse("document", "board", transaction, "--out", out, "--format", "json")
    told = json.loads(out.read_text("utf-8"))
    assert told["kind"] == "board"
    assert told["stamp"]["reference"] == "T-1"


def test_the_stamp_is_what_was_asked_for(enduse, transaction, tmp_path):
    out = tmp_path / "x.json"
    marks = ("--reference", "R & <b>", "--version", "3", "--status", "Approved")
    enduse("document", "annex", transaction, "--out", out, *marks, "--classification", "Secret")
    stamp = json.loads(out.read_text("utf-8"))["stamp"]
    assert (stamp["reference"], stamp["version"]) == ("R & <b>", "3")
    assert (stamp["status"], stamp["classification"]) == ("Approved", "Secret")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("board", "deal.toml", "--out", "x.odt"), "end the name in one of .pdf, .docx"),
        (("board", "deal.toml", "--out", "deal.toml"), "is the transaction itself"),
        (("board", "deal.toml", "--out", "x.pdf", "--status", " "), "--status: give 1 to 80"),
        (("board", "deal.toml", "--out", "x.pdf", "--reference", "x" * 99), "--reference"),
        (
            ("board", "deal.toml", "--out", "x.pdf", "--template", "t.docx"),
            "--template is for Word",
        ),
        (("annex", "deal.toml", "--out", "x.docx", "--template", "deal.toml"), "is refused"),
        (("annex", "deal.toml", "--out", "x.docx", "--template", "none.docx"), "cannot be read"),
        (("annex", "nowhere.toml", "--out", "x.docx"), "nowhere.toml"),
        (("board", "deal.toml", "--out", "no/x.pdf"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    refused, transaction, tmp_path, arguments, said
):
    before = sorted(tmp_path.iterdir())
    assert said in refused("document", *arguments)
    assert sorted(tmp_path.iterdir()) == before


def test_our_template_can_be_taken_changed_and_used(enduse, transaction, tmp_path):
    own = tmp_path / "own.docx"
    assert enduse("document-template", "--out", own).exit_code == 0
    opened = docx.Document(own)
    opened.paragraphs[0].insert_paragraph_before("Acme Ltd., legal department")
    opened.save(own)
    out = tmp_path / "annex.docx"
    result = enduse("document", "annex", transaction, "--out", out, "--template", own)
    assert result.exit_code == 0, result.output
    texts = [paragraph.text for paragraph in docx.Document(out).paragraphs]
    assert texts[0] == "Acme Ltd., legal department"
    assert "Before anyone signs" in texts


def test_a_bundle_checks_itself_and_holds_what_was_given(enduse, transaction, tmp_path):
    out = tmp_path / "case.zip"
    result = enduse("bundle", transaction, "--out", out)
    assert result.exit_code == 0, result.output
    told = dict(line.split() for line in result.stdout.splitlines())
    with zipfile.ZipFile(BytesIO(out.read_bytes())) as package:
        assert package.read("input/transaction.toml") == transaction.read_bytes()
        (tmp_path / "verify.py").write_bytes(package.read("verify.py"))
        dossier = json.loads(package.read("documents/dossier.json"))
    assert dossier["stamp"]["evidence"] == told["evidence"]
    checked = subprocess.run(  # noqa: S603 - this interpreter, on files made here
        [sys.executable, "-I", "-S", tmp_path / "verify.py", out, "--manifest", told["manifest"]],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_bundle_is_not_written_over_the_transaction(refused, transaction):
    assert "is the transaction itself" in refused("bundle", transaction, "--out", transaction)
